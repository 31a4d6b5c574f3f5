"""What callers send, strictly typed: no text where a number is meant, no field that nobody knows. What it means is checked by the commands."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from wobangni.accounts.vault import MAX_ADDRESS, MAX_NAME
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.service_requests.commands.submission import MAX_DESCRIPTION, MAX_PLACE, MAX_TITLE

COUNTY = r"^\d{6}$"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(?P<zone>[Zz]|[ +-]\d\d:?\d\d)?")


def _moment(raw: Any) -> dt.datetime:
    found = _MOMENT.fullmatch(raw) if isinstance(raw, str) else None
    if found is None:
        raise PydanticCustomError("bad_time", "no time")
    if not found["zone"]:
        raise PydanticCustomError("naive_time", "no zone")
    text = raw.upper()
    if text[-6] == " " or text[-5] == " ":  # a plus sign that nobody escaped in the address
        text = text[:-6] + text[-6:].replace(" ", "+")
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("bad_time", "no such time") from None


#: A moment with its zone, RFC 3339.
Moment = Annotated[
    dt.datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-05-01T09:00:00+08:00"]}),
]


def _answer(raw: Any) -> Any:
    fine = raw is None or isinstance(raw, (str, bool, int, float))
    if fine or (isinstance(raw, list) and all(isinstance(one, str) for one in raw)):
        return raw
    raise PydanticCustomError("answer_type", "no answer")


#: An answer to a question of a service; whether it fits the question is checked with the catalogue.
Answer = Annotated[
    Any,
    BeforeValidator(_answer),
    WithJsonSchema(
        {"anyOf": [{"type": ["string", "number", "boolean", "null"]}, {"type": "array", "items": {"type": "string"}}]}
    ),
]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class ContactIn(Strict):
    name: str = Field("", max_length=MAX_NAME, description=N_("Name"))
    phone: str = Field(
        "", max_length=40, description=N_("Telephone number: 11 digits, or a landline with its area code")
    )
    address: str = Field("", max_length=MAX_ADDRESS, description=N_("Address, for a visit or a letter"))


EXAMPLE: JsonDict = {
    "description": "小区三号楼暖气不热，室内只有十四度，家里有老人，请尽快处理。",
    "county": "150105",
    "place_text": "巴彦街道某小区三号楼",
    "contact": {"name": "张三", "phone": "13800138000"},
    "external_id": "SH-2026-00017",
}


class RequestIn(Strict):
    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    description: str = Field(
        max_length=MAX_DESCRIPTION, min_length=1, description=N_("What the resident needs, in their own words")
    )
    county: str | None = Field(
        None,
        pattern=COUNTY,
        description=N_("Six digits (GB/T 2260); may be left out where the token is for one county"),
    )
    title: str = Field("", max_length=MAX_TITLE, description=N_("A short title"))
    service: str | None = Field(None, max_length=64, description=N_("Code of the service, from the catalogue"))
    answers: dict[str, Answer] = Field(
        default_factory=dict, max_length=50, description=N_("Answers to the questions of the service, by their code")
    )
    division: str | None = Field(None, pattern=r"^\d{9}(\d{3})?$", description=N_("Code of the township or village"))
    place_text: str = Field("", max_length=MAX_PLACE, description=N_("Where it is, in words"))
    lat: float | None = Field(None, ge=-90, le=90, description=N_("Latitude, WGS 84"))
    lng: float | None = Field(None, ge=-180, le=180, description=N_("Longitude, WGS 84"))
    contact: ContactIn | None = Field(
        None, description=N_("How to reach the resident. Kept encrypted; comes back only masked")
    )
    anonymous: bool = Field(
        False, description=N_("Nobody's data are kept; the answer has a query password to hand on, once")
    )
    channel: Literal["web", "app", "hotline", "window", "grid", "api"] = Field(
        "api", description=N_("How the request reached you")
    )
    external_id: str = Field(
        "",
        max_length=120,
        description=N_(
            "Your own number for it: with the same body again it returns the same request. Needed where no Idempotency-Key is sent"
        ),
    )
