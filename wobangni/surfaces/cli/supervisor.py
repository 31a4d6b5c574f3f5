"""Runs several commands of ours as one: all start together, all stop together, and one that falls is helped up again."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from wobangni.kernel import clock
from wobangni.surfaces.cli.words import _

PARENT = "WOBANGNI_SUPERVISOR"
GRACE_SECONDS = 25.0
#: A child that falls this often without having stood for this long is not started again.
MAX_QUICK_FALLS = 3
STEADY_SECONDS = 30.0
REVIVE_SECONDS = 3.0


class ChildKeepsFalling(RuntimeError):
    """A child ended again and again; the others have been stopped."""


@dataclass
class _Child:
    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_falls: int = field(default=0)


class Supervisor:
    """Children are ``wobangni`` commands by name: ``{"web": ["serve", "--port", "8000"]}``."""

    def __init__(
        self,
        children: Mapping[str, Sequence[str]],
        say: Callable[[str], None],
        revive: Callable[[], bool] | None = None,
    ) -> None:
        """``revive``: asked every few seconds to help up what all children stand on; says whether it had to."""
        self.children = [_Child(name, arguments) for name, arguments in children.items()]
        self.say = say
        self.revive = revive
        self._looked = 0.0

    def start(self) -> None:
        for child in self.children:
            self._start(child)

    def watch(self) -> None:
        """Returns never; raises ChildKeepsFalling."""
        while True:
            self.check()
            time.sleep(0.3)

    def check(self) -> None:
        """Starts again what has ended; raises ChildKeepsFalling when that doesn't help."""
        self._look_below()
        for child in self.children:
            if child.process is None or child.process.poll() is None:
                continue
            code = child.process.returncode
            stood = clock.monotonic() - child.started
            child.quick_falls = child.quick_falls + 1 if stood < STEADY_SECONDS else 0
            if child.quick_falls >= MAX_QUICK_FALLS:
                raise ChildKeepsFalling(
                    _("{name} keeps ending (code {code}); everything is stopped. What it said is above.").format(
                        name=child.name, code=code
                    )
                )
            self.say(_("{name} ended (code {code}) and is started again.").format(name=child.name, code=code))
            self._start(child)

    def _look_below(self) -> None:
        if self.revive is None or clock.monotonic() - self._looked < REVIVE_SECONDS:
            return
        if self.revive():
            self.say(_("The database had ended and is started again."))
            for child in self.children:  # they fell because of it
                child.quick_falls = 0
        self._looked = clock.monotonic()

    def stop(self) -> None:
        """Asks all children to end, and makes those that won't."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = clock.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.1, deadline - clock.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, child: _Child) -> None:
        child.started = clock.monotonic()
        # A session of its own: Ctrl-C reaches us alone, and we end the children in good order.
        child.process = subprocess.Popen(
            [sys.executable, "-m", "wobangni", *child.arguments],
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )


def child_environment() -> dict[str, str]:
    """Our environment, without the right to change tables, and with whom to follow when we die."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    return {**environment, PARENT: str(os.getpid())}


def follow_supervisor() -> None:
    """In a child: be told to stop when the supervisor dies, even by kill -9 (Linux). Harmless elsewhere."""
    parent = os.environ.pop(PARENT, "")
    if not parent or sys.platform != "linux":
        return
    die_with(int(parent), signal.SIGTERM)


def die_with(parent: int, signum: signal.Signals) -> None:
    """In a child: be sent ``signum`` when its parent dies, however it dies (Linux). Harmless elsewhere."""
    if sys.platform != "linux":
        return
    set_parent_death_signal = 1
    ctypes.CDLL(None, use_errno=True).prctl(set_parent_death_signal, signum)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)
