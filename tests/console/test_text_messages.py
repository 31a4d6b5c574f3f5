"""Text messages that could not be sent, at the administrator's desk: why, once more, or given up with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.console.admin_desk import at
from tests.console.pages import forms_of, text_of
from tests.support.queries import at_most
from wobangni.accounts.commands.send_sms import send_sms
from wobangni.accounts.housekeeping import forget_old
from wobangni.accounts.models import SmsMessage
from wobangni.accounts.sms.delivery import try_to_deliver
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.organisations.models import Revision

PAGE = at("messages/")
TEXT = "您的诉求已办结。"


@pytest.fixture(autouse=True)
def no_gateway(settings: Any) -> None:
    """Nothing that is sent gets anywhere."""
    settings.SMS = settings.SMS | {"gateway": ""}


def failed(phone: str = "+8613812345678", county: str | None = COUNTY, kind: str = "notice") -> UUID:
    made = send_sms(now=clock.now(), phone=phone, text=TEXT, county=county, kind=SmsMessage.Kind(kind))
    try_to_deliver(made, now=clock.now())
    assert SmsMessage.objects.get(id=made).state == "failed"
    return made


def state(message: UUID) -> str:
    return SmsMessage.objects.get(id=message).state


def test_each_is_listed_with_the_reason_and_without_number_or_text(office: Client) -> None:
    message = failed()
    failed("+8613912345678", OTHER_COUNTY)
    page = text_of(office.get(PAGE))
    assert page.count("138****5678") == 1
    assert SmsMessage.objects.get(id=message).answer in page
    for hidden in ("13812345678", TEXT, "139****5678"):
        assert hidden not in page
    assert at("messages/") in text_of(office.get(at("")))  # the overview says that there is something


def test_one_is_sent_again_and_a_second_click_changes_nothing(office: Client) -> None:
    message, other = failed(), failed()
    for _click in range(2):
        answer = office.post(at(f"messages/{message}/again/"), follow=True)
        assert "note-good" in text_of(answer)
    assert (state(message), state(other)) == ("queued", "failed")
    assert Revision.objects.filter(table="accounts_smsmessage", after__state="queued").count() == 1


def test_all_are_sent_again_but_for_codes_and_other_counties(office: Client) -> None:
    mine, more, code, theirs = failed(), failed(), failed(kind="code"), failed(county=OTHER_COUNTY)
    form = next(f for f in forms_of(office.get(PAGE)) if f.action == at("messages/again/"))
    assert office.post(form.action, form.values).status_code == 302
    assert [state(m) for m in (mine, more, code, theirs)] == ["queued", "queued", "failed", "failed"]


def test_giving_up_asks_for_the_reason_and_keeps_it(office: Client, cast: Cast) -> None:
    message = failed()
    url = at(f"messages/{message}/give-up/")
    refused = office.post(url, {"reason": "  "})
    assert refused.status_code == 422
    assert f'href="#{message}-reason"' in text_of(refused)
    long = office.post(url, {"reason": "号" * 201})
    assert (long.status_code, "号" * 201 in text_of(long)) == (422, True)
    assert state(message) == "failed"
    for _click in range(2):
        assert office.post(url, {"reason": "空号，居民已换号"}).status_code == 302
    assert state(message) == "given_up"
    page = text_of(office.get(PAGE))
    assert f"messages/{message}/" not in page
    assert "空号，居民已换号" in page  # in the changes, beside who said so
    assert cast.admin.name in page
    assert "没有这条" in text_of(office.post(at(f"messages/{message}/again/")))


def test_a_code_is_never_sent_late(region_office: Client) -> None:
    code = failed(county=None, kind="code")
    url = "/console/admin/region/messages/"
    assert f"{code}/again/" not in text_of(region_office.get(url))
    answer = text_of(region_office.post(f"{url}{code}/again/", follow=True))
    assert "验证码已经过期" in answer
    assert state(code) == "failed"
    assert region_office.post(f"{url}{code}/give-up/", {"reason": "过期"}).status_code == 302
    assert state(code) == "given_up"


def test_the_region_sees_all_counties_and_which_one_each_is_of(region_office: Client) -> None:
    failed()
    failed("+8613912345678", OTHER_COUNTY)
    page = text_of(region_office.get("/console/admin/region/messages/"))
    assert "138****5678" in page
    assert "139****5678" in page
    assert "赛罕区" in page


def test_messages_of_other_counties_are_out_of_reach(
    office: Client, cast: Cast, at_desk: Callable[[Actor], Client]
) -> None:
    theirs = failed(county=OTHER_COUNTY)
    for what in (f"messages/{theirs}/again/", f"messages/{theirs}/give-up/", f"messages/{uuid4()}/again/"):
        assert office.post(at(what), {"reason": "试试"}).status_code == 404, what
    assert office.get(at("messages/", OTHER_COUNTY)).status_code == 404
    for who in (cast.supervisor, cast.clerk, cast.housing_handler):
        assert at_desk(who).get(PAGE).status_code == 403
        assert at_desk(who).post(at("messages/again/")).status_code == 403
    assert state(theirs) == "failed"


def test_nothing_there_says_that_all_went_out(office: Client) -> None:
    assert "消息都已发出" in text_of(office.get(PAGE))


def test_given_up_messages_are_forgotten_after_ninety_days_and_failed_ones_never(office: Client) -> None:
    message, waiting = failed(), failed()
    office.post(at(f"messages/{message}/give-up/"), {"reason": "空号"})
    forget_old(now=clock.now() + dt.timedelta(days=91))
    assert list(SmsMessage.objects.values_list("id", flat=True)) == [waiting]


def test_the_page_asks_little_of_the_database(office: Client) -> None:
    for _n in range(5):
        failed()
    office.get(PAGE)
    with at_most(10):  # BEGIN and COMMIT come on top: twelve
        office.get(PAGE)
