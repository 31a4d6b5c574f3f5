"""What an action asks for. From these values come the forms, the API's schemas and the checks in ``validate``.

Labels are English msgids; surfaces translate them. ``public``: shown to the resident with the event.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wobangni.kernel.rules.i18n import gettext_noop as N_


class Kind(enum.StrEnum):
    TEXT = "text"  # one or more lines
    LINE = "line"  # a single line
    CHOICE = "choice"
    BOOL = "bool"
    INTEGER = "integer"
    DATE = "date"  # a calendar day, ISO 8601
    UNIT = "unit"  # a unit of this county, by id
    ANY_UNIT = "any_unit"  # a unit of any county, by id
    SERVICE = "service"  # by code
    DIVISION = "division"  # township or village, by code
    CODE = "code"  # tracking code of another request of this county


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind
    label: str  # msgid
    hint: str = ""  # msgid
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()  # (value, msgid)
    minimum: int | None = None
    maximum: int | None = None  # of a number, or of characters
    public: bool = False


#: 不予受理的九种情形. After 《信访工作条例》 (2022) 第二十二条 and the common local rules of 12345 platforms.
DECLINE_REASONS: tuple[tuple[str, str], ...] = (
    ("litigation", N_("Before a court, in arbitration or in administrative review, or could be settled only there")),
    ("discipline", N_("A matter for discipline inspection or the organisation department")),
    ("petition_ended", N_("A petition already settled or ended by the lawful procedure")),
    ("emergency_line", N_("An emergency that belongs to 110, 119, 120 or 122")),
    ("secret", N_("Touches state secrets, trade secrets or another person's private life")),
    ("unlawful", N_("Against the law, or against public order and good morals")),
    ("not_government", N_("Not a matter that government or public services can decide")),
    ("already_answered", N_("Answered before, with no new facts")),
    ("unclear", N_("No clear content even after asking, or not true")),
)
CLOSE_REASONS: tuple[tuple[str, str], ...] = (
    ("unreachable", N_("The resident could not be reached three times")),
    ("no_reply", N_("No reply by the resident within the time for confirming")),
    ("anonymous", N_("Sent anonymously, no way to ask")),
)
LONG = 5000

SERVICE = Field("service", Kind.SERVICE, N_("Service"), required=False)
DIVISION = Field("division", Kind.DIVISION, N_("Township or village"), required=False)
PLACE = Field("place_text", Kind.LINE, N_("Place in words"), required=False, maximum=200)
URGENT = Field("urgent", Kind.BOOL, N_("Urgent"), required=False)
QUESTION = Field("question", Kind.TEXT, N_("What the resident should add"), maximum=LONG, public=True)
TEXT = Field("text", Kind.TEXT, N_("Text"), maximum=LONG, public=True)
DECLINE_REASON = Field("reason_code", Kind.CHOICE, N_("Legal reason"), choices=DECLINE_REASONS, public=True)
EXPLANATION = Field("explanation", Kind.TEXT, N_("Explanation to the resident"), maximum=LONG, public=True)
UNIT = Field("unit", Kind.UNIT, N_("Unit"))
ANY_UNIT = Field("unit", Kind.ANY_UNIT, N_("Unit"))
CLAIM_UNIT = Field("unit", Kind.UNIT, N_("Your unit"), N_("Needed only when you work in several units"), required=False)
INSTRUCTION = Field("instruction", Kind.TEXT, N_("Instruction to the unit"), required=False, maximum=LONG)
REASON = Field("reason", Kind.TEXT, N_("Reason"), maximum=LONG)
WHY = Field("reason", Kind.TEXT, N_("Reason"), required=False, maximum=LONG)
BASIS = Field("basis", Kind.TEXT, N_("Basis"), N_("The rule or list of duties that you rely on"), maximum=LONG)
EXTRA_DAYS = Field("days", Kind.INTEGER, N_("Further working days"), minimum=1, maximum=30)
REVIEW_DATE = Field("review_date", Kind.DATE, N_("Date of review"), N_("At most one year from now"), public=True)
REMARK = Field("remark", Kind.TEXT, N_("Remark"), required=False, maximum=LONG, public=True)
ANSWER = Field("answer", Kind.TEXT, N_("Answer to the resident"), maximum=20_000, public=True)
QUOTED = Field(
    "quoted",
    Kind.LINE,
    N_("Article and version quoted"),
    N_("Of the knowledge base"),
    required=False,
    maximum=80,
    public=True,
)
SOLVED = Field("solved", Kind.BOOL, N_("Is it solved?"), public=True)
SATISFIED = Field(
    "satisfied",
    Kind.INTEGER,
    N_("How satisfied are you?"),
    N_("1 not at all, 5 very"),
    minimum=1,
    maximum=5,
    public=True,
)
COMMENT = Field("comment", Kind.TEXT, N_("Anything to add?"), required=False, maximum=LONG, public=True)
CLOSE_REASON = Field("reason_code", Kind.CHOICE, N_("Why it is closed without a rating"), choices=CLOSE_REASONS)
CLOCKS: tuple[tuple[str, str], ...] = (
    ("sign", N_("The time to sign")),
    ("response", N_("The time for the first response")),
    ("echo", N_("The time for an echo")),
    ("answer", N_("The time for the answer")),
    ("arbitrate", N_("The time for the dispatcher's decision")),
    ("info", N_("The time for the resident's reply")),
    ("callback", N_("The time for the resident's rating")),
    ("review", N_("The date of review")),
)
CLOCK = Field("clock", Kind.CHOICE, N_("Which limit"), choices=CLOCKS)
RUN = Field("run", Kind.INTEGER, N_("Which run of it"), minimum=1)
STEP = Field("step", Kind.INTEGER, N_("Which step"), minimum=0, maximum=30)
DAYS_CHANGED = Field(
    "days", Kind.LINE, N_("Days that count differently"), N_("Dates, separated by commas"), required=False, maximum=4000
)
SINCE = Field("since", Kind.LINE, N_("When the calendar was changed"), required=False, maximum=40)
LEAD_CODE = Field("lead_code", Kind.CODE, N_("Tracking code of the request that stays"))
FROM_CODE = Field("from_code", Kind.CODE, N_("From the merged request"))
