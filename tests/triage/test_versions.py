"""Versions: the exam, promotion, rolling back, history; every process notices."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.cast import COUNTY, OTHER_COUNTY
from tests.support.queries import at_most
from tests.triage import made_up
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations import reference
from wobangni.organisations.commands.save_county_settings import save_county_settings
from wobangni.triage.commands import train_model as training
from wobangni.triage.commands.promote import promote
from wobangni.triage.commands.roll_back import roll_back
from wobangni.triage.commands.train_model import train_model
from wobangni.triage.models import TriageModel
from wobangni.triage.queries import Source, classify, model_versions
from wobangni.triage.rules.exam import in_exam
from wobangni.triage.rules.groups import near_duplicate_groups
from wobangni.triage.rules.text import normalise

pytestmark = pytest.mark.usefixtures("region")

NOW = dt.datetime(2026, 9, 14, 9, tzinfo=SHANGHAI)
STRANGE = "站牌被撞歪，换乘不方便，线路绕远"


def history(count=30, seed=0, wrong=False):
    """``wrong``: whatever is not in the exam carries the label of the next service."""
    found = made_up.examples(count, seed)
    names = list(made_up.PHRASES)
    texts = [normalise(one.text) for one in found]
    asked = in_exam(texts, near_duplicate_groups(texts))
    return [
        dataclasses.replace(one, service=names[(names.index(one.service) + 1) % 4]) if wrong and not sits else one
        for one, sits in zip(found, asked, strict=True)
    ]


def trained(county=None, actor=SYSTEM, **how):
    return train_model(actor=actor, now=NOW, county=county, examples=history(**how))


def in_force(county=None):
    return [row.version for row in model_versions(county) if row.in_force]


def test_a_first_version_is_compared_with_the_catalogues_own_words():
    row = trained()
    assert row.scores["against"]["version"] is None
    assert row.scores["macro_f1"] >= row.scores["against"]["macro_f1"] > 0.5
    assert (row.version, row.state, row.texts) == (1, "candidate", 120)
    assert 0 < row.size < 1_000_000
    assert promote(actor=SYSTEM, now=NOW, county=None, version=1).in_force
    assert in_force() == [1]


def test_the_same_history_is_not_trained_on_twice():
    assert trained().version == trained().version == 1
    assert TriageModel.objects.count() == 1


def test_a_worse_version_is_never_promoted_and_says_why():
    trained()
    promote(actor=SYSTEM, now=NOW, county=None, version=1)
    worse = trained(seed=1, wrong=True)
    assert worse.scores["macro_f1"] < worse.scores["against"]["macro_f1"]
    told = promote(actor=SYSTEM, now=NOW, county=None, version=2)
    assert not told.in_force
    assert f"{worse.scores['macro_f1']:.3f}" in told.reason
    assert in_force() == [1]
    assert model_versions()[0].reason == told.reason


def test_both_sit_the_same_exam_and_neither_has_seen_it():
    trained()
    promote(actor=SYSTEM, now=NOW, county=None, version=1)
    again = trained(count=31)
    assert again.scores["against"]["version"] == 1
    assert again.scores["against"]["n"] == again.scores["n"] < again.texts / 3
    row = TriageModel.objects.get(version=1)
    assert bytes(row.exam_data) != bytes(row.data)


def test_a_version_that_was_compared_with_something_else_has_to_be_trained_anew():
    trained()
    trained(seed=1)
    promote(actor=SYSTEM, now=NOW, county=None, version=1)
    told = promote(actor=SYSTEM, now=NOW, county=None, version=2)
    assert not told.in_force
    assert in_force() == [1]


def test_promoting_twice_changes_nothing_more():
    trained()
    first = promote(actor=SYSTEM, now=NOW, county=None, version=1)
    assert promote(actor=SYSTEM, now=NOW + dt.timedelta(days=1), county=None, version=1) == first
    assert model_versions()[0].in_force_since == NOW


def both_in_turn():
    trained()
    promote(actor=SYSTEM, now=NOW, county=None, version=1)
    TriageModel.objects.update(scores=model_versions()[0].scores | {"macro_f1": 0})
    better = trained(seed=1)
    TriageModel.objects.filter(version=2).update(scores=better.scores | {"macro_f1": 1.0})
    assert promote(actor=SYSTEM, now=NOW, county=None, version=2).in_force


def test_rolling_back_brings_the_version_before_it_back_and_twice_is_once():
    both_in_turn()
    assert roll_back(actor=SYSTEM, now=NOW, county=None, version=2, reason="把噪声都当成供热") == 1
    assert roll_back(actor=SYSTEM, now=NOW, county=None, version=2) == 1
    assert in_force() == [1]
    assert [(r.version, r.state, r.reason) for r in model_versions()] == [
        (2, "rolled_back", "把噪声都当成供热"), (1, "in_force", ""),
    ]  # fmt: skip
    assert not promote(actor=SYSTEM, now=NOW, county=None, version=2).in_force
    assert roll_back(actor=SYSTEM, now=NOW, county=None, version=1) is None
    assert in_force() == []
    assert classify(COUNTY, "暖气不热").source is Source.CATALOGUE


def test_what_is_not_in_force_can_not_be_rolled_back():
    trained()
    with pytest.raises(Conflict):
        roll_back(actor=SYSTEM, now=NOW, county=None, version=1)
    with pytest.raises(NotFound):
        roll_back(actor=SYSTEM, now=NOW, county=None, version=9)
    with pytest.raises(NotFound):
        promote(actor=SYSTEM, now=NOW, county=None, version=9)


def test_the_database_lets_one_version_be_in_force():
    both_in_turn()
    with pytest.raises(IntegrityError), transaction.atomic():
        TriageModel.objects.update(state=TriageModel.State.IN_FORCE)


@pytest.mark.parametrize("who", ["clerk", "supervisor", "observer", "afar_dispatcher", "qiqige", "partner"])
def test_only_an_administrator_trains_promotes_and_rolls_back(cast, who):
    actor = cast.everybody[who]
    for call in (
        lambda: train_model(actor=actor, now=NOW, county=COUNTY, examples=[]),
        lambda: promote(actor=actor, now=NOW, county=COUNTY, version=1),
        lambda: roll_back(actor=actor, now=NOW, county=COUNTY, version=1),
    ):
        with pytest.raises(Forbidden):
            call()


def test_a_countys_own_version_speaks_there_and_nowhere_else(cast):
    row = trained(county=COUNTY, actor=cast.admin)
    promote(actor=cast.admin, now=NOW, county=COUNTY, version=row.version)
    assert classify(COUNTY, STRANGE).service == "bus"
    assert classify(OTHER_COUNTY, STRANGE).version is None
    assert model_versions() == ()
    assert model_versions(COUNTY)[0].by == "刘志强"


def test_a_change_is_noticed_and_nothing_is_asked_when_warm():
    assert classify(COUNTY, STRANGE).version is None
    trained()
    promote(actor=SYSTEM, now=NOW, county=None, version=1)
    found = classify(COUNTY, STRANGE)
    assert (found.version, found.service) == (1, "bus")
    assert found.words[0] in STRANGE
    with at_most(0):
        classify(COUNTY, "另一件事：" + STRANGE)
    roll_back(actor=SYSTEM, now=NOW, county=None, version=1)
    assert classify(COUNTY, STRANGE).version is None


def test_a_stored_model_that_can_not_be_read_leaves_the_word_to_the_catalogue_and_can_be_replaced():
    trained()
    promote(actor=SYSTEM, now=NOW, county=None, version=1)
    TriageModel.objects.update(data=b"broken", exam_data=b"broken", fingerprint="other")
    reference.forget()
    assert classify(COUNTY, "暖气不热").source is Source.CATALOGUE
    trained()
    assert promote(actor=SYSTEM, now=NOW, county=None, version=2).in_force
    assert classify(COUNTY, STRANGE).version == 2


def test_of_old_versions_only_the_scores_are_kept(monkeypatch):
    monkeypatch.setattr(training, "WEIGHTS_KEPT", 1)
    both_in_turn()
    trained(seed=2)
    kept = {row.version: row.size for row in model_versions()}
    assert kept[1] == 0 < kept[2] < kept[3] * 10
    assert not promote(actor=SYSTEM, now=NOW, county=None, version=1).in_force


@pytest.mark.parametrize("found", [[], history, "one service"])
def test_too_little_to_learn_from_is_said(found):
    examples = {"one service": [made_up.Example(t, "", "noise") for t in made_up.texts("noise", 30)]}.get(
        str(found), []
    )
    few = history(3) if callable(found) else examples
    with pytest.raises(InvalidInput):
        train_model(actor=SYSTEM, now=NOW, county=None, examples=few)
    assert not TriageModel.objects.exists()


def test_a_service_that_is_offered_no_more_is_not_suggested():
    from wobangni.catalogue.models import Service

    trained()
    promote(actor=SYSTEM, now=NOW, county=None, version=1)
    Service.objects.filter(code="bus").update(active=False)
    reference.forget()
    found = classify(COUNTY, STRANGE)
    assert "bus" not in {found.service, *(one.service for one in found.alternatives)}


def test_below_the_countys_confidence_a_person_decides(cast):
    trained()
    promote(actor=SYSTEM, now=NOW, county=None, version=1)
    percent = classify(COUNTY, STRANGE).confidence * 100
    for chosen, decides in ((int(percent), False), (min(100, int(percent) + 1), True)):
        save_county_settings(
            actor=cast.admin, now=NOW, county=COUNTY, review_required=True, hotline="", office_hours=None, sure_percent=chosen
        )  # fmt: skip
        assert classify(COUNTY, STRANGE).person_decides is decides
