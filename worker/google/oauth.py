"""A client file and a person's consent go in; a refresh token with its scopes comes out, and tokens from it.

Knows no web framework: whoever stands at the door shows `Request.url` and hands back what the browser brings.
Google: "Using OAuth 2.0 for Web Server Applications"; PKCE is RFC 7636, the redirect to loopback RFC 8252.
"""

import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import requests
from google.oauth2.credentials import Credentials

from worker.domain.errors import Reconnect, Refused, Transient

GOOGLE = "https://www.googleapis.com/auth/"
COMPOSE = f"{GOOGLE}gmail.compose"
METADATA = f"{GOOGLE}gmail.metadata"
INSERT = f"{GOOGLE}gmail.insert"
EVENTS = f"{GOOGLE}calendar.events.readonly"
CALENDARS = f"{GOOGLE}calendar.calendarlist.readonly"
IDENTITY = ("openid", "email")
NEEDED = (COMPOSE, METADATA, EVENTS, CALENDARS)
IN_WORDS = {
    COMPOSE: "manage drafts (without it no draft can be put into your mailbox)",
    METADATA: "see the headers of mail (without it nobody notices what was sent and answered)",
    EVENTS: "see the events of your calendars (without it there is nothing to write about)",
    CALENDARS: "see the list of your calendars (without it none can be chosen)",
    INSERT: "put one note into your own inbox on a morning with new drafts (optional)",
}
"""What each box on Google's consent page is for."""

AUTH_URI = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address, no secret
REVOKE_URI = "https://oauth2.googleapis.com/revoke"
SECONDS = 30.0
HOW_TO_GET_ONE = (
    'download it from the Google Cloud console, "Clients", your client of the type "Desktop app" or '
    '"Web application" (docs/google-setup.md).'
)


@dataclass(frozen=True, slots=True)
class Client:
    """The OAuth client that the user made at Google."""

    id: str
    secret: str
    is_web: bool
    """A Web client: it accepts `redirect_uris` alone. Else a Desktop client: any loopback address."""
    redirect_uris: tuple[str, ...] = ()
    auth_uri: str = AUTH_URI
    token_uri: str = TOKEN_URI
    revoke_uri: str = REVOKE_URI

    def __repr__(self) -> str:
        """Without the secret, so that no log ever has it."""
        return f"Client(id={self.id!r}, is_web={self.is_web})"


@dataclass(frozen=True, slots=True)
class Request:
    """One attempt to connect. Keep it on this side (session, memory) until the browser comes back."""

    url: str
    """Where to send the browser."""
    state: str
    verifier: str
    redirect_uri: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """What the user gave."""

    email: str
    refresh_token: str
    scopes: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """In words, each needed permission that was not given."""
        return tuple(IN_WORDS[scope] for scope in NEEDED if scope not in self.scopes)

    @property
    def may_insert(self) -> bool:
        """Whether the note into the own inbox is permitted."""
        return INSERT in self.scopes

    def __repr__(self) -> str:
        """Without the token."""
        return f"Grant(email={self.email!r}, scopes={sorted(self.scopes)})"


def load_client(path: Path) -> Client:
    """The client in a file as Google's console gives it out. Raises Refused with the remedy."""
    try:
        return client_from(path.read_bytes(), path.name)
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}; {HOW_TO_GET_ONE}") from error


def client_from(content: bytes, name: str = "the client file") -> Client:
    """The client that a file's bytes describe. Raises Refused, saying what the file is instead."""
    try:
        found = json.loads(content)
    except ValueError as error:
        raise Refused(f"{name} is no JSON file; {HOW_TO_GET_ONE}") from error
    if not isinstance(found, dict):
        raise Refused(f"{name} is no OAuth client file; {HOW_TO_GET_ONE}")
    if found.get("type") == "service_account":
        raise Refused(f"{name} is the key of a service account, which has no mailbox; {HOW_TO_GET_ONE}")
    if "refresh_token" in found:
        raise Refused(f"{name} holds somebody's token, not a client; {HOW_TO_GET_ONE}")
    kind = next((kind for kind in ("web", "installed") if isinstance(found.get(kind), dict)), None)
    if kind is None:
        raise Refused(f"{name} is no OAuth client file; {HOW_TO_GET_ONE}")
    return _client(found[kind], name, is_web=kind == "web")


def _client(fields: Mapping[str, Any], name: str, *, is_web: bool) -> Client:
    for field in ("client_id", "client_secret"):
        if not isinstance(fields.get(field), str) or not fields[field].strip():
            raise Refused(f"{name} has no {field}; {HOW_TO_GET_ONE}")
    return Client(
        id=fields["client_id"].strip(),
        secret=fields["client_secret"].strip(),
        is_web=is_web,
        redirect_uris=tuple(map(str, fields.get("redirect_uris") or ())),
        auth_uri=str(fields.get("auth_uri") or AUTH_URI),
        token_uri=str(fields.get("token_uri") or TOKEN_URI),
        revoke_uri=str(fields.get("revoke_uri") or REVOKE_URI),
    )


def ask_consent(client: Client, redirect_uri: str, *, with_note: bool, email: str = "") -> Request:
    """A new attempt to connect. `with_note` asks for gmail.insert too; `email` names the account to choose.

    Raises Refused where a Web client does not know the address to come back to.
    """
    if client.is_web and redirect_uri not in client.redirect_uris:
        raise Refused(
            f"the client does not know the address {redirect_uri}: add it to its authorised redirect URIs in "
            "the Google Cloud console and download the client file again."
        )
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    scopes = (*IDENTITY, *NEEDED, *((INSERT,) if with_note else ()))
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(scopes),
        "state": state,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",
    } | ({"login_hint": email} if email else {})
    return Request(f"{client.auth_uri}?{urlencode(asked)}", state, verifier, redirect_uri, scopes)


def take_consent(client: Client, request: Request, brought: Mapping[str, str]) -> Grant:
    """What the browser brought back from Google, turned into a grant. Show its `missing`.

    Raises Refused (a foreign or stale state, the user said no, a code that is no longer good) or Transient.
    """
    if not hmac.compare_digest(brought.get("state", "").encode(), request.state.encode()):
        raise Refused("this answer belongs to another attempt to connect; start again from the connect page.")
    if error := brought.get("error"):
        raise Refused(_refusal_in_words(error))
    if not brought.get("code"):
        raise Refused("Google's answer carries no code; start again from the connect page.")
    found = _post(
        client.token_uri,
        {
            "grant_type": "authorization_code",
            "code": brought["code"],
            "redirect_uri": request.redirect_uri,
            "code_verifier": request.verifier,
            "client_id": client.id,
            "client_secret": client.secret,
        },
    )
    return _grant(client, request, found)


def credentials_for(client: Client, refresh_token: str, scopes: Iterable[str] | None = None) -> Credentials:
    """Access that renews itself: for these scopes alone, or for all that were granted (None)."""
    return Credentials(
        token=None,
        refresh_token=refresh_token,
        token_uri=client.token_uri,
        client_id=client.id,
        client_secret=client.secret,
        scopes=None if scopes is None else list(scopes),
    )


def revoke(client: Client, refresh_token: str) -> bool:
    """Give the access back. False where Google no longer knew of it. Raises Transient."""
    try:
        answer = requests.post(client.revoke_uri, data={"token": refresh_token}, timeout=SECONDS)
    except requests.RequestException as error:
        raise Transient("Google could not be reached to give the access back; try again.") from error
    if answer.status_code >= requests.codes.server_error:
        raise Transient(f"Google answered {answer.status_code} to giving the access back; try again.")
    return answer.ok


def _grant(client: Client, request: Request, found: Mapping[str, Any]) -> Grant:
    if not found.get("refresh_token"):
        raise Refused(
            "Google gave no lasting access: remove this app at myaccount.google.com/connections then retry."
        )
    # A grant without `scope` is for exactly what was asked (RFC 6749, 5.1).
    scopes = frozenset(str(found.get("scope") or " ".join(request.scopes)).split())
    return Grant(_email(client, str(found.get("id_token", ""))), str(found["refresh_token"]), scopes)


def _email(client: Client, id_token: str) -> str:
    """The address in an ID token.

    It comes from the token endpoint itself, which vouches for it: its signature is not checked again
    (OpenID Connect Core, 3.1.3.7, point 6).
    """
    try:
        payload = id_token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        email, audience = str(claims["email"]).lower(), claims["aud"]
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise Refused("Google did not say whose account it is; connect again.") from error
    if audience != client.id:
        raise Refused("Google's answer is for another client; connect again.")
    return email


def _post(uri: str, fields: Mapping[str, str]) -> dict[str, Any]:
    try:
        answer = requests.post(uri, data=fields, timeout=SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        raise Transient("Google could not be reached; try again in a moment.") from error
    found = _json_object(answer)
    if answer.ok and found:
        return found
    if answer.status_code >= requests.codes.server_error or not found:
        raise Transient(f"Google answered {answer.status_code}; try again in a moment.")
    raise _refusal(str(found.get("error", "")), str(found.get("error_description", "")))


def _json_object(answer: requests.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refusal(code: str, description: str) -> Exception:
    if code == "invalid_grant":
        return Refused(
            "Google's code is no longer good (it lives for minutes and works once); connect again."
        )
    if code in {"invalid_client", "unauthorized_client", "deleted_client"}:
        return Refused(f"Google does not know this client ({code}); {HOW_TO_GET_ONE}")
    return Reconnect(f"Google refused to connect ({code}: {description}); connect again.")


def _refusal_in_words(error: str) -> str:
    words = {
        "access_denied": "Google gave no access: No was chosen, or the account is no test user. Nothing "
        "was connected. Start again when you like.",
        "admin_policy_enforced": "The administrator of this Google account forbids it; ask them to allow it.",
        "org_internal": "This client is for its own organisation alone; use an account there.",
    }
    return words.get(error, f"Google gave no access ({error[:60]}); start again from the connect page.")


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
