"""The examples of docs/api.md are run as they stand; the page that shows the document draws under the strict content policy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page, expect

from tests.api.conftest import Caller
from tests.cast import COUNTY
from wobangni.exchange.commands.telephones import add_system
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.organisations.commands.issue_token import issue_token
from wobangni.surfaces.api.v1.document import document

GUIDE = (Path(settings.PACKAGE).parent / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```sh\n# (\d{3})\n(.*?)```", GUIDE, re.DOTALL)
#: Prints the status after the body, and is quiet otherwise.
CURL = 'curl() { command curl --silent --show-error --noproxy "*" --write-out "\\n%{http_code}" "$@"; }\n'


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="curl or openssl is not installed")
def test_the_examples_of_the_guide_answer_as_it_says(live: str, tmp_path: Path) -> None:
    scopes = ["requests:write", "requests:act"]
    secret = issue_token(actor=SYSTEM, now=clock.now(), name="赛罕发布", county=COUNTY, scopes=scopes).secret
    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (40, 30), "white").save(photo)
    telephone = add_system(actor=SYSTEM, now=clock.now(), county=COUNTY, name="话务系统")
    environment = {"PATH": os.environ["PATH"], "WOBANGNI": live, "TOKEN": secret, "PHOTO": str(photo), "CODE": ""}
    environment |= {"SYSTEM": telephone.key, "SECRET": telephone.secret}
    assert len(EXAMPLES) > 10
    for status, example in EXAMPLES:
        done = subprocess.run(
            ["bash", "-c", CURL + example], env=environment, capture_output=True, text=True, check=True
        )
        body, answered = done.stdout.rsplit("\n", 1)
        assert answered == status, f"{example}\n{body}"
        found = json.loads(body).get("code", "")
        environment["CODE"] = environment["CODE"] or (found if found.isdigit() else "")


def test_the_guide_names_every_problem_that_the_code_can_answer_with() -> None:
    folder = Path(settings.PACKAGE) / "surfaces" / "api"
    sources = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    codes = set(re.findall(r'(?:Refused|problem)\(\s*\d{3},\s*"(\w+)"', sources)) | set(
        re.findall(r'code="(\w+)"', sources)
    )
    codes -= {
        "unknown_host",
        "malformed_request",
        "photo_too_large",
    }  # told apart by nobody; photo_… stands for the last
    assert codes
    assert not [code for code in sorted(codes) if f"`{code}`" not in GUIDE]


def test_the_document_speaks_the_readers_language(nobody: Caller) -> None:
    chinese, english = (nobody.get("/openapi.json", Accept_Language=lang).json() for lang in ("zh", "en"))
    operation = chinese["paths"]["/api/v1/service-requests"]["post"]
    assert operation["summary"] == "提交诉求"
    assert english["paths"]["/api/v1/service-requests"]["post"]["summary"] == "Submit a request"
    assert english["paths"].keys() == chinese["paths"].keys()
    assert "不予受理" in orjson.dumps(chinese["paths"]["/api/v1/service-requests/{code}/actions/decline"]).decode()


def test_nothing_that_people_read_in_the_document_is_left_untranslated(nobody: Caller) -> None:
    chinese, english = (nobody.get("/openapi.json", Accept_Language=lang).json() for lang in ("zh", "en"))
    assert _texts(chinese) & _texts(english) == {"Authorization: Bearer wbn_…"}


def test_every_operation_has_an_id_a_summary_and_a_tag_that_is_described() -> None:
    made = document()
    tags = {tag["name"] for tag in made["tags"]}
    seen = [o for methods in made["paths"].values() for o in methods.values()]
    assert len({o["operationId"] for o in seen}) == len(seen)
    assert all(o["summary"] and set(o["tags"]) <= tags for o in seen)


def test_the_page_runs_only_scripts_of_our_own(nobody: Caller) -> None:
    answer = nobody.get("/docs", Accept="text/html")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'lang="zh-hans"' in text
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+=|https?://", text)
    assert 'lang="en"' in nobody.get("/docs?lang=en").content.decode()


def test_the_page_draws_in_a_browser_and_answers_a_try(phone: Page) -> None:
    """The fixture fails on any script error and on whatever the content policy refused."""
    phone.goto("/api/v1/docs")
    expect(phone.get_by_text("提交诉求", exact=True)).to_be_visible()
    operation = phone.locator("#operations-reference-list_units")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_placeholder("county").fill(COUNTY)
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table tbody .response-col_status").first).to_contain_text("200")
    phone.get_by_role("link", name="English").click()
    expect(phone.get_by_text("Submit a request", exact=True)).to_be_visible()


def _texts(value: object, name: str = "") -> set[str]:
    """All summaries and descriptions."""
    if isinstance(value, dict):
        return (
            set().union(*(_texts(inner, key) for key, inner in value.items() if key != "examples")) if value else set()
        )
    if isinstance(value, list):
        return set().union(*(_texts(inner) for inner in value)) if value else set()
    return {value} if name in ("summary", "description") and isinstance(value, str) else set()
