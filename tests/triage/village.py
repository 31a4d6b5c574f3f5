"""Made-up messages of a made-up town, for what reads many of them."""

from __future__ import annotations

import datetime as dt

from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.triage.rules.hot import Message

START = dt.datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI)

#: An estate where the heating plant's boiler keeps people awake, said in many ways.
BOILER = [
    ("牧歌苑小区旁锅炉房夜里噪音太大", "我是牧歌苑的业主，小区东边新建的锅炉房整夜轰鸣，噪音扰民，孩子睡不着。"),
    ("投诉牧歌苑锅炉房噪音扰民", "牧歌苑小区附近锅炉房昼夜不停，噪音严重，老人休息不好，请管一管。"),
    ("牧歌苑旁边的锅炉房吵得没法睡", "牧歌苑三号楼正对锅炉房，噪声很大，晚上没法睡觉，粉尘也多。"),
    ("锅炉房噪音影响牧歌苑居民", "反映牧歌苑小区边上锅炉房的噪音问题，多次反映没有解决。"),
    ("请治理牧歌苑锅炉房的噪音和粉尘", "牧歌苑居民长期受锅炉房噪音、粉尘影响，希望尽快治理。"),
    ("牧歌苑小区锅炉房扰民何时休", "牧歌苑旁的锅炉房又开工了，噪音扰民，居民苦不堪言。"),
]
#: The same trouble at another estate.
OTHER_ESTATE = [
    ("晨曦湾小区旁锅炉房噪音太大", "我是晨曦湾的业主，小区西边的锅炉房整夜轰鸣，噪音扰民，孩子睡不着。"),
    ("投诉晨曦湾锅炉房噪音扰民", "晨曦湾小区附近锅炉房昼夜不停，噪音严重，老人休息不好，请管一管。"),
    ("晨曦湾锅炉房的噪音没人管", "晨曦湾小区旁边锅炉房噪音扰民，多次反映没有解决。"),
]
#: Another trouble at the first estate.
OTHER_TROUBLE = [
    ("牧歌苑门口的路坑洼不平", "牧歌苑小区门口到公路的路面坑洼破损，下雨积水，希望修一修。"),
    ("牧歌苑的物业不让业主停车", "牧歌苑物业把地面车位都租出去了，业主回家没有地方停车。"),
]
ELSEWHERE = [
    ("咨询医保缴费", "想问一下城乡居民医保今年什么时候开始缴费，在哪里办理。"),
    ("三道沟村的机井坏了", "三道沟村的机井坏了半个月，庄稼没法灌溉。"),
    ("公交二十一路班次太少", "二十一路公交等了四十分钟才来一趟，上班总是迟到。"),
    ("幼儿园什么时候开园", "城南幼儿园建好一年了还没有开园，孩子没地方去。"),
    ("工地拖欠工资", "我们二十个人在城东工地干了三个月，工资一直没有发。"),
    ("草场围栏被损坏", "我家的草场围栏被邻居的羊群撞坏了，请协调。"),
    ("路灯不亮", "文化路北段的路灯坏了很久，晚上走路看不见。"),
    ("垃圾没人清", "老街后面的垃圾堆了一周，味道很大。"),
]


def message(
    n: int, title: str, text: str, *, person: str = "", days: float = 0, likes: int = 0, against: int = 0
) -> Message:
    """The n-th message; ``days`` after START; by somebody of their own unless said."""
    return Message(
        str(n), person or f"p{n}", title, text, START + dt.timedelta(days=days), likes=likes, against=against
    )


def town() -> list[Message]:
    """Everything above, one message a day, each by somebody else."""
    told = [*BOILER, *OTHER_ESTATE, *OTHER_TROUBLE, *ELSEWHERE]
    return [message(n, title, text, days=n) for n, (title, text) in enumerate(told)]
