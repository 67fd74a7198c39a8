"""Rapport never sends: no code asks for it, and the transport would not let it out."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery_cache import get_static_doc

from worker.google.transport import ForbiddenCall, GoogleTransport, refuse_forbidden

WORKER = Path(__file__).parents[2] / "worker"
TASKS = Path(__file__).parents[2] / "tasks"
MAY_CHANGE = {"gmail.users.drafts.create", "gmail.users.drafts.delete"} | {"gmail.users.messages.insert"}
FORBIDDEN_NAMES = frozenset(
    {"send", "trash", "batchDelete", "batchModify", "untrash", "new_batch_http_request"}
)


def methods(resource: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((f"{name}.{verb}", method) for verb, method in resource.get("methods", {}).items())
    for inner, part in resource.get("resources", {}).items():
        yield from methods(part, f"{name}.{inner}")


def every_call() -> dict[str, tuple[str, str]]:
    found = {}
    for api, version in (("gmail", "v1"), ("calendar", "v3")):
        document = json.loads(get_static_doc(api, version))
        for name, method in methods(document, api):
            path = document["servicePath"] + method["path"]
            found[name] = method["httpMethod"], f"/{path}"
            for protocol, upload in method.get("mediaUpload", {}).get("protocols", {}).items():
                found[f"{name} by {protocol} upload"] = method["httpMethod"], upload["path"]
        found[f"{api} batch"] = "POST", f"/{document['batchPath']}"
    return found


CALLS = every_call()
FORBIDDEN = sorted(name for name, (verb, _) in CALLS.items() if verb != "GET" and name not in MAY_CHANGE)


def url(path: str) -> str:
    filled = path.replace("{userId}", "me")
    return "http://127.0.0.1:1" + re.sub(r"\{\+?\w+\}", "18c2f", filled)


@pytest.fixture
def transport() -> Iterator[GoogleTransport]:
    """Whatever left it would end as a refused connection at port 1."""
    made = GoogleTransport(Credentials(token="any"))  # noqa: S106 - no secret
    yield made
    made.close()


def test_the_list_of_forbidden_calls_holds_what_it_must() -> None:
    assert {
        "gmail.users.drafts.send",
        "gmail.users.drafts.update",
        "gmail.users.messages.send",
        "gmail.users.messages.send by simple upload",
        "gmail.users.messages.send by resumable upload",
        "gmail.users.messages.delete",
        "gmail.users.messages.batchDelete",
        "gmail.users.messages.trash",
        "gmail.users.threads.delete",
        "gmail.users.threads.trash",
        "gmail.users.settings.updateAutoForwarding",
        "gmail batch",
        "calendar.events.insert",
    } <= set(FORBIDDEN)


@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_transport_refuses_every_call_that_changes_what_is_not_ours(
    transport: GoogleTransport, name: str
) -> None:
    verb, path = CALLS[name]
    with pytest.raises(ForbiddenCall):
        transport.request(url(path), method=verb, body="{}")


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", "/gmail/v1/users/me/drafts/send"),
        ("PUT", "/gmail/v1/users/me/drafts/send"),
        ("POST", "/gmail/v1/users/me/drafts//send"),
        ("POST", "/gmail/v1/users/me/drafts/%73end"),
        ("POST", "/gmail/v1/users/me/drafts/../drafts/send"),
        ("POST", "/gmail/v1/users/me/drafts/"),
        ("POST", "/gmail/v1/users/me/drafts\n/send"),
        ("post", "/gmail/v1/users/me/drafts/send"),
        ("DELETE", "/gmail/v1/users/me/drafts/1/../../messages/2"),
        ("DELETE", "/gmail/v1/users/me/drafts/"),
        ("DELETE", "/gmail/v1/users/me/messages/18c2f"),
        ("POST", "/gmail/v1/users/me/messages/send"),
        ("POST", "/upload/gmail/v1/users/me/drafts"),
        ("POST", "/gmail/v1/users/somebody@example.org/drafts"),
        ("PATCH", "/gmail/v1/users/me/drafts/1"),
        ("POST", "/batch/gmail/v1"),
        ("POST", "/batch"),
    ],
)
def test_no_spelling_gets_past_it(transport: GoogleTransport, verb: str, path: str) -> None:
    with pytest.raises(ForbiddenCall):
        transport.request(f"http://127.0.0.1:1{path}", method=verb)


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override"])
def test_a_reading_call_cannot_be_turned_into_another(transport: GoogleTransport, header: str) -> None:
    with pytest.raises(ForbiddenCall):
        transport.request("http://127.0.0.1:1/gmail/v1/users/me/drafts", headers={header: "POST"})


@pytest.mark.parametrize("name", sorted(MAY_CHANGE))
def test_our_own_drafts_may_be_handled(name: str) -> None:
    verb, path = CALLS[name]
    refuse_forbidden(verb, url(path), {})


def names_called(source: str) -> set[str]:
    return {
        node.func.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def google_sources() -> list[Path]:
    """Every module that could reach Google: those that import its client, or anything of our room for it."""
    found = [path for root in (WORKER, TASKS) if root.is_dir() for path in sorted(root.rglob("*.py"))]
    return [path for path in found if "google" in path.read_text(encoding="utf-8")]


def test_no_code_calls_anything_that_sends_or_throws_away() -> None:
    sources = google_sources()
    assert WORKER / "google" / "gmail.py" in sources
    for path in sources:
        assert not names_called(path.read_text(encoding="utf-8")) & FORBIDDEN_NAMES, path


def test_no_code_speaks_a_mail_protocol() -> None:
    spoken = re.compile(r"^\s*(?:import|from)\s+(?:smtplib|imaplib|aiosmtplib|poplib)\b", re.MULTILINE)
    for root in (WORKER, TASKS):
        for path in root.rglob("*.py"):
            assert not spoken.search(path.read_text(encoding="utf-8")), path


def test_the_scan_would_see_a_send() -> None:
    assert names_called("users.drafts().send(userId='me', body={}).execute()") & FORBIDDEN_NAMES
