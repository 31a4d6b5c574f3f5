"""Photos of requests and drafts: each is there once, however it comes."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from tests.cast import COUNTY, Cast
from tests.service_requests.at_once import at_once
from tests.service_requests.invariants import check_request
from tests.service_requests.story import MONDAY, Story
from wobangni.kernel.errors import Conflict, InvalidInput
from wobangni.service_requests.commands.act_with_photos import act_with_photos
from wobangni.service_requests.commands.attach import attach, stage
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.models import Attachment
from wobangni.service_requests.queries.values import AttachmentRow
from wobangni.service_requests.rules.photo import MAX_PHOTOS

ALL_PHOTOS = "LOCK TABLE attachment IN EXCLUSIVE MODE"  # reading goes on, adding waits


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def jpeg(shade: int = 0) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 128, 128)).save(made, "JPEG")
    return made.getvalue()


def with_photo(story: Story, raw: bytes, draft: UUID) -> Acted:
    """Adds information with a photo, as the resident's form does."""
    who = story.cast.qiqige
    stage(actor=who, now=story.now, county=COUNTY, draft=draft, raw=raw)
    return act_with_photos(
        actor=who, now=story.now, code=story.code, action="add_info", data={"text": "看照片。"}, draft=draft
    )


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def trace(story: Story) -> list[tuple[str, list[str]]]:
    """What the chain of events tells of photos, and that it holds."""
    check_request(story.row)
    return [(e.action, e.data["photos"]) for e in story.events if "photos" in e.data]


def test_photos_that_come_with_words_are_in_the_event_of_these_words(cast: Cast) -> None:
    story, draft = Story(cast).submitted(), uuid4()
    stage(actor=cast.qiqige, now=MONDAY, county=COUNTY, draft=draft, raw=jpeg(100))
    for _click in range(2):
        with_photo(story, jpeg(), draft)
    assert trace(story) == [("add_info", [digest(jpeg(100)), digest(jpeg())])]


def test_a_photo_that_is_added_to_words_already_sent_is_in_an_event_too(cast: Cast) -> None:
    story, draft = Story(cast).submitted(), uuid4()
    for raw in (jpeg(), jpeg(100), jpeg(100)):
        with_photo(story, raw, draft)
    assert trace(story) == [("add_info", [digest(jpeg())]), ("add_info", [digest(jpeg(100))])]
    assert Attachment.objects.filter(service_request_id=story.row.id).count() == 2


def test_a_photo_that_comes_alone_is_something_added_and_from_staff_a_note(cast: Cast) -> None:
    story = Story(cast).in_progress()
    for who, raw in ((cast.qiqige, jpeg()), (cast.qiqige, jpeg()), (cast.housing_handler, jpeg(100))):
        attach(actor=who, now=MONDAY, code=story.code, raw=raw)
    assert trace(story) == [("add_info", [digest(jpeg())]), ("note", [digest(jpeg(100))])]


def test_where_all_is_over_the_resident_adds_nothing_and_staff_still_may(cast: Cast, folder: Path) -> None:
    story = Story(cast).closed()
    with pytest.raises(Conflict):
        attach(actor=cast.qiqige, now=MONDAY, code=story.code, raw=jpeg())
    assert not Attachment.objects.exists()
    assert not [f for f in folder.rglob("*") if f.is_file()]
    attach(actor=cast.clerk, now=MONDAY, code=story.code, raw=jpeg())
    assert trace(story) == [("note", [digest(jpeg())])]


def test_a_photo_staged_while_the_request_has_it_is_taken_as_that_one(cast: Cast) -> None:
    story = Story(cast).submitted()
    first = attach(actor=cast.qiqige, now=MONDAY, code=story.code, raw=jpeg())
    draft = uuid4()
    for _click in range(2):
        with_photo(story, jpeg(), draft)
    assert [a.id for a in Attachment.objects.filter(service_request_id=story.row.id)] == [first.id]
    assert [e.action for e in story.events] == ["submit", "add_info", "add_info"]


def test_the_same_photo_twice_at_once_is_one_even_where_there_is_room_for_one_only(
    committed_cast: Cast, folder: Path
) -> None:
    story = Story(committed_cast).submitted()
    for shade in range(MAX_PHOTOS - 1):
        attach(actor=committed_cast.qiqige, now=MONDAY, code=story.code, raw=jpeg(shade * 20))
    call = lambda: attach(actor=committed_cast.qiqige, now=MONDAY, code=story.code, raw=jpeg(200))  # noqa: E731
    results = at_once(ALL_PHOTOS, (), call, call, call)
    assert [type(r) for r in results] == [AttachmentRow] * 3, results
    assert len({r.id for r in results}) == 1
    assert Attachment.objects.filter(service_request_id=story.row.id).count() == MAX_PHOTOS
    assert len([f for f in folder.rglob("*") if f.is_file()]) == MAX_PHOTOS * 2, "no file without its row"
    with pytest.raises(InvalidInput):
        attach(actor=committed_cast.qiqige, now=MONDAY, code=story.code, raw=jpeg(250))


def test_the_same_photo_with_an_action_and_alone_at_once_is_one(committed_cast: Cast) -> None:
    story = Story(committed_cast).submitted()
    draft = uuid4()
    stage(actor=committed_cast.qiqige, now=MONDAY, county=COUNTY, draft=draft, raw=jpeg())
    results = at_once(
        ALL_PHOTOS,
        (),
        lambda: with_photo(story, jpeg(), draft),
        lambda: attach(actor=committed_cast.qiqige, now=MONDAY, code=story.code, raw=jpeg()),
    )
    assert [type(r) for r in results] == [Acted, AttachmentRow], results
    assert Attachment.objects.filter(service_request_id=story.row.id).count() == 1
