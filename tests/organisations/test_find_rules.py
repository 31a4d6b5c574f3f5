"""Finding a county by what people type."""

import pytest

from wobangni.organisations.queries import search_counties, search_places

pytestmark = pytest.mark.usefixtures("region")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("赛罕", "赛罕区"),
        ("saihan", "赛罕区"),
        ("SaiHan Qu", "赛罕区"),
        ("shq", "赛罕区"),
        ("saihan district", "赛罕区"),
        ("150105", "赛罕区"),
        ("达茂", "达尔罕茂明安联合旗"),
        ("科左中旗", "科尔沁左翼中旗"),
        ("莫旗", "莫力达瓦达斡尔族自治旗"),
        ("ewenke", "鄂温克族自治旗"),
        ("dengkou", "磴口县"),
        ("kalaqin", "喀喇沁旗"),
        ("zhungeer", "准格尔旗"),
        ("chahaeryouyiqianqi", "察哈尔右翼前旗"),
        ("shangdu", "商都县"),
        ("Ejin Banner", "额济纳旗"),
        ("土默特", "土默特左旗"),
    ],
)
def test_a_county_is_found_by_any_of_its_names(typed, first):
    assert search_counties(typed)[0].name == first


@pytest.mark.parametrize("typed", ["呼和浩特", "hhht", "Hohhot", "1501", "呼市"])
def test_a_league_finds_all_its_counties(typed):
    found = search_counties(typed)
    assert len(found) == 9
    assert all(county.parent == "1501" for county in found)


@pytest.mark.parametrize("typed", ["", "   ", "纽约", "zzzz", "'; drop table division", "\x00", "%", "_", "\\"])
def test_nonsense_finds_nothing(typed):
    assert search_counties(typed) == ()


def test_a_village_is_found_within_its_county_only():
    assert [v.short_name for v in search_places("150105", "jinqiao")] == ["金桥社区"]
    assert search_places("150102", "jinqiao") == ()
    assert search_places("999999", "金桥") == ()
