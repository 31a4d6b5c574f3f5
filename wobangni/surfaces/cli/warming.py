"""A web process reads its word lists and place names when it starts, not in the first resident's request: a cold look took seconds."""

from __future__ import annotations

import logging
import threading

log = logging.getLogger(__name__)
#: Read once through everything that looks at texts. No place of any county is named in it.
SENTENCE = "小区路灯不亮，暖气不热，请尽快派人来修。"


def warm_up() -> threading.Thread:
    """Begins reading in the background; the process answers meanwhile. What goes wrong is logged and stops nothing."""
    thread = threading.Thread(target=_read_once, name="warm-up", daemon=True)
    thread.start()
    return thread


def _read_once() -> None:
    from django.db import connection

    try:
        read_once()
    except Exception:
        log.exception("warming up")
    finally:
        connection.close()


def read_once() -> None:
    """What a resident's and a clerk's form ask of a text, for nobody."""
    from wobangni.kernel import clock
    from wobangni.organisations.queries import counties
    from wobangni.service_requests.queries.known import known_like
    from wobangni.service_requests.queries.reading import Text, read_text

    now = clock.now()
    for county in counties()[:1]:
        read_text(county.code, Text(SENTENCE), now)
        known_like(None, county.code, SENTENCE, now=now)
