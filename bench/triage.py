"""The classifier against its limits: a single text, bulk, memory, the stored model.

    python -m bench.triage [--data FILE]

Learns from FILE (``label``, ``text``, ``tokens``), by default the evaluation data beside the clone if they are there, else from made-up texts of the catalogue's
words; asks on one core, in a process of its own that loads nothing but the stored model. Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from bench import harness

BAR = {"single_p95_ms": 5.0, "bulk_per_second": 2000, "memory_mb": 300, "file_mb": 50}
DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "requests_labelled.csv.gz"
SERVICES = Path(__file__).resolve().parents[1] / "wobangni" / "catalogue" / "data" / "services"
FILLER = [
    "领导您好",
    "我们小区的居民",
    "已经反映多次",
    "一直没有人管",
    "希望尽快处理",
    "请给个说法",
    "打过很多次电话",
    "从上个月开始",
    "老人孩子都受影响",
    "谢谢",
]
MADE_UP = 6000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(ask(options.ask)))
        return
    from wobangni.triage.rules.store import pack
    from wobangni.triage.rules.train import train

    real = options.data.exists()
    examples = _real(options.data) if real else _made_up()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "model").write_bytes(pack(train(examples).model))
        (place / "texts.json").write_text(json.dumps(examples.texts), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "bench.triage", "--ask", folder], capture_output=True, text=True, check=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )  # fmt: skip
        figures = json.loads(done.stdout)
        figures["file_mb"] = round((place / "model").stat().st_size / 1e6, 2)
    figures |= {
        "texts": len(examples.texts),
        "labels": len(set(examples.labels)),
        "data": "real" if real else "made up",
        "bar": BAR,
    }
    figures["load"] = round(os.getloadavg()[0], 1)
    figures["passed"] = (
        figures["single_p95_ms"] <= BAR["single_p95_ms"]
        and figures["bulk_per_second"] >= BAR["bulk_per_second"]
        and figures["memory_mb"] < BAR["memory_mb"]
        and figures["file_mb"] <= BAR["file_mb"]
    )
    harness.report(**figures)


def ask(folder: Path) -> dict[str, float]:
    """In a process of its own. Times are CPU seconds of this process, so that neighbours on the machine don't count; best of three."""
    import psutil

    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    before = psutil.Process().memory_info().rss
    from wobangni.triage.rules.store import unpack

    started = time.process_time()
    model = unpack((folder / "model").read_bytes())
    loaded = time.process_time() - started
    some = texts[:: max(1, len(texts) // 1000)]
    p95, bulk = [], []
    for _ in range(3):
        singles = []
        for text in some:
            started = time.process_time()
            model.predict(text)
            singles.append(time.process_time() - started)
        p95.append(sorted(singles)[int(len(singles) * 0.95)])
        started = time.process_time()
        model.probabilities(texts)
        bulk.append(len(texts) / (time.process_time() - started))
    return {
        "single_p95_ms": round(min(p95) * 1000, 3),
        "bulk_per_second": round(max(bulk)),
        "load_ms": round(loaded * 1000),
        "memory_mb": round((psutil.Process().memory_info().rss - before) / 1e6, 1),
    }


def _real(path: Path):  # type: ignore[no-untyped-def]
    from wobangni.triage.labelled_file import read_labelled

    return read_labelled(path).examples


def _made_up():  # type: ignore[no-untyped-def]
    """One label for each service of the shipped catalogue."""
    from wobangni.triage.rules.text import normalise
    from wobangni.triage.rules.train import Examples

    services = [
        one
        for path in sorted(SERVICES.glob("*.toml"))
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["service"]
    ]
    dice = random.Random(1)
    texts, labels = [], []
    for number in range(MADE_UP):
        service = services[number % len(services)]
        words = dice.choices(service.get("keywords") or [service["name"]], k=4) + dice.choices(FILLER, k=25)
        dice.shuffle(words)
        texts.append(normalise("，".join(words) + f"。{number}"))
        labels.append(service["code"])
    return Examples(tuple(texts), tuple(labels), (False,) * len(texts), (1.0,) * len(texts))


if __name__ == "__main__":
    main()
