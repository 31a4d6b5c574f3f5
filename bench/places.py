"""Reading places out of texts of 500 characters: p95 of one text, time to make the gazetteer, its memory.

    python -m bench.places [--texts 1000]

No database. Times are those of the processor, so that what else runs on the machine counts little. The texts are strung together from names of the region and everyday words, so that they have more places than real ones.
Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import time
from typing import Any

import psutil

from bench import harness

LIMIT = {"p95_ms": 5.0, "build_s": 1.5, "memory_mb": 60.0}
LENGTH = 500
REPEAT = 3  # the best of so many counts for each text
WORDS = (
    "自来水又停了三天，打电话没人接，老人孩子都没水喝；路面坑洼不平晚上没有路灯，雨天积水，希望有关部门尽快派人来看看，"
    "去年交的取暖费到现在没有退，物业说找供热公司，供热公司说找物业，来回推诿，请问到底由谁负责？"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1000)
    options = parser.parse_args()
    from wobangni.triage.shipped import places

    process = psutil.Process()
    gc.collect()
    before, began = process.memory_info().rss, time.process_time()
    known = places()
    build = time.process_time() - began
    gc.collect()
    memory = (process.memory_info().rss - before) / 2**20
    texts = _texts(list(known.names.values()), options.texts)
    seconds = []
    for text in texts:
        seconds.append(min(_timed(text, known.gazetteer) for _ in range(REPEAT)))
    figures = {
        "p95_ms": round(sorted(seconds)[int(len(seconds) * 0.95)] * 1000, 2),
        "build_s": round(build, 2),
        "memory_mb": round(memory, 1),
    }
    passed = all(figures[name] <= limit for name, limit in LIMIT.items())
    median = round(sorted(seconds)[len(seconds) // 2] * 1000, 2)
    load = round(os.getloadavg()[0], 1)
    harness.report(
        texts=len(texts), characters=LENGTH, limit=LIMIT, **figures, median_ms=median, load=load, passed=passed
    )


def _timed(text: str, gazetteer: Any) -> float:
    from wobangni.triage.rules.locate import reckon

    began = time.process_time()
    reckon(text, gazetteer, county=harness.COUNTY)
    return time.process_time() - began


def _texts(names: list[str], count: int) -> list[str]:
    """One name to about forty other characters."""
    draw = random.Random(20211)
    texts = []
    for _ in range(count):
        text = ""
        while len(text) < LENGTH:
            start = draw.randrange(len(WORDS) - 40)
            text += draw.choice(names) + WORDS[start : start + draw.randrange(20, 40)]
        texts.append(text[:LENGTH])
    return texts


if __name__ == "__main__":
    main()
