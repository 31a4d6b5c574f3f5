"""What is asked: the sentences of a request that want something, and whether an answer has anything for each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wobangni.triage.rules.formulas import without_formulas
from wobangni.triage.rules.relevance import rarity

MOST_ASKS, MOST_TEXT = 12, 6_000
#: Of an ask's weight that must recur, where the kind of answer fits and where it does not.
WITH_KIND, WITHOUT_KIND = 0.06, 0.16
#: An ask with less of its own than that (weighed pairs) can't be looked for by its words.
TOO_LITTLE = 14.0

_SENTENCE = re.compile(r"[^。；;!！?？\n]+[。；;!！?？]*")
_QUESTION = re.compile(
    r"[?？]|请问|咨询|想问|问一?下|想知道|想了解|何时|啥时候|什么时候|什么时间|多久|多少|几(?:号|月|点|时|年)|怎么(?!也|都)|怎样|如何|能否|是否|可否|能不能|可不可以|是不是|有没有|要不要|为什么|为何|凭什么|哪里|哪儿|哪些|哪个|谁(?:来|负责|管)|[吗呢](?:[。？?！! ]|$)"
)
_WISH = re.compile(
    r"(?:希望|请求|恳请|恳求|请(?!问|假|客)|要求|建议|盼|望|求)[^。；]{0,30}(?:解决|处理|查处|整治|修(?:好|复|建|缮|通)|安装|开通|增加|增设|取消|停止|恢复|退还|赔|给予|明确|公开|落实|安排|调查|督促|答复|回复|管一管|加强|改善|尽快|帮)"
)
#: Asked of nobody: anger and rhetoric in the dress of a question.
_RHETORIC = re.compile(
    r"难道|岂|何在|天理|王法|良心|凭什么|谁(?:来|能|该)?(?:承担|负责|买单)|百思不得|可想而知|气愤|再次(?:请求|恳请)|百忙|何时是个头|有没有人管|还有没有|是不是(?:非|要等)|怎么能|怎么(?:活|过)|于心何忍|说好的"
)
_EMPTY_WISH = re.compile(
    r"^[^。]{0,12}(?:希望|请|恳请|请求|望|盼)[^。]{0,10}(?:领导|政府|有关部门|相关部门|书记|县长|市长)[^。]{0,12}(?:重视|关注|解决|处理|回复|答复|帮助|为民做主|管管)[^。]{0,8}[。！!]*$"
)
#: What a sentence asks for, and what an answer to that looks like.
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"何时|什么时候|啥时候|什么时间|多久|哪天|几(?:号|月|点|时|年)"), re.compile(r"\d{1,4} ?[年月日号天]|[一二三四五六七八九十]+(?:天|个工作日|月|日)|工作日|年底|月底|季度|近期|暂(?:无|未)|目前|已经?|尚未|待|之前|以前|完成")),
    (re.compile(r"多少|几(?:个|元|钱|平|米|户)|收费|标准"), re.compile(r"\d|[一二三四五六七八九十百千]+(?:元|个|名|户|米)|标准|免费|规定")),
    (re.compile(r"为什么|为何|凭什么|原因|怎么(?:会|还)"), re.compile(r"因|由于|原因|鉴于|按照|根据|所以|依据|是为了|属于|系")),
    (re.compile(r"哪里|哪儿|哪个(?:部门|单位|地方)|在哪|地址|电话"), re.compile(r"地址|路|街|号|楼|窗口|大厅|电话|\d{3,}|前往|到|咨询|拨打|网站")),
    (re.compile(r"怎么办|怎么(?:申请|办|交|查|处理)|如何(?:申请|办|交|查|处理)|手续|流程|材料|条件"), re.compile(r"携带|提供|材料|申请|办理|手续|流程|步骤|条件|可以?|需|登录|窗口|咨询")),
    (re.compile(r"能否|是否|可否|能不能|可不可以|是不是|有没有|要不要|[吗](?:[。？?！! ]|$)"), re.compile(r"可以|不可|不能|能够|不符合|符合|属实|不属实|没有|未|已|是|否|不得|不予|会|将|暂|无法|允许|有")),
)  # fmt: skip
_DONE = re.compile(
    r"已|完成|处理|整改|修|清理|拆|换|解决|督促|责令|约谈|查处|安排|列入|纳入|计划|将|下一步|无法|不符合|不予|不能|暂|未|经查|核实|转"
)
_RUNS = re.compile(r"[0-9a-z\u4e00-\u9fff\u1800-\u18af]+")
_ASKING_WORDS = re.compile(
    r"请问|咨询|想问|问一?下|想知道|想了解|何时|什么时候|多久|多少|怎么|怎样|如何|能否|是否|可否|能不能|可不可以|是不是|有没有|为什么|为何|哪里|哪些|希望|请求|恳请|要求|建议|领导|政府|有关部门|相关部门|尽快|解决|处理|谢谢|你好|您好|尊敬的|我们|[吗呢吧啊]"
)


#: A question put to whoever answers: what only the story of a quarrel asks ("why does nobody care?") is not waiting for an answer.
_DIRECT = re.compile(
    r"请问|咨询|想问|问一?下|想知道|想了解|请教|请告知|请答复|能否|可否|是否|能不能|可不可以|会不会|要不要|有没有|如何(?:申请|办|交|查|处理|缴|领|报)|怎么(?:申请|办理|交|查|缴|领|报)|何时|啥时候|什么时候|什么时间|多久|多少(?:钱|天|年|元)|需要(?:什么|哪些)|(?:什么|哪些)(?:手续|材料|条件|资料|流程)|标准是"
)
_ASKS_WHY = re.compile(r"为什么|为何|怎么会|怎么还")
_PUT = re.compile(r"请问|咨询|想问|问一?下|想知道|想了解|请教|请告知|请答复")
#: Who said or asked what, when: part of the story.
_REPORTED = re.compile(
    r"(?:说|称|表示|答复|回复|告诉|告知|回答|解释)(?:是|我|他|她|我们|了|道|[:：，“\"])|(?:当时|曾|多次|打电话|去)[^，]{0,12}(?:问|询问|咨询)|问(?:过|了|他|她|我|民警|医生|老师|物业|村|工作人员)|询问(?:过|了|派出所|工作人员|是否可以)|被告知|想知道的|想知道一个"
)
#: Nothing but the wish for a reply, or a question that only completes the one before.
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Ask:
    """One sentence that wants something. ``start``, ``end``: its place in the question's text."""

    words: str
    start: int
    end: int

    @property
    def is_direct(self) -> bool:
        """Whether it is a question of its own to whoever answers, so that an answer without a word to it leaves something open."""
        if not self.words.endswith(("?", "？")) and not _PUT.search(self.words):
            return False
        if _REPORTED.search(self.words) or (_ASKS_WHY.search(self.words) and not _PUT.search(self.words)):
            return False
        own = sum(map(len, _RUNS.findall(_ASKING_WORDS.sub("，", self.words))))
        return own >= _SHORT and bool(_DIRECT.search(self.words))


def asks_of(text: str) -> tuple[Ask, ...]:
    """The sentences of ``text`` that ask or wish, in their order; wishes without content ("hope for the leaders' attention") are none."""
    found = []
    for match in _SENTENCE.finditer(text[:MOST_TEXT]):
        words = match.group()
        lead = len(words) - len(words.lstrip())
        words = words.strip()
        if (
            len(words) < 4
            or _EMPTY_WISH.match(words)
            or _RHETORIC.search(words)
            or not (_QUESTION.search(words) or _WISH.search(words))
        ):
            continue
        start = match.start() + lead
        found.append(Ask(words, start, start + len(words)))
        if len(found) == MOST_ASKS:
            break
    return tuple(found)


def unanswered(asks: tuple[Ask, ...], answer: str) -> tuple[Ask, ...]:
    """Direct questions for which the answer has no counterpart: too few of their words recur, and what is said is not of the kind that was asked for."""
    said = without_formulas(answer)
    pairs = _pairs(said)
    return tuple(ask for ask in asks if ask.is_direct and not _is_met(ask, said, pairs))


def _is_met(ask: Ask, said: str, pairs: set[str]) -> bool:
    own = _pairs(_ASKING_WORDS.sub("，", ask.words))
    weight = sum(map(rarity, own))
    if weight < TOO_LITTLE:
        return bool(said.strip("，。 \n"))
    share = sum(rarity(p) for p in own if p in pairs) / weight
    wanted = [looks for asked, looks in _KINDS if asked.search(ask.words)] or [_DONE]
    return share >= (WITH_KIND if any(looks.search(said) for looks in wanted) else WITHOUT_KIND)


def _pairs(text: str) -> set[str]:
    return {run[k : k + 2] for run in _RUNS.findall(text.lower()) for k in range(len(run) - 1)}
