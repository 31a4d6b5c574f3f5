"""Names that stand in a text: of estates, roads, schools, companies, villages.

No list of names is needed: a name is a stretch of nouns, or of characters that the dictionary can't read as words, between words that only join
sentences. What a group of texts has in common and others have not decides in the end (``phrases.py``).
"""

from __future__ import annotations

import functools
import itertools
import logging
import re
from collections.abc import Collection, Iterator
from typing import Any

from wobangni.triage.rules.concerns import is_concern
from wobangni.triage.rules.shingles import pairs_of

LONGEST = 12  # characters of a name
_HAN = re.compile(r"[\u3400-\u9fff]")
_ALL_HAN = re.compile(r"[\u3400-\u9fff]+")
_ENDS = re.compile(
    r"(?:小区|社区|花园|家园|佳园|嘉园|雅苑|新村|新城|公寓|公馆|国际|广场|大厦|公园|学院|大学|小学|中学|学校|幼儿园|医院|公司|集团|"
    r"银行|超市|市场|酒店|大道|街道|路|街|巷|桥|苏木|嘎查|镇|乡|村|组|苑|府|湾|庭|郡|城|园|里|网|岛|滩|湖|贷)$"
)
#: Nouns that stand in texts about anything.
_ORDINARY_WORDS = """
问题 情况 业主 居民 领导 书记 市长 县长 局长 政府 附近 旁边 相关 部门 有关 开发商 群众 百姓 老百姓 市民 居民楼 居民区
门面 商铺 住户 人民 国家 单位 公司 集团 项目 工程 时间 现在 目前 今年 去年 以来 大量 严重 合理 合法 违法 违规 非法
职能 中心 社会 孩子 家长 学生 老师 学校 村民 员工 职工 消费者 购房者 受害人 案件 进展 平台 投资 有限公司 有限 责任 股份
市委 市政府 县政府 区政府 公安 公安局 分局 派出所 街道 社区 小区 物业公司 临街 底层 楼下 一楼 夜间 凌晨 深夜 长期 周边
路段 全体 广大 一期 二期 三期 四期 五期 建议 意见 投诉 责任人 法院 领导们 您好 本人 尊敬 感谢 商业 商品房 生活 环境
影响 安全 道路 城市 建设 全市 居民们 老人 小孩 住宅 房子 房屋 楼盘 配套 城镇 市民们 场地 资金 巨额 规定 标准 收费
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
#: Divisions written as letters, as where a name must not be told.
_CODE = re.compile(r"[a-z]\d*[省市区县旗]")
_NOUNS = frozenset("nsjazbgil")
_ENOUGH = 80  # characters
#: A name may have a rare character or two.
_STRANGE_IN_A_ROW = 2


@functools.cache
def _tagger() -> Any:
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return jieba.posseg.POSTokenizer(dictionary())


@functools.cache
def dictionary() -> Any:
    """jieba's tokenizer with its own dictionary, loaded when first asked for (a second)."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


@functools.lru_cache(maxsize=20_000)
def names_in(plain: str) -> frozenset[str]:
    """What may be names in a normal title, parts of longer ones too. Reads its first characters only."""
    found: set[str] = set()
    for run in _stretches(_readable(_CODE.sub("，", plain[:_ENOUGH]))):
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + 6) + 1):
                name = "".join(run[start:end])
                if 2 <= len(name) <= LONGEST and run[start] not in _SUFFIXES and is_name(name):
                    found.add(name)
    return frozenset(found)


_SUFFIXES = frozenset(
    [
        "小区",
        "社区",
        "街道",
        "新村",
        "公司",
        "集团",
        "项目",
        "花园",
        "之",
        "路",
        "街",
        "镇",
        "乡",
        "村",
        "组",
        "城",
        "省",
        "市",
        "区",
        "县",
        "旗",
        "新区",
        "经开区",
        "开发区",
    ]
)

#: What a name ends with.
_LAST = frozenset(["小区", "社区", "街道", "项目", "公园", "医院", "幼儿园", "小学", "中学", "学校"])


def _readable(plain: str) -> str:
    """Without runs of characters that the tagger has never seen: it weighs everything against everything there, half a second for a title of them."""
    known = _known_characters()
    parts = (
        (strange, "".join(run)) for strange, run in itertools.groupby(plain, lambda c: c > "\u2e7f" and c not in known)
    )
    return "".join("，" if strange and len(run) > _STRANGE_IN_A_ROW else run for strange, run in parts)


@functools.cache
def _known_characters() -> Collection[str]:
    from jieba.posseg.char_state_tab import P

    return frozenset(P)


def _stretches(plain: str) -> Iterator[list[str]]:
    """Runs of words that may belong to one name."""
    run: list[str] = []
    for token in _tagger().cut(plain):
        word, flag = token.word, token.flag
        joins = word in _SUFFIXES or (bool(run) and (word == "之" or word in _LAST))
        number = flag == "m" and (word.isascii() or len(word) == 1)
        names = flag[0] in _NOUNS or flag == "eng" or number or (len(word) == 1 and flag in ("q", "k"))
        if joins or (names and word not in _ORDINARY and not is_concern(word) and re.search(r"\w", word)):
            run.append(word)
            if word not in _LAST:
                continue
        if run:
            yield run
        run = []
    if run:
        yield run


@functools.lru_cache(maxsize=50_000)
def is_name(phrase: str) -> bool:
    """Whether a phrase looks like a name rather than like ordinary words or a complaint."""
    stem = _ENDS.sub("", phrase)
    if phrase in _ORDINARY or is_concern(stem) or not _HAN.search(phrase) or not stem:
        return False
    if len(phrase) >= 3 and _ENDS.search(phrase):
        return True
    words = list(dictionary().cut(phrase, HMM=False))
    if re.match(r"\d", phrase):
        return len(words) >= 2 and len(words[-1]) >= 2
    return any(len(a) == 1 and len(b) == 1 for a, b in itertools.pairwise(words)) or (
        len(words) >= 2 and len(phrase) >= 4
    )


def stands_in(name: str, text: str, pieces: Collection[str]) -> bool:
    """Whether the name stands in the text, if only with its characters in another order (牧歌网, 歌牧网). ``pieces``: of the text."""
    if name in text:
        return True
    if len(name) < 3 or not _ALL_HAN.fullmatch(name):
        return False
    pairs = pairs_of(name)
    if len(name) > 3 and 2 * sum(pair in pieces for pair in pairs) < len(pairs):
        return False
    wanted, length = sorted(name), len(name)
    if length == 3:
        return "".join(wanted) in pieces
    return any(text[n] in name and sorted(text[n : n + length]) == wanted for n in range(len(text) - length + 1))
