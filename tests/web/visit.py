"""A browser without pictures: it keeps cookies, fills in forms as they stand, and goes where it is sent."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

DOOR = "http://127.0.0.1:8725"
UNCHANGED: Mapping[str, object] = MappingProxyType({})


@dataclass
class Form:
    """A form as it stands on a page."""

    action: str
    method: str = "get"
    fields: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a person finds on a page: text, links, forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.html = "", html
        self.forms: list[Form] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._inside: list[Form] = []
        self._named = ""
        self._selected: str | None = None
        self.feed(html)
        self.close()
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag == "form":
            self._inside.append(Form(found.get("action", ""), found.get("method", "get")))
            self.forms.append(self._inside[-1])
        elif self._inside:
            self._fill(tag, found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside.pop()
        if tag in {"select", "textarea"}:
            self._named = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._named and self.tags[-1][0] == "textarea":
            self._inside[-1].fields.append((self._named, data))

    def form(self, action: str) -> Form:
        """The one form that leads there."""
        found = [form for form in self.forms if form.action == action]
        assert len(found) == 1, (action, [form.action for form in self.forms])
        return found[0]

    def _fill(self, tag: str, found: dict[str, str]) -> None:
        box = found.get("type") in {"checkbox", "radio"}
        if tag == "input" and "name" in found and (not box or "checked" in found):
            self._inside[-1].fields.append((found["name"], found.get("value", "on" if box else "")))
        if tag in {"select", "textarea"}:
            self._named = found["name"]
        if tag == "option" and self._named and "selected" in found:
            self._inside[-1].fields.append((self._named, found["value"]))


@dataclass
class Visitor:
    """Somebody at the door."""

    client: FlaskClient
    answer: TestResponse = field(init=False)

    @classmethod
    def of(cls, app: Flask) -> "Visitor":
        return cls(app.test_client())

    def open(self, address: str, *, follow: bool = True) -> Page:
        """Load an address."""
        self.answer = self.client.get(address, base_url=DOOR, follow_redirects=follow, buffered=True)
        return self.page

    def press(self, action: str, fields: Mapping[str, object] = UNCHANGED, *, follow: bool = True) -> Page:
        """Press the button of the form that leads there, on the page that is open.

        `fields` replaces what stands in them (a list: all of that name; None: nothing).
        """
        form = self.page.form(action)
        data: dict[str, list[str]] = {}
        for name, value in filled(form, fields):
            data.setdefault(name, []).append(value)
        where = form.action or urlsplit(self.answer.request.url).path
        self.answer = self.client.post(
            where, data=data, base_url=DOOR, follow_redirects=follow, buffered=True
        )
        return self.page

    @property
    def page(self) -> Page:
        return Page(self.answer.get_data(as_text=True))


def filled(form: Form, changed: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in form.fields if name not in changed)
    for name, value in changed.items():
        for one in value if isinstance(value, list) else [] if value is None else [value]:
            yield name, str(one)
