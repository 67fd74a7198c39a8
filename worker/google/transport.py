"""A call of Google's client goes in; one HTTP exchange comes out, and never one that sends or deletes mail.

google-api-python-client asks its `http` for `request(uri, method, body, headers)` and expects httplib2's
answer. httplib2 itself sends a POST a second time when a kept connection has died; requests does not, and
what writes goes out on a connection of its own, so that a dead one never leaves the outcome in doubt.
"""

import re
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

import httplib2
import requests
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession, Request

from worker.domain.errors import Permanent, Transient

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
"""How long Google may think before a call counts as unanswered."""

ONE_ID = r"(?!send$)[A-Za-z0-9_-]+"
ALLOWED = tuple(
    (method, re.compile(f"/gmail/v1/users/me/{path}"))
    for method, path in (
        ("POST", r"drafts"),
        ("DELETE", rf"drafts/{ONE_ID}"),
        ("POST", r"messages"),  # messages.insert: a note into the user's own inbox, which sends nothing
    )
)
"""Everything that may change anything at Google. Whatever is not named here never reaches the network."""
OVERRIDES = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})


class ForbiddenCall(Permanent):
    """A call that would send or delete mail, or change what is not ours: it was not made."""


def refuse_forbidden(method: str, uri: str, headers: Mapping[str, str]) -> None:
    """Raise ForbiddenCall unless the call only reads, or is one of the few that handle our own drafts."""
    if any(name.lower() in OVERRIDES for name in headers):
        raise ForbiddenCall(f"{method} {uri}: a header that changes the method is never sent.")
    path = urlsplit(uri).path
    if method == "GET" or any(verb == method and allowed.fullmatch(path) for verb, allowed in ALLOWED):
        return
    raise ForbiddenCall(f"{method} {path} is no call that Rapport makes.")


class GoogleTransport:
    """One account's way to Google, for any number of threads; each thread has its own connections."""

    def __init__(self, credentials: Credentials, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        """`credentials` are shared by all threads and renewed here."""
        self._credentials = credentials
        self._seconds = (CONNECT_SECONDS, answer_seconds)
        self._here = threading.local()
        self._sessions: list[AuthorizedSession] = []

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[httplib2.Response, bytes]:
        """Google's answer, of any status. Raises ForbiddenCall, and what requests and google-auth raise.

        A call that Google refused for an old access token is made again with a fresh one, except a POST:
        that goes out once, and Transient tells whoever asked for it that nothing was done.
        """
        refuse_forbidden(method, uri, headers or {})
        answer = self._exchange(uri, method, body, headers)
        if answer.status_code == requests.codes.unauthorized:
            self._renew()
            if method == "POST":
                raise Transient("Google refused the access token, which is now renewed: ask again.")
            answer = self._exchange(uri, method, body, headers)
        return _as_httplib2(answer), answer.content

    def close(self) -> None:
        """Let go of every connection, those of other threads included."""
        while self._sessions:
            self._sessions.pop().close()

    def _exchange(
        self, uri: str, method: str, body: str | bytes | None, headers: Mapping[str, str] | None
    ) -> requests.Response:
        if method == "GET":
            return self._exchange_on(self._session(), uri, method, body, headers)
        with self._new_session() as session:
            return self._exchange_on(session, uri, method, body, headers)

    def _exchange_on(
        self,
        session: AuthorizedSession,
        uri: str,
        method: str,
        body: str | bytes | None,
        headers: Mapping[str, str] | None,
    ) -> requests.Response:
        answer: requests.Response = session.request(
            method, uri, data=body, headers=dict(headers or {}), timeout=self._seconds, allow_redirects=False
        )
        return answer

    def _new_session(self) -> AuthorizedSession:
        """No redirect, no retry, no second try after 401 happens by itself."""
        return AuthorizedSession(self._credentials, refresh_status_codes=(), max_refresh_attempts=0)

    def _session(self) -> AuthorizedSession:
        """This thread's own session, with its kept connections."""
        session = getattr(self._here, "session", None)
        if session is None or session not in self._sessions:
            session = self._new_session()
            self._here.session = session
            self._sessions.append(session)
        return session

    def _renew(self) -> None:
        with requests.Session() as session:
            self._credentials.refresh(Request(session))


def _as_httplib2(answer: requests.Response) -> httplib2.Response:
    fields = {name.lower(): value for name, value in answer.headers.items()}
    # requests has unpacked the body, which httplib2's readers expect to see said.
    fields.pop("content-encoding", None)
    response = httplib2.Response({**fields, "status": str(answer.status_code)})
    response.reason = answer.reason
    return response
