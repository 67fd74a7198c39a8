"""Addresses go in; pages come out, over HTTP, with cookies and forms as a person's browser has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import requests

from tests.web.visit import UNCHANGED, Page, filled


@dataclass
class Browser:
    """Somebody who visits the web door of a running Rapport."""

    door: str
    session: requests.Session = field(default_factory=requests.Session)
    page: Page = field(default_factory=lambda: Page(""))
    address: str = ""

    def open(self, address: str) -> Page:
        """Load an address of the door; follow where it leads, but not to Google."""
        return self._take(self.session.get(self.door + address, timeout=30))

    def press(self, action: str, fields: Mapping[str, object] = UNCHANGED) -> Page:
        """Press the button of the form that leads there, on the page that is open."""
        form = self.page.form(action)
        data = list(filled(form, fields))
        where = self.door + form.action if form.action else self.address
        return self._take(self.session.post(where, data=data, timeout=30))

    def press_towards_google(self, action: str) -> str:
        """Press a button that leads to Google; its address there."""
        form = self.page.form(action)
        data = list(filled(form, UNCHANGED))
        answer = self.session.post(self.door + form.action, data=data, timeout=30, allow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def come_back(self, brought: Mapping[str, str]) -> Page:
        """Back from Google with what its page gave along."""
        return self._take(self.session.get(f"{self.door}/connected", params=dict(brought), timeout=30))

    def _take(self, answer: requests.Response) -> Page:
        assert answer.status_code == 200, (answer.url, answer.status_code, answer.text[:2000])
        self.address, self.page = answer.url, Page(answer.text)
        return self.page
