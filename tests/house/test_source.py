"""What holds for the source as a whole (design.md, invariants); each rule with the reason in its name."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "wobangni"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
#: Calls that read a clock, by the last two names of what is called.
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "monotonic"),
    ("time", "perf_counter"),
}


def calls(path: Path) -> Iterator[tuple[tuple[str, str], int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield (name, node.attr), node.lineno


def test_only_the_kernels_clock_reads_a_clock() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {'.'.join(call)}"
        for path in SOURCES
        if path != PACKAGE / "kernel" / "clock.py"
        for call, line in calls(path)
        if call in CLOCKS
    ]
    assert found == []


def test_the_clock_rule_sees_a_clock() -> None:
    assert {call for call, _ in calls(PACKAGE / "kernel" / "clock.py")} & CLOCKS


def test_effects_are_subscribed_to_in_one_table_and_never_by_signals() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"^@receiver\b|\bpost_save\b|\bpre_save\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes_and_no_lock_names_a_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index-url|--find-links", text)
    packages = re.findall(r"^[a-z0-9][^\n]*==", text, re.MULTILINE)
    assert packages
    assert text.count("--hash=sha256:") >= len(packages)


def test_the_npm_lock_names_no_host() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert '"integrity"' in text


def test_templates_have_no_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\b(?:src|type=\"application/(?:json|ld\+json)\"))[^>]*>|<style\b|\sstyle=|\son[a-z]+=\""
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_licence_is_the_whole_text_as_its_authors_publish_it() -> None:
    """https://www.gnu.org/licenses/agpl-3.0.txt: changing it is not allowed."""
    text = (ROOT / "LICENSE").read_bytes()
    assert hashlib.sha256(text).hexdigest() == "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"


# -- invariant 1: only the transition writes a request's state ---------------------------------------------------------

HEART = PACKAGE / "service_requests"
#: ``transition`` and the three files that it and ``submit`` are made of: what is decided in memory, the one UPDATE, the one INSERT.
STATE_WRITERS = {
    HEART / "commands" / name
    for name in ("transition.py", "held.py", "write_held.py", "submit.py", "insert_request.py")
}
_WRITING_SQL = re.compile(
    r"\b(?:UPDATE|INSERT\s+INTO|MERGE\s+INTO|DELETE\s+FROM)\s+(?:ONLY\s+)?\"?service_request\"?(?![\w\"])",
    re.IGNORECASE,
)
#: Calls that make or change rows by naming columns.
_WRITING_CALLS = {"update", "create", "get_or_create", "update_or_create", "aupdate", "acreate"}
_WRITING_MANY = {"bulk_create", "bulk_update"}


def writes_of_state(source: str) -> Iterator[tuple[int, str]]:
    """(line, what) of everything in a source that could write ``ServiceRequest.state``. Only sources that know the model, or its table, can."""
    tree = ast.parse(source)
    knows_model = any(
        isinstance(node, ast.Name | ast.alias | ast.Attribute)
        and "ServiceRequest" in (getattr(node, "id", ""), getattr(node, "name", ""), getattr(node, "attr", ""))
        for node in ast.walk(tree)
    )
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WRITING_SQL.search(node.value):
            yield line, "SQL"
        if not knows_model:
            continue
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = [t for target in targets for t in ast.walk(target) if isinstance(t, ast.Attribute)]
            if any(t.attr == "state" and getattr(t.value, "id", "") != "self" for t in named):
                yield line, "assignment"
        if isinstance(node, ast.Call):
            yield from ((line, what) for what in _written_by(node))


def _written_by(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    chain = ast.unparse(call.func)
    keywords = {k.arg for k in call.keywords}
    if name in _WRITING_CALLS and ({"state", None} & keywords or "defaults" in keywords) and "ServiceRequest" in chain:
        yield f".{name}(state=…)"
    elif name == "update" and "state" in keywords:  # on rows found earlier
        yield ".update(state=…)"
    elif name in _WRITING_MANY and "ServiceRequest" in chain:
        yield f".{name}(…)"
    elif name == "ServiceRequest" and ({"state", None} & keywords):
        yield "ServiceRequest(state=…)"
    elif name == "setattr" and len(call.args) > 1 and getattr(call.args[1], "value", "") == "state":
        yield "setattr"


def test_only_the_transition_writes_the_state_of_a_request() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in SOURCES
        if path not in STATE_WRITERS
        for line, what in writes_of_state(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("path", sorted(STATE_WRITERS), ids=lambda path: path.name)
def test_the_files_that_may_write_it_are_there(path: Path) -> None:
    assert path.exists()


def test_the_rule_about_states_sees_those_that_write_them() -> None:
    writers = {p.name for p in STATE_WRITERS if list(writes_of_state(p.read_text(encoding="utf-8")))}
    assert {"held.py", "write_held.py"} <= writers


BAD = "from wobangni.service_requests.models import ServiceRequest\n"


@pytest.mark.parametrize(
    "source",
    [
        BAD + 'ServiceRequest.objects.filter(county="150105").update(state="closed")',
        BAD + 'rows = ServiceRequest.objects.all()\nrows.update(state="closed", version=2)',
        BAD + "ServiceRequest.objects.filter(id=1).update(**changes)",
        BAD + 'row = ServiceRequest.objects.get(id=1)\nrow.state = "closed"\nrow.save()',
        BAD + 'row = ServiceRequest.objects.get(id=1)\nsetattr(row, "state", "closed")',
        BAD + 'ServiceRequest.objects.create(county="150105", state="closed")',
        BAD + 'ServiceRequest.objects.bulk_update(rows, ["state"])',
        BAD + 'ServiceRequest(county="150105", state="closed").save()',
        'import wobangni.service_requests.models as m\nm.ServiceRequest.objects.update(state="closed")',
        "cursor.execute(\"UPDATE service_request SET state = 'closed'\")",
        "cursor.execute(f'update  \"service_request\" SET state = {state}')",
        "cursor.execute('INSERT INTO service_request (county) VALUES (1)')",
    ],
)
def test_the_rule_about_states_sees_a_bad_source(source: str) -> None:
    assert list(writes_of_state(source))


@pytest.mark.parametrize(
    "source",
    [
        BAD + 'ServiceRequest.objects.filter(id=1).update(search="x")',
        BAD + 'found = ServiceRequest.objects.filter(state="closed")',
        'cursor.execute("INSERT INTO service_request_event (county) VALUES (1)")',
        'job.state = "done"',
    ],
)
def test_the_rule_about_states_lets_the_rest_be(source: str) -> None:
    assert not list(writes_of_state(source))


def test_a_translation_file_that_is_torn_is_refused_and_not_guessed_at(tmp_path: Path) -> None:
    from tools import translations

    path = translations.po_path(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(f'{translations.HEADER}msgid "A"\nmsgstr "甲\n\n乙"\n"甲乙"\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"django\.po: line 11"):
        translations.read(tmp_path)
