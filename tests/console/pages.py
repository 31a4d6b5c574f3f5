"""Reading pages as a person does: links, forms and their boxes, without scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.service_requests.story import Story


@dataclass
class Form:
    """One form of a page: where it leads, and what it would send as it stands."""

    action: str
    method: str
    id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self._form: Form | None = None
        self._select: str | None = None
        self._textarea: str | None = None
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(a.get("action", ""), a.get("method", "get").lower(), a.get("id", ""))
            self.forms.append(self._form)
        elif tag == "a":
            self._link = a.get("href", "")
        elif self._form is not None and a.get("name"):
            self._control(self._form, tag, a)
        elif tag == "option" and self._form is not None and self._select and "selected" in a:
            self._form.values[self._select] = a.get("value", "")

    def _control(self, form: Form, tag: str, a: dict[str, str]) -> None:
        name, kind = a["name"], a.get("type", "text")
        if tag == "button":
            form.buttons.append((name, a.get("value", "")))
            return
        form.names.append(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = ""
        elif kind in ("radio", "checkbox"):
            if "checked" in a:
                form.values[name] = a.get("value", "on")
        else:
            form.values[name] = a.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None
        elif tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._textarea:
            self._form.values[self._textarea] += data.removeprefix("\n")
        if self._link is not None and data.strip():
            self.links.setdefault(data.strip(), self._link)


def forms_of(response: HttpResponse) -> list[Form]:
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader.forms


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def request_url(code: str) -> str:
    return f"/console/requests/{code}/"


def act_url(code: str, action: str) -> str:
    return f"/console/requests/{code}/do/{action}/"


def form_for(client: Client, code: str, action: str) -> Form:
    """The form of an action as its page offers it: an open form, or the one-press button of the request's page."""
    page = client.get(act_url(code, action))
    assert page.status_code == 200, f"{action}: {page.status_code}"
    found = [f for f in forms_of(page) if f.action == act_url(code, action) and f.method == "post"]
    assert found, f"no form for {action}"
    return found[-1] if found[-1].id else found[0]


def press(client: Client, code: str, action: str, **data: Any) -> HttpResponse:
    """Opens the form, fills it in, sends it."""
    form = form_for(client, code, action)
    unknown = set(data) - set(form.names)
    assert not unknown, f"{action}: no boxes {unknown}"
    return client.post(form.action, {**form.values, **data})


def landed(story: Story, response: HttpResponse) -> bool:
    """Whether the desk went back to the request after doing something."""
    return response.status_code == 302 and response["Location"] == request_url(story.code)
