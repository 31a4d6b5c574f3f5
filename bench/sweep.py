"""One sweep over 600,000 open requests: seconds, and how they compare with a sweep over 6,000 of which as many are due.

    python -m bench.sweep [--open 600000] [--due 300]

What is open lies in ten counties; what is due is spread over them. The stated limits: 2 seconds, and a ratio near one, for a sweep may cost what is due and
not what is open. A sweep with nothing due is measured too. Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import os
import time
from typing import Any

from bench import harness

LIMIT_SECONDS = 2.0
MAX_RATIO = 1.5
SMALL = 6_000
ROUNDS = 5
COUNTIES = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=600_000)
    parser.add_argument("--due", type=int, default=300)
    options = parser.parse_args()
    with harness.platform():
        from bench.sweep_fill import fill_open
        from wobangni.organisations.queries import counties

        places = [county.code for county in counties()[:COUNTIES]]
        fill_open(places, 1, SMALL)
        small = _measure(options.due)
        began = time.perf_counter()
        fill_open(places, SMALL + 1, options.open)
        filled = time.perf_counter() - began
        large = _measure(options.due)
    ratio = large["seconds"] / small["seconds"]
    harness.report(
        open=options.open,
        due=options.due,
        seconds=large["seconds"],
        all_seconds=large["all_seconds"],
        nothing_due_ms=large["nothing_due_ms"],
        seconds_at_6000=small["seconds"],
        nothing_due_ms_at_6000=small["nothing_due_ms"],
        ratio=round(ratio, 2),
        ms_each=round(large["seconds"] / options.due * 1000, 2),
        fill_seconds=round(filled, 1),
        load=round(os.getloadavg()[0], 2),
        limit={"seconds": LIMIT_SECONDS, "ratio": MAX_RATIO},
        passed=large["seconds"] <= LIMIT_SECONDS and ratio <= MAX_RATIO,
    )


def _measure(due: int) -> dict[str, Any]:
    """The least of some sweeps over so many due clocks, and of some with nothing due. Each round makes other clocks due."""
    from bench.sweep_fill import make_due
    from wobangni.kernel import clock
    from wobangni.service_requests.commands.sweep import sweep

    found, idle = [], []
    for _round in range(ROUNDS):
        make_due(due)
        began = time.perf_counter()
        swept = sweep(now=clock.now())
        found.append(time.perf_counter() - began)
        if swept.done != {"escalate": due} or swept.failed:
            raise SystemExit(f"{due} were due, the sweep did {swept}")
        began = time.perf_counter()
        if sweep(now=clock.now()).total:
            raise SystemExit("something was done twice")
        idle.append(time.perf_counter() - began)
    return {
        "seconds": round(min(found), 3),
        "all_seconds": [round(one, 3) for one in found],
        "nothing_due_ms": round(min(idle) * 1000, 2),
    }


if __name__ == "__main__":
    main()
