"""``wobangni token``, ``messages`` and ``vault`` on a real database."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from tests.cast import COUNTY
from wobangni.accounts.commands.send_sms import send_sms
from wobangni.accounts.models import SmsMessage
from wobangni.accounts.sms.delivery import try_to_deliver
from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.organisations.tokens import bearer, forget_bearers
from wobangni.surfaces.cli.commands import messages, token, vault

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture(autouse=True)
def booted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django runs already; everything else is as on a terminal."""
    for module in (messages, token, vault):
        monkeypatch.setattr(module, "boot", lambda: None)
    forget_bearers()


def run(module: object, *arguments: str) -> Result:
    return CliRunner().invoke(module.command, arguments)  # type: ignore[attr-defined]


def test_a_token_is_issued_used_listed_and_revoked() -> None:
    done = run(
        token, "issue", "county app", "--county", COUNTY, "--scope", "requests:act", "--scope", "role:clerk", "--json"
    )
    made = json.loads(done.stdout)
    found = bearer(made["secret"])
    assert found is not None
    assert found.actor.roles_in(COUNTY) == {Role.CLERK}
    listed = run(token, "list", "--county", COUNTY).stdout
    assert made["prefix"] in listed
    assert made["secret"] not in listed
    assert run(token, "revoke", str(made["id"])).exit_code == 0
    forget_bearers()
    assert bearer(made["secret"]) is None


def test_without_json_the_secret_alone_is_on_the_output_for_a_script_to_take() -> None:
    done = run(token, "issue", "replay", "--county", COUNTY, "--unit", f"{COUNTY}-housing")
    assert bearer(done.stdout.strip()) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        ("issue", "x", "--county", "999999"),
        ("issue", "x", "--county", COUNTY, "--unit", "nowhere"),
        ("issue", "x", "--scope", "role:clerk"),
        ("issue", "x", "--scope", "everything"),
        ("revoke", "999999999"),
    ],
)
def test_what_can_not_be_done_is_said_and_nothing_is_printed(arguments: tuple[str, ...]) -> None:
    done = run(token, *arguments)
    assert done.exit_code != 0
    assert done.stdout == ""
    assert "Error" in done.stderr


def test_failed_messages_are_listed_and_sent_again_but_not_old_codes(settings) -> None:
    settings.SMS = settings.SMS | {"gateway": ""}
    notice = send_sms(now=clock.now(), phone="+8613812345678", text="您的诉求已办结。", county=COUNTY)
    code = send_sms(now=clock.now(), phone="+8613812345678", text="123456", kind=SmsMessage.Kind.CODE)
    for message in (notice, code):
        try_to_deliver(message, now=clock.now())
    rows = [json.loads(line) for line in run(messages, "failed", "--json").stdout.splitlines()]
    assert {row["id"] for row in rows} == {str(notice), str(code)}
    assert "13812345678" not in str(rows)
    assert run(messages, "again", "--county", COUNTY).stdout.startswith("1 ")
    assert SmsMessage.objects.get(id=notice).state == "queued"
    assert SmsMessage.objects.get(id=code).state == "failed"


def test_resealing_reports_as_one_object() -> None:
    send_sms(now=clock.now(), phone="+8613812345678", text="您的诉求已办结。")
    done = run(vault, "reseal", "--json")
    assert json.loads(done.stdout) == {"read": 1, "resealed": 0, "broken": []}
