"""Sending a draft: the request and the photos that wait for it, in one transaction."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from wobangni.kernel.actors import Actor
from wobangni.kernel.scope import acting
from wobangni.service_requests.commands.submit import Submission, Submitted, submit
from wobangni.service_requests.commands.take_staged import staged_digests, take_staged


def submit_draft(*, actor: Actor, now: dt.datetime, submission: Submission, draft: UUID) -> Submitted:
    """``submit``, and the draft's photos become the request's. Sent twice (``submission.key``) it changes nothing. Raises as ``submit`` does."""
    with acting(actor, counties={submission.county}):
        submitted = submit(actor=actor, now=now, submission=submission)
        digests = staged_digests(submitted.county, draft)
        take_staged(county=submitted.county, draft=draft, service_request_id=submitted.id, digests=digests)
    return submitted
