"""The county's administrator sets up telephones and writes the knowledge base."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.support.people import user_of
from tests.support.queries import at_most
from wobangni.catalogue.models import Article
from wobangni.exchange.models import Extension, Line, TelephoneSystem
from wobangni.kernel import clock
from wobangni.organisations.models import Revision

TELEPHONES = f"/console/admin/{COUNTY}/telephones/"
KNOWLEDGE = f"/console/admin/{COUNTY}/knowledge/"


def make_system(office: Client) -> str:
    """The secret as the page shows it."""
    assert office.post(TELEPHONES, {"form": "system", "name": "话务系统"}).status_code == 302
    page = office.get(TELEPHONES).content.decode()
    found = re.search(r"(tel-\w+)<br>([\w-]{40,})", page)
    assert found
    return found[2]


def test_a_secret_is_shown_once_and_kept_sealed(office: Client) -> None:
    secret = make_system(office)
    assert secret not in office.get(TELEPHONES).content.decode()
    row = TelephoneSystem.objects.get()
    assert secret.encode() not in bytes(row.secret_sealed)
    assert all("sealed" not in str(r.before) + str(r.after) for r in Revision.objects.all())


def test_a_secret_is_changed_in_two_steps(office: Client) -> None:
    old = make_system(office)
    url = f"{TELEPHONES}systems/{TelephoneSystem.objects.get().pk}/"
    office.post(url, {"do": "rotate"})
    page = office.get(TELEPHONES).content.decode()
    assert old not in page
    assert "停用旧密钥" in page
    office.post(url, {"do": "drop"})
    assert bytes(TelephoneSystem.objects.get().former_sealed) == b""
    office.post(url, {"do": "off"})
    assert not TelephoneSystem.objects.get().active


def test_lines_and_extensions_are_the_countys_to_change(office: Client, cast: Cast) -> None:
    user_of(cast.clerk)
    office.post(TELEPHONES, {"form": "line", "name": "580热线", "full_number": "0471-5580580", "short_number": "580"})
    line = Line.objects.get()
    assert (line.full_number, line.short_number) == ("04715580580", "580")
    office.post(TELEPHONES, {"form": "seat", "line": str(line.pk), "number": "801", "clerk": cast.clerk.id})
    assert str(Extension.objects.get().clerk_id) == cast.clerk.id
    with at_most(20):
        assert cast.clerk.name in office.get(TELEPHONES).content.decode()
    office.post(f"{TELEPHONES}extensions/{Extension.objects.get().pk}/end/")
    office.post(f"{TELEPHONES}lines/{line.pk}/", {"do": "off"})
    assert not Extension.objects.exists()
    assert not Line.objects.get().active


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"form": "line", "name": "580热线", "full_number": "电话"}, "区号"),
        ({"form": "line", "name": "", "full_number": "0471-5580580"}, "error-summary"),
        ({"form": "system", "name": "长" * 41}, "40"),
        ({"form": "seat", "line": "99", "number": "801", "clerk": "1"}, "error-summary"),
        ({"form": "seat", "line": "x", "number": "", "clerk": ""}, "error-summary"),
    ],
)
def test_what_can_not_be_used_stands_beside_its_box(office: Client, words: dict[str, str], says: str) -> None:
    answer = office.post(TELEPHONES, words)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Line.objects.exists()


def test_only_a_clerk_of_the_county_gets_an_extension(office: Client, cast: Cast) -> None:
    user_of(cast.clerk)
    user_of(cast.dispatcher)
    office.post(TELEPHONES, {"form": "line", "name": "580热线", "full_number": "0471-5580580"})
    line = str(Line.objects.get().pk)
    words = {"form": "seat", "line": line, "number": "801", "clerk": cast.dispatcher.id}
    assert office.post(TELEPHONES, words).status_code == 422
    assert not Extension.objects.exists()


def test_an_article_is_written_and_rewritten(office: Client) -> None:
    review = clock.local_date(clock.now()) + dt.timedelta(days=30)
    words = {"title": "几点上班？", "text": "八点半。", "review_on": review.isoformat(), "service": "", "active": "on"}
    assert office.post(KNOWLEDGE + "new/", words).status_code == 302
    row = Article.objects.get()
    assert office.post(f"{KNOWLEDGE}{row.pk}/", words | {"text": "九点。"}).status_code == 302
    row.refresh_from_db()
    assert (row.version, row.text) == (2, "九点。")
    page = office.get(f"{KNOWLEDGE}{row.pk}/").content.decode()
    assert "八点半。" in page
    bad = office.post(KNOWLEDGE + "new/", words | {"title": "", "review_on": "someday"})
    assert bad.status_code == 422
    assert "九点" not in bad.content.decode()
    assert "八点半。" in bad.content.decode()
    with at_most(20):
        office.get(KNOWLEDGE)
