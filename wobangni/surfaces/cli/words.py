"""The language of the command line: ``--lang``, else the terminal's (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).

Django is not loaded yet when help is printed, so this is the standard library's gettext over this folder's catalogue.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """``zh_Hans`` or ``en``, from ``--lang X`` or ``--lang=X`` anywhere in the arguments, else from the environment."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return _supported(argument.removeprefix("--lang="))
        if argument == "--lang" and position + 1 < len(arguments):
            return _supported(arguments[position + 1])
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _supported(environment[name])
    return "en"


def use_language(language: str) -> None:
    """Everything said from now on, click's own words too, is said in ``language``."""
    global _catalogue
    _catalogue = gettext.translation("django", LOCALE, [language], fallback=True)
    gettext.bindtextdomain("django", LOCALE)
    gettext.textdomain("django")
    os.environ["LANGUAGE"] = language


def _(message: str) -> str:
    return _catalogue.gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    return _catalogue.ngettext(one, many, number)


def said_by(room: str, message: str) -> str:
    """``message`` in the words of another room's catalogue (``exchange``), for commands that run without Django."""
    folder = LOCALE.parents[2] / room / "locale"
    return gettext.translation("django", folder, [os.environ.get("LANGUAGE", "en")], fallback=True).gettext(message)


def django_language() -> str:
    """Django's name of the language in use, for what the rooms below say to this terminal."""
    return "zh-hans" if os.environ.get("LANGUAGE", "").startswith("zh") else "en"


def _supported(name: str) -> str:
    return "zh_Hans" if name.lower().startswith("zh") else "en"


def _of_click() -> tuple[str, ...]:
    """What click itself says; named here so that the catalogue keeps a translation of it."""
    return (
        _("Usage:"),
        _("Options"),
        _("Commands"),
        _("Show this message and exit."),
        _("Show the version and exit."),
        _("default: {default}"),
        _("required"),
        _("Error: {message}"),
        _("Try '{command} {option}' for help."),
        _("Invalid value: {message}"),
        _("Invalid value for {param_hint}: {message}"),
        _("Missing command."),
        _("No such command {name!r}."),
        _("No such option: {name}"),
        _("Missing argument"),
        _("Missing option"),
        _("Missing parameter"),
        _("Aborted!"),
    )
