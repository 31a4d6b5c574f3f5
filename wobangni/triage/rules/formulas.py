"""What stands in nearly every answer and says nothing of this one: greetings, receipts, thanks, dates below.

One table: a phrase that is found to be empty is one line more here.
"""

from __future__ import annotations

import re

#: In the order in which they are taken out. What repeats without end before a word must be bounded: a row of marks or figures would be read again from each.
_EMPTY = (
    r"尊敬的?(?:网友|市民|居民|群众|来信人|来电人|先生|女士|用户|同志)*",
    r"(?:网友|网民|市民|居民|群众|来信人|同志|老乡)?[“\"]?[^”\"\n。，]{0,12}[”\"]?(?:网友|市民|同志)?[，,：:！! ]{0,4}(?:您|你|大家)们?好",
    r"(?:您|你)?的?(?:留言|来信|来电|信件|诉求|函件|帖子|网帖|意见|建议|问题|来邮|邮件)*(?:已经?)?收悉",
    r"(?:您|你)(?:在[^。！；，\n]{0,20}上)?所?(?:反映|咨询|提出|提交|关心)的?",
    r"(?:现|特)?(?:就|将|对)?(?:有关|相关|具体|调查|核实|处理)*(?:问题|情况|事项)?(?:做|作|予以)?(?:答复|回复|说明|反馈|回应)如下",
    r"(?:再次|非常|衷心|诚挚|首先|同时|最后|十分)*感谢(?:您|你|广大|各位|网友|市民)*对?",
    r"(?:我们|我局|我镇|本局|政府)?(?:各项)?工作的?(?:关心|关注|支持|监督|理解|信任|配合|与|和|、)+",
    r"的(?:关心|关注|支持|监督|理解|信任|来信|留言|建议|配合|谅解|厚爱|帮助|与|和|、){2,}",
    r"(?:敬请|还请|请|望)(?:您|你|广大|各位|予以|给予|大家|市民|业主)*(?:谅解|理解|见谅|支持|关注|放心)",
    r"(?:如|若)(?:有|您有|仍有|还有)(?:其他|任何|不明|疑问|异议)[^。\n]{0,30}",
    r"(?:祝|恭祝)(?:您|你)[^。！!\n]{0,20}(?:愉快|安康|健康|顺利|幸福)",
    r"特此(?:回复|答复|函复|说明)|谢谢|此复|此致|敬礼|高度重视|调查核实|经核实|经调查|经查|立即安排|第一时间",
    r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日?|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}",
    r"0000[-—0]*|\*{3,}",
    r"网友|网民",
)
_FORMULA = re.compile("|".join(f"(?:{p})" for p in _EMPTY))

#: Handing on, looking into, taking note: what is no answer if nothing else stands there.
_HANDED_ON = re.compile(
    r"[^。！；\n]{0,40}(?:转(?:至|给|交|由|送|办)?|交办|交由|移交|反馈给?|上报|呈报|转达)[^。！；\n]{0,30}(?:办理|处理|处置|调查|核实|核处|研究|办复|答复|反馈|部门|单位)[^。！；\n]{0,20}"
    r"|[^。！；\n]{0,20}(?:建议|意见)[^。！；\n]{0,12}(?:采纳|参考|研究|考虑)[^。！；\n]{0,20}"
    r"|[^。！；\n]{0,20}(?:如有|处理)(?:结果|情况|进展|相关情况)[^。！；\n]{0,20}(?:及时|再|予以)[^。！；\n]{0,12}(?:反馈|回复|告知|答复)[^。！；\n]{0,6}"
)
_NOT_WORDS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff\u1800-\u18af]+")


def without_formulas(text: str) -> str:
    """``text`` with its formulas replaced by a comma each, so that nothing grows together that did not stand together."""
    return _FORMULA.sub("，", text)


def substance(text: str) -> int:
    """Characters that are left when formulas and handing on are taken away: what the answer itself says."""
    return len(_NOT_WORDS.sub("", _HANDED_ON.sub("，", without_formulas(text))))
