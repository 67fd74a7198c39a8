"""A call for Google goes in; the emulator's answer comes out, made true to Google, or broken on purpose.

Made true: Message-ID rewritten when a draft is made and when it is sent, a new message id at each edit, every
header served, scopes enforced, unknown tokens refused, tokens down-scoped, old history ids forgotten.
Broken: see Fault.
"""

import json
import re
import secrets
import socket
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from functools import cache
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from googleapiclient.discovery_cache import get_static_doc

SCOPE = "https://www.googleapis.com/auth/"
METADATA = f"{SCOPE}gmail.metadata"
DRAFTS = re.compile(r"/gmail/v1/users/[^/]+/drafts")
HEADER_READS = re.compile(r"/gmail/v1/users/[^/]+/(?:messages|threads)/[^/]+")

Json = dict[str, Any]


class Break(StrEnum):
    """How a call goes wrong."""

    REFUSE = "refuse"
    """Answered with an error; nothing is done."""
    CUT_BEFORE = "cut before"
    """The connection drops; nothing is done."""
    CUT_AFTER = "cut after"
    """It is done, then the connection drops without an answer."""
    STALL_BEFORE = "stall before"
    """No answer for `seconds`; it is done after that."""
    STALL_AFTER = "stall after"
    """It is done at once; the answer takes `seconds`."""
    HANG_UP = "hang up"
    """Answered well; then the kept connection is closed without a word."""
    STRANGER = "stranger"
    """Nothing is done; `message` is the whole answer, with `status`: a log-in page of some network."""


@dataclass(frozen=True)
class Fault:
    """One way to break one call."""

    kind: Break
    status: int = 503
    reason: str = "backendError"
    message: str = "Backend Error"
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 0


@dataclass(frozen=True)
class Call:
    """One call that arrived. `status` 0: it got no answer."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    scopes: frozenset[str]
    status: int
    fault: Break | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json; charset=UTF-8"),)

    @property
    def json(self) -> Json:
        found: Json = json.loads(self.body) if self.body else {}
        return found


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    target: str

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def format(self) -> str:
        return self.query.get("format", ["full"])[0]


@dataclass
class Tokens:
    """Which token may do what: the part of Google's token server that the emulator lacks."""

    access: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Access token -> refresh token, scopes."""
    granted: dict[str, frozenset[str]] = field(default_factory=dict)
    """Refresh token -> scopes."""

    def drop(self, token: str) -> None:
        """As Google does: revoking either kind of token ends the whole grant."""
        refresh = self.access.get(token, (token, frozenset()))[0]
        self.granted.pop(refresh, None)
        self.access = {one: (owner, s) for one, (owner, s) in self.access.items() if owner != refresh}


class Proxy:
    """Stands before the emulator on a port of its own. Turn its knobs from the test's own thread."""

    def __init__(self, upstream: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """`clock` gives the time at which drafts are made and mail is sent."""
        self.upstream = urlsplit(upstream).netloc
        self.clock = clock
        self.calls: list[Call] = []
        self.tokens = Tokens()
        self.unticked: frozenset[str] = frozenset()
        """Scopes that the next users leave unticked on the consent page."""
        self.downscoping = "honoured"
        """Or "ignored" (every token has all scopes), or "refused"."""
        self.metadata_closes_drafts = False
        """Whether gmail.metadata in a token closes even drafts' bodies; unknown of the real Gmail."""
        self.chooser: Callable[[str, str], Fault | None] = lambda _method, _path: None
        """Asked about every call of the API (method, path) that `plan` says nothing about."""
        self.watcher: Callable[[str, str, str], None] = lambda _method, _path, _moment: None
        """Told of every call of the API as it "arrives", and when it is "done" but not yet answered."""
        self.calendars: Callable[[str, dict[str, list[str]]], tuple[int, Json]] | None = None
        """Answers for the Calendar API (CalendarFace.answer), which the emulator does not know well."""
        self._plans: list[tuple[str, re.Pattern[str], Fault]] = []
        self._forgotten = 0
        self._inner: dict[str, str] = {}
        self._lock = threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def plan(self, method: str, path: str, fault: Fault, *, times: int = 1) -> None:
        """Break the next calls of that method whose path ends with something that matches `path`."""
        with self._lock:
            self._plans += [(method, re.compile(f".*(?:{path})"), fault)] * times

    def mend(self) -> None:
        """Every knob back to normal."""
        with self._lock:
            self._plans.clear()
            self.chooser = lambda _method, _path: None
            self.unticked, self.downscoping, self.metadata_closes_drafts = frozenset(), "honoured", False
            self._forgotten = 0

    def forget_history(self) -> None:
        """Every history id given out until now is too old."""
        # The emulator's history ids are the milliseconds of now and eight digits more.
        self._forgotten = int(f"{time.time_ns() // 1_000_000}99999999")

    def revoke(self, refresh_token: str) -> None:
        """The user takes the access back at Google."""
        self._forward("POST", "/oauth2/revoke", body=f"token={refresh_token}".encode(), form=True)
        self.tokens.drop(refresh_token)

    def expire_access_tokens(self) -> None:
        """Every access token is refused from now on; refreshing gives new ones."""
        self.tokens.access.clear()

    def count(self, method: str, path: str) -> int:
        """How many calls of that method arrived for a path that ends with that."""
        return sum(call.method == method and call.path.endswith(path) for call in self.calls)

    def answer(self, asked: Asked) -> tuple[Answer | None, bool]:
        """The answer (None: cut the line) and whether to hang up after it."""
        if not asked.path.startswith(("/gmail/", "/calendar/")):
            return self._answer_oauth(asked), False
        _owner, scopes = self.tokens.access.get(asked.token, ("", frozenset[str]()))
        refusal = self._refusal(asked, scopes)
        fault = None if refusal else self._fault(asked)
        self.watcher(asked.method, asked.path, "arrives")
        answer = refusal or self._answer_broken(asked, fault)
        self.watcher(asked.method, asked.path, "done")
        status = answer.status if answer else 0
        self.calls.append(
            Call(asked.method, asked.path, asked.query, scopes, status, fault.kind if fault else None)
        )
        return answer, bool(fault and fault.kind is Break.HANG_UP)

    def _fault(self, asked: Asked) -> Fault | None:
        with self._lock:
            for position, (method, path, fault) in enumerate(self._plans):
                if method == asked.method and path.fullmatch(asked.path):
                    del self._plans[position]
                    return fault
        return self.chooser(asked.method, asked.path)

    def _answer_broken(self, asked: Asked, fault: Fault | None) -> Answer | None:
        match fault.kind if fault else None:
            case Break.REFUSE if fault:
                return _error(fault.status, fault.reason, fault.message, fault.headers)
            case Break.STRANGER if fault:
                return Answer(fault.status, fault.message.encode(), (("Content-Type", "text/html"),))
            case Break.CUT_BEFORE:
                return None
            case Break.CUT_AFTER:
                self._answer_truly(asked)
                return None
            case Break.STALL_BEFORE if fault:
                time.sleep(fault.seconds)
            case Break.STALL_AFTER if fault:
                answer = self._answer_truly(asked)
                time.sleep(fault.seconds)
                return answer
        return self._answer_truly(asked)

    def _refusal(self, asked: Asked, scopes: frozenset[str]) -> Answer | None:
        if asked.token not in self.tokens.access:
            return _error(401, "authError", "Request had invalid authentication credentials.")
        if not scopes & accepted_scopes(asked.method, asked.path):
            words = "Request had insufficient authentication scopes."
            return _error(403, "insufficientPermissions", words)
        if METADATA in scopes and asked.path.startswith("/gmail/"):
            return self._metadata_refusal(asked)
        return None

    def _metadata_refusal(self, asked: Asked) -> Answer | None:
        if "q" in asked.query:
            return _error(403, "forbidden", "Metadata scope does not support 'q' parameter")
        closes = HEADER_READS.fullmatch(asked.path) or (
            self.metadata_closes_drafts and re.fullmatch(rf"{DRAFTS.pattern}/[^/]+", asked.path)
        )
        if asked.method == "GET" and closes and asked.format not in {"metadata", "minimal"}:
            return _error(403, "forbidden", f"Metadata scope doesn't allow format {asked.format.upper()}")
        return None

    # --- OAuth -----------------------------------------------------------------------------------

    def _answer_oauth(self, asked: Asked) -> Answer:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        if asked.path == "/oauth2/token":
            return self._answer_token(asked, form)
        answer = self._pass_on(asked)
        if asked.path == "/oauth2/revoke":
            self.tokens.drop(form.get("token", ""))
        return answer

    def _answer_token(self, asked: Asked, form: Mapping[str, str]) -> Answer:
        refresh, wanted = form.get("refresh_token", ""), frozenset(form.get("scope", "").split())
        granted = self.tokens.granted.get(refresh, frozenset())
        if refresh and wanted and (self.downscoping == "refused" or not wanted <= granted) and granted:
            return Answer(400, b'{"error": "invalid_scope", "error_description": "Bad Request"}')
        answer = self._pass_on(asked)
        if answer.status != 200:
            return answer
        found = answer.json
        if not refresh:
            refresh = found["refresh_token"]
            granted = self.tokens.granted[refresh] = frozenset(found["scope"].split()) - self.unticked
        scopes = wanted if wanted and self.downscoping == "honoured" else granted
        self.tokens.access[found["access_token"]] = refresh, scopes
        return _json_answer(found | {"scope": " ".join(sorted(scopes))})

    # --- Gmail as it really is ---------------------------------------------------------------------

    def _answer_truly(self, asked: Asked) -> Answer:
        if asked.path.startswith("/calendar/"):
            return self._calendar(asked)
        if asked.path.endswith("/profile"):
            return self._profile(asked)
        if asked.path.endswith("/history"):
            return self._history(asked)
        if DRAFTS.match(asked.path):
            with self._lock:
                return self._drafts(asked)
        if asked.method == "POST" and asked.path.endswith("/messages"):
            return self._insert(asked)
        answer = self._pass_on(asked)
        is_headers = (
            HEADER_READS.fullmatch(asked.path) and asked.method == "GET" and asked.format == "metadata"
        )
        return self._with_true_headers(asked, answer) if is_headers else answer

    def _calendar(self, asked: Asked) -> Answer:
        if self.calendars is None:
            return self._pass_on(asked)
        status, found = self.calendars(asked.path, asked.query)
        return _json_answer(found, status)

    def _profile(self, asked: Asked) -> Answer:
        latest = self._ask(asked, "GET", f"{_user(asked)}/history?startHistoryId=1&maxResults=1").json
        labels = self._ask(asked, "GET", f"{_user(asked)}/messages?maxResults=1").json
        email = self._ask(asked, "GET", "/oauth2/v2/userinfo").json["email"]
        known = {"emailAddress": email, "messagesTotal": labels["resultSizeEstimate"]}
        return _json_answer(known | {"historyId": str(max(int(latest["historyId"]), self._forgotten))})

    def _history(self, asked: Asked) -> Answer:
        if int(asked.query["startHistoryId"][0]) < self._forgotten:
            return _error(404, "notFound", "Requested entity was not found.")
        answer = self._pass_on(asked)
        found = answer.json
        if not found.get("history"):
            found.pop("history", None)
        return _json_answer(found, answer.status)

    def _drafts(self, asked: Asked) -> Answer:
        name = DRAFTS.sub("", asked.path).strip("/")
        match asked.method, name:
            case "GET", "":
                return self._list(asked)
            case "POST", "":
                return self._create(asked)
            case "POST", "send":
                return self._send(asked)
            case "GET", _:
                return self._get(asked, name)
            case "PUT", _:
                return self._update(asked, name)
        return self._ask(asked, asked.method, f"{_user(asked)}/drafts/{self._inner.get(name, name)}")

    def _list(self, asked: Asked) -> Answer:
        found = self._pass_on(asked).json
        outer = {inner: name for name, inner in self._inner.items()}
        for draft in found.get("drafts", ()):
            draft["id"] = outer.get(draft["id"], draft["id"])
        if not found.get("drafts"):
            found.pop("drafts", None)
        return _json_answer(found)

    def _create(self, asked: Asked) -> Answer:
        message = json.loads(asked.body)["message"]
        body = {"message": self._stamped(message)}
        return _short_draft(self._ask(asked, "POST", f"{_user(asked)}/drafts", body))

    def _get(self, asked: Asked, name: str) -> Answer:
        target = f"{_user(asked)}/drafts/{self._inner.get(name, name)}?{urlsplit(asked.target).query}"
        answer = self._ask(asked, "GET", target)
        if answer.status != 200:
            return answer
        if asked.format == "metadata":
            answer = self._with_true_headers(asked, answer)
        return _json_answer(answer.json | {"id": name})

    def _update(self, asked: Asked, name: str) -> Answer:
        inner = self._inner.get(name, name)
        before = self._ask(asked, "GET", f"{_user(asked)}/drafts/{inner}?format=minimal")
        if before.status != 200:
            return before
        message = self._stamped(json.loads(asked.body)["message"])
        message.setdefault("threadId", before.json["message"]["threadId"])
        self._ask(asked, "DELETE", f"{_user(asked)}/drafts/{inner}")
        made = self._ask(asked, "POST", f"{_user(asked)}/drafts", {"message": message})
        self._inner[name] = made.json["id"]
        return _short_draft(made, name)

    def _send(self, asked: Asked) -> Answer:
        """The draft goes; a new message with a new Message-ID comes into SENT."""
        name = json.loads(asked.body)["id"]
        inner = self._inner.get(name, name)
        before = self._ask(asked, "GET", f"{_user(asked)}/drafts/{inner}?format=raw")
        if before.status != 200:
            return before
        draft = before.json["message"]
        self._ask(asked, "DELETE", f"{_user(asked)}/drafts/{inner}")
        sent = {"raw": draft["raw"], "threadId": draft["threadId"], "labelIds": ["SENT"]}
        made = self._ask(asked, "POST", f"{_user(asked)}/messages", self._stamped(sent)).json
        return _json_answer({key: made[key] for key in ("id", "threadId", "labelIds")})

    def _insert(self, asked: Asked) -> Answer:
        """Mail without a date arrives now."""
        message = json.loads(asked.body)
        if "Date" not in message_from_bytes(_decoded(message["raw"])):
            message["internalDate"] = self._milliseconds()
        return self._ask(asked, "POST", f"{_user(asked)}/messages", message)

    def _stamped(self, message: Json) -> Json:
        """As Gmail keeps it: a Message-ID of its own, and the date of now."""
        parsed = message_from_bytes(_decoded(message["raw"]), policy=SMTP)
        for name in ("Message-ID", "Date"):
            del parsed[name]
        parsed["Message-ID"] = f"<CA{secrets.token_hex(12)}@mail.gmail.com>"
        parsed["Date"] = format_datetime(self.clock())
        raw = urlsafe_b64encode(parsed.as_bytes()).decode()
        return message | {"raw": raw, "internalDate": self._milliseconds()}

    def _milliseconds(self) -> str:
        return str(int(self.clock().timestamp() * 1000))

    def _with_true_headers(self, asked: Asked, answer: Answer) -> Answer:
        if answer.status != 200:
            return answer
        found = answer.json
        wanted = {name.lower() for name in asked.query.get("metadataHeaders", ())}
        for message in found.get("messages") or [found.get("message") or found]:
            raw = self._ask(asked, "GET", f"{_user(asked)}/messages/{message['id']}?format=raw").json["raw"]
            fields = _fields(message_from_bytes(_decoded(raw), policy=SMTP))
            message["payload"]["headers"] = [
                {"name": name, "value": value}
                for name, value in fields
                if not wanted or name.lower() in wanted
            ]
        return _json_answer(found)

    # --- the line to the emulator -------------------------------------------------------------------

    def _ask(self, asked: Asked, method: str, target: str, body: Json | None = None) -> Answer:
        content = b"" if body is None else json.dumps(body).encode()
        return self._forward(
            method, target, body=content, authorization=asked.headers.get("authorization", "")
        )

    def _pass_on(self, asked: Asked) -> Answer:
        return self._forward(
            asked.method,
            asked.target,
            body=asked.body,
            authorization=asked.headers.get("authorization", ""),
            form="form" in asked.headers.get("content-type", ""),
        )

    def _forward(
        self, method: str, target: str, *, body: bytes = b"", authorization: str = "", form: bool = False
    ) -> Answer:
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        headers = {"Content-Type": kind} | ({"Authorization": authorization} if authorization else {})
        connection = HTTPConnection(self.upstream, timeout=30)
        try:
            connection.request(method, target, body=body or None, headers=headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        kept = tuple((k, v) for k, v in response.getheaders() if k.lower() in {"content-type", "location"})
        return Answer(response.status, content, kept)


def _handler_for(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            with suppress(ConnectionError):
                super().handle()

        def serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            headers = {name.lower(): str(value) for name, value in self.headers.items()}
            asked = Asked(self.command, parts.path, parse_qs(parts.query), headers, body, self.path)
            answer, hang_up = proxy.answer(asked)
            if answer is None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.reply(answer)
            self.close_connection = self.close_connection or hang_up

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = serve  # noqa: N815 - http.server's names

        def reply(self, answer: Answer) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.status != 204:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(b"" if answer.status == 204 else answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the test looks at `calls`."""

    return Handler


@cache
def accepted_scopes(method: str, path: str) -> frozenset[str]:
    """The scopes that Google's own description of its API accepts for a call; empty for no call of it."""
    for name, version in (("gmail", "v1"), ("calendar", "v3")):
        for verb, pattern, scopes in _methods(name, version):
            if verb == method and pattern.fullmatch(path):
                return scopes
    return frozenset()


@cache
def _methods(name: str, version: str) -> list[tuple[str, re.Pattern[str], frozenset[str]]]:
    document = json.loads(get_static_doc(name, version))
    found = [
        (one["httpMethod"], _pattern(document["servicePath"] + one["path"]), frozenset(one.get("scopes", ())))
        for one in _every_method(document)
    ]
    # "drafts/send" is no draft's name.
    return sorted(found, key=lambda one: one[1].pattern.count("[^/]"))


def _every_method(resource: Json) -> Iterable[Json]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _every_method(inner)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("/" + re.sub(r"\{\+?\w+\}", "[^/]+", path))


def _user(asked: Asked) -> str:
    return "/".join(asked.path.split("/")[:5])


def _fields(message: Message) -> list[tuple[str, str]]:
    return [(name, " ".join(str(value).split())) for name, value in message.items()]


def _short_draft(answer: Answer, name: str = "") -> Answer:
    if answer.status != 200:
        return answer
    draft = answer.json
    message = {key: draft["message"][key] for key in ("id", "threadId", "labelIds")}
    return _json_answer({"id": name or draft["id"], "message": message})


def _json_answer(found: Json, status: int = 200) -> Answer:
    return Answer(status, json.dumps(found).encode())


def _error(status: int, reason: str, message: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    entry = {"message": message, "domain": "global", "reason": reason}
    body = {"error": {"code": status, "message": message, "errors": [entry]}}
    return Answer(status, json.dumps(body).encode(), (("Content-Type", "application/json"), *headers))


def _decoded(raw: str) -> bytes:
    return urlsafe_b64decode(raw + "=" * (-len(raw) % 4))
