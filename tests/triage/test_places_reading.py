"""What a text says about its place: one rule a table. Codes are written as names, so that the tables can be read."""

from __future__ import annotations

import pytest

from wobangni.triage.queries.places import path_of
from wobangni.triage.rules.locate import READ_AT_MOST, Reckoned, Why, reckon
from wobangni.triage.rules.mentions import Way
from wobangni.triage.shipped import places

SAIHAN, XINCHENG, DONGSHENG, XIWU = "150105", "150102", "150602", "152526"


def read(text: str, county: str | None = None, point_county: str | None = None) -> Reckoned:
    return reckon(text, places().gazetteer, county=county, point_county=point_county)


def best(text: str, county: str | None = None) -> str:
    """The last names of the answer's path; empty if there is none."""
    return " ".join(path_of(read(text, county).best or "")[1:]) or (path_of(read(text, county).best or "") or [""])[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("科右中旗停电", "科尔沁右翼中旗"),
        ("科右前旗停电", "科尔沁右翼前旗"),
        ("东胜停电", "东胜区"),
        ("康巴什停电", "康巴什区"),
        ("呼市停电", "呼和浩特市"),
        ("锡市停电", "锡林浩特市"),
        ("鄂托克停电", "鄂托克旗"),
        ("鄂前旗停电", "鄂托克前旗"),
        ("达旗停电", "达拉特旗"),
        ("准旗停电", "准格尔旗"),
        ("伊旗停电", "伊金霍洛旗"),
        ("杭锦旗停电", "杭锦旗"),
        ("新左旗停电", "新巴尔虎左旗"),
        ("阿左旗停电", "阿拉善左旗"),
        ("乌前旗停电", "乌拉特前旗"),
        ("乌后旗停电", "乌拉特后旗"),
        ("四子王停电", "四子王旗"),
        ("察右后旗停电", "察哈尔右翼后旗"),
        ("土右旗停电", "土默特右旗"),
        ("达茂停电", "达尔罕茂明安联合旗"),
        ("东乌停电", "东乌珠穆沁旗"),
        ("巴林左停电", "巴林左旗"),
        ("翁旗停电", "翁牛特旗"),
        ("薛家湾停电", "准格尔旗 薛家湾镇"),
        ("当铺地乡停电", "松山区 当铺地满族乡"),
    ],
)
def test_short_forms_are_understood(text: str, expected: str) -> None:
    assert best(text) == expected


@pytest.mark.parametrize(
    "text", ["阿旗停电", "扎旗停电", "乌旗停电", "东旗停电", "前旗停电", "左旗停电", "土旗停电", "鄂旗停电"]
)
def test_a_short_form_of_several_counties_is_not_decided(text: str) -> None:
    found = read(text)
    assert found.ambiguous
    assert len({reading.code[:6] for reading in found.candidates}) > 1
    assert found.best is None or len(found.best) == 4


@pytest.mark.parametrize(
    ("text", "county", "expected"),
    [
        ("前旗停电", "150823", "乌拉特前旗"),
        ("前旗停电", "152221", "科尔沁右翼前旗"),
        ("锡盟阿旗停电", None, "阿巴嘎旗"),
        ("赤峰阿旗停电", None, "阿鲁科尔沁旗"),
        ("通辽扎旗停电", None, "扎鲁特旗"),
        ("兴安盟扎旗停电", None, "扎赉特旗"),
        ("城关镇停电", "150123", "和林格尔县 城关镇"),
        ("兴和县城关镇停电", None, "兴和县 城关镇"),
        ("兴和县城关镇停电", "150123", "兴和县 城关镇"),
        ("城关镇停电，我们是兴和县的", None, "兴和县 城关镇"),
    ],
)
def test_the_text_decides_before_the_form_and_the_form_before_nothing(
    text: str, county: str | None, expected: str
) -> None:
    assert best(text, county) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("科右中期停电", "科尔沁右翼中旗"),
        ("苏尼特佐旗停电", "苏尼特左旗"),
        ("呼合浩特停电", "呼和浩特市"),
        ("扎赍特旗停电", "扎赉特旗"),
        ("東勝區罕台鎮停電", "东胜区 罕台镇"),
        ("赛 罕 区 黄 合 少 镇停电", "赛罕区 黄合少镇"),
        ("开鲁县义和塔啦镇", "开鲁县 义和塔拉镇"),
        ("伊金霍落旗停电", "伊金霍洛旗"),
        ("回民区岗铁路街道停电", "回民区 钢铁路街道"),
        ("乌拉特前旗大余太镇停电", "乌拉特前旗 大佘太镇"),
        ("西乌旗白音花苏木停电", "西乌珠穆沁旗 巴彦花镇"),
        ("清水河县宏河镇巴图墕嘎查", "清水河县 宏河镇 巴图墕村"),
    ],
)
def test_typos_old_characters_and_other_spellings_are_understood(typed: str, expected: str) -> None:
    assert best(typed) == expected


@pytest.mark.parametrize(
    "text", ["张家营子沟门村停电", "新的村停电", "前后营村停电", "以后旗开得胜", "西二道沟子村停电了"]
)
def test_a_typo_is_not_stretched_to_another_place(text: str) -> None:
    assert read(text, SAIHAN).best is None


@pytest.mark.parametrize(
    "text",
    [
        "我们要团结起来，争取胜利，为建设和平的新华东而奋斗",
        "建设社区养老中心很有必要",
        "振兴乡村要靠产业",
        "海拉尔东路堵车",
        "鄂尔多斯羊绒衫起球",
        "买的兴安盟大米发霉",
        "老城区和新城区之间的桥",
        "向阳小区三号楼漏水",
        "人家康巴什的路就修得好",
        "以前在包头住过",
        "大板牙没修好",
        "乌兰牧骑来演出",
        "小孩子没地方玩",
        "买的白音察干土豆发芽了",
        "网上买的棋盘井西瓜不甜",
        "万隆商都的电梯坏了",
        "中心城区堵车",
    ],
)
def test_words_that_are_names_as_well_are_not_taken_for_places(text: str) -> None:
    assert read(text, DONGSHENG).best is None


@pytest.mark.parametrize(
    ("text", "county", "expected"),
    [
        ("从东胜到达旗的班车", None, "鄂尔多斯市"),
        ("金河镇到黄合少镇的路", SAIHAN, "赛罕区"),
        ("从甘旗卡到通辽的班车", None, "通辽市"),
        ("户口在突泉县，人在乌兰浩特打工", None, "乌兰浩特市"),
        ("我是通辽人，来康巴什打工", None, "康巴什区"),
        ("我是达旗人，家里停水", None, "达拉特旗"),
    ],
)
def test_of_two_places_only_what_both_share_is_sure_unless_one_is_where_somebody_comes_from(
    text: str, county: str | None, expected: str
) -> None:
    assert best(text, county) == expected


def test_all_that_a_name_can_mean_is_shown_with_the_reason() -> None:
    found = read("白音花镇的路灯坏了")
    assert found.best is None
    assert {reading.code[:6] for reading in found.candidates} >= {"150223", "150421", "150524", XIWU}
    assert {reading.why for reading in found.candidates} == {Why.SEVERAL}
    chosen = read("白音花镇的路灯坏了", XIWU)
    [reading] = chosen.candidates
    assert (chosen.best, reading.way, reading.why) == ("152526101", Way.SPELLING, Why.FORM)
    assert reading.rivals >= 4


def test_a_village_that_only_another_county_has_is_shown_and_not_taken() -> None:
    found = read("面铺窑村停电", DONGSHENG)
    assert (found.best, found.ambiguous) == (None, True)
    assert [reading.why for reading in found.candidates] == [Why.ELSEWHERE]
    assert read("面铺窑村停电", XINCHENG).best is not None


def test_the_point_chooses_where_text_and_form_leave_it_open() -> None:
    assert read("城关镇停电", point_county="150924").best == "150924106"
    assert read("城关镇停电", county="150123", point_county="150924").best == "150123100"


def test_what_stands_beyond_the_limit_is_not_read() -> None:
    assert read("水" * READ_AT_MOST + "东胜区").best is None
    assert read("水" * (READ_AT_MOST - 3) + "东胜区").best == DONGSHENG
