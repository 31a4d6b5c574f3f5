"""Trains a new version on a county's or the region's history and lets it sit the exam. It comes into force by ``promote`` alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from django.db.models import Max
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.triage.models import TriageModel
from wobangni.triage.queries.loaded import MODELS
from wobangni.triage.queries.versions import ModelRow, model_versions
from wobangni.triage.rules.combine import best_share
from wobangni.triage.rules.evaluate import Evaluation, evaluate
from wobangni.triage.rules.exam import Example, fingerprint, in_exam, well_known
from wobangni.triage.rules.groups import near_duplicate_groups
from wobangni.triage.rules.store import Unusable, pack, unpack
from wobangni.triage.rules.text import joined
from wobangni.triage.rules.train import Examples, TooLittle, Trained, train
from wobangni.triage.suggest import Voice, catalogue_voice, suggest_many

#: A correction is the rarer and the surer word of a person: it counts as much as so many that were let stand.
CORRECTION_WEIGHT = 3.0
#: Versions whose weights are kept, beside the one in force. Of older ones the scores stay.
WEIGHTS_KEPT = 6

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Learned:
    """Examples in the order in which they came, the texts normalised, with what stands beside them."""

    source: tuple[Example, ...]
    examples: Examples
    exam: np.typing.NDArray[np.bool_]
    groups: np.typing.NDArray[np.int64]


def train_model(
    *, actor: Actor, now: dt.datetime, county: str | None, examples: Iterable[Example], progress: Progress | None = None
) -> ModelRow:
    """``examples`` oldest first; ``county`` None: for the region. The same examples again give the version that they gave before.

    Scores are those of the whole suggestion (model and catalogue) in the exam: n, macro_f1, accuracy, ece, coverage, classes; ``against``: those of what is in
    force (``version`` None: the catalogue's words alone). Takes minutes; no transaction is open meanwhile. Raises Forbidden, InvalidInput.
    """
    check_admin(actor, county)
    learned = _prepare(list(examples))
    mark = fingerprint(learned.examples.texts, learned.examples.labels, learned.examples.weights)
    known = TriageModel.objects.filter(county=county, kind=TriageModel.Kind.SERVICE, fingerprint=mark).first()
    if known is not None:
        return _row(county, known.version)
    halves = _Halves(progress)
    sitting = np.flatnonzero(learned.exam)
    rest = np.flatnonzero(~learned.exam)
    twin = _train(learned.examples.take(rest), learned.groups[rest], halves.first)
    whole = _train(learned.examples, learned.groups, halves.second)
    share = _share(county, [learned.source[i] for i in rest], twin)
    questions = [learned.source[i] for i in sitting]
    own = _sit(county, questions, Voice(twin.model, share, 0))
    version_in_force, voice_in_force = _in_force(county)
    theirs = _sit(county, questions, voice_in_force)
    scores = _scores(own) | {"against": {"version": version_in_force, **_scores(theirs, classes=False)}}
    try:
        data, exam_data = pack(whole.model), pack(twin.model)
    except Unusable as error:
        raise InvalidInput(_("The trained model is too large to be kept.")) from error
    with acting(actor, counties=[county] if county else None):
        reference.lock(MODELS)
        rows = TriageModel.objects.filter(county=county, kind=TriageModel.Kind.SERVICE)
        version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
        TriageModel.objects.create(
            county=county,
            version=version,
            scores=scores,
            share=share,
            texts=len(learned.source),
            corrections=sum(one.corrected for one in learned.source),
            size=len(data),
            data=data,
            exam_data=exam_data,
            fingerprint=mark,
            created_at=now,
            actor_kind=actor.kind.value,
            actor_id=actor.id,
            actor_name=actor.name,
        )
        _drop_old_weights(county)
    return _row(county, version)


class _Halves:
    """One progress out of two trainings."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def first(self, done: int, total: int) -> None:
        if self._progress:
            self._progress(done, 2 * total)

    def second(self, done: int, total: int) -> None:
        if self._progress:
            self._progress(total + done, 2 * total)


def _prepare(source: Sequence[Example]) -> _Learned:
    """Without empty texts and services that are hardly known."""
    pairs = [(one, text) for one in source if (text := joined(one.title, one.text))]
    if not pairs:
        raise InvalidInput(
            _("There is nothing to learn from yet: no request whose service a person has accepted or corrected.")
        )
    groups = near_duplicate_groups([text for _one, text in pairs])
    exam = in_exam([text for _one, text in pairs], groups)
    known = well_known([one.service for one, _text in pairs], groups, ~exam)
    kept = np.array([number for number, (one, _text) in enumerate(pairs) if one.service in known], dtype=np.int64)
    if len(known) < 2 or not exam[kept].any():
        raise InvalidInput(
            _(
                "There is too little to learn from yet: {count} requests whose service a person has accepted or corrected."
            ).format(count=len(pairs))
        )
    used = [pairs[i] for i in kept]
    examples = Examples(
        texts=tuple(text for _one, text in used),
        labels=tuple(one.service for one, _text in used),
        segmented=(False,) * len(used),
        weights=tuple(CORRECTION_WEIGHT if one.corrected else 1.0 for one, _text in used),
    )
    return _Learned(tuple(one for one, _text in used), examples, exam[kept], groups[kept])


def _train(examples: Examples, groups: np.typing.NDArray[np.int64], progress: Progress) -> Trained:
    try:
        return train(examples, groups, progress)
    except TooLittle as error:
        raise InvalidInput(_("There is too little to learn from yet.")) from error


def _share(county: str | None, source: Sequence[Example], trained: Trained) -> float:
    """The model's share beside the catalogue's words, by what the inner folds said."""
    asked = [source[i] for i in trained.asked]
    from_model = [dict(zip(trained.model.labels, row.tolist(), strict=True)) for row in trained.chances]
    from_catalogue = [catalogue_voice(county, one.text, one.title)[0] for one in asked]
    return best_share(from_model, from_catalogue, [one.service for one in asked])


def _in_force(county: str | None) -> tuple[int | None, Voice | None]:
    """The version in force and the copy of it that has not seen the exam. No copy: nothing is in force, or it can't be used any more; the catalogue speaks."""
    rows = TriageModel.objects.filter(county=county, kind=TriageModel.Kind.SERVICE, state=TriageModel.State.IN_FORCE)
    row = rows.defer("data").first()
    if row is None:
        return None, None
    try:
        return row.version, Voice(unpack(bytes(row.exam_data)), row.share, row.version)
    except Unusable:
        return row.version, None


def _sit(county: str | None, questions: Sequence[Example], voice: Voice | None) -> Evaluation:
    said = suggest_many(county, [(one.text, one.title) for one in questions], voice)
    best = [chances[0] if chances else ("", 0.0) for chances in said]
    return evaluate([one.service for one in questions], [s for s, _c in best], [min(1.0, c) for _s, c in best])


def _scores(found: Evaluation, *, classes: bool = True) -> dict[str, Any]:
    scores: dict[str, Any] = {
        "n": found.n,
        "macro_f1": round(found.macro_f1, 4),
        "accuracy": round(found.accuracy, 4),
        "ece": round(found.ece, 4),
        "coverage": round(found.coverage.share, 4),
    }
    if classes:
        scores["classes"] = [asdict(one) for one in found.classes]
    return scores


def _drop_old_weights(county: str | None) -> None:
    rows = TriageModel.objects.filter(county=county, kind=TriageModel.Kind.SERVICE)
    newest = list(rows.order_by("-version").values_list("id", flat=True)[:WEIGHTS_KEPT])
    rows.exclude(id__in=newest).exclude(state=TriageModel.State.IN_FORCE).update(data=b"", exam_data=b"", size=0)


def _row(county: str | None, version: int) -> ModelRow:
    return next(row for row in model_versions(county, limit=10_000) if row.version == version)
