"""Translations without the gettext programs: ``python -m tools.translations extract|compile|check [APP …]``.

APP is a folder below ``wobangni`` (``accounts``, ``surfaces/console``); none named: all.

Each app (and the command line) has its own ``locale/zh_Hans/LC_MESSAGES/django.po``. Entries are sorted, without places and
dates, so that two people's additions merge. Nothing is ever guessed ("fuzzy"): a changed English text is a new text.
"""

from __future__ import annotations

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, generate_po, read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "wobangni"
LANGUAGE = "zh_Hans"
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
SINGLE, PLURAL, CONTEXT, CONTEXT_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "N_", "_l", "gettext", "gettext_lazy", "gettext_noop"), SINGLE),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "N_n"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_PLURAL),
}
PLACEHOLDER = re.compile(r"%\([^)]*\)[a-z]|%[sdif]|(?<!\{)\{[a-z_0-9.!:]*\}(?!\})")
Key = tuple[str, str]  # context ("" for none), English


@dataclass(frozen=True)
class Text:
    """One text as the source has it. ``plural`` is empty for texts without one."""

    context: str
    english: str
    plural: str

    @property
    def key(self) -> Key:
        return (self.context, self.english)


def app_folders() -> list[Path]:
    """Every folder that has texts of its own: the apps and the surfaces."""
    tops = [path for path in PACKAGE.iterdir() if (path / "__init__.py").exists() and path.name != "surfaces"]
    surfaces = [path for path in (PACKAGE / "surfaces").iterdir() if (path / "__init__.py").exists()]
    chosen = {PACKAGE / name.strip("/") for name in sys.argv[2:]}
    if unknown := chosen - {*tops, *surfaces}:
        raise SystemExit(f"no such app: {', '.join(str(path.relative_to(PACKAGE)) for path in unknown)}")
    return sorted(chosen or {*tops, *surfaces})


def po_path(app: Path) -> Path:
    return app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


# -- reading the sources -------------------------------------------------------------------------------------------------


def texts_of(app: Path) -> dict[Key, Text]:
    """All texts that the app's Python files and templates mark for translation."""
    found: dict[Key, Text] = {}
    for path in sorted(app.rglob("*")):
        inside = path.relative_to(app).parts
        if {"migrations", "static", "locale", "node_modules", "__pycache__"} & set(inside[:-1]):
            continue
        if path.suffix == ".py":
            texts = _python_texts(path.read_text(encoding="utf-8"), path)
        elif path.suffix in {".html", ".txt", ".js", ".webmanifest"} and "templates" in inside:
            texts = _python_texts(_template_as_python(path), path)
        else:
            continue
        for text in texts:
            known = found.get(text.key)
            if known is None or (text.plural and not known.plural):
                found[text.key] = text
            elif text.plural and known.plural != text.plural:
                raise SystemExit(f"{path}: {text.english!r} has another plural elsewhere in this app")
    return found


def _template_as_python(path: Path) -> str:
    """What Django's own extraction makes of a template, as lines that Python's tokenizer accepts."""
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in code.splitlines())


def _python_texts(code: str, path: Path) -> Iterator[Text]:
    try:
        for _line, keyword, messages, _comments in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {}):
            values = list(messages) if isinstance(messages, tuple | list) else [messages]
            shape = KEYWORDS[str(keyword or "_")]
            context = values.pop(0) if shape in (CONTEXT, CONTEXT_PLURAL) else ""
            plural = values[1] if shape in (PLURAL, CONTEXT_PLURAL) and len(values) > 1 else ""
            if values and isinstance(values[0], str) and values[0]:
                yield Text(str(context or ""), values[0], str(plural or ""))
    except (SyntaxError, ValueError) as error:
        raise SystemExit(f"{path}: {error}") from error


# -- the catalogues ------------------------------------------------------------------------------------------------------


def read(app: Path) -> Catalog:
    path = po_path(app)
    if not path.exists():
        return Catalog(LANGUAGE)
    try:
        with path.open("rb") as file:
            return read_po(file, locale=LANGUAGE, abort_invalid=True)
    except PoFileError as error:  # else babel guesses, and a text is said twice
        raise SystemExit(f"{path}: line {error.lineno}: {error}") from error


def entries(catalog: Catalog) -> dict[Key, Message]:
    return {(m.context or "", _english(m)[0]): m for m in catalog if m.id}


def extract() -> int:
    """Writes every app's catalogue anew from its sources, keeping the translations that it has."""
    missing = 0
    for app in app_folders():
        texts = texts_of(app)
        if not texts:
            po_path(app).unlink(missing_ok=True)
            continue
        old = entries(read(app))
        fresh = Catalog(LANGUAGE)
        for text in texts.values():
            chinese = _forms(old[text.key]) if text.key in old else []
            first = chinese[0] if chinese else ""
            missing += not first
            fresh.add(
                (text.english, text.plural) if text.plural else text.english,
                (first,) if text.plural else first,
                context=text.context or None,
            )
        path = po_path(app)
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = generate_po(fresh, width=0, omit_header=True, no_location=True, ignore_obsolete=True, sort_by="message")
        path.write_text((HEADER + "".join(lines)).rstrip("\n") + "\n", encoding="utf-8")
        if not all(forms[0] for forms in map(_forms, entries(fresh).values())):
            print(f"{path.relative_to(ROOT)}: texts to translate")
    print(f"{missing} texts have no translation yet")
    return 0


def compile_all() -> int:
    """Writes the ``.mo`` beside every ``.po`` that is newer than it."""
    for app in app_folders():
        source = po_path(app)
        target = source.with_suffix(".mo")
        if not source.exists():
            target.unlink(missing_ok=True)
        elif not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, read(app))
    return 0


def check() -> int:
    """Prints what is wrong with any catalogue; 1 if anything is."""
    problems: list[str] = []
    everywhere: dict[str, dict[str, str]] = defaultdict(dict)
    for app in app_folders():
        name = app.relative_to(PACKAGE).as_posix()
        texts, known = texts_of(app), entries(read(app))
        problems += [f"{name}: not in the catalogue (run extract): {key[1]!r}" for key in texts.keys() - known.keys()]
        problems += [
            f"{name}: no longer in the source (run extract): {key[1]!r}" for key in known.keys() - texts.keys()
        ]
        for key, message in known.items():
            problems += [f"{name}: {problem}: {key[1]!r}" for problem in _problems(message)]
            if not key[0] and name != "surfaces/cli":  # the command line's catalogue is never merged with the others
                everywhere[key[1]][name] = _forms(message)[0]
    for english, by_app in everywhere.items():
        if len(set(by_app.values())) > 1:
            said = ", ".join(f"{app} {chinese!r}" for app, chinese in sorted(by_app.items()))
            problems.append(f"translated in two ways, give one of them a context: {english!r}: {said}")
    print("\n".join(sorted(problems)) or "translations: complete")
    return 1 if problems else 0


def _problems(message: Message) -> Iterator[str]:
    forms = _forms(message)
    if message.fuzzy:
        yield "marked fuzzy"
    if not all(forms):
        yield "not translated"
        return
    wanted = set(PLACEHOLDER.findall(_english(message)[-1]))
    for form in forms:
        if set(PLACEHOLDER.findall(form)) != wanted:
            yield f"placeholders differ, {form!r}"


def _english(message: Message) -> list[str]:
    """Singular and, where there is one, plural."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _forms(message: Message) -> list[str]:
    """The Chinese, one form a plural; empty text where there is none."""
    return [form or "" for form in (message.string if isinstance(message.string, tuple | list) else [message.string])]


if __name__ == "__main__":
    actions = {"extract": extract, "compile": compile_all, "check": check}
    if len(sys.argv) < 2 or sys.argv[1] not in actions:
        raise SystemExit("usage: python -m tools.translations extract|compile|check [APP …]")
    raise SystemExit(actions[sys.argv[1]]())
