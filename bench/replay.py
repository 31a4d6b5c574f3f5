"""``wobangni replay`` of 2,816 answered requests: requests a second, against pgbench-like bare inserts of one submission on the same server.

    python -m bench.replay [FILE.csv.gz]

Without a file it makes one of the same shape (2,816 rows, texts of the same length). Each request takes five commands (submit, accept, dispatch, sign, answer,
approve). Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from pathlib import Path

from bench import harness
from bench.fill import TEXTS
from bench.intake import pgbench, record_statements

ROWS = 2816
MIN_RATIO = 0.02


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    options = parser.parse_args()
    with harness.platform() as platform:
        source = options.file or _made(platform.home / "answered.csv.gz")
        printed = harness.command("replay", str(source), "--county", harness.COUNTY, "--json")
        outcome = json.loads(printed.strip().splitlines()[-1])
        limit = pgbench(record_statements(), 1, seconds=5)
    per_second = outcome["submitted"] / outcome["seconds"]
    harness.report(
        file="given" if options.file else "made",
        **{k: outcome[k] for k in ("read", "submitted", "answered", "seconds")},
        rejected=len(outcome["rejected"]) if isinstance(outcome["rejected"], list) else outcome["rejected"],
        requests_per_second=round(per_second, 1),
        limit_per_second=round(limit, 1),
        ratio=round(per_second / limit, 3),
        bar={"ratio": MIN_RATIO},
        passed=per_second / limit >= MIN_RATIO,
    )


def _made(path: Path) -> Path:
    chance = random.Random(1)
    with gzip.open(path, "wt", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "user", "title", "submitted_at", "text", "answer", "answered_at"])
        for i in range(ROWS):
            day, text = 1 + i % 28, "".join(chance.choices(TEXTS, k=6))
            writer.writerow(
                [
                    i,
                    f"U{i}",
                    text[:20],
                    f"2019-03-{day:02d}T09:{i % 60:02d}:00+08:00",
                    text,
                    text * 2,
                    f"2019-04-{day:02d}T15:00:00+08:00",
                ]
            )
    return path


if __name__ == "__main__":
    main()
