"""Made-up requests about four services, different enough to be no copies of each other."""

from __future__ import annotations

import random

from wobangni.triage.rules.exam import Example
from wobangni.triage.rules.text import normalise
from wobangni.triage.rules.train import Examples

PHRASES = {
    "heating-cold": "暖气片冰凉 室温只有十五度 供热公司没人管 锅炉压力不够 晚上盖两床被子 地暖不循环 换热站停泵 测温员没来 热力交费了还冷 老人冻感冒了 "
    "管道放气没用 回水温度太低 二次网失调 取暖费白交",
    "noise": "工地半夜打桩 广场舞音响太大 烧烤摊吵到两点 装修电钻不停 酒吧低音炮震窗 货车鸣笛扰民 学生没法睡觉 冷却塔嗡嗡响 凌晨卸货叮当响 练歌房隔音差 "
    "喇叭循环叫卖 发电机轰鸣 空调外机震动 施工不停工",
    "bus": "公交车半小时一趟 末班车太早 站牌被撞歪 司机到站不停 线路绕远 老年卡刷不上 候车亭漏雨 车厢太挤 换乘不方便 时刻表不准 学生专线取消 "
    "新区没有站点 发车间隔太长 夜班公交没有",
    "wage-arrears": "老板拖欠工资 包工头跑了 农民工要不到钱 干了半年没结账 劳动监察让等 押金不退 没签劳动合同 工程款没到位 年底讨薪 加班费不给 "
    "工资条造假 欠薪三个月 法院判了不执行 工头电话不接",
}  # fmt: skip
COMMON = [
    "领导您好",
    "希望尽快处理",
    "已经反映多次",
    "没有人回复",
    "谢谢",
    "请给个说法",
    "周边住户都有意见",
    "打过电话",
    "从上个月开始",
    "麻烦核实",
    "孩子老人受影响",
    "一直拖着",
]


def texts(service: str, count: int, seed: int = 0) -> list[str]:
    """The same for the same arguments."""
    dice = random.Random(f"{service} {seed}")
    phrases = PHRASES[service].split()
    made = []
    for _ in range(count):
        said = dice.sample(phrases, 4) + dice.sample(COMMON, 2)
        dice.shuffle(said)
        made.append("，".join(said) + "。")
    return made


def examples(count: int = 40, seed: int = 0, services: tuple[str, ...] = tuple(PHRASES)) -> list[Example]:
    """As they come out of a history, the services taking turns."""
    columns = [texts(service, count, seed) for service in services]
    return [
        Example(text, "", service)
        for row in zip(*columns, strict=True)
        for text, service in zip(row, services, strict=True)
    ]


def as_examples(found: list[Example]) -> Examples:
    """For ``rules.train``."""
    size = len(found)
    return Examples(
        tuple(normalise(one.text) for one in found), tuple(one.service for one in found), (False,) * size, (1.0,) * size
    )
