"""Scores, calibration, coverage; groups of near duplicates; mixing two voices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage import made_up
from wobangni.triage.rules.combine import CATALOGUE_AT_MOST, best_share, catalogue_chances, mix
from wobangni.triage.rules.evaluate import calibration_error, coverage_at, evaluate
from wobangni.triage.rules.exam import fingerprint, in_exam, well_known
from wobangni.triage.rules.groups import grouped_folds, near_duplicate_groups


def test_macro_f1_counts_every_class_the_same():
    found = evaluate(["a"] * 8 + ["b"] * 2, ["a"] * 8 + ["a", "b"], [1.0] * 10)
    assert found.accuracy == pytest.approx(0.9)
    assert [round(c.f1, 4) for c in found.classes] == [0.9412, 0.6667]
    assert found.macro_f1 == pytest.approx((0.9412 + 0.6667) / 2, abs=1e-4)


def test_a_class_that_is_only_said_counts_as_nothing():
    found = evaluate(["a", "a"], ["a", "c"], [1, 1])
    assert [(c.label, c.n, c.f1) for c in found.classes] == [("a", 2, pytest.approx(2 / 3)), ("c", 0, 0.0)]


@pytest.mark.parametrize(
    ("right", "confidence", "error"),
    [
        ([True] * 3 + [False], [0.75] * 4, 0.0),
        ([True] * 4, [0.75] * 4, 0.25),
        ([False, True], [0.0, 1.0], 0.0),
        ([True, False], [0.9, 0.1], 0.1),
    ],
)
def test_the_calibration_error_is_the_gap_between_saying_and_being_right(right, confidence, error):
    assert calibration_error(np.array(right), np.array(confidence)) == pytest.approx(error)


def test_coverage_is_the_largest_share_that_is_precise_enough():
    right = np.array([True] * 50 + [False] + [True] * 30 + [False] * 19)
    found = coverage_at(right, np.linspace(1, 0, 100), 0.98)
    assert (found.share, found.precision) == (0.81, pytest.approx(80 / 81))
    assert coverage_at(np.array([False]), np.array([0.5]), 0.98).share == 0


def test_equal_confidence_is_never_cut_in_two():
    assert coverage_at(np.array([True, False]), np.array([0.9, 0.9]), 0.98).share == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abcd"), st.floats(0, 1)), min_size=1, max_size=40))
def test_every_figure_stays_between_nothing_and_all(rows):
    truth, said, confidence = zip(*rows, strict=True)
    found = evaluate(truth, said, confidence)
    assert all(0 <= x <= 1 for x in (found.macro_f1, found.accuracy, found.ece, found.coverage.share))
    assert [p.share for p in found.curve] == sorted(p.share for p in found.curve)
    assert found.curve[-1].share == 1


LETTER = "小区三号楼暖气不热，室内只有十四度，家里有八十岁老人和两个孩子，报修三次没有人来，请尽快派人处理。"


def test_letters_sent_again_with_another_greeting_are_one_group():
    others = made_up.texts("noise", 6)
    groups = near_duplicate_groups([LETTER, f"尊敬的局长您好！{LETTER}谢谢", LETTER, *others])
    assert len(set(groups[:3].tolist())) == 1
    assert groups[0] not in groups[3:]


def test_spaces_between_words_make_no_difference():
    groups = near_duplicate_groups([LETTER, " ".join(LETTER), "短", "短", "长"])
    assert groups[0] == groups[1]
    assert groups[2] == groups[3] != groups[4]


def test_a_fold_never_has_a_group_on_both_sides():
    found = made_up.examples(20)
    labels = [one.service for one in found]
    groups = np.arange(len(labels)) // 8
    asked: list[int] = []
    for known, test in grouped_folds(labels, groups, 4):
        assert not set(groups[known]) & set(groups[test])
        asked += test.tolist()
    assert sorted(asked) == list(range(len(labels)))


def test_a_text_stays_on_its_side_of_the_exam_when_examples_are_added():
    texts = [one.text for one in made_up.examples(30)]
    before = in_exam(texts, np.arange(len(texts)))
    more = [*texts, *made_up.texts("bus", 30, seed=9)]
    after = in_exam(more, np.arange(len(more)))
    assert after[: len(texts)].tolist() == before.tolist()
    assert 0.05 < before.mean() < 0.35


def test_copies_sit_on_the_side_of_the_first():
    groups = np.array([0, 1, 0, 1])
    for texts in (["a", "b", "c", "d"], ["x1", "y2", "z3", "w4"]):
        sides = in_exam(texts, groups)
        assert (sides[0], sides[1]) == (sides[2], sides[3])


def test_a_service_with_few_texts_is_left_to_the_catalogue():
    labels = ["often"] * 8 + ["rare"] * 3 + ["copied"] * 8
    groups = np.array([*range(11), *[50] * 8])
    assert well_known(labels, groups, np.ones(19, dtype=bool)) == {"often"}


def test_the_fingerprint_tells_other_labels_but_not_another_order():
    one = fingerprint(["a", "b"], ["x", "y"], [1, 1])
    assert one == fingerprint(["b", "a"], ["y", "x"], [1, 1])
    assert one != fingerprint(["a", "b"], ["x", "x"], [1, 1])
    assert one != fingerprint(["a", "b"], ["x", "y"], [1, 3])


def test_the_catalogue_promises_more_when_more_of_its_words_are_found():
    little, much = catalogue_chances([("a", 3.0)])["a"], catalogue_chances([("a", 30.0)])["a"]
    assert little < 0.25 < much <= CATALOGUE_AT_MOST
    assert catalogue_chances([("a", 1e9)])["a"] == CATALOGUE_AT_MOST
    assert catalogue_chances([("a", 10.0), ("b", 10.0)])["a"] < 0.35
    assert catalogue_chances([]) == {}


def test_a_voice_that_is_silent_leaves_the_word_to_the_other():
    assert mix({}, {"a": 0.4}, 0.9) == {"a": 0.4}
    assert mix({"a": 0.4}, {}, 0.9) == {"a": 0.4}
    assert mix({"a": 1.0}, {"b": 0.5}, 0.8) == {"a": pytest.approx(0.8), "b": pytest.approx(0.1)}


def test_the_share_follows_who_is_right():
    right, wrong = [{"a": 0.9, "b": 0.1}] * 5, [{"a": 0.1, "b": 0.8}] * 5
    assert best_share(right, wrong, ["a"] * 5) > best_share(wrong, right, ["a"] * 5)
