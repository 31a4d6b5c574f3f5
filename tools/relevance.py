"""Makes the two tables of ``wobangni/triage/rules/relevance.py`` from texts that are not in the repository.

    python -m tools.relevance pairs OPEN.csv.gz LABELLED.csv.gz     how often pairs of characters occur
    python -m tools.relevance fit ANSWERED.csv.gz                   the weights; prints the score in five folds

Into the table of pairs goes only what stands in many requests of each of the files, never what could point to one of them.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from wobangni.triage.rules import relevance
from wobangni.triage.rules.answer_trial import AGAINST, answered, auc, pairs_of

TABLES = Path(relevance.__file__).parent / "tables"
#: A pair is common when that many requests of each file have it.
IN_EACH, IN_ALL = 4, 10
FOLDS = 5


def rows_of(path: str) -> list[dict[str, str]]:
    """The rows of a CSV file, perhaps packed."""
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")  # noqa: SIM115
    with opened as file:
        return list(csv.DictReader(file))


def pairs(*paths: str) -> None:
    """Writes pairs.json."""
    counts: list[Counter[str]] = []
    texts = 0
    for path in paths:
        found: Counter[str] = Counter()
        for row in rows_of(path):
            text = f"{row.get('title', '')}。{row['text']}"
            if row["text"]:
                texts += 1
                found.update(
                    {run[k : k + 2] for run in relevance.RUNS.findall(text.lower()) for k in range(len(run) - 1)}
                )
        counts.append(found)
    total = sum(counts, Counter())
    kept = sorted(p for p, n in total.items() if n >= IN_ALL and all(c[p] >= IN_EACH for c in counts))
    (TABLES / "pairs.json").write_text(
        json.dumps({"texts": texts, "pairs": " ".join(f"{p}{total[p]}" for p in kept)}, ensure_ascii=False) + "\n"
    )
    sys.stdout.write(f"{len(kept)} pairs from {texts} texts\n")


def fit(path: str) -> None:
    """Writes relevance.json, and prints the AUC of each comparison when a fifth of the questions is judged by weights from the others."""
    rows = answered(rows_of(path))
    taken = [(relevance.read(r.title[:200]), relevance.read(f"{r.title[:200]}。{r.text}"), relevance.read_answer(r.answer)) for r in rows]  # fmt: skip
    true = np.array([relevance.measures(*t) for t in taken])
    drawn = {n: p for n, p in pairs_of(rows).items() if p}
    false = {n: np.array([relevance.measures(*taken[i][:2], taken[j][2]) for i, j in p]) for n, p in drawn.items()}
    fold = np.arange(len(rows)) % FOLDS
    asked = {n: np.array([i for i, _j in p]) % FOLDS for n, p in drawn.items()}
    scores = np.zeros(len(rows))
    others = {n: np.zeros(len(f)) for n, f in false.items()}
    for k in range(FOLDS):
        weights = weigh(true[fold != k], np.vstack([false[n][asked[n] != k] for n in false]))
        scores[fold == k] = apply(weights, true[fold == k])
        for n in false:
            others[n][asked[n] == k] = apply(weights, false[n][asked[n] == k])
    for n in AGAINST:
        if n in others:
            sys.stdout.write(f"{n:10} {len(others[n]):6} {auc(list(scores), list(others[n])):.4f}\n")
    weights = weigh(true, np.vstack(list(false.values())))
    (TABLES / "relevance.json").write_text(json.dumps(weights) + "\n")


def weigh(true: np.ndarray, false: np.ndarray) -> dict[str, list[float]]:
    """Weights of a logistic regression over standardised measures and their products."""
    x = np.vstack([true, false])
    mean, scale = x.mean(0), x.std(0) + 1e-9
    terms = products((x - mean) / scale)
    spread = terms.std(0) + 1e-9
    model = LogisticRegression(C=0.003, max_iter=500, class_weight="balanced")
    model.fit(terms / spread, np.r_[np.ones(len(true)), np.zeros(len(false))])
    rounded = {"mean": mean, "scale": scale, "weight": model.coef_[0] / spread, "intercept": model.intercept_}
    return {name: [round(float(v), 5) for v in values] for name, values in rounded.items()}


def apply(weights: dict[str, list[float]], x: np.ndarray) -> np.ndarray:
    """The weighed sums of many at once."""
    mean, scale, weight = (np.array(weights[n]) for n in ("mean", "scale", "weight"))
    return np.asarray(products((x - mean) / scale) @ weight + weights["intercept"][0])


def products(x: np.ndarray) -> np.ndarray:
    """As ``relevance.with_products``, for many rows at once."""
    kept = np.clip(x, -4, 4)
    first, second = np.triu_indices(kept.shape[1])
    return np.hstack([kept, kept[:, first] * kept[:, second]])


if __name__ == "__main__":
    pairs(*sys.argv[2:]) if sys.argv[1] == "pairs" else fit(sys.argv[2])
