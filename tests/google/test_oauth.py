import base64
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request as AuthRequest

from tests.fakes.google_world import REDIRECT, GoogleWorld, consent
from worker.domain.errors import Refused, Transient
from worker.google.oauth import (
    CALENDARS,
    COMPOSE,
    EVENTS,
    INSERT,
    METADATA,
    NEEDED,
    Client,
    ask_consent,
    client_from,
    credentials_for,
    load_client,
    revoke,
    take_consent,
)

DESKTOP = Client(id="desk", secret="s3cret", is_web=False)  # noqa: S106 - of no account
LOOPBACK = "http://127.0.0.1:49152/"
NOWHERE = "http://127.0.0.1:1/"


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def client_file(kind: str = "installed", **fields: object) -> bytes:
    return json.dumps({kind: {"client_id": "desk", "client_secret": "s3cret"} | fields}).encode()


def test_the_consent_url_asks_for_exactly_what_is_needed() -> None:
    found = asked(ask_consent(DESKTOP, LOOPBACK, with_note=False).url)
    auth = "https://www.googleapis.com/auth"
    assert set(found.pop("scope").split()) == {
        "openid",
        "email",
        f"{auth}/gmail.compose",
        f"{auth}/gmail.metadata",
        f"{auth}/calendar.events.readonly",
        f"{auth}/calendar.calendarlist.readonly",
    }
    assert (found["access_type"], found["prompt"], found["response_type"]) == ("offline", "consent", "code")
    assert found["code_challenge_method"] == "S256"
    assert "include_granted_scopes" not in found


def test_the_note_is_one_scope_more() -> None:
    plain, with_note = (ask_consent(DESKTOP, LOOPBACK, with_note=note).scopes for note in (False, True))
    assert set(with_note) - set(plain) == {INSERT}


def test_the_challenge_is_the_verifiers_digest_and_every_attempt_has_its_own() -> None:
    one, other = (ask_consent(DESKTOP, LOOPBACK, with_note=False) for _ in range(2))
    digest = base64.urlsafe_b64encode(sha256(one.verifier.encode()).digest()).rstrip(b"=").decode()
    assert asked(one.url)["code_challenge"] == digest
    assert 43 <= len(one.verifier) <= 128
    assert (one.state, one.verifier) != (other.state, other.verifier)
    assert one.verifier not in one.url


def test_a_reconnection_names_the_account() -> None:
    assert asked(ask_consent(DESKTOP, LOOPBACK, with_note=False, email="a@b.c").url)["login_hint"] == "a@b.c"


def test_a_web_client_that_does_not_know_the_way_back_is_refused() -> None:
    web = client_from(client_file("web", redirect_uris=["https://rapport.example/connected"]))
    with pytest.raises(Refused, match="authorised redirect URIs"):
        ask_consent(web, LOOPBACK, with_note=False)


def test_both_kinds_of_client_are_read(tmp_path: Path) -> None:
    path = tmp_path / "client.json"
    path.write_bytes(client_file(redirect_uris=["http://localhost"]))
    assert load_client(path) == Client("desk", "s3cret", is_web=False, redirect_uris=("http://localhost",))
    assert client_from(client_file("web")).is_web


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[]", "no OAuth client"),
        (b'{"installed": []}', "no OAuth client"),
        (b'{"type": "service_account", "client_id": "x"}', "service account"),
        (b'{"client_id": "x", "refresh_token": "y"}', "somebody's token"),
        (b'{"installed": {"client_id": "x"}}', "client_secret"),
        (b'{"web": {"client_id": " ", "client_secret": "y"}}', "client_id"),
    ],
)
def test_a_wrong_client_file_is_refused_with_the_remedy(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        client_from(content, "client.json")
    assert "download it" in str(refused.value)


def test_a_client_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file"):
        load_client(tmp_path / "none.json")


def test_no_secret_shows_in_a_log(world: GoogleWorld) -> None:
    grant = world.connect(world.new_user())
    assert "s3cret" not in repr(DESKTOP)
    assert grant.refresh_token not in repr(grant)


def test_a_foreign_state_is_refused_before_anything_is_asked(world: GoogleWorld) -> None:
    request = ask_consent(world.client, REDIRECT, with_note=False)
    brought = consent(request.url, world.new_user())
    for state in ("", "x", request.state + "x"):
        with pytest.raises(Refused, match="another attempt"):
            take_consent(world.client, request, brought | {"state": state})
    with pytest.raises(Refused, match="another attempt"):
        take_consent(world.client, request, {"code": brought["code"]})


def test_no_is_an_answer(world: GoogleWorld) -> None:
    request = ask_consent(world.client, REDIRECT, with_note=False)
    with pytest.raises(Refused, match="Nothing was connected"):
        take_consent(world.client, request, {"state": request.state, "error": "access_denied"})
    with pytest.raises(Refused, match="no code"):
        take_consent(world.client, request, {"state": request.state})


def test_a_consent_gives_address_token_and_scopes(world: GoogleWorld) -> None:
    me = world.new_user()
    grant = world.connect(me)
    assert grant.email == me
    assert set(NEEDED) | {INSERT} <= grant.scopes
    assert grant.missing == ()
    assert grant.may_insert


def test_an_unticked_box_is_named_in_words(world: GoogleWorld) -> None:
    world.proxy.unticked = frozenset({METADATA, CALENDARS, INSERT})
    grant = world.connect(world.new_user())
    assert [words.partition(" (")[0] for words in grant.missing] == [
        "see the headers of mail",
        "see the list of your calendars",
    ]
    assert not grant.may_insert


def test_a_code_works_once(world: GoogleWorld) -> None:
    request = ask_consent(world.client, REDIRECT, with_note=False)
    brought = consent(request.url, world.new_user())
    take_consent(world.client, request, brought)
    with pytest.raises(Refused, match="connect again"):
        take_consent(world.client, request, brought)


def test_a_code_is_worthless_without_the_verifier(world: GoogleWorld) -> None:
    request = ask_consent(world.client, REDIRECT, with_note=False)
    brought = consent(request.url, world.new_user())
    other = ask_consent(world.client, REDIRECT, with_note=False)
    with pytest.raises(Refused):
        take_consent(world.client, other, brought | {"state": other.state})


def test_a_foreign_client_is_refused(world: GoogleWorld) -> None:
    request = ask_consent(world.client, REDIRECT, with_note=False)
    brought = consent(request.url, world.new_user())
    stranger = Client(
        "somebody", "x", is_web=True, redirect_uris=(REDIRECT,), token_uri=world.client.token_uri
    )
    with pytest.raises(Refused, match="does not know this client"):
        take_consent(stranger, request, brought)


def test_google_out_of_reach_is_transient() -> None:
    nowhere = replace(DESKTOP, token_uri=NOWHERE, revoke_uri=NOWHERE)
    request = ask_consent(nowhere, LOOPBACK, with_note=False)
    with pytest.raises(Transient):
        take_consent(nowhere, request, {"state": request.state, "code": "x"})
    with pytest.raises(Transient):
        revoke(nowhere, "token")


def test_a_token_can_be_narrowed(world: GoogleWorld) -> None:
    grant = world.connect(world.new_user())
    narrow = credentials_for(world.client, grant.refresh_token, [EVENTS])
    narrow.refresh(AuthRequest())
    assert world.proxy.tokens.access[str(narrow.token)][1] == {EVENTS}
    whole = credentials_for(world.client, grant.refresh_token)
    whole.refresh(AuthRequest())
    assert COMPOSE in world.proxy.tokens.access[str(whole.token)][1]


def test_revoked_access_gives_no_token_any_more(world: GoogleWorld) -> None:
    grant = world.connect(world.new_user())
    assert revoke(world.client, grant.refresh_token)
    with pytest.raises(RefreshError, match="invalid_grant"):
        credentials_for(world.client, grant.refresh_token).refresh(AuthRequest())
