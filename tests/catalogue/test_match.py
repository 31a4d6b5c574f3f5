"""Which service a text speaks of."""

import pytest

from tests.cast import COUNTY
from wobangni.catalogue.queries import guess_service, search_services
from wobangni.catalogue.rules.match import Matcher, Words


def matcher(**services):
    return Matcher.of(Words(key, key, tuple(words)) for key, words in services.items())


def best(found):
    return found[0].key if found else None


def test_the_longer_word_wins():
    rules = matcher(water=["水管"], sewer=["污水管道"])
    assert best(rules.best("门口污水管道坏了")) == "sewer"


def test_a_word_within_a_longer_one_counts_a_little():
    rules = matcher(bus=["公交车"], bus_stop=["公交"])
    found = rules.best("公交车太少")
    assert [m.key for m in found] == ["bus", "bus_stop"]
    assert found[0].score > 3 * found[1].score


def test_the_title_counts_more_than_the_text():
    rules = matcher(light=["路灯"], noise=["噪声"])
    assert best(rules.best("路灯", title="噪声")) == "noise"


def test_repeating_a_word_does_not_shout_others_down():
    rules = matcher(light=["路灯"], dig=["路面塌陷"])
    assert best(rules.best("路面塌陷，路灯路灯路灯")) == "dig"


def test_a_word_of_two_services_counts_less_for_each():
    rules = matcher(a=["停车", "车位"], b=["停车"])
    assert best(rules.best("停车 车位")) == "a"
    assert rules.best("停车")[0].score < matcher(a=["停车"]).best("停车")[0].score


def test_letters_are_found_in_any_case():
    assert best(matcher(bar=["ktv"]).best("楼下KTV太吵")) == "bar"


@pytest.mark.parametrize("text", ["", " ", "\x00", "🙂" * 500, "ᠮᠣᠩᠭᠣᠯ", "a" * 100_000, "的了吗呢" * 1000])
def test_a_text_without_any_word_of_the_catalogue_has_no_service(text):
    assert matcher(light=["路灯"]).best(text) == ()


def test_an_empty_catalogue_finds_nothing():
    assert matcher().best("路灯不亮") == ()


def test_words_that_look_like_patterns_are_only_words():
    assert best(matcher(odd=["(a+)+$", "[", "\\d"]).best("x (a+)+$ y")) == "odd"


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我家暖气片冰凉，屋里才十四度，老人受不了", "heating-cold"),
        ("今天早上整个小区没暖气了，换热站说在抢修", "heating-stopped"),
        ("工地干了三个月活，包工头一直拖欠工资不给", "wage-arrears"),
        ("嘎查里这几天羊死了十几只，怀疑是布病", "animal-disease"),
        ("东街路口井盖不见了，晚上差点摔进去", "manhole"),
        ("草原补奖今年还没打到卡上", "farm-subsidy"),
        ("孩子从外地回来想转学，学籍怎么办", "enrolment"),
        ("楼下烧烤摊油烟呛人", "smoke"),
        ("夜间施工噪音太大，半夜两点还在打桩，根本睡不着", "noise"),
        ("妈妈八十二了，高龄津贴怎么领", "elderly-care"),
        ("物业公司不作为，小区垃圾没人管", "property"),
        ("雪灾过后缺草料，羊快饿死了", "farm-disaster"),
        ("医保报销异地就医怎么备案", "medical-insurance"),
    ],
)
def test_what_residents_write_is_understood(text, code):
    assert guess_service(text, county=COUNTY).service.code == code


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("暖气", "heating-cold"),
        ("heating", "heating-stopped"),
        ("路灯", "street-light"),
        ("noise", "noise"),
        ("井盖", "manhole"),
        ("低保", "minimum-living"),
        ("建议", "policy-advice"),
        ("停车难、乱停车", "parking"),
    ],
)
def test_a_search_finds_by_name_and_by_word(typed, code):
    assert code in [match.service.code for match in search_services(typed, COUNTY)][:2]


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize("typed", ["", "   ", "qwzx", "%", "\x00"])
def test_a_search_for_nonsense_finds_nothing(typed):
    assert search_services(typed, COUNTY) == ()
