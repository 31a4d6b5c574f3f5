"""A process of its own that sweeps: for tests in which several work at once and one is killed. ``python -m tests.service_requests.sweeper MOMENT``"""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from wobangni.service_requests.commands.sweep import sweep

    swept = sweep(now=dt.datetime.fromisoformat(sys.argv[1]))
    print(json.dumps({"done": swept.done, "passed_by": swept.passed_by, "failed": swept.failed}))
