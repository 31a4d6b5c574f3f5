"""Is this a good answer? Findings for whoever writes or reviews it: what to look at again, with the words and their place. Never a block."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from wobangni.triage.rules.asks import asks_of, unanswered
from wobangni.triage.rules.formulas import substance
from wobangni.triage.rules.private_data import Private, find_private
from wobangni.triage.rules.relevance import MOST_ANSWER, relevance


class Lack(enum.StrEnum):
    PRIVATE = "private"  # somebody's private data
    EMPTY = "empty"  # a formula, or only handed on
    OFF_TOPIC = "off_topic"  # does not speak to the question
    UNANSWERED = "unanswered"  # one of the things asked has no counterpart
    PROMISE = "promise"  # only what will be done
    NO_WHO = "no_who"
    NO_WHEN = "no_when"
    NO_BASIS = "no_basis"  # refuses or explains a rule, and names none
    DRAFT = "draft"  # a place to fill in was left: 〔…〕


@dataclass(frozen=True, slots=True)
class Finding:
    """``words``: what it is about; ``start``, ``end``: where it stands, in the answer, or in the question for UNANSWERED; both 0 where it is about
    the whole. ``private``: the kind, for PRIVATE."""

    lack: Lack
    words: str = ""
    start: int = 0
    end: int = 0
    private: Private | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``relevance``: 0 to 1. ``shared``: rare words that question and answer have in common. ``asked``: how many things were found to be asked."""

    findings: tuple[Finding, ...]
    relevance: float
    shared: tuple[str, ...]
    asked: int

    @property
    def is_clean(self) -> bool:
        return not self.findings


#: Below that an answer is said not to speak to the question. At the weights shipped: 3 % of true answers that say something, 86 % of those to
#: another request of the same kind.
OFF_TOPIC_BELOW = 0.2
#: The same where not one longer piece of words recurs: short texts have little to tell them apart.
NOTHING_SHARED_BELOW = 0.27
#: Characters of its own that an answer needs at least.
LEAST_SUBSTANCE = 12
#: Asks shown as unanswered, the first ones.
MOST_UNANSWERED = 3

_DONE = re.compile(
    r"已(?:经|于|对|向|将|要求|责令|督促|安排|完成|组织|联系|协调|修|清|拆|整改|处理|解决|通知|约谈|立案|发放|到账|纳入|列入|开通|恢复|更换|办理|落实)|完成了|进行了|组织了|召开了|开展了|处理完毕|整改到位|整改完毕|恢复(?:正常|供)|修(?:好|复|缮完)|"
    r"(?:经|据)(?:查|调查|核实|了解|核查|现场|与)|核实(?:到|发现|为)?|前往现场|到(?:达)?现场|现场(?:查看|核实|勘|检查)|属实|不属实|按照|根据|依据|可以|不能|不符合|需(?:要|携带)|应当|如下材料|目前"
)
_PROMISE = re.compile(
    r"将(?:进一步|会|尽快|继续|加强|加大|积极|组织|安排|督促|协调|持续|对|逐步|按|认真|严格|及时)?|下一步|尽快|尽早|争取|力争|计划|拟(?!定)|会(?:尽快|及时|持续|继续|进一步)|加强|加大|持续(?:关注|推进)|继续|密切关注|适时|择机|研究"
)
_WHO = re.compile(
    r"(?:[我本该县旗市区镇乡]|苏木|街道)?(?:局|委(?!托|屈|员会的)|办(?!理|法|公|证|事|完)|所(?!以|有|在|反|说|提|需|述|属|涉|指|谓)|站|中心|公司|大队|中队|支队|政府|街道|社区|嘎查|村委|居委|物业|学校|医院|法院|银行|供热|电力公司|部门|科(?!技|学|目|二|三)|股(?!票|份|东)|执法人员|工作人员|民警|施工单位|开发商|网格员)"
)
_WHEN = re.compile(
    r"\d{1,4} ?年|\d{1,2} ?月(?: ?\d{1,2} ?[日号])?|\d{1,2}[日号](?!楼|线|院)|[今昨当前]天|[本上下]周|[本上下]月|今年|明年|年底|月底|\d{1,4} ?个?(?:工作日|天|小时|分钟|个月)|[一二三四五六七八九十]{1,6}(?:天|个工作日|个月|日内)|近日|目前|截至|当日|即日|随即|当场|同日|期间|以前|之前"
)
_REFUSES = re.compile(
    r"不符合|不予|不能(?!及时)|无法(?!联系)|不属于|不在[^，。]{0,8}范围|不得|没有(?:权限|职权|依据|政策)|不可以|不合理|不支持|暂不|不具备|不享受|拒绝"
)
_BASIS = re.compile(
    r"《[^》]{2,60}》|[〔\[【（(]\d{4}[〕\]】）)]\d*号?|第[一二三四五六七八九十百\d]+条|(?:根据|依据|按照|依照|参照|基于)[^，。]{2,40}|规定|条例|办法|政策|标准|合同|协议|文件|规划|批复|鉴定|检测|监测|经查|核实|调查|因为?|由于|鉴于|原因"
)
_OPEN_PLACE = re.compile(r"〔(?!\d{4}〕)[^〕\n]{0,60}〕|【(?:待填|填写|补充)[^】\n]{0,40}】")


def judge_answer(title: str, question: str, answer: str, *, allowed: tuple[str, ...] = ()) -> Verdict:
    """What to look at again before ``answer`` goes out; the gravest first. Defined for every text. ``allowed``: numbers that are an office's.

    An empty answer has nothing to be judged: no finding but EMPTY.
    """
    read = answer[:MOST_ANSWER]
    if not read.strip():
        return Verdict((Finding(Lack.EMPTY),), 0.0, (), 0)
    private = tuple(
        Finding(Lack.PRIVATE, f.words, f.start, f.end, f.kind) for f in find_private(answer, allowed=allowed)
    )
    places = tuple(Finding(Lack.DRAFT, m.group(), m.start(), m.end()) for m in _OPEN_PLACE.finditer(read))
    fits = relevance(title, question, answer)
    asks = asks_of(question) or asks_of(title)
    if substance(read) < LEAST_SUBSTANCE:
        return Verdict((*private, *places, Finding(Lack.EMPTY)), fits.score, fits.shared, len(asks))
    found: list[Finding] = []
    if fits.score < (OFF_TOPIC_BELOW if fits.shared else NOTHING_SHARED_BELOW):
        found.append(Finding(Lack.OFF_TOPIC))
    elif len(asks) > 1:
        missing = unanswered(asks, read)[:MOST_UNANSWERED]
        found += [Finding(Lack.UNANSWERED, a.words, a.start, a.end) for a in missing]
    return Verdict((*private, *places, *found, *_content(read)), fits.score, fits.shared, len(asks))


def _content(answer: str) -> list[Finding]:
    """What was done, by whom, when, on what basis."""
    found = []
    promise = _PROMISE.search(answer)
    if promise and not _DONE.search(answer):
        found.append(Finding(Lack.PROMISE, promise.group(), promise.start(), promise.end()))
    if not _WHO.search(answer):
        found.append(Finding(Lack.NO_WHO))
    if not _WHEN.search(_without_signature(answer)):
        found.append(Finding(Lack.NO_WHEN))
    refusal = _REFUSES.search(answer)
    if refusal and not _BASIS.search(answer):
        found.append(Finding(Lack.NO_BASIS, refusal.group(), refusal.start(), refusal.end()))
    return found


def _without_signature(answer: str) -> str:
    """The date under a letter says when it was written, not when something was done."""
    return re.sub(r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日?\s*$", "", answer.rstrip())
