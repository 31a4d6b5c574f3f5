"""From people's decisions to better suggestions."""

from __future__ import annotations

import itertools

import pytest

from tests.cast import COUNTY
from tests.service_requests.story import Story
from tests.support.queries import at_most
from tests.triage import made_up
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.service_requests.commands.teach_triage import teach_triage
from wobangni.service_requests.jobs import teach
from wobangni.service_requests.queries import training
from wobangni.service_requests.queries.training import decided_services
from wobangni.triage.queries import classify, model_versions


def story(cast, text, first, **words):
    return Story(cast).submitted(description=text, service=first, **words)


def test_what_a_person_accepted_is_an_example_and_what_nobody_saw_is_not(cast):
    story(cast, "暖气片冰凉", "heating-cold")
    story(cast, "工地半夜打桩", "noise", title="打桩").do(cast.clerk, "accept")
    story(cast, "酒吧太吵", "noise").do(cast.dispatcher, "dispatch", unit=cast.housing)
    assert [(e.text, e.title, e.service, e.corrected) for e in decided_services(COUNTY)] == [
        ("工地半夜打桩", "打桩", "noise", False), ("酒吧太吵", "", "noise", False),
    ]  # fmt: skip


def test_another_service_given_by_staff_is_a_correction(cast):
    amended = story(cast, "锅炉轰鸣吵得睡不着", "heating-cold").do(cast.clerk, "amend", service="noise")
    story(cast, "半夜打桩", "noise").do(cast.clerk, "amend", service="noise", urgent=True)
    story(cast, "没选事项，晚上太吵", None).do(cast.clerk, "amend", service="noise")
    found = {e.text: (e.service, e.corrected) for e in decided_services(COUNTY)}
    assert found == {
        "锅炉轰鸣吵得睡不着": ("noise", True), "半夜打桩": ("noise", False), "没选事项，晚上太吵": ("noise", False),
    }  # fmt: skip
    amended.do(cast.clerk, "amend", service="heating-cold")
    assert {e.text: e.corrected for e in decided_services(COUNTY)}["锅炉轰鸣吵得睡不着"] is False


def test_what_only_the_platform_accepted_is_no_persons_word(cast):
    story(cast, "暖气片冰凉", "heating-cold").do(SYSTEM, "accept")
    assert list(decided_services(COUNTY)) == []


def test_other_counties_are_not_read(cast):
    story(cast, "暖气片冰凉", "heating-cold").do(cast.clerk, "accept")
    assert list(decided_services("150502")) == []
    assert len(list(decided_services(None))) == 1


def test_a_long_history_comes_in_batches_and_the_newest_of_it(cast, monkeypatch):
    monkeypatch.setattr(training, "BATCH", 3)
    texts = made_up.texts("noise", 8)
    for text in texts:
        story(cast, text, "noise").do(cast.clerk, "accept")
    with at_most(4):
        assert [e.text for e in decided_services(COUNTY)] == texts
    assert [e.text for e in decided_services(COUNTY, newest=5)] == texts[-5:]


def decided(cast, services, count):
    """A history in which residents chose well."""
    for text, name in itertools.chain.from_iterable(
        zip(*([(t, n) for t in made_up.texts(n, count)] for n in services), strict=True)
    ):
        story(cast, text, name).do(cast.clerk, "accept")


CORRECTED = [
    "充电桩跳枪没人修", "充电桩显示离线充不上", "扫码后充电桩不通电", "小区充电桩插头烧坏", "充电桩故障灯一直亮", "快充桩充电十分钟就停",
    "充电桩屏幕黑了扫不了", "广场充电桩占位费乱扣", "充电桩枪头锁死拔不下来", "夜里充电桩突然断电", "充电桩扣了钱不充电", "路口充电桩倒了漏电",
]  # fmt: skip


def test_corrections_change_the_suggestion_after_the_next_training(cast):
    """Residents take charging points for noise; clerks put it right, and triage learns."""
    decided(cast, ("noise", "heating-cold"), 20)
    assert teach_triage(actor=SYSTEM, now=Story(cast).now).promotion.in_force
    asked = "我们院的充电桩坏了充不了电"
    assert classify(COUNTY, asked).service != "parking"
    for text in CORRECTED:
        story(cast, text, "noise").do(cast.clerk, "amend", service="parking")
    taught = teach_triage(actor=SYSTEM, now=Story(cast).now)
    assert (taught.version.corrections, taught.promotion.in_force) == (len(CORRECTED), True)
    found = classify(COUNTY, asked)
    assert found.service == "parking"
    assert "充电桩" in found.words[0]


def test_the_weekly_job_learns_and_too_little_is_no_failure(cast):
    teach(0)
    assert model_versions() == ()
    decided(cast, ("noise", "heating-cold"), 12)
    teach(0)
    assert [(row.version, row.in_force) for row in model_versions()] == [(1, True)]
    teach(0)
    assert len(model_versions()) == 1


def test_nobody_but_the_administrator_starts_it(cast):
    with pytest.raises(Forbidden):
        teach_triage(actor=cast.clerk, now=Story(cast).now, county=COUNTY)
    with pytest.raises(InvalidInput):
        teach_triage(actor=cast.admin, now=Story(cast).now, county=COUNTY)
