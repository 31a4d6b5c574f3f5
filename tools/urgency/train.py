"""Makes ``wobangni/triage/data/urgency/voice.csv.gz``: ``python -m tools.urgency.train REQUESTS.csv.gz [--part NAME]``.

REQUESTS: real requests with ``title`` and ``text``; those that the rules leave alone lend passages that are calm. ``--part``: leave this part of
``tests/triage/data/urgency.csv`` out, and count on it instead of writing (how the size of the penalty and the threshold were chosen).
``urgency_unseen.csv`` is never read here.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import random
import re
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from wobangni.triage.rules.urgency import by_rule
from wobangni.triage.rules.urgency_table import Danger
from wobangni.triage.rules.urgency_voice import traces
from wobangni.triage.rules.urgency_words import DATA, read

SENTENCES = Path("tests/triage/data/urgency.csv")
#: Passages taken of each real request, the characters of one, the inverse of the penalty, the least number of texts with a trace.
PASSAGES, LONGEST, INVERSE, LEAST = 2, 45, 20.0, 2
CALM = "calm"
#: People greet and thank, or not, whatever they have to say: each written sentence is also learned within these, and passages too, so that
#: the voice hears what is said and not how politely.
FRAMES = (
    "{}",
    "尊敬的领导：您好！我是本市某区的居民，{}",
    "领导好，向您反映一个问题，{}。请有关部门尽快处理，谢谢！",
    "我是某某小区的业主，现反映如下：{}，希望得到重视。",
)
#: Places as the real requests name them: a letter and a number for each.
ANONYMOUS = re.compile(r"[A-Z]\d*(?=[市县区])")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requests")
    parser.add_argument("--part")
    parser.add_argument("--inverse", type=float, default=INVERSE)
    given = parser.parse_args()
    with SENTENCES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    own = [
        (row["text"], row["kinds"].split()[0] if row["kinds"] else CALM) for row in rows if row["half"] != given.part
    ]
    held = [
        (row["text"], row["kinds"].split()[0] if row["kinds"] else CALM) for row in rows if row["half"] == given.part
    ]
    real = calm_passages(given.requests)
    cut = len(real) if not given.part else len(real) // 2
    framed = [(frame.format(text), kind) for text, kind in own for frame in FRAMES]
    framed += [(FRAMES[at % len(FRAMES)].format(text), CALM) for at, text in enumerate(real[:cut])]
    vectorizer, model = trained(framed, given.inverse)
    if given.part:
        for frame in FRAMES:
            print(frame)
            report(vectorizer, model, [(frame.format(text), kind) for text, kind in held], real[cut:])
    else:
        write(vectorizer, model)


def calm_passages(path: str) -> list[str]:
    """Two clauses at a time of requests in which the rules see no danger."""
    chance = random.Random(1)  # noqa: S311  # a sample, no secret
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if by_rule(row["title"], row["text"], dt.date.fromisoformat(row["submitted_at"][:10])):
                continue
            clauses = [
                one
                for one in re.split("[，。！？；,]", ANONYMOUS.sub("", "".join(row["text"].split())))
                if len(one) > 3
            ]
            for _ in range(PASSAGES if len(clauses) > 2 else 0):
                at = chance.randrange(len(clauses) - 1)
                found.append("，".join(clauses[at : at + 2])[:LONGEST])
    chance.shuffle(found)
    return found


def _traces(text: str) -> dict[str, int]:
    return dict.fromkeys(traces("\n" + text.lower(), read("\n" + text.lower(), 2026)), 1)


def trained(pairs: list[tuple[str, str]], inverse: float) -> tuple[DictVectorizer, LogisticRegression]:
    vectorizer = DictVectorizer(dtype=np.float32)
    features = vectorizer.fit_transform([_traces(text) for text, _ in pairs])
    often = np.asarray(features.getnnz(axis=0)) >= LEAST
    vectorizer.restrict(np.flatnonzero(often), indices=True)
    model = LogisticRegression(C=inverse, max_iter=300, class_weight=None)
    model.fit(normalize(features[:, often]), [kind for _, kind in pairs])
    return vectorizer, model


def against_calm(model: LogisticRegression) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Dangers, their weights and intercepts, each less those of calm."""
    kinds = list(model.classes_)
    calm = kinds.index(CALM)
    dangers = [kind for kind in kinds if kind != CALM]
    at = [kinds.index(kind) for kind in dangers]
    return dangers, model.coef_[at] - model.coef_[calm], model.intercept_[at] - model.intercept_[calm]


def report(vectorizer: DictVectorizer, model: LogisticRegression, held: list[tuple[str, str]], real: list[str]) -> None:
    _, weights, base = against_calm(model)

    def odds(texts: list[str]) -> np.ndarray:
        found = normalize(vectorizer.transform([_traces(text) for text in texts]))
        return np.asarray((found @ weights.T + base).max(axis=1))

    own, others = odds([text for text, _ in held]), odds(real)
    urgent = np.array([kind != CALM for _, kind in held])
    ruled = np.array([bool(by_rule("", text, dt.date(2026, 12, 1))) for text, _ in held])
    for threshold in (-2.0, -1.0, 0.0):
        seen = own > threshold
        both = seen | ruled
        print(
            f"{threshold:5.1f}  recall {seen[urgent].mean():.3f}  near misses {seen[~urgent].mean():.3f}  real {(others > threshold).mean():.4f}"
            f"   with rules: recall {both[urgent].mean():.3f}  near misses {both[~urgent].mean():.3f}"
        )


def write(vectorizer: DictVectorizer, model: LogisticRegression) -> None:
    dangers, weights, base = against_calm(model)
    known = {danger.value for danger in Danger}
    if not known.issuperset(dangers):
        raise SystemExit(f"unknown kinds: {set(dangers) - known}")
    with gzip.GzipFile(DATA / "voice.csv.gz", "wb", mtime=0) as file:
        lines = [",".join(["trace", *dangers]), ",".join(["", *(str(round(100 * one)) for one in base)])]
        for name, column in zip(vectorizer.get_feature_names_out(), weights.T, strict=True):
            if np.abs(column).max() >= 0.1:
                lines.append(",".join([name, *(str(round(100 * one)) for one in column)]))
        file.write("\n".join([*lines, ""]).encode())


if __name__ == "__main__":
    main()
