"""Training, prediction with the words that decided, storing."""

import contextlib
import io
import json
import pickle
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage import made_up
from wobangni.triage.rules.features import HEAD
from wobangni.triage.rules.segment import STOP_WORDS
from wobangni.triage.rules.store import Unusable, pack, unpack
from wobangni.triage.rules.text import normalise
from wobangni.triage.rules.train import Examples, TooLittle, calibrate, train


def test_it_tells_services_apart_that_it_has_learned(model):
    fresh = made_up.examples(15, seed=7)
    said = model.probabilities([normalise(one.text) for one in fresh]).argmax(axis=1)
    assert [model.labels[i] for i in said] == [one.service for one in fresh]


@pytest.mark.parametrize("text", ["楼下烧烤摊吵到两点没法睡", "老板拖欠工资半年了", "公交车半小时一趟太久"])
def test_the_words_that_decided_stand_in_the_text(model, text):
    found = model.predict(normalise(text))
    assert found.words
    assert all(word in text for word in found.words)
    assert not set(found.words) & STOP_WORDS


def test_the_decisive_word_is_named_first(model):
    assert "工资" in model.predict("领导您好,谢谢,希望尽快处理拖欠工资").words[0]


def test_one_text_and_many_get_the_same_answer(model):
    texts = [normalise(one.text) for one in made_up.examples(5, seed=3)] + ["", "x", "unknown words alone"]
    for text, row in zip(texts, model.probabilities(texts), strict=True):
        ranked = dict(model.predict(text).ranked)
        assert [ranked[label] for label in model.labels] == pytest.approx(row.tolist(), abs=2e-3)


def test_a_text_without_a_known_word_gets_what_is_usual_and_no_reason(model):
    found = model.predict("qwertz")
    assert found.words == ()
    assert [chance for _label, chance in found.ranked] == pytest.approx([0.25] * 4)


@given(st.text(max_size=400) | st.text(alphabet="暖气冷工资公交噪声 ,a", max_size=400))
def test_any_text_gets_chances_that_add_up_to_one(model, text):
    read = normalise(text)
    found = model.predict(read)
    assert sum(chance for _label, chance in found.ranked) == pytest.approx(1, abs=1e-4)
    assert all(word in read for word in found.words)


def test_the_same_sentence_a_thousand_times_is_no_surer_than_the_bound_allows(model):
    found = model.predict(normalise("老板拖欠工资，" * 10_000))
    assert found.ranked[0][0] == "wage-arrears"
    assert len(found.words) <= 5


def test_what_stands_in_the_title_counts_more(model):
    filler = "，".join(made_up.COMMON * 2)
    first, last = normalise(f"广场舞音响太大，{filler}，末班车太早"), normalise(f"末班车太早，{filler}，广场舞音响太大")
    assert HEAD < 20
    assert dict(model.predict(first).ranked)["noise"] > dict(model.predict(last).ranked)["noise"]


def test_a_model_survives_being_stored(model):
    again = unpack(pack(model))
    texts = [normalise(one.text) for one in made_up.examples(4, seed=5)]
    assert again.labels == model.labels
    assert np.array_equal(again.probabilities(texts), model.probabilities(texts))
    assert again.predict(texts[0]) == model.predict(texts[0])


def test_the_same_examples_give_the_same_model(model):
    assert pack(train(made_up.as_examples(made_up.examples())).model) == pack(model)


class Trap:
    def __reduce__(self):
        return pytest.fail, ("stored bytes were executed",)


def stored_with(model, **parts):
    with np.load(io.BytesIO(pack(model))) as known:
        kept = {name: known[name] for name in known.files}
    stream = io.BytesIO()
    np.savez_compressed(stream, **(kept | parts))
    return stream.getvalue()


def test_reading_a_model_never_runs_what_it_holds(model):
    with pytest.raises(Unusable):
        unpack(stored_with(model, bias=np.array([Trap()], dtype=object)))
    with pytest.raises(Unusable):
        unpack(pickle.dumps(Trap()))


def test_a_model_of_another_version_or_damaged_is_refused(model):
    whole = pack(model)
    about = np.frombuffer(json.dumps({"format": 99, "labels": [], "head": 1, "weights": []}).encode(), dtype=np.uint8)
    bad = np.full(4, np.nan, dtype=np.float32)
    for data in (
        b"", b"x", whole[: len(whole) // 2], stored_with(model, about=about), stored_with(model, bias=bad),
        stored_with(model, rarity=np.ones(3, dtype=np.float32)), stored_with(model, weights=np.ones((2, 2), dtype=np.float16)),
    ):  # fmt: skip
        with pytest.raises(Unusable):
            unpack(data)
    assert zipfile.is_zipfile(io.BytesIO(whole))


def test_a_forged_model_is_refused_whatever_reading_it_brings_up(model):
    def text(words: str) -> np.ndarray:
        return np.frombuffer(words.encode(), dtype=np.uint8)

    for parts in (
        {"ends": text("[1]")}, {"ends": text('{"a": Infinity}')}, {"about": text("[" * 100_000)}, {"about": text("[1]")}, {"about": text("null")},
    ):  # fmt: skip
        with pytest.raises(Unusable):
            unpack(stored_with(model, **parts))


@pytest.mark.parametrize("shape", ["(1000000000000, 2)", "(99999999999999999999999,)", "(-1, 2)"])
def test_a_part_that_claims_to_be_huge_is_refused(model, shape):
    header = f"{{'descr': '<f2', 'fortran_order': False, 'shape': {shape}, }}".ljust(117).encode() + b"\n"
    claimed = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack(model))) as known, zipfile.ZipFile(stream, "w") as forged:
        for name in known.namelist():
            forged.writestr(name, claimed if name == "weights.npy" else known.read(name))
    with pytest.raises(Unusable):
        unpack(stream.getvalue())


def test_one_flipped_bit_makes_a_model_unusable_and_nothing_worse(model):
    whole = pack(model)
    for place in range(60, len(whole), max(1, len(whole) // 200)):
        data = bytearray(whole)
        data[place] ^= 1 << place % 8
        with contextlib.suppress(Unusable):  # a bit that nothing depends on may flip
            unpack(bytes(data))


def test_one_label_is_too_little():
    with pytest.raises(TooLittle):
        train(Examples(("a b", "c d"), ("x", "x"), (True, True), (1.0, 1.0)))


def test_more_weight_outvotes_more_texts():
    """Corrections count for more than what was let stand."""
    base = made_up.examples(20, services=("noise", "bus"))
    odd = [("窨井盖松动响", "bus")] * 4 + [("窨井盖松动响", "noise")] * 2

    def said(weight):
        known = made_up.as_examples(base)
        more = Examples(
            known.texts + tuple(f"{text} {i}" for i, (text, _label) in enumerate(odd)),
            known.labels + tuple(label for _text, label in odd),
            known.segmented + (False,) * len(odd),
            known.weights + tuple(weight if label == "noise" else 1.0 for _text, label in odd),
        )
        return dict(train(more).model.predict("窨井盖松动响").ranked)["noise"]

    assert said(10.0) > 0.5 > said(1.0)


def test_the_reason_is_given_however_sure_the_model_is(model):
    found = model.predict(normalise("，".join(made_up.PHRASES["noise"].split())))
    assert found.ranked[0][1] > 0.97
    assert found.words


def test_who_was_always_right_still_leaves_a_doubt():
    truth = np.array([0, 1] * 20)
    scores = np.where(truth[:, None] == [0, 1], 9.0, -9.0)
    scale, offset = calibrate(scores, truth)
    raised = np.exp(scores[0] * scale + offset)
    assert 0.95 < raised[0] / raised.sum() < 0.995


def test_calibration_shrinks_what_promises_too_much():
    """Scores that are far apart though every fourth is wrong."""
    truth = np.array([0, 0, 0, 1] * 50)
    scores = np.tile([9.0, -9.0], (200, 1))
    scale, offset = calibrate(scores, truth)
    shifted = np.exp(scores[0] * scale + offset)
    assert shifted[0] / shifted.sum() == pytest.approx(0.75, abs=0.03)
