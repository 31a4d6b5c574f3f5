"""Editing units, and the history of it."""

import pytest
from django.db import DatabaseError, transaction

from tests.cast import COUNTY, OTHER_COUNTY, make_cast
from wobangni.kernel import clock
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound
from wobangni.organisations.commands.save_unit import save_unit
from wobangni.organisations.models import Revision
from wobangni.organisations.queries import revisions, unit, unit_by_code, units_of

pytestmark = pytest.mark.usefixtures("region")


def change(actor=None, **change):
    housing = unit_by_code("150105-housing")
    words = {
        "county": COUNTY, "unit_id": housing.id, "kind": housing.kind.value, "name": housing.name,
        "short_name": housing.short_name, "phone": "0471-6601234", "address": "", "active": True,
    }  # fmt: skip
    return save_unit(actor=actor or make_cast().admin, now=clock.now(), **{**words, **change})


def test_a_changed_unit_is_seen_at_once_and_keeps_its_past():
    housing = change(name="赛罕区住建局", address="大学东街 1 号")
    assert unit(housing).name == "赛罕区住建局"
    [latest] = revisions(["unit"], COUNTY, limit=1)
    assert latest.actor_name == "刘志强"
    assert {name: (before, after) for name, before, after in latest.changes} == {
        "name": ("赛罕区住房和城乡建设局", "赛罕区住建局"),
        "address": ("", "大学东街 1 号"),
        "phone": ("", "0471-6601234"),
    }


def test_saving_without_a_change_writes_no_history():
    change()
    before = Revision.objects.count()
    change()
    assert Revision.objects.count() == before


def test_a_unit_out_of_use_is_kept_but_no_longer_offered():
    housing = change(active=False)
    assert unit(housing) is not None
    assert housing not in [u.id for u in units_of(COUNTY)]
    assert housing in [u.id for u in units_of(COUNTY, inactive=True)]


def test_a_new_unit_gets_a_code_of_its_county_and_kind():
    new = change(unit_id=None, kind="housing", name="赛罕区城市管理综合执法局", short_name="城管局")
    assert unit(new).code == "150105-housing-2"
    newer = change(unit_id=None, kind="housing", name="赛罕区园林绿化中心", short_name="园林中心")
    assert unit(newer).code == "150105-housing-3"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\u200b\u200b"),
        ("name", "长" * 81),
        ("name", "赛罕区教育局"),
        ("short_name", "长" * 41),
        ("phone", "请找老王"),
        ("phone", "<script>"),
        ("address", "长" * 201),
    ],
)
def test_words_that_do_not_fit_are_refused_field_by_field(field, value):
    with pytest.raises(InvalidInput) as refused:
        change(**{field: value})
    assert field in refused.value.fields


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(InvalidInput) as refused:
        change(unit_id=None, kind="airport", name="赛罕区机场")
    assert "kind" in refused.value.fields


@pytest.mark.parametrize("who", ["clerk", "dispatcher", "supervisor", "observer", "qiqige", "partner"])
def test_nobody_but_administrators_changes_units(who):
    with pytest.raises(Forbidden):
        change(actor=make_cast().everybody[who])


def test_an_administrator_of_another_county_is_refused():
    with pytest.raises(Forbidden):
        change(county=OTHER_COUNTY)
    afar = units_of(OTHER_COUNTY)[4]
    with pytest.raises(NotFound):
        change(unit_id=afar.id)


def test_history_can_not_be_rewritten():
    change(name="赛罕区住建局")
    found = Revision.objects.filter(table="unit")
    with pytest.raises(DatabaseError), transaction.atomic():
        found.update(actor_name="别人")
    with pytest.raises(DatabaseError), transaction.atomic():
        found.delete()
