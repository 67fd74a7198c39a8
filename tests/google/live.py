"""Settings in the environment go in; a desk at a real Gmail mailbox kept for tests comes out, and is cleared.

    python tests/google/live.py

asks for the access that this needs, once, in the browser. How to run the tests: docs/live-contract.md.
"""

import json
import os
import sys
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request as TokenRequest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.contracts.mailbox_contract import Desk  # noqa: E402 - run as a script from anywhere
from tests.fakes.google_world import EVERYTHING, Hand  # noqa: E402
from worker.cli.consent import ANY, Landing  # noqa: E402
from worker.domain.errors import Refused, Transient  # noqa: E402
from worker.domain.mailbox import DraftRef  # noqa: E402
from worker.google.calendar import GoogleCalendar, open_calendar  # noqa: E402
from worker.google.gmail import open_mailbox  # noqa: E402
from worker.google.oauth import (  # noqa: E402
    INSERT,
    NEEDED,
    Client,
    Grant,
    Request,
    ask_consent,
    credentials_for,
    load_client,
    take_consent,
)
from worker.google.service import discovery  # noqa: E402

SETTINGS = {
    "RAPPORT_LIVE_CLIENT": 'the file of an OAuth client of the type "Desktop app"',
    "RAPPORT_LIVE_ADDRESS": "the address of a Gmail account kept for tests",
    "RAPPORT_LIVE_TOKEN_FILE": "where the access to it is kept",
}
SCOPES = frozenset({*NEEDED, INSERT, EVERYTHING})
"""What the worker may do, and what a person's hand may."""
CONSENT = "run python tests/google/live.py"
CONSENT_SECONDS = 300.0
RUN = "RAPPORT_LIVE=1 make test ARGS=tests/google/test_live.py"


@dataclass(frozen=True, slots=True)
class Live:
    """A mailbox kept for tests, and where the access to it lies."""

    client: Client
    address: str
    token_file: Path
    root: str = ""
    """Stands for Google's address where the suite itself is proved; empty: Google's own."""


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether the tests shall meet Google."""
    return environ.get("RAPPORT_LIVE", "") not in {"", "0"}


def live_from(environ: Mapping[str, str]) -> Live:
    """The settings. Raises Refused for a missing one, and for a mailbox that may be somebody's own."""
    for name, meaning in SETTINGS.items():
        if not environ.get(name):
            raise Refused(f"{name} is not set: set it to {meaning} (docs/live-contract.md).")
    address = environ["RAPPORT_LIVE_ADDRESS"].strip().lower()
    if "test" not in address or not all(address.partition("@")):
        raise Refused(
            f"{address} does not look like a mailbox kept for tests, and the tests delete mail: make a Gmail "
            f'account with "test" in its address, and set RAPPORT_LIVE_ADDRESS to it.'
        )
    client = load_client(Path(environ["RAPPORT_LIVE_CLIENT"]))
    token_file = Path(environ["RAPPORT_LIVE_TOKEN_FILE"])
    return Live(client, address, token_file, environ.get("RAPPORT_LIVE_ROOT", ""))


# --- the access, asked for once ----------------------------------------------------------------------


def connect(live: Live, browse: Callable[[str], object]) -> None:
    """Get access by the consent page and keep it. Raises Refused where it is another's, or is not enough."""
    if live.client.is_web:
        raise Refused(
            'RAPPORT_LIVE_CLIENT is a client of the type "Web application", which cannot come back to a '
            'terminal: make one of the type "Desktop app" (docs/google-setup.md).'
        )
    landing = Landing(ANY)
    request = with_the_hand(ask_consent(live.client, landing.address, with_note=True, email=live.address))
    print(f"Agree on Google's page, as {live.address}. If none opens, open this address:\n{request.url}")
    browse(request.url)
    grant = take_consent(live.client, request, landing.wait(request.state, CONSENT_SECONDS))
    refuse_grant(grant, live)
    keep(grant, live.token_file)


def with_the_hand(request: Request) -> Request:
    """The same question, for a person's hand in the mailbox too."""
    parts, scopes = urlsplit(request.url), (*request.scopes, EVERYTHING)
    asked = dict(parse_qsl(parts.query)) | {"scope": " ".join(scopes)}
    return replace(request, url=parts._replace(query=urlencode(asked)).geturl(), scopes=scopes)


def refuse_grant(grant: Grant, live: Live) -> None:
    """Raise Refused for another's access, or one with a box left empty."""
    if grant.email != live.address:
        raise Refused(f"At Google {grant.email} was chosen, not {live.address}: {CONSENT} again.")
    if missing := sorted(SCOPES - grant.scopes):
        raise Refused(f"Google left out {', '.join(missing)}: {CONSENT} again and leave every box ticked.")


def keep(grant: Grant, file: Path) -> None:
    """Write the access to a file that its owner alone may read."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as kept:
        json.dump({"email": grant.email, "refresh_token": grant.refresh_token}, kept)


def refresh_token_of(live: Live) -> str:
    """The kept access. Raises Refused where there is none, or it is for another mailbox."""
    try:
        kept = json.loads(live.token_file.read_text("utf-8"))
        email, token = str(kept["email"]), str(kept["refresh_token"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(f"RAPPORT_LIVE_TOKEN_FILE {live.token_file} holds no access: {CONSENT}.") from error
    if email != live.address:
        raise Refused(f"{live.token_file} holds the access of {email}, not of {live.address}: {CONSENT}.")
    return token


# --- the mailbox and the calendars ---------------------------------------------------------------------


@contextmanager
def desk_at(live: Live) -> Iterator[Desk]:
    """The user at the mailbox; afterwards all that came since is deleted for good.

    Raises Refused for a mailbox with drafts in it, and for one that is not the named one.
    """
    hand = hand_at(live)
    if hand.drafts():
        raise Refused(
            f"There are drafts in {live.address}, from somebody or from a run that was cut short: delete "
            f"them in Gmail, and run the tests again."
        )
    before = hand.messages()
    mailbox = open_mailbox(live.client, refresh_token_of(live), clock=now, root=live.root)
    try:
        # Mail to oneself comes to rest in one message; to nobody it would bounce into the next test.
        yield Desk(mailbox, hand, live.address, chief=live.address.replace("@", "+chief@"))
    finally:
        mailbox.close()
        clear(hand, before)


def hand_at(live: Live) -> Hand:
    """The user's own hand. Raises Refused unless Google itself says that the mailbox is the named one."""
    credentials = credentials_for(live.client, refresh_token_of(live))
    try:
        credentials.refresh(TokenRequest())
    except RefreshError as error:
        raise Refused(f"Google no longer takes the access in {live.token_file}: {CONSENT} again.") from error
    hand = Hand(discovery("gmail", "v1", live.root)["rootUrl"].rstrip("/"), str(credentials.token))
    if (whose := hand.address().lower()) != live.address:
        raise Refused(f"The access in {live.token_file} leads into the mailbox of {whose}: {CONSENT} again.")
    return hand


def clear(hand: Hand, before: frozenset[str]) -> None:
    """Delete every draft, and every message that was not there before."""
    for draft in hand.drafts():
        hand.discard(DraftRef(draft, "", ""))
    for message in hand.messages() - before:
        hand.erase(message)


@contextmanager
def calendars_at(live: Live) -> Iterator[GoogleCalendar]:
    """The user's calendars, which can only be read."""
    owner = frozenset({live.address})
    reader = open_calendar(live.client, refresh_token_of(live), owner=owner, clock=now, root=live.root)
    try:
        yield reader
    finally:
        reader.close()


def now() -> datetime:
    """Google's clock is the world's own."""
    return datetime.now(UTC)


def main() -> None:
    """Connect as the environment says, or say why not."""
    try:
        live = live_from(os.environ)
        connect(live, webbrowser.open)
    except (Refused, Transient) as refused:
        sys.exit(str(refused))
    print(f"The access to {live.address} lies in {live.token_file}. Now: {RUN}")


if __name__ == "__main__":
    main()
