"""The embedded server starts, is shared, stops with its last user, and gets up after any of them was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from wobangni.kernel.embedded_postgres import EmbeddedPostgres

USER = """
import sys, time
from pathlib import Path
from wobangni.kernel.embedded_postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), fast=True)
print(server.start().app, flush=True)
sys.stdin.read()
server.release()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "postgres"
    server = EmbeddedPostgres(tmp_path / "postgres", fast=True)
    if server.data.exists():  # whatever the test left running
        server.start()
        server.release()


def user_of(folder: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=30).close()
    except psycopg.OperationalError:
        return False
    return True


def test_it_stops_with_its_last_user_and_not_before(folder: Path) -> None:
    one, url = user_of(folder)
    other, same = user_of(folder)
    assert url == same
    one.communicate("")
    assert answers(url)
    other.communicate("")
    assert not answers(url)


def test_after_a_user_was_killed_the_next_one_finds_it_and_still_stops_it(folder: Path) -> None:
    killed, url = user_of(folder)
    killed.kill()
    killed.wait()
    server = EmbeddedPostgres(folder, fast=True)
    assert answers(server.start().app)
    server.release()
    assert not answers(url)


def test_after_the_server_itself_was_killed_it_comes_up_with_its_data(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    with psycopg.connect(server.start().owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    again = EmbeddedPostgres(folder)
    with psycopg.connect(again.start().owner) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    server.release()
    again.release()


def test_whoever_watches_it_can_help_it_up_again(folder: Path) -> None:
    server = EmbeddedPostgres(folder, fast=True)
    url = server.start().app
    assert not server.revive()  # nothing to do while it stands
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    while answers(url):
        pass
    assert server.revive()
    assert answers(url)
    server.release()
    assert not server.revive()  # who has left starts nothing


def test_a_path_too_long_for_a_socket_is_no_hindrance(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / ("very-long-name-" * 8) / "postgres", fast=True)
    urls = server.start()
    assert answers(urls.app)
    server.release()
    assert not answers(urls.app)


def test_a_path_with_blanks_and_quotes_is_no_hindrance(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "it's my home" / "postgres", fast=True)
    assert answers(server.start().app)
    server.release()


def test_only_its_own_user_may_reach_the_server(folder: Path) -> None:
    server = EmbeddedPostgres(folder, fast=True)
    server.start()
    assert server.socket_folder.stat().st_mode & 0o077 == 0
    server.release()
