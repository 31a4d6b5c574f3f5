"""Somebody's private data in a text: what an answer should not carry, and what must be gone before a text leaves the house.

Taken as private: mobile phones, identity cards (check digit right), bank cards (Luhn), number plates, people named as private persons, addresses
down to the door, e-mail addresses, WeChat and QQ names. Not: an office's landline and short numbers (0471-…, 12345, 400-…), a number that is masked already, officials by
surname and office.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Longer texts are read this far (characters).
MOST = 20_000


class Private(enum.StrEnum):
    PHONE = "phone"
    ID_CARD = "id_card"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    NAME = "name"
    ADDRESS = "address"
    ACCOUNT = "account"  # e-mail, WeChat, QQ


@dataclass(frozen=True, slots=True)
class Found:
    """``start``, ``end``: place in the text, in characters."""

    kind: Private
    words: str
    start: int
    end: int


#: One character each, so that places stay what they are.
_WIDE = str.maketrans({0xFF10 + i: str(i) for i in range(10)} | {0xFF21 + i: chr(65 + i) for i in range(26)} | {0xFF0D: "-", 0x2014: "-", 0x2013: "-"})  # fmt: skip
_DIGITS = r"(?<![\dA-Za-z*])"
_GAP = r"[ \-\u3000]?"
_PHONE = re.compile(rf"{_DIGITS}(?:\+?86{_GAP})?1[3-9]\d(?:{_GAP}\d{{4}}){{2}}(?![\d*]|[元万亿户人吨平㎡])")
_ID_CARD = re.compile(rf"{_DIGITS}[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z*])")
_BANK_CARD = re.compile(rf"{_DIGITS}[3-6]\d{{3}}(?:{_GAP}\d{{4}}){{2}}{_GAP}\d{{4}}(?:{_GAP}\d{{1,3}})?(?![\d*])")
_PLATE = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Za-hj-np-z][·.\- ]?(?=[A-Za-z0-9]{0,5}\d)[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
)
_ACCOUNT = re.compile(
    r"[A-Za-z0-9._%+\-]{1,40}@[A-Za-z0-9\-]{1,40}(?:\.[A-Za-z0-9\-]{1,20}){1,4}"
    r"|(?<!公众号（)(?:微信号?|[Vv][Xx]|[Qq][Qq]号?)[：:是为 ]{0,3}[A-Za-z0-9_\-]{5,20}"
)
_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百零〇两]{1,5})"
_ADDRESS = re.compile(
    rf"(?:[\u4e00-\u9fffA-Za-z0-9]{{2,16}}?(?:小区|花园|家园|公寓|社区|嘎查|村|路|街|巷|苑|府|城|里|院))?"
    rf"(?:{_NUMBER}(?:号楼|栋|幢|座|#楼?|号院|排))[\- ]?(?:{_NUMBER}单元[\- ]?)?(?:{_NUMBER}(?:层|楼)[\- ]?)?{_NUMBER}(?:室|户|号房?|房)"
    rf"|(?:{_NUMBER}(?:号楼|栋|幢|座|#楼?))[\- ]?{_NUMBER}单元[\- ]?{_NUMBER}(?:室|户|号)?"
    rf"|{_NUMBER}单元[\- ]?(?:{_NUMBER}(?:层|楼)[\- ]?)?\d{{3,4}}(?:室|户|号)?"
    rf"|(?:村|嘎查|组|社)[^，。；\s]{{0,4}}(?<!\d)\d{{1,4}}号(?:院)?(?![楼路线桥])"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方"
    "邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤包乌敖云佟鲍康温柴邢祁于岳齐梅庄辛管祝左涂谷季"
)
_MASKED = "某×*＊XxＸ○"
_GIVEN = r"[\u4e00-\u9fff]{1,2}"
#: A private person by what they are in the matter, before the name.
_ROLES = r"(?:信访人|反映人|投诉人|举报人|来信人|来电人|当事人|申请人|诉求人|业主|户主|村民|居民|牧民|住户|房东|租户|承租人|死者|伤者|患者|病人|学生|家长|受害人|肇事者|肇事司机|嫌疑人|被告人?|原告|债务人|欠款人|包工头|妻子|丈夫|儿子|女儿|母亲|父亲)"
_NOT_GIVEN = r"(?!方|左右|包括|时|均|都|也|还|又|欠|已|反映|投诉|来电|来信|诉求|先生|女士|同志|某|代表|提出|要求|认为|表示|可以|应当|需要|如果|已经|进行|自行|委员|大会|小组|应该|不得|请|向|于|在|到|为|与|和|及|的|等|因|对|将)"
_NAME_AFTER_ROLE = re.compile(
    rf"{_ROLES}[：:是为系（( ]{{0,2}}(?P<name>[{_SURNAMES}]{_NOT_GIVEN}{_GIVEN})(?=[^\u4e00-\u9fff]|反映|投诉|来电|来信|的|于|在|系|为|与|和|称|向|家|户|因|所|已|住|现|也|被|说|来|去|没|先生|女士|同志|（|$)"
)
_NAME_BEFORE_TITLE = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[{_SURNAMES}]{_GIVEN})(?:先生|女士|小姐|大爷|大娘|大妈|阿姨|奶奶|爷爷|老人|老汉|师傅)|(?P<full>[{_SURNAMES}]{_GIVEN})(?:先生|女士|小姐|老人|老汉)"
)
_NAME_AFTER_SAYING = re.compile(
    rf"(?:姓名|名叫|本人|我叫|我是|户名|持卡人|联系人|叫)[：:是为系 ]{{0,2}}(?P<name>[{_SURNAMES}]{_NOT_GIVEN}{_GIVEN})(?=[^\u4e00-\u9fff]|[是系住男女的今电]|$)"
)
_NAME_BY_PHONE = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<name>[{_SURNAMES}]{_GIVEN})[：:，, （(]{{0,2}}(?:电话|手机|联系电话|联系方式)?[：: ]{{0,2}}(?=1[3-9]\d{{9}})"
)
_MONGOLIAN_NAME = re.compile(
    rf"(?:{_ROLES}|我叫|姓名|名叫|本人)[：:是为系 ]{{0,2}}(?P<name>(?:巴特尔|巴图|布和|乌兰|乌云|其其格|格日勒|斯琴|娜仁|萨仁|苏和|朝鲁|那顺|额尔|吉日|图雅|高娃|特木尔|满都|孟和|呼格|哈斯|宝音|达来|敖登|阿拉坦|查干|毕力格|塔娜|托娅|莎仁|海日|青格|朝格|包力|乌日|牧仁|恩和|其木格|花儿)[\u4e00-\u9fff]{{0,3}}?)(?=[^\u4e00-\u9fff]|反映|投诉|来电|的|于|在|系|称|向|家|先生|女士|$)"
)


def find_private(text: str, *, allowed: Iterable[str] = ()) -> tuple[Found, ...]:
    """Everything private in the first characters of ``text``, in its order, none overlapping. ``allowed``: numbers that may stand (an office's
    duty phone); compared by their digits."""
    plain = text[:MOST].translate(_WIDE)
    may = {_bare(one) for one in allowed}
    found: list[Found] = []
    for kind, start, end in _candidates(plain):
        words = plain[start:end]
        if _bare(words) in may or any(start < f.end and f.start < end for f in found):
            continue
        found.append(Found(kind, text[start:end], start, end))
    return tuple(sorted(found, key=lambda f: f.start))


def without_private(text: str, words: dict[Private, str]) -> str:
    """``text`` (its first characters, as far as they are read) with each private thing replaced by its kind's word from ``words``."""
    text = text[:MOST]
    out, at = [], 0
    for one in find_private(text):
        out += [text[at : one.start], words[one.kind]]
        at = one.end
    return "".join([*out, text[at:]])


def is_id_card(number: str) -> bool:
    """Whether 18 characters are an identity number: a possible birthday, and the check digit of GB 11643."""
    bare = _bare(number)
    if len(bare) != 18 or not bare[:17].isdigit():
        return False
    year, month, day = int(bare[6:10]), int(bare[10:12]), int(bare[12:14])
    if not (1880 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(bare[:17]))
    return "10X98765432"[total % 11] == bare[17].upper()


def is_bank_card(number: str) -> bool:
    """Whether 16 to 19 digits satisfy Luhn's check."""
    bare = _bare(number)
    if not 16 <= len(bare) <= 19 or not bare.isdigit() or len(set(bare)) < 2:
        return False
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(bare))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _candidates(plain: str) -> Iterable[tuple[Private, int, int]]:
    """(kind, start, end); the surer kinds first."""
    for match in _ID_CARD.finditer(plain):
        if is_id_card(match.group()):
            yield Private.ID_CARD, *match.span()
    for match in _BANK_CARD.finditer(plain):
        if is_bank_card(match.group()):
            yield Private.BANK_CARD, *match.span()
    for kind, pattern in (
        (Private.PHONE, _PHONE),
        (Private.ACCOUNT, _ACCOUNT),
        (Private.PLATE, _PLATE),
        (Private.ADDRESS, _ADDRESS),
    ):
        for match in pattern.finditer(plain):
            yield kind, *match.span()
    for pattern in (_MONGOLIAN_NAME, _NAME_AFTER_ROLE, _NAME_BEFORE_TITLE, _NAME_AFTER_SAYING, _NAME_BY_PHONE):
        for match in pattern.finditer(plain):
            group = "name" if match.groupdict().get("name") else "full"
            if not set(match.group(group)) & set(_MASKED):
                yield Private.NAME, *match.span(group)


def _bare(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", number)
