"""Is an answer good: what is found in answers written for the purpose, and in texts of every other sort."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wobangni.triage.rules.answer_quality import Lack, judge_answer
from wobangni.triage.rules.answer_trial import Answered, answered, trial
from wobangni.triage.rules.asks import asks_of
from wobangni.triage.rules.formulas import substance, without_formulas
from wobangni.triage.rules.relevance import relevance

TITLE = "咨询昭乌达路菜市场搬迁和停车位"
QUESTION = "您好，昭乌达路菜市场门口每天堵车。请问菜市场什么时候搬迁？周边会不会增加停车位？摊贩占道由谁管理？"
GOOD = (
    "您好！关于昭乌达路菜市场的问题，区城管局9月3日到现场查看。菜市场搬迁按《赛罕区市场布局规划》2026年底前完成；搬迁后原址建120个停车位；"
    "摊贩占道由昭乌达路街道综合执法队管理，已对6户占道摊贩责令整改。"
)
FOREIGN = (
    "您好！经查，您孩子的户籍不在学区范围内，按照教育局2026年招生方案，6月20日起在网上登记，由教育局统筹安排入学。"
)


def lacks(answer: str, question: str = QUESTION, title: str = TITLE) -> set[Lack]:
    return {finding.lack for finding in judge_answer(title, question, answer).findings}


def test_a_good_answer_has_nothing_to_be_found() -> None:
    verdict = judge_answer(TITLE, QUESTION, GOOD)
    assert verdict.is_clean, verdict.findings
    assert verdict.asked == 3
    assert any("昭乌" in words or "菜市" in words for words in verdict.shared)


@pytest.mark.parametrize(
    ("answer", "lack"),
    [
        ("", Lack.EMPTY),
        ("   \n", Lack.EMPTY),
        ("您好！您的留言已收悉。", Lack.EMPTY),
        ("您好！您的留言已收悉，已转相关部门处理，如有结果将及时反馈。感谢您对我们工作的关心、支持与监督！2026年9月3日", Lack.EMPTY),
        (FOREIGN, Lack.OFF_TOPIC),
        ("昭乌达路菜市场搬迁和停车位问题，我们将进一步加强管理，尽快研究解决。", Lack.PROMISE),
        ("昭乌达路菜市场搬迁和停车位问题，我们将进一步加强管理，尽快研究解决。", Lack.NO_WHEN),
        ("昭乌达路菜市场门口停车位已经增加，摊贩占道已经清理。", Lack.NO_WHO),
        ("昭乌达路菜市场搬迁的申请，区商务局9月3日答复：不予办理，停车位也不能增加。", Lack.NO_BASIS),
        (GOOD + "联系王小明13812345678", Lack.PRIVATE),
        (GOOD + "〔补充日期〕", Lack.DRAFT),
        ("关于昭乌达路菜市场，区城管局9月3日已对占道摊贩责令整改，由街道综合执法队管理。", Lack.UNANSWERED),
    ],
)  # fmt: skip
def test_what_is_lacking_is_named(answer: str, lack: Lack) -> None:
    assert lack in lacks(answer)
    assert lack not in lacks(GOOD)


def test_what_was_asked_and_not_answered_is_shown_by_its_place_in_the_question() -> None:
    found = judge_answer(
        TITLE, QUESTION, "关于昭乌达路菜市场，区城管局9月3日已对占道摊贩责令整改，由街道综合执法队管理。"
    ).findings
    words = [QUESTION[f.start : f.end] for f in found if f.lack is Lack.UNANSWERED]
    assert "周边会不会增加停车位？" in words
    assert "摊贩占道由谁管理？" not in words


def test_findings_in_the_answer_stand_where_they_say() -> None:
    answer = GOOD + "联系王小明女士13812345678〔日期〕"
    for finding in judge_answer(TITLE, QUESTION, answer).findings:
        if finding.end and finding.lack is not Lack.UNANSWERED:
            assert answer[finding.start : finding.end] == finding.words


def test_the_number_of_a_document_is_no_open_place() -> None:
    assert Lack.DRAFT not in lacks(GOOD + "依据内政发〔2026〕15号。")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("请问何时供暖？收费多少？", 2),
        ("希望政府重视。", 0),
        ("希望领导关注解决。", 0),
        ("难道就没有天理了吗？", 0),
        ("恳请尽快修复三号楼屋顶。", 1),
        ("今天天气很好。", 0),
        ("", 0),
        ("？", 0),
    ],
)
def test_asks_are_told_from_anger_and_from_empty_wishes(text: str, asks: int) -> None:
    assert len(asks_of(text)) == asks


@pytest.mark.parametrize(
    ("words", "direct"),
    [
        ("请问三号楼什么时候供暖？", True),
        ("周边会不会增加停车位？", True),
        ("办理养老金认证需要哪些材料？", True),
        ("我想知道补贴为什么比去年少。", True),
        ("为什么没有人管这条烂路？", False),  # anger, not a question to be answered
        ("我问过物业什么时候修好？", False),  # the story
        ("工作人员说：“你什么时候补材料？”", False),
        ("能不能回复？", False),  # nothing of its own
        ("恳请尽快修复三号楼屋顶。", False),  # a wish: what was done about it may be said in any words
    ],
)
def test_only_a_question_to_whoever_answers_can_be_left_open(words: str, direct: bool) -> None:
    assert [ask.is_direct for ask in asks_of(words)] in ([direct], [] if not direct else [direct])


def test_a_row_of_marks_is_not_read_to_its_end_from_each_of_them() -> None:
    assert without_formulas("！" * 60 + "您好").startswith("！" * 40)
    assert "您好" not in without_formulas("！" * 60 + "您好")


def test_formulas_are_no_substance() -> None:
    assert substance("网友“某某”您好！您的留言已收悉。感谢您对我们工作的关心、监督与支持。2026年9月3日") <= 4
    assert "菜市场" in without_formulas("您好！您反映的昭乌达路菜市场问题收悉。")


@pytest.mark.parametrize(
    ("title", "question", "answer"),
    [
        ("路灯不亮", "锡林南路与学苑街路口的路灯坏了一周，晚上很黑，请尽快修好。", "经城管局核实，锡林南路学苑街路口3盏路灯线路损坏，9月5日已更换修复。"),
        ("养老金认证", "我父亲在外地，养老金资格认证怎么办理？需要什么材料？", "养老金资格认证可在手机“掌上12333”办理，外地老人本人刷脸即可，不需要材料。"),
        ("草场补贴", "请问嘎查的草原生态补奖什么时候发放？", "苏木草原生态补奖资金已于8月20日拨付，由嘎查公示后打入一卡通。"),
    ],
)  # fmt: skip
def test_the_own_answer_scores_above_those_to_others(title: str, question: str, answer: str) -> None:
    own = relevance(title, question, answer).score
    assert own > relevance(title, question, FOREIGN).score
    assert own > relevance(title, question, GOOD).score


STRANGE = ["", "x", "好", "A" * 100_000, "市" * 100_000, "停电" * 50_000, "？" * 50_000, "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "print('hi')\n" * 500, "滚！骗子！", "\ud800", "🙂" * 9000, "希望" * 40_000, "感谢" * 40_000, "您好" * 40_000, "“" * 40_000]  # fmt: skip


@pytest.mark.parametrize("text", STRANGE, ids=lambda text: f"{text[:6]!r} ×{len(text)}")
def test_any_text_has_a_verdict(text: str) -> None:
    for title, question, answer in ((TITLE, QUESTION, text), (text, text, GOOD), (text, text, text)):
        verdict = judge_answer(title, question, answer)
        assert 0 <= verdict.relevance <= 1
        assert len(verdict.findings) < 20_000


@settings(max_examples=120, deadline=None)
@given(title=st.text(max_size=60), question=st.text(max_size=300), answer=st.text(max_size=300))
def test_a_verdict_is_the_same_each_time_and_points_into_the_text(title: str, question: str, answer: str) -> None:
    verdict = judge_answer(title, question, answer)
    assert verdict == judge_answer(title, question, answer)
    for finding in verdict.findings:
        text = question if finding.lack is Lack.UNANSWERED else answer
        assert 0 <= finding.start <= finding.end <= max(len(text), len(title))


def made_up(n: int) -> list[Answered]:
    """Requests about different streets and things, each with its own answer."""
    streets = [
        "锡林路",
        "乌兰街",
        "学苑街",
        "新华大街",
        "成吉思汗大街",
        "光明路",
        "公园路",
        "车站街",
        "民族路",
        "健康街",
    ]
    things = [("路灯不亮", "路灯线路"), ("井盖丢失", "井盖"), ("树枝遮挡", "树木修剪"), ("垃圾不清", "垃圾清运")]
    rows = []
    for k in range(n):
        street, (trouble, mending) = streets[k % 10], things[k // 10 % 4]
        rows.append(Answered(f"{street}{trouble}", f"{street}{k}号门前{trouble}，请处理。", f"{street}的{mending}已于{k % 9 + 1}月完成，由城管局办理。", trouble))  # fmt: skip
    return rows


def test_a_trial_tells_true_answers_from_others() -> None:
    lines = {line.against: line for line in trial(made_up(40))}
    assert lines["kind"].auc > 0.9
    assert lines["kind"].pairs == 120
    mixed = made_up(40)
    wrong = [Answered(r.title, r.text, mixed[(k + 7) % 40].answer, r.kind) for k, r in enumerate(mixed)]
    assert {line.against: line for line in trial(wrong)}["kind"].auc < 0.7


def test_a_trial_of_nothing_compares_nothing() -> None:
    assert trial([]) == ()
    assert trial(made_up(1)) == ()
    assert trial([Answered("a", "b", " "), Answered("c", "d", "")]) == ()


def test_the_name_that_gives_the_answer_away_is_left_out_of_a_trial() -> None:
    [row] = answered([{"user": "UU1", "title": "UU1问", "text": "我是UU1", "answer": "UU1您好"}])
    assert "UU1" not in row.title + row.text + row.answer
