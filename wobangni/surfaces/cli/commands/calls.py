"""``wobangni calls simulate``: a telephone system for those who have none. Its events go over real HTTP, signed, to the running platform."""

from __future__ import annotations

import heapq
import http.client
import itertools
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import click

from wobangni.kernel import clock
from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _

#: Of a hundred calls so many are picked up.
ANSWERED = 85
#: Numbers of a range that no operator has given out; few, so that people call again.
_PHONE = "1690000{:04d}"


@dataclass(frozen=True, slots=True)
class Planned:
    """One event, ``after`` seconds from the beginning of its call."""

    after: float
    kind: str
    extension: str = ""


@click.group("calls", help=_("Telephone calls of the hotline."))
def command() -> None:
    pass


@command.command("simulate", help=_("Ring at the demo's hotline desk, as a telephone system would."))
@click.option("--county", metavar="CODE", default="150105", show_default=True, help=_("Where it rings (six digits)."))
@click.option("--per-minute", type=click.FloatRange(0.1, 120), default=6, show_default=True, help=_("Calls a minute."))
@click.option("--once", is_flag=True, help=_("One call that is picked up, and end."))
@click.option("--missed", is_flag=True, help=_("With --once: one that nobody picks up."))
@click.option("--speed", type=click.FloatRange(0.1, 100), default=1, show_default=True, help=_("So many times faster."))
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help=_("Where the platform runs."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object a line."))
def simulate(county: str, per_minute: float, once: bool, missed: bool, speed: float, url: str, as_json: bool) -> None:
    boot(demo=True)
    from wobangni.exchange.commands.simulator import simulator
    from wobangni.kernel.errors import WobangniError

    try:
        switch = simulator(now=clock.now(), county=county)
    except WobangniError as error:
        raise click.ClickException(str(error.message)) from error
    telephone = _Telephone(url, switch.key, switch.secret)
    calls = [_call(switch.extensions, answered=not missed)] if once else _calls(switch.extensions)
    try:
        for call, event, caller in _in_time(calls, 60 / per_minute, speed):
            said = {
                "event": uuid4().hex,
                "call": call,
                "kind": event.kind,
                "at": clock.now().isoformat(),
                "line": switch.line,
                "caller": caller,
                "extension": event.extension,
            }
            answer = telephone.send(said)
            _tell(call, caller, event, answer, as_json)
    except KeyboardInterrupt:
        pass


def _calls(extensions: tuple[str, ...]) -> Iterator[list[Planned]]:
    while True:
        yield _call(extensions, answered=random.randrange(100) < ANSWERED)  # noqa: S311


def _call(extensions: tuple[str, ...], *, answered: bool) -> list[Planned]:
    """Rings; is picked up after some seconds and ends after a minute; or rings out."""
    if not answered:
        return [Planned(0, "ringing"), Planned(25, "missed")]
    wait = min(2 + random.expovariate(1 / 5), 24)
    talk = 20 + random.expovariate(1 / 40)
    extension = random.choice(extensions)  # noqa: S311
    return [
        Planned(0, "ringing"),
        Planned(wait, "answered", extension),
        Planned(wait + talk, "ended", extension),
    ]


def _in_time(
    calls: Iterator[list[Planned]] | list[list[Planned]], gap: float, speed: float
) -> Iterator[tuple[str, Planned, str]]:
    """(call, event, caller), each when its moment has come. A call begins every ``gap`` seconds."""
    began, order = clock.monotonic(), itertools.count()
    waiting: list[tuple[float, int, str, Planned, str]] = []
    begins = iter(enumerate(calls))
    coming = next(begins, None)
    while waiting or coming is not None:
        if coming is not None and (not waiting or coming[0] * gap <= waiting[0][0]):
            number, planned = coming
            call, caller = uuid4().hex, _PHONE.format(100 + random.randrange(40))  # noqa: S311
            for event in planned:
                heapq.heappush(waiting, (number * gap + event.after, next(order), call, event, caller))
            coming = next(begins, None)
            continue
        moment, _order, call, event, caller = heapq.heappop(waiting)
        time.sleep(max(0, began + moment / speed - clock.monotonic()))
        yield call, event, caller


class _Telephone:
    def __init__(self, url: str, key: str, secret: str) -> None:
        self._address, self._key, self._secret = urlsplit(url), key, secret
        if self._address.scheme not in ("http", "https") or not self._address.hostname:
            raise click.BadParameter(_("An address like http://127.0.0.1:8000."), param_hint="--url")

    def send(self, said: dict[str, Any]) -> dict[str, Any]:
        """What the platform answered. Raises ClickException with its words where it refused."""
        from wobangni.exchange.rules.signature import sign

        body, moment = json.dumps(said).encode(), int(clock.now().timestamp())
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        web = kind(self._address.hostname or "", self._address.port, timeout=10)
        headers = {
            "Content-Type": "application/json",
            "X-Wobangni-System": self._key,
            "X-Wobangni-Timestamp": str(moment),
            "X-Wobangni-Signature": sign(self._secret, moment, body),
        }
        try:
            web.request("POST", self._address.path.rstrip("/") + "/api/v1/calls", body, headers)
            response = web.getresponse()
            raw = response.read()
        except OSError as error:
            raise click.ClickException(
                _("Nothing answers at {url}. Is the demo running?").format(url=self._address.geturl())
            ) from error
        finally:
            web.close()
        answer: dict[str, Any] = json.loads(raw) if raw.startswith(b"{") else {}
        if response.status not in (200, 201):
            raise click.ClickException(
                f"{response.status}: {answer.get('detail') or raw[:200].decode(errors='replace')}"
            )
        return answer


def _tell(call: str, caller: str, event: Planned, answer: dict[str, Any], as_json: bool) -> None:
    masked = caller[:3] + "****" + caller[-4:]
    if as_json:
        told = {"call": answer["call"], "caller": masked, "kind": event.kind, "extension": event.extension}
        click.echo(json.dumps(told | {"state": answer["state"]}, ensure_ascii=False))
    else:
        where = f" → {event.extension}" if event.extension else ""
        click.echo(f"{clock.now():%H:%M:%S}  {call[:8]}  {masked}  {event.kind}{where}")
