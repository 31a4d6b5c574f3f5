"""Who sees which request, as a table; and who may see a resident's contact."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast, resident, stranger
from tests.service_requests.story import MONDAY, PHONE, Story
from wobangni.accounts.queries import reveals_of
from wobangni.kernel.actors import Actor, ActorKind, Scope
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound
from wobangni.service_requests.access import get_service_request_for
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.reveal import reveal_contact
from wobangni.service_requests.queries.counts import counts
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.public import public_status, resident_view
from wobangni.service_requests.queries.queue import QueueFilter, queue
from wobangni.service_requests.rules.states import State

#: Who sees a request: when it is fresh, while it waits for a unit, while 住建 has it, when 住建 gave it back and it was dispatched to 水务, and when 水务
#: helped. Names are those of the cast.
SEES = {
    #                           fresh  pool   housing  given on  helped
    "clerk":                   (True,  True,  True,    True,     True),
    "dispatcher":              (True,  True,  True,    True,     True),
    "reviewer":                (True,  True,  True,    True,     True),
    "caller":                  (True,  True,  True,    True,     True),
    "supervisor":              (True,  True,  True,    True,     True),
    "admin":                   (True,  True,  True,    True,     True),
    "observer":                (True,  True,  True,    True,     True),
    "system":                  (True,  True,  True,    True,     True),
    "housing_handler":         (False, True,  True,    True,     True),
    "second_housing_handler":  (False, True,  True,    True,     True),
    "water_handler":           (False, True,  False,   True,     True),
    "afar_handler":            (False, False, False,   False,    False),
    "afar_dispatcher":         (False, False, False,   False,    False),
    "qiqige":                  (True,  True,  True,    True,     True),
    "wang_fang":               (False, False, False,   False,    False),
    "partner":                 (False, False, False,   False,    False),
}  # fmt: skip
MOMENTS = ("fresh", "pool", "housing", "given on", "helped")


def at(cast: Cast, moment: str) -> Story:
    story = Story(cast).submitted()
    if moment == "fresh":
        return story
    story.do(cast.clerk, "accept")
    if moment == "pool":
        return story
    story.do(cast.dispatcher, "dispatch", unit=cast.housing)
    if moment == "housing":
        return story
    story.do(cast.housing_handler, "sign")
    if moment == "helped":
        return story.do(cast.housing_handler, "add_helper", unit=cast.water)
    story.do(cast.housing_handler, "return", reason="不属本单位", basis="职责清单")
    return story.do(cast.dispatcher, "dispatch", unit=cast.water)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("who", SEES)
def test_who_sees_a_request(cast: Cast, who: str, moment: str) -> None:
    story, actor = at(cast, moment), getattr(cast, who)
    seen = SEES[who][MOMENTS.index(moment)]
    looks = [lambda: get_service_request_for(actor, story.code)]
    if actor.kind is ActorKind.RESIDENT:
        looks.append(lambda: resident_view(actor, story.code, now=MONDAY))
    else:
        looks.append(lambda: request_detail(actor, story.code, now=MONDAY))
    for look in looks:
        if seen:
            assert look()
        else:
            with pytest.raises(NotFound):
                look()
    if not seen:
        for action, data in (("note", {"text": "？"}), ("withdraw", {}), ("accept", {}), ("remind", {})):
            with pytest.raises(NotFound):
                act(actor=actor, now=MONDAY, code=story.code, action=action, data=data)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("who", [w for w in SEES if w not in ("qiqige", "wang_fang")])
def test_lists_show_nothing_that_the_page_would_not(cast: Cast, who: str, moment: str) -> None:
    at(cast, moment)
    actor = getattr(cast, who)
    for county in (None, COUNTY):
        for row in queue(actor, county, QueueFilter(), now=MONDAY).rows:
            assert get_service_request_for(actor, row.code).code == row.code
    assert queue(actor, OTHER_COUNTY, QueueFilter(), now=MONDAY).rows == ()


def test_a_units_list_holds_what_it_leads_what_it_helps_with_and_the_pool(cast: Cast) -> None:
    stories = {moment: at(cast, moment) for moment in MOMENTS}
    found = {row.code for row in queue(cast.water_handler, None, QueueFilter(), now=MONDAY).rows}
    assert found == {stories[m].code for m in ("pool", "given on", "helped")}
    mine = {row.code for row in queue(cast.water_handler, None, QueueFilter(mine=True), now=MONDAY).rows}
    assert mine == {stories["given on"].code}


def test_a_unit_of_another_county_sees_what_was_passed_to_it_and_nothing_else(cast: Cast) -> None:
    story, other = at(cast, "housing"), at(cast, "pool")
    story.do(cast.dispatcher, "transfer", unit=cast.afar, reason="在那边办")
    assert get_service_request_for(cast.afar_handler, story.code).lead_unit_id == cast.afar
    for county in (None, OTHER_COUNTY):
        assert [row.code for row in queue(cast.afar_handler, county, QueueFilter(), now=MONDAY).rows] == [story.code]
        assert counts(cast.afar_handler, county)[State.DISPATCHED] == 1
    story.do(cast.afar_handler, "sign")
    for hidden in (other.code,):
        with pytest.raises(NotFound):
            get_service_request_for(cast.afar_handler, hidden)


def test_whoever_looks_after_the_units_county_sees_what_was_handed_to_it_in_a_list_of_its_own(cast: Cast) -> None:
    story = at(cast, "housing")
    with pytest.raises(NotFound):
        get_service_request_for(cast.afar_dispatcher, story.code)
    story.do(cast.dispatcher, "transfer", unit=cast.afar, reason="在那边办")
    assert get_service_request_for(cast.afar_dispatcher, story.code).code == story.code
    handed = QueueFilter(from_afar=True)
    assert [row.code for row in queue(cast.afar_dispatcher, OTHER_COUNTY, handed, now=MONDAY).rows] == [story.code]
    assert queue(cast.afar_dispatcher, OTHER_COUNTY, QueueFilter(), now=MONDAY).rows == ()
    assert queue(cast.afar_handler, OTHER_COUNTY, handed, now=MONDAY).rows == ()
    assert queue(cast.dispatcher, OTHER_COUNTY, handed, now=MONDAY).rows == ()
    # They look on; what is done with it stays with the county it was sent to, and with the unit.
    assert {offer.action for offer in request_detail(cast.afar_dispatcher, story.code, now=MONDAY).actions} == set()


def test_who_works_in_units_of_two_counties_sees_in_each_what_is_done_there(cast: Cast) -> None:
    both = replace(cast.housing_handler, grants=(*cast.housing_handler.grants, *cast.afar_handler.grants))
    here, there = at(cast, "housing"), at(cast, "given on")
    there.do(cast.dispatcher, "transfer", unit=cast.afar, reason="在那边办")
    for county, story in ((COUNTY, here), (OTHER_COUNTY, there)):
        found = queue(both, county, QueueFilter(mine=True), now=MONDAY).rows
        assert [row.code for row in found] == [story.code]
        assert sum(counts(both, county).values()) == 1


def test_the_code_alone_shows_the_state_and_not_a_word(cast: Cast) -> None:
    story = at(cast, "helped").do(cast.housing_handler, "echo", text="维修队明天到")
    said = str(public_status(story.code, now=MONDAY))
    for word in ("暖气", "老人", "维修队", "其其格", "巴彦", "李建国", PHONE, "138****", "不属本单位"):
        assert word not in said


def test_an_anonymous_request_belongs_to_who_has_its_code_and_password(cast: Cast) -> None:
    story = Story(cast).submitted(anonymous=True)
    assert story.pin is not None
    assert story.row.resident_id is None
    with pytest.raises(NotFound):
        resident_view(cast.qiqige, story.code, now=MONDAY)
    with pytest.raises(NotFound):
        resident_view(stranger(), story.code, now=MONDAY)
    assert resident_view(stranger(story.code), story.code, now=MONDAY).anonymous
    act(actor=stranger(story.code), now=MONDAY, code=story.code, action="withdraw")


def test_nobody_owns_everything_that_belongs_to_nobody(cast: Cast) -> None:
    """A resident without an id of their own must not match requests without a resident."""
    story = Story(cast).submitted(cast.clerk)
    for actor in (resident(0), Actor(ActorKind.RESIDENT, "", ""), Actor(ActorKind.RESIDENT, "None", "")):
        with pytest.raises(NotFound):
            resident_view(actor, story.code, now=MONDAY)


def test_a_partner_sees_what_it_sent_and_with_leave_to_read_its_county(cast: Cast) -> None:
    own, other = Story(cast).submitted(cast.partner), Story(cast).submitted()
    assert get_service_request_for(cast.partner, own.code).owned
    with pytest.raises(NotFound):
        get_service_request_for(cast.partner, other.code)
    reader = replace(cast.partner, id="8", scopes=frozenset({Scope.READ}))
    assert not get_service_request_for(reader, other.code).owned
    with pytest.raises(NotFound):
        get_service_request_for(replace(reader, county=OTHER_COUNTY), other.code)
    act(actor=cast.clerk, now=MONDAY, code=own.code, action="note", data={"text": "内部备注"})
    assert "内部备注" not in str(request_detail(cast.partner, own.code, now=MONDAY))


#: Who may be shown the contact while 住建 has the request.
MAY_REVEAL = {
    "clerk", "dispatcher", "reviewer", "caller", "supervisor", "housing_handler", "second_housing_handler",
}  # fmt: skip


@pytest.mark.parametrize("who", [w for w in SEES if w not in ("qiqige", "wang_fang")])
def test_who_may_be_shown_the_contact(cast: Cast, who: str) -> None:
    story = at(cast, "helped")
    actor = replace(getattr(cast, who), second_factor=True)
    if who in MAY_REVEAL:
        assert reveal_contact(actor=actor, now=MONDAY, code=story.code, purpose="电话核实地址").phone == PHONE
        (kept,) = reveals_of(COUNTY)
        assert (kept.request_code, kept.actor_name, kept.purpose) == (story.code, actor.name, "电话核实地址")
    else:
        with pytest.raises((Forbidden, NotFound)):
            reveal_contact(actor=actor, now=MONDAY, code=story.code, purpose="电话核实地址")
        assert reveals_of(COUNTY) == []
    if SEES[who][MOMENTS.index("helped")]:
        detail = request_detail(actor, story.code, now=MONDAY)
        assert detail.may_reveal is (who in MAY_REVEAL)
        assert detail.contact is not None
        assert "****" in detail.contact.phone


def test_a_reveal_without_a_purpose_or_a_second_factor_shows_nothing(cast: Cast, settings: object) -> None:
    story = at(cast, "housing")
    with pytest.raises(InvalidInput):
        reveal_contact(actor=replace(cast.clerk, second_factor=True), now=MONDAY, code=story.code, purpose=" 1 ")
    settings.DEMO = False  # type: ignore[attr-defined]
    with pytest.raises(Forbidden) as told:
        reveal_contact(actor=cast.clerk, now=MONDAY, code=story.code, purpose="电话核实地址")
    assert told.value.code == "second_factor"
    assert reveals_of(COUNTY) == []


def test_where_no_contact_was_given_none_is_shown(cast: Cast) -> None:
    for story in (Story(cast).submitted(anonymous=True), Story(cast).submitted(cast.clerk)):
        with pytest.raises(NotFound):
            reveal_contact(
                actor=replace(cast.clerk, second_factor=True), now=MONDAY, code=story.code, purpose="电话核实地址"
            )


def test_once_withdrawn_the_unit_that_had_it_sees_the_contact_no_longer(cast: Cast) -> None:
    story = at(cast, "housing").do(cast.qiqige, "withdraw")
    with pytest.raises(Forbidden):
        reveal_contact(
            actor=replace(cast.housing_handler, second_factor=True), now=MONDAY, code=story.code, purpose="电话核实地址"
        )


def test_nobody_is_offered_to_look_up_an_anonymous_resident(cast: Cast) -> None:
    story = Story(cast).submitted(anonymous=True)
    assert not request_detail(cast.clerk, story.code, now=story.now).may_reveal
