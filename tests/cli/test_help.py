"""The command line explains itself in both languages, without a database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wobangni.surfaces.cli.main import COMMANDS
from wobangni.surfaces.cli.words import choose_language

#: Nothing that a command could need: help must not ask for it.
BARE = {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "HOME"}}


def wobangni(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wobangni", *arguments],
        capture_output=True,
        text=True,
        env={**BARE, "PYTHONPATH": os.getcwd(), **environment},
        timeout=180,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = wobangni(name, "--help", DATABASE_URL="postgresql://nobody@localhost:1/none") if name != "manage" else None
    if done is not None:
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Usage: wobangni")


def test_it_speaks_the_language_of_the_terminal() -> None:
    assert "启动网站服务" in wobangni("--help", LANG="zh_CN.UTF-8").stdout
    assert "Run the web server" in wobangni("--help", LANG="en_US.UTF-8").stdout


def test_an_asked_language_wins_over_the_terminals() -> None:
    assert "用法" in wobangni("--lang", "zh", "serve", "--help", LANG="en_US.UTF-8").stdout
    assert "Usage" in wobangni("--lang=en", "serve", "--help", LANG="zh_CN.UTF-8").stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh_Hans"),
        ([], {"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LANGUAGE": "zh:en", "LC_ALL": "en_US.UTF-8"}, "zh_Hans"),
        (["--lang", "zh", "serve"], {"LANG": "en_US.UTF-8"}, "zh_Hans"),
        (["serve", "--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_how_the_language_is_chosen(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert choose_language(arguments, environment) == language


@pytest.mark.parametrize("arguments", [(), ("triage",)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_of_commands_cuts_no_sentence_off(arguments: tuple[str, ...], language: str) -> None:
    said = wobangni("--lang", language, *arguments, "--help").stdout
    assert "triage" in said
    assert "..." not in said.replace("[ARGS]...", "")


def test_an_unknown_command_is_answered_in_one_line_and_not_with_a_trace() -> None:
    done = wobangni("--lang", "zh", "fly")
    assert done.returncode == 2
    assert "没有 'fly' 这个命令" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_reached_is_said_in_one_line() -> None:
    done = wobangni(
        "figures",
        "verify",
        DATABASE_URL="postgresql://nobody@localhost:1/none",
        WOBANGNI_SECRET_KEY="x",
        WOBANGNI_VAULT_KEYS="A" * 43 + "=",
    )
    assert done.returncode == 1
    assert "can't be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_embedded_database_without_tables_says_what_makes_them(tmp_path: Path) -> None:
    done = wobangni("--lang", "en", "triage", "classify", "暖气不热", WOBANGNI_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == ["The database has no tables yet: run `wobangni migrate`."]


def test_a_database_of_ones_own_asks_for_keys_of_ones_own() -> None:
    done = wobangni("serve", "--port", "18999", DATABASE_URL="postgresql://nobody@localhost:1/none")
    assert done.returncode == 1
    assert "WOBANGNI_SECRET_KEY and WOBANGNI_VAULT_KEYS" in done.stderr
