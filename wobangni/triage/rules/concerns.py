"""What a text complains of or asks about, in broad kinds: two neighbours say 夜宵摊 and 油烟 and mean one kitchen.

This is no classification (services have their own words): a text has several concerns, each with a weight, and two texts are compared by them. Words
that stand in texts about anything (小区, 领导) would make everything alike and are left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

#: One concern a line, its words with spaces between. The name is only for the reader of an explanation.
_TABLE = """
cooking-smoke   油烟 烟道 餐饮 餐馆 餐厅 饭店 夜宵 烧烤 烟管 餐管 厨房 小吃 大排档
noise           噪音 噪声 扰民 吵 轰鸣 分贝 嘈杂 喧哗 广场舞 音响 喇叭
building-works  施工 工地 搅拌 挖机 打桩 渣土 混凝土 水泥厂
dust            扬尘 粉尘 灰尘 尘土 雾霾 沙尘
smell           臭味 恶臭 废气 异味 刺鼻 臭气 黑烟
refuse          垃圾 清运 脏乱 杂草 保洁 厕所
waste-water     污水 下水道 管道堵 内涝 积水 粪便
no-water        停水 水压 自来水 供水 用水 水管 水表 断水 水质 机井
no-power        停电 用电 供电 电压 跳闸 变压器 电费
power-line      高压 变电站 电磁 辐射 电线杆 电塔
heating         供暖 暖气 供热 取暖 热力 室温 不热
gas             燃气 煤气 天然气
management      物业 业委会 维修基金 维修资金 保安 门禁
parking         停车 违停 乱停 车库 占道
tied-sale       捆绑 绑定 车位 强制购买 强买强卖
traffic         堵车 拥堵 红绿灯 路口 信号灯 左转 斑马线 天桥
bad-road        坑洼 破损 修路 路面 硬化 泥巴路 烂路 路灯 井盖
bus             公交 班次 站牌 末班车 班车
metro           地铁 轻轨 城铁 号线 出入口
railway         高铁 铁路 磁悬浮 火车
clearance       拆迁 征地 征收 安置 补偿 棚改 旧城改造 旧改
illegal-building 违建 违章 加建 乱搭 搭建 违法建筑
planning        规划 调规 控规 用地 地块
park            公园 绿化 绿地 景观 游园
school-place    学位 入学 学区 招生 派位 就读
tutoring        补课 作业 上课 补习 乱收费
internship      实习 打工 社会实践 顶岗
kindergarten    幼儿园 普惠 入园
refund          退费 退款 退还 退钱 培训
hospital        医院 医疗 诊所 医生 病人 手术 疫苗
fraud           诈骗 骗 集资 p2p 立案 经侦 受害人 跑路 出借人 保护伞
wages           工资 拖欠 欠薪 农民工 劳动 加班
defects         开裂 裂缝 漏水 渗水 沉降 豆腐渣 质量问题
fitting-out     精装 装修 毛坯 质价不符 核价
handover        交房 收房 房产证 产权 验收 不动产 办证 竣工
fire-safety     消防 火灾 隐患 逃生
lift            电梯
shared-flats    群租 隔断 租房 公租房
gambling        麻将 赌博 棋牌
vice            涉黄 足浴 卖淫 嫖
pyramid         传销 推销 会销
housing-fund    公积金 贷款 房贷
subsidy         补贴 补助 奖补 惠农
settling        落户 户口 身份证 居住证 人才
veterans        转业 士官 军人 退伍
insurance       社保 医保 养老 低保 退休 残疾
network         宽带 网络 5g 移动 电信 信号
animals         狗 犬 宠物
food            食品 药品 过期 变质
charging        加油站 充电站 充电桩
payment-app     app 扫码 支付宝 一卡通 刷卡
pasture         草场 草原 围栏 禁牧 草畜 牧场 放牧
livestock       牲畜 防疫 羊 牛 羊群 牛群
irrigation      灌溉 水渠 打井 节水
"""

#: Characters of the text that count; what is asked for stands at the beginning.
_READ = 500
_TITLE = 3.0  # a word of the title says more than one of the text
_MOST = 3  # times that one word counts


def _patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for line in _TABLE.strip().splitlines():
        name, *words = line.split()
        found[name] = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    return found


_CONCERNS: Mapping[str, re.Pattern[str]] = _patterns()
_ANY = re.compile("|".join(pattern.pattern for pattern in _CONCERNS.values()))


def concerns_of(title: str, text: str) -> dict[str, float]:
    """Weights of the concerns of a text, both parts through ``shingles.normal``; their squares sum to one. Empty: none known."""
    found: dict[str, float] = {}
    head = text[:_READ]
    for name, pattern in _CONCERNS.items():
        in_title = len(set(pattern.findall(title)))
        counts: dict[str, int] = {}
        for word in pattern.findall(head):
            counts[word] = counts.get(word, 0) + 1
        weight = _TITLE * in_title + sum(min(count, _MOST) for count in counts.values())
        if weight:
            found[name] = math.sqrt(weight)
    return unit(found)


def unit(weights: Mapping[str, float]) -> dict[str, float]:
    """The same weights with the sum of their squares one."""
    length = math.sqrt(sum(w * w for w in weights.values()))
    return {name: w / length for name, w in weights.items()} if length else {}


def closeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """From 0 (no concern in common) to 1 (the same in the same measure)."""
    if len(one) > len(other):
        one, other = other, one
    return min(1.0, sum(w * other[name] for name, w in one.items() if name in other))


def concern_words(plain: str) -> set[str]:
    """The words in a normal text that say what is the matter."""
    return set(_ANY.findall(plain))


def is_concern(phrase: str) -> bool:
    """Whether the phrase says what is wrong, rather than where."""
    return bool(_ANY.search(phrase))
