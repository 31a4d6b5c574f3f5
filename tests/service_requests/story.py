"""Telling a story of one request in few words: ``Story(cast).submitted().do(cast.dispatcher, "dispatch", unit=…)``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import COUNTY, Cast
from wobangni.accounts.vault import ContactInput
from wobangni.catalogue.rules.limits import WAITING, LimitKind
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.service_requests.access import partner_source
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.submit import Submission, Submitted, submit
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.models import Assignment, Deadline, Event, ServiceRequest
from wobangni.service_requests.rules.states import State

#: A Monday morning without a public holiday near.
MONDAY = dt.datetime(2026, 9, 14, 9, 0, tzinfo=SHANGHAI)
TEXT = "小区暖气不热，室内只有十四度，家里有老人，请尽快处理。"
PHONE = "13812345678"


def send(actor: Actor, *, now: dt.datetime = MONDAY, **words: Any) -> Submitted:
    """Submits with everything that is left out filled in sensibly."""
    from uuid import UUID

    words = {"county": COUNTY, "description": TEXT} | words
    if actor.kind is ActorKind.RESIDENT and actor.id != "anonymous" and not words.get("anonymous"):
        words = {"resident_id": UUID(actor.id), "contact": ContactInput("其其格", PHONE, "巴彦镇一号楼")} | words
    if actor.kind is ActorKind.PARTNER:
        words = {"source": partner_source(actor)} | words
    return submit(actor=actor, now=now, submission=Submission(**words))


class Story:
    """One request on its way; ``now`` moves only when told."""

    def __init__(self, cast: Cast, *, now: dt.datetime = MONDAY) -> None:
        self.cast = cast
        self.now = now
        self.code = ""
        self.pin: str | None = None
        self.last: Acted | None = None

    def submitted(self, by: Actor | None = None, **words: Any) -> Story:
        made = send(by or self.cast.qiqige, now=self.now, **words)
        self.code, self.pin = made.code, made.pin
        return self

    def after(self, **span: float) -> Story:
        self.now += dt.timedelta(**span)
        return self

    def do(self, actor: Actor, action: str, **data: Any) -> Story:
        self.last = act(actor=actor, now=self.now, code=self.code, action=action, data=data)
        return self

    def accepted(self) -> Story:
        return self.submitted().do(self.cast.clerk, "accept")

    def dispatched(self) -> Story:
        return self.submitted().do(self.cast.dispatcher, "dispatch", unit=self.cast.housing)

    def in_progress(self) -> Story:
        return self.dispatched().do(self.cast.housing_handler, "sign")

    def in_review(self) -> Story:
        return self.in_progress().do(self.cast.housing_handler, "answer", answer="已更换阀门，温度恢复到二十度。")

    def answered(self) -> Story:
        return self.in_review().do(self.cast.reviewer, "approve")

    def closed(self) -> Story:
        return self.answered().do(self.cast.qiqige, "confirm", solved=True, satisfied=5)

    def merged_into(self, other: Story) -> Story:
        return self.do(self.cast.clerk, "merge", lead_code=other.code)

    @property
    def row(self) -> ServiceRequest:
        return ServiceRequest.objects.get(county=self.code[:6], code=self.code)

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def events(self) -> list[Event]:
        return list(Event.objects.filter(county=self.code[:6], service_request_id=self.row.id).order_by("seq"))

    @property
    def assignments(self) -> list[Assignment]:
        found = Assignment.objects.filter(county=self.code[:6], service_request_id=self.row.id)
        return list(found.order_by("offered_at", "id"))

    @property
    def clocks(self) -> dict[str, Deadline]:
        """Those of the staff."""
        return {kind: d for kind, d in self.all_clocks.items() if LimitKind(kind) not in WAITING}

    @property
    def all_clocks(self) -> dict[str, Deadline]:
        """With those that wait for the resident, or for a day."""
        found = Deadline.objects.filter(county=self.code[:6], service_request_id=self.row.id)
        return {d.kind: d for d in found}
