"""Private data in a text: what is found, what may stand, and what is left when it is taken out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wobangni.triage.rules.private_data import MOST, Private, find_private, is_bank_card, is_id_card, without_private

#: Made up; the check digits are right.
ID_CARD, BANK_CARD = "11010519491231002X", "4111111111111111"


def kinds(text: str) -> list[str]:
    return [found.kind.value for found in find_private(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("请打13812345678找他", "phone", "13812345678"),
        ("电话138 1234 5678。", "phone", "138 1234 5678"),
        ("电话138-1234-5678。", "phone", "138-1234-5678"),
        ("电话１３８１２３４５６７８。", "phone", "１３８１２３４５６７８"),
        ("+8613812345678", "phone", "+8613812345678"),
        (f"身份证{ID_CARD}。", "id_card", ID_CARD),
        (f"身份证{ID_CARD.lower()}", "id_card", ID_CARD.lower()),
        (f"卡号{BANK_CARD}", "bank_card", BANK_CARD),
        ("卡号4111 1111 1111 1111", "bank_card", "4111 1111 1111 1111"),
        ("车牌蒙A·12345违停", "plate", "蒙A·12345"),
        ("蒙AD12345新能源车", "plate", "蒙AD12345"),
        ("经联系王小明女士", "name", "王小明"),
        ("信访人张建国反映", "name", "张建国"),
        ("信访人张建国住在村里", "name", "张建国"),
        ("户主：李秀英，女", "name", "李秀英"),
        ("牧民其其格反映", "name", "其其格"),
        ("反映人巴特尔。", "name", "巴特尔"),
        ("住在3号楼2单元501室", "address", "3号楼2单元501室"),
        ("三号楼二单元501", "address", "三号楼二单元501"),
        ("阳光小区12栋301室", "address", "阳光小区12栋301室"),
        ("邮箱wang@example.com", "account", "wang@example.com"),
        ("微信号：wxid12345", "account", "微信号：wxid12345"),
    ],
)
def test_private_data_are_found_at_their_place(text: str, kind: str, words: str) -> None:
    [found] = find_private(text)
    assert (found.kind.value, found.words) == (kind, words)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "请拨打12345或0471-1234567咨询",
        "服务热线400-123-4567、95598",
        "您留的电话138****5678",
        "发文编号150105202600001234",
        "〔2026〕15号文件",
        "张局长到现场查看",
        "赛罕区住建局、昭乌达路街道办事处",
        "身份证110105194912310021",  # a wrong check digit
        "订单号4111111111111112",
        "信访人王某、张某某反映",
        "业主可以向业主委员会提出",
        "3号楼外墙已修好",
        "全区2026年完成1200户改造，投资13800000000元",
        "联系人：办公室",
        "",
    ],
)
def test_what_is_public_or_masked_may_stand(text: str) -> None:
    assert kinds(text) == []


def test_a_name_beside_its_phone_is_found_with_it() -> None:
    assert kinds("请找 刘海燕：13812345678") == ["name", "phone"]


def test_an_offices_duty_phone_may_be_allowed() -> None:
    assert find_private("值班电话138-1234-5678", allowed=["13812345678"]) == ()


@pytest.mark.parametrize(("number", "right"), [(ID_CARD, True), ("110105194912310020", False), ("11010519491331002X", False), ("1" * 18, False), ("", False)])  # fmt: skip
def test_the_check_digit_of_an_identity_card_decides(number: str, right: bool) -> None:
    assert is_id_card(number) is right


@pytest.mark.parametrize(("number", "right"), [(BANK_CARD, True), ("4111111111111112", False), ("0" * 16, False), ("", False)])  # fmt: skip
def test_luhns_check_decides_on_a_bank_card(number: str, right: bool) -> None:
    assert is_bank_card(number) is right


PLACEHOLDERS = {kind: f"[{kind.value}]" for kind in Private}


def test_everything_private_is_replaced_by_its_word() -> None:
    text = f"信访人张建国住3号楼2单元501室，电话13812345678，身份证{ID_CARD}，车蒙A12345。"
    clean = without_private(text, PLACEHOLDERS)
    assert clean == "信访人[name]住[address]，电话[phone]，身份证[id_card]，车[plate]。"
    assert find_private(clean) == ()


@pytest.mark.parametrize("text", ["1" * 100_000, "138" * 30_000, "王" * 50_000, "3号楼" * 20_000, "a@" * 40_000, "业主" * 40_000, "ᠮᠣᠩᠭᠣᠯ" * 9000, "蒙A" * 40_000])  # fmt: skip
def test_a_huge_text_has_a_result(text: str) -> None:
    assert len(without_private(text, PLACEHOLDERS)) <= 2 * MOST


PIECES = st.sampled_from(["138", "1234", "5678", "-", " ", "3号楼", "2单元", "501室", "王小明", "女士", "业主", "蒙A", "12345", ID_CARD, BANK_CARD, "电话", "，", "x@y.cn", "村", "12号"])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(text=st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=200))
def test_places_are_right_and_do_not_overlap(text: str) -> None:
    at = 0
    for found in find_private(text):
        assert at <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.words
        at = found.end
