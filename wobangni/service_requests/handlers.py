"""What the heart itself does after its own events, in the worker. Wired in ``wobangni/subscriptions.py``."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from wobangni.catalogue.rules.ladder import Rung
from wobangni.kernel.outbox import Event
from wobangni.kernel.queue import enqueue
from wobangni.service_requests.commands.auto_dispatch import auto_dispatch
from wobangni.service_requests.commands.index_search import index_search
from wobangni.service_requests.commands.inform_residents import inform_residents, remind_resident
from wobangni.service_requests.commands.inform_staff import inform_of_escalation, inform_staff
from wobangni.service_requests.commands.link_resident import link_request
from wobangni.service_requests.commands.note_return import note_return
from wobangni.service_requests.commands.place_in_grid import place_in_grid, place_open_requests
from wobangni.service_requests.commands.pool import offer
from wobangni.service_requests.commands.read_request import read_request
from wobangni.service_requests.commands.relay_info import relay_info
from wobangni.service_requests.commands.release_merged import archive_merged, release_merged
from wobangni.service_requests.jobs import recount_county


def index(event: Event, *, now: dt.datetime) -> None:
    """New or corrected words are made searchable."""
    index_search(county=event.county, id=UUID(event.payload["id"]))


def read(event: Event, *, now: dt.datetime) -> None:
    """What, where and how urgent: read out of a new request's text, as suggestions with their reasons. Danger is told of at once."""
    inform_staff(county=event.county, id=UUID(event.payload["id"]), seq=int(event.payload["seq"]), now=now)
    read_request(county=event.county, id=UUID(event.payload["id"]), now=now)


def recount(event: Event, *, now: dt.datetime) -> None:
    """The county counts some days differently: its deadlines are counted anew, request by request, in a job of their own."""
    enqueue(
        recount_county,
        lock=f"recount:{event.county}",
        county=event.county,
        days=list(event.payload["days"]),
        since=event.payload["since"],
        key=f"recount/{event.id}",
    )


def place(event: Event, *, now: dt.datetime) -> None:
    """In whose grid it lies."""
    place_in_grid(county=event.county, id=UUID(event.payload["id"]))


def offer_order(event: Event, *, now: dt.datetime) -> None:
    """What is accepted, or given back, is offered where the county has a pool for it."""
    offer(county=event.county, id=UUID(event.payload["id"]), now=event.occurred_at)


def place_anew(event: Event, *, now: dt.datetime) -> None:
    """A county has drawn its grids anew."""
    place_open_requests(county=event.county)


def link(event: Event, *, now: dt.datetime) -> None:
    """A request that came with the number of somebody who has proved it is theirs to follow, whoever took it down."""
    link_request(county=event.county, id=UUID(event.payload["id"]))


def dispatch_by_itself(event: Event, *, now: dt.datetime) -> None:
    """Where the county lets it, a request that is sure goes to its unit at once."""
    auto_dispatch(county=event.county, id=UUID(event.payload["id"]), now=now)


def learn_return(event: Event, *, now: dt.datetime) -> None:
    """What came back is shown when the same unit is chosen for the same again."""
    note_return(county=event.county, id=UUID(event.payload["id"]), seq=int(event.payload["seq"]))


def inform(event: Event, *, now: dt.datetime) -> None:
    """Everyone who asked for this hears what happened, those whose requests were merged into it too."""
    inform_residents(county=event.county, id=UUID(event.payload["id"]), seq=int(event.payload["seq"]), now=now)


def tell_staff(event: Event, *, now: dt.datetime) -> None:
    """Those on staff for whom something waits now hear of it."""
    inform_staff(county=event.county, id=UUID(event.payload["id"]), seq=int(event.payload["seq"]), now=now)


def escalate(event: Event, *, now: dt.datetime) -> None:
    """Those whom the county's ladder names hear that time is running out."""
    data = event.payload
    about = f"escalate/{event.county}/{data['id']}/{data['clock']}/{data['run']}/{data['step']}"
    if Rung.RESIDENT in data["told"]:
        remind_resident(
            county=event.county, id=UUID(data["id"]), clock=data["clock"], about=about, at=event.occurred_at, now=now
        )
    inform_of_escalation(
        county=event.county,
        id=UUID(data["id"]),
        about=about,
        told=data["told"],
        data=data,
        at=event.occurred_at,
        now=now,
    )


def release(event: Event, *, now: dt.datetime) -> None:
    """What was merged into a request that is withdrawn or declined stands on its own again: others still want it."""
    release_merged(county=event.county, id=UUID(event.payload["id"]), seq=int(event.payload["seq"]), now=now)


def archive_below(event: Event, *, now: dt.datetime) -> None:
    """What was merged into a request is archived with it."""
    archive_merged(county=event.county, id=UUID(event.payload["id"]), seq=int(event.payload["seq"]), now=now)


def relay(event: Event, *, now: dt.datetime) -> None:
    """What a resident adds to a merged request reaches those who work on the one that stays."""
    relay_info(county=event.county, id=UUID(event.payload["id"]), seq=int(event.payload["seq"]), now=now)
