"""One sweep: everything that time alone brings about, each thing once.

What is due is read from one index (``queries/due.py``) in batches and then taken one by one, each under its own lock and in its own transaction
(``transition``). What moves a clock moves its next moment with it, so that a step is taken once by what stands on the clock, not by luck: of two workers
that have read the same the second finds the request changed, and a worker that is killed has either written all of a step or nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from wobangni.catalogue.rules.limits import WAITING, LimitKind
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Conflict, Forbidden, NotFound
from wobangni.organisations.queries import county_settings
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.queries.due import Due, due_by
from wobangni.service_requests.rules.lifecycle import Action

log = logging.getLogger(__name__)
BATCH = 200
#: The language in which residents read what the platform says.
LANGUAGE = "zh-hans"


@dataclass(slots=True)
class Swept:
    """``done``: how often each action was carried out. ``passed_by``: what somebody else had taken or changed meanwhile; it is looked at again by the
    next sweep if it is still due. ``failed``: codes of requests with which something is wrong, in the log."""

    done: Counter[str] = field(default_factory=Counter)
    passed_by: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.done.total()


def sweep(*, now: dt.datetime, limit: int | None = None, seconds: float | None = None) -> Swept:
    """Does all that is due at ``now``; looks at no more than ``limit`` clocks and begins with none after ``seconds``. May run anywhere, any number of times,
    several at once."""
    swept, began = Swept(), clock.monotonic()
    for due in _all_due(now, limit):
        if seconds is not None and clock.monotonic() - began >= seconds:
            break
        action, data = _what(due, now)
        escalates = action is Action.ESCALATE
        try:
            acted = act(
                actor=SYSTEM,
                now=now,
                code=due.code,
                action=action,
                data=data,
                expected_version=due.version,
                # What was read still holds, or it is not done. A step is looked at again by its guard: several clocks of one request may be due.
                strict=not escalates,
                key=f"{action}/{due.kind}/{due.run}" + (f"/{due.step}" if escalates else ""),
            )
        except (Conflict, Forbidden, NotFound):
            swept.passed_by += 1
        except Exception:  # one request that can't be dealt with holds up no other
            log.exception("sweep: %s of %s failed", action, due.code)
            swept.failed.append(due.code)
        else:
            swept.done[str(action)] += acted.changed
    return swept


def _all_due(now: dt.datetime, limit: int | None) -> Iterator[Due]:
    """Each once: what becomes due by being taken waits for the next sweep."""
    last: Due | None = None
    left = limit
    while left is None or left > 0:
        size = BATCH if left is None else min(BATCH, left)
        batch = due_by(now, after=last, limit=size)
        yield from batch
        if len(batch) < size:
            return
        last = batch[-1]
        left = None if left is None else left - len(batch)


def _what(due: Due, now: dt.datetime) -> tuple[Action, dict[str, Any]]:
    """A step of the ladder, unless what it warns of is here already."""
    is_over = due.kind in WAITING and due.ends_at <= now
    if due.step is not None and not is_over:
        return Action.ESCALATE, {"clock": due.kind.value, "run": due.run, "step": due.step}
    with translation.override(LANGUAGE):
        match due.kind:
            case LimitKind.REVIEW:
                return Action.RESUME, {"remark": _("The day has come on which it was to be looked at again.")}
            case LimitKind.INFO if county_settings(due.county).info_lapses:
                return Action.LAPSE, {"explanation": _("We asked you something and had no reply within the time.")}
            case LimitKind.INFO:
                return Action.DROP_QUESTION, {
                    "remark": _("There was no reply within the time. Work goes on with what is known.")
                }
            case LimitKind.CALLBACK:
                return Action.CLOSE, {"reason_code": "no_reply"}
            case LimitKind.ARCHIVE:
                return Action.ARCHIVE, {}
            case _:  # ran before there was a ladder, or the ladder that it followed is gone
                return Action.RECOUNT, {}
