"""Sessions, which hold residents' unfinished forms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from wobangni.kernel import clock
from wobangni.kernel.jobs import forget_sessions

pytestmark = pytest.mark.django_db


def test_expired_sessions_are_deleted_and_living_ones_are_not() -> None:
    now = clock.now()
    for name, days in (("over", -1), ("living", 1)):
        Session.objects.create(session_key=name, session_data="x", expire_date=now + dt.timedelta(days=days))
    forget_sessions(timestamp=0)
    assert [s.session_key for s in Session.objects.all()] == ["living"]
