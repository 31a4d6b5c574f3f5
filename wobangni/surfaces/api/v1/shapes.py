"""From what queries return to the shapes of ``schemas``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from wobangni.catalogue.queries import Service
from wobangni.organisations.queries import DivisionRef, UnitRef
from wobangni.service_requests.queries.values import AttachmentRow, QueuePage, QueueRow, RequestDetail, TimelineEntry
from wobangni.surfaces.api import schemas as s

BASE = "/api/v1"


def href(code: str) -> str:
    return f"{BASE}/service-requests/{code}"


def list_shape(page: QueuePage) -> s.ListOut:
    return {"items": [_row(row) for row in page.rows], "next_cursor": page.next_cursor}


def _row(row: QueueRow) -> s.ListRow:
    return {
        "code": row.code,
        "county": row.county,
        "state": row.state,
        "state_label": row.state_label,
        "version": row.version,
        "title": row.title,
        "excerpt": row.excerpt,
        "service": _service(row.service),
        "unit": unit_brief(row.unit),
        "division": _division(row.division),
        "channel": row.channel,
        "urgent": row.urgent,
        "demo": row.demo,
        "submitted_at": row.submitted_at,
        "updated_at": row.updated_at,
        "due_at": row.due_at,
        "light": row.light,
        "href": href(row.code),
    }


def detail_shape(d: RequestDetail) -> s.RequestOut:
    return {
        "code": d.code,
        "county": d.county,
        "state": d.state,
        "state_label": d.state_label,
        "version": d.version,
        "title": d.title,
        "description": d.description,
        "answers": [{"label": a.label, "text": a.text} for a in d.answers],
        "service": _service(d.service),
        "channel": d.channel,
        "division": _division(d.division),
        "place_text": d.place_text,
        "lat": d.lat,
        "lng": d.lng,
        "urgent": d.urgent,
        "supervised": d.supervised,
        "anonymous": d.anonymous,
        "demo": d.demo,
        "unit": unit_brief(d.lead_unit),
        "contact": _contact(d),
        "external_id": d.external_id,
        "submitted_at": d.submitted_at,
        "updated_at": d.updated_at,
        "answered_at": d.answered_at,
        "closed_at": d.closed_at,
        "due_at": d.due_at,
        "answer_due_at": d.answer_due_at,
        "review_date": d.review_date,
        "light": d.light,
        "returns": d.returns,
        "reworks": d.reworks,
        "reminders": d.reminders,
        "answer": d.answer,
        "solved": d.solved,
        "satisfied": d.satisfied,
        "merged_into": d.merged_into_code,
        "merged": list(d.merged_codes),
        "timeline": [_entry(entry) for entry in d.timeline],
        "assignments": _assignments(d),
        "deadlines": _deadlines(d),
        "actions": [
            {"action": offer.action, "label": offer.label, "href": f"{href(d.code)}/actions/{offer.action}"}
            for offer in d.actions
        ],
        "href": href(d.code),
    }


def attachment_shape(code: str, row: AttachmentRow) -> s.AttachmentOut:
    where = f"{href(code)}/attachments/{row.id}"
    lat, lng = row.place or (None, None)
    return {
        "id": row.id,
        "width": row.width,
        "height": row.height,
        "size": row.size,
        "lat": lat,
        "lng": lng,
        "public": row.public,
        "added_by": row.added_by,
        "added_at": row.added_at,
        "href": where,
        "small_href": f"{where}?small=true",
    }


def unit_brief(unit: UnitRef | None) -> s.UnitBrief | None:
    return {"id": unit.id, "code": unit.code, "name": unit.name} if unit else None


def named(pairs: Iterable[tuple[str, str]]) -> list[s.NamedOut]:
    return [{"code": code, "name": name} for code, name in pairs]


def _service(service: Service | None) -> s.NamedOut | None:
    return {"code": service.code, "name": service.label} if service else None


def _division(division: DivisionRef | None) -> s.NamedOut | None:
    return {"code": division.code, "name": division.label} if division else None


def _contact(d: RequestDetail) -> s.ContactOut | None:
    c = d.contact
    return {"name": c.name, "phone": c.phone, "has_address": c.has_address, "anonymous": c.anonymous} if c else None


def _entry(entry: TimelineEntry) -> s.TimelineOut:
    return cast(
        s.TimelineOut,
        {
            "seq": entry.seq,
            "action": entry.action,
            "label": entry.label,
            "at": entry.at,
            "by": entry.actor_kind,
            "actor_name": entry.actor_name,
            "unit": unit_brief(entry.unit),
            "from_state": entry.from_state,
            "to_state": entry.to_state,
            "public": entry.public,
            "texts": [{"label": label, "text": text} for label, text in entry.shown],
        },
    )


def _assignments(d: RequestDetail) -> list[s.AssignmentOut]:
    return [
        {
            "unit": unit_brief(a.unit),
            "role": "lead" if a.role == "lead" else "helper",
            "state": a.state,
            "handler_name": a.handler_name,
            "instruction": a.instruction,
            "answer": a.answer,
            "offered_at": a.offered_at,
            "signed_at": a.signed_at,
            "ended_at": a.ended_at,
            "due_at": a.due_at,
        }
        for a in d.assignments
    ]


def _deadlines(d: RequestDetail) -> list[s.DeadlineOut]:
    return [
        cast(
            s.DeadlineOut,
            {
                "kind": row.kind,
                "label": row.label,
                "state": row.state,
                "started_at": row.started_at,
                "due_at": row.due_at,
                "met_at": row.met_at,
                "light": row.light,
                "on_time": row.on_time,
            },
        )
        for row in d.deadlines
    ]
