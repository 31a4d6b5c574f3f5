"""Photos in the form: each is taken or refused by itself."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import ExifTags, Image

from tests.cast import COUNTY
from tests.resident.conftest import WORDS, Browser, named, owner_of, photo, text_of
from wobangni.organisations.queries import county
from wobangni.service_requests.commands.drop_staged import sweep_staged
from wobangni.service_requests.models import Attachment, ServiceRequest
from wobangni.surfaces.resident import drafts
from wobangni.surfaces.shared import photo_rate

pytestmark = pytest.mark.usefixtures("region")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def begun(browser: Browser) -> Browser:
    browser.post("what", description=WORDS)
    browser.post("where", nowhere="1")
    return browser


def test_photos_are_kept_shown_and_sent_with_the_request(browser: Browser) -> None:
    begun(browser)
    assert browser.post("photos", photos=[photo(), photo(colour="navy")], next="1").status_code == 302
    browser.post("contact", how="anonymous")
    page = text_of(browser.get("check"))
    for row in Attachment.objects.all():
        assert str(row.id) in page
        served = browser.client.get(f"/{COUNTY}/new/{browser.draft}/photos/{row.id}/")
        assert Image.open(io.BytesIO(b"".join(served.streaming_content))).format == "JPEG"  # type: ignore[attr-defined]
    code = browser.sent()
    assert Attachment.objects.filter(service_request_id=ServiceRequest.objects.get(code=code).id).count() == 2


def test_the_same_photo_twice_is_one(browser: Browser) -> None:
    begun(browser)
    browser.post("photos", photos=[photo(), photo()])
    browser.post("photos", photos=[photo()])
    assert Attachment.objects.count() == 1


def test_a_photo_can_be_taken_away_again(browser: Browser) -> None:
    begun(browser)
    browser.post("photos", photos=[photo()])
    row = Attachment.objects.get()
    assert default_storage.exists(row.name)
    browser.post("photos", drop=str(row.id))
    assert not Attachment.objects.exists()
    assert not default_storage.exists(row.name)
    assert browser.post("photos", drop="../../etc/passwd").status_code == 422


def archive_behind(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("a.class", "x")
    return data + out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ\x90\x00 program", "renamed.jpg", "This is not a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "drawing.png", "a drawing"),
        (archive_behind(photo().getvalue()), "two.jpg", "something else at once"),
        (b"\xff\xd8\xff" + b"\0" * 40_000_000, "huge.jpg", "larger than 20 MB"),
        (b"", "nothing.jpg", "empty"),
        (photo().getvalue()[:200], "torn.jpg", "damaged"),
    ],
)
def test_a_bad_file_is_named_and_costs_nothing_else(browser: Browser, data: bytes, name: str, words: str) -> None:
    english = Browser(language="en")
    begun(english)
    response = english.post("photos", photos=[photo(), named(data, name)], next="1")
    page = text_of(response)
    assert response.status_code == 422
    assert name in page
    assert words in page
    assert Attachment.objects.count() == 1, "the good one is kept"
    assert WORDS in text_of(english.get("what"))
    assert english.post("photos", next="1").status_code == 302


def test_a_tenth_photo_is_refused_in_words(browser: Browser) -> None:
    english = begun(Browser(language="en"))
    files = [photo(colour=f"#{n * 20:02x}8050", name=f"{n}.jpg") for n in range(12)]
    response = english.post("photos", photos=files)
    assert response.status_code == 422
    assert Attachment.objects.count() == 9
    assert "At most 9 photos" in text_of(response)
    more = english.post("photos", photos=[photo(colour="red")])
    assert "no more can be added" in text_of(more)
    assert Attachment.objects.count() == 9


def placed_photo() -> io.BytesIO:
    home = county(COUNTY)
    assert home is not None
    assert home.lat is not None
    assert home.lng is not None
    exif = Image.Exif()
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    gps[ExifTags.GPS.GPSLatitude] = (int(home.lat), (home.lat % 1) * 60, 0.0)
    gps[ExifTags.GPS.GPSLongitude] = (int(home.lng), (home.lng % 1) * 60, 0.0)
    return photo(exif=exif)


def test_the_place_in_a_photo_is_thrown_away_unless_the_resident_agrees(browser: Browser) -> None:
    begun(browser)
    browser.post("photos", photos=[placed_photo()], next="1")
    browser.post("contact", how="anonymous")
    row = ServiceRequest.objects.get(code=browser.sent())
    assert (row.lat, row.lng) == (None, None)
    assert Attachment.objects.get().lat is None


def test_the_place_in_a_photo_finds_the_spot_once_the_resident_agrees(browser: Browser) -> None:
    begun(browser)
    browser.post("photos", photos=[placed_photo()], keep_place="1", next="1")
    browser.post("contact", how="anonymous")
    home = county(COUNTY)
    assert home is not None
    row = ServiceRequest.objects.get(code=browser.sent())
    assert row.lat == pytest.approx(home.lat, abs=1e-4)
    kept = default_storage.open(Attachment.objects.get().name).read()
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_photo_in_a_draft_is_seen_by_its_writer_and_one_of_a_request_by_its_owner(browser: Browser) -> None:
    begun(browser)
    browser.post("photos", photos=[photo()], next="1")
    row = Attachment.objects.get()
    assert Client().get(f"/{COUNTY}/new/00000000-0000-4000-8000-000000000000/photos/{row.id}/").status_code == 404
    browser.post("contact", how="anonymous")
    code = browser.sent()
    address = f"/r/{code}/photos/{row.id}/"
    assert Client().get(address).status_code == 404
    served = owner_of(code).get(address)
    assert served.status_code == 200
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Disposition"].startswith("inline")
    assert "private" in served.headers["Cache-Control"]


def test_photos_stay_as_long_as_the_form_that_they_belong_to_and_then_go(browser: Browser) -> None:
    begun(browser)
    browser.post("photos", photos=[photo()])
    row = Attachment.objects.get()
    assert sweep_staged(now=row.added_at + dt.timedelta(seconds=drafts.KEPT_SECONDS)) == 0
    assert sweep_staged(now=row.added_at + dt.timedelta(seconds=drafts.KEPT_SECONDS, days=2)) == 1
    assert not default_storage.exists(row.name)


def test_an_address_that_was_passed_on_opens_nobodys_photos_and_nobodys_form(browser: Browser) -> None:
    """A link shared by the messenger's button: the other one begins a form of their own, and both are sent."""
    begun(browser)
    browser.post("photos", photos=[photo()])
    picture = f"photos/{Attachment.objects.get().id}"
    other = Browser()
    other.draft = browser.draft
    assert browser.get(picture).status_code == 200
    assert other.get(picture).status_code == 404
    theirs = other.anonymous("别人的事").sent()
    browser.post("photos", next="1")
    browser.post("contact", how="anonymous")
    mine = browser.sent()
    assert mine != theirs
    assert ServiceRequest.objects.get(code=mine).id == Attachment.objects.get().service_request_id


@pytest.mark.parametrize("limited", ["OF_RESIDENT", "OF_ADDRESS"])
def test_too_many_photos_in_a_short_time_are_refused_and_the_form_goes_on(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, limited: str
) -> None:
    begun(browser)
    monkeypatch.setattr(photo_rate, limited, 1)
    page = text_of(browser.post("photos", photos=[photo(), photo(colour="navy")]))
    assert "短时间内上传的照片太多" in page
    assert Attachment.objects.count() == 1
    assert WORDS in text_of(browser.get("what"))
    assert browser.post("photos", next="1").status_code == 302


def test_a_neighbour_behind_the_same_address_may_still_send(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_rate, "OF_RESIDENT", 1)
    for one, colour in ((begun(browser), "navy"), (begun(Browser()), "red")):
        one.post("photos", photos=[photo(colour=colour)])
    assert Attachment.objects.count() == 2
