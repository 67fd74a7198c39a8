"""A directory goes in; a Google of our own comes out: emulator, proxy, OAuth client, users, their hands."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import requests

from tests.fakes.emulator import start_emulator
from tests.fakes.proxy import Proxy
from worker.domain.mailbox import DraftRef
from worker.google.gmail import GoogleMailbox, open_mailbox
from worker.google.oauth import Client, Grant, ask_consent, take_consent

REDIRECT = "http://127.0.0.1:8725/connected"
EVERYTHING = "https://mail.google.com/"
USERS = 150
KEPT_FOR_TESTS = "rapport.test@gmail.com"
"""A user beside those that tests take: the mailbox that the suite for the real Google is proved with."""


@dataclass
class GoogleWorld:
    """One Google, and its users. Each test takes a fresh one."""

    proxy: Proxy
    client: Client
    emulator_url: str
    users: Iterator[str] = field(default_factory=lambda: iter(addresses()))
    _open: list[GoogleMailbox] = field(default_factory=list)

    def new_user(self) -> str:
        """The address of a user with an empty mailbox."""
        return next(self.users)

    def connect(self, email: str, *, with_note: bool = True) -> Grant:
        """The whole way through Google's consent page, as that user."""
        request = ask_consent(self.client, REDIRECT, with_note=with_note)
        return take_consent(self.client, request, consent(request.url, email))

    def mailbox(
        self, grant: Grant, clock: Callable[[], datetime] = lambda: datetime.now(UTC), seconds: float = 5
    ) -> GoogleMailbox:
        """The mailbox as the worker has it; closed when the world ends."""
        made = open_mailbox(
            self.client, grant.refresh_token, clock=clock, root=self.proxy.url, answer_seconds=seconds
        )
        self._open.append(made)
        return made

    def hand(self, email: str) -> "Hand":
        """That user's own hand in their mailbox."""
        return Hand(self.proxy.url, full_token(self.proxy, self.client, email))

    def close(self) -> None:
        """Close every mailbox that was given out."""
        while self._open:
            self._open.pop().close()


@dataclass(frozen=True)
class Hand:
    """What a person does in Gmail, and what the world sends them. No part of the worker can do any of it."""

    url: str
    token: str
    page: int = 500
    """Entries asked for at once."""

    def send(self, draft: DraftRef) -> None:
        """Press "Send" on a draft."""
        self._do("POST", "drafts/send", {"id": draft.draft})

    def edit(self, draft: DraftRef, mime: bytes) -> None:
        """Change a draft."""
        self._do("PUT", f"drafts/{draft.draft}", {"message": {"raw": _raw(mime)}})

    def discard(self, draft: DraftRef) -> None:
        """Throw a draft away."""
        self._do("DELETE", f"drafts/{draft.draft}")

    def write(self, mime: bytes, thread: str = "") -> str:
        """Send a letter of one's own. Its message id."""
        return self._put(mime, ["SENT"], thread)

    def receive(self, mime: bytes, thread: str = "") -> str:
        """Somebody's letter comes in. Its message id."""
        return self._put(mime, ["INBOX", "UNREAD"], thread)

    def receive_spam(self, mime: bytes, thread: str = "") -> str:
        """Somebody's letter comes into spam. Its message id."""
        return self._put(mime, ["SPAM"], thread)

    def drafts(self) -> list[str]:
        """The ids of all drafts."""
        found = self._do("GET", "drafts?maxResults=500")
        return [draft["id"] for draft in found.get("drafts", ())]

    def messages(self) -> frozenset[str]:
        """The ids of everything in the mailbox: drafts, spam and the bin among it."""
        found, asked = set[str](), {"includeSpamTrash": "true", "maxResults": str(self.page)}
        while True:
            listed = self._do("GET", f"messages?{urlencode(asked)}")
            found |= {message["id"] for message in listed.get("messages", ())}
            if not listed.get("nextPageToken"):
                return frozenset(found)
            asked["pageToken"] = listed["nextPageToken"]

    def erase(self, message: str) -> None:
        """Delete a message for good; one that is gone already counts as erased."""
        try:
            self._do("DELETE", f"messages/{message}")
        except requests.HTTPError as error:
            if error.response.status_code != requests.codes.not_found:
                raise

    def address(self) -> str:
        """Whose mailbox it is."""
        return str(self._do("GET", "profile")["emailAddress"])

    def _put(self, mime: bytes, labels: list[str], thread: str) -> str:
        place = {"threadId": thread} if thread else {}
        return str(self._do("POST", "messages", {"raw": _raw(mime), "labelIds": labels} | place)["id"])

    def _do(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = requests.request(
            method,
            f"{self.url}/gmail/v1/users/me/{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=30,
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found


def consent(url: str, email: str) -> dict[str, str]:
    """Choose that user on the consent page and say yes; what the browser brings back."""
    asked = dict(parse_qsl(urlsplit(url).query))
    page = requests.get(url, timeout=30)
    page.raise_for_status()
    callback = url.partition("?")[0] + "/callback"
    answer = requests.post(callback, data=asked | {"email": email}, timeout=30, allow_redirects=False)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}


def full_token(proxy: Proxy, client: Client, email: str) -> str:
    """An access token that may do everything, as a person in the browser may."""
    asked = {"client_id": client.id, "redirect_uri": REDIRECT, "scope": EVERYTHING, "email": email}
    callback = requests.post(
        f"{proxy.url}/o/oauth2/v2/auth/callback", data=asked, timeout=30, allow_redirects=False
    )
    code = parse_qs(urlsplit(callback.headers["Location"]).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    whole = form | {"client_id": client.id, "client_secret": client.secret}
    return str(requests.post(f"{proxy.url}/oauth2/token", data=whole, timeout=30).json()["access_token"])


def addresses() -> list[str]:
    """The users that every world has."""
    return [f"resident{number:03}@gmail.com" for number in range(USERS)]


@contextmanager
def google_world(directory: Path, redirects: Sequence[str] = (REDIRECT,)) -> Iterator[GoogleWorld]:
    """Start everything, and stop it again. `redirects`: where its client lets browsers come back to."""
    secret = secrets.token_hex(16)
    emulator = start_emulator(
        directory,
        [*addresses(), KEPT_FOR_TESTS],
        client_id="rapport-test",
        client_secret=secret,
        redirect_uris=redirects,
    )
    proxy = Proxy(emulator.url)
    client = Client(
        id="rapport-test",
        secret=secret,
        is_web=True,
        redirect_uris=tuple(redirects),
        auth_uri=f"{proxy.url}/o/oauth2/v2/auth",
        token_uri=f"{proxy.url}/oauth2/token",
        revoke_uri=f"{proxy.url}/oauth2/revoke",
    )
    world = GoogleWorld(proxy, client, emulator.url)
    try:
        yield world
    finally:
        world.close()
        proxy.stop()
        emulator.stop()


def _raw(mime: bytes) -> str:
    return urlsafe_b64encode(mime).decode("ascii")
