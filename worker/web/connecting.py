"""The connect page: what Rapport does and never does, one button to Google, and what comes back of it."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.domain.errors import Refused
from worker.domain.narrative import Narrative, with_address
from worker.flows.connect_account import connect_account
from worker.google.oauth import (
    INSERT,
    Client,
    Grant,
    Request,
    ask_consent,
    load_client,
    take_consent,
)
from worker.settings import Settings
from worker.web.desk import allow_consent, desk, show
from worker.web.guarding import is_private
from worker.web.visitor import is_invited, sign_in, visitor

blueprint = Blueprint("connecting", __name__)
ATTEMPT = "attempt"
FOREIGN = "this answer belongs to no attempt to connect from this browser; start again from the connect page."


@blueprint.get("/")
def door() -> Response:
    """Whoever is signed in wants the queue; everybody else the connect page."""
    page = "queue.queue" if visitor() else "connecting.connect"
    return redirect(url_for(page), 302)


@blueprint.get("/connect")
def connect() -> str:
    """What connecting means, and the button."""
    account = visitor()
    return show(
        "connect.html", account=account, unready=allow_consent(), with_note=wants_note(account), missing=()
    )


@blueprint.post("/connect")
def ask() -> Response:
    """Off to Google. The attempt stays with this browser, in the signed session."""
    settings = desk().settings
    account = visitor()
    attempt = ask_consent(
        _client(settings),
        f"{settings.door}{url_for('connecting.connected')}",
        with_note="note" in request.form,
        email=account.address if account else "",
    )
    session[ATTEMPT] = {name: value for name, value in asdict(attempt).items() if name != "url"}
    return redirect(attempt.url, 303)


@blueprint.get("/connected")
def connected() -> Response | str:
    """Back from Google: take the grant if it is whole, else say which box is missing."""
    grant = take_consent(load_client(desk().settings.client_file), _attempt(), request.args)
    _check_owner(grant)
    if grant.missing:
        return show(
            "connect.html",
            account=visitor(),
            unready=allow_consent(),
            with_note=grant.may_insert,
            missing=grant.missing,
        )
    return _admit(grant)


def wants_note(account: Account | None) -> bool:
    """Whether the box for the note into the inbox is ticked: at first it is, later as it was left."""
    return account is None or not account.scopes or INSERT in account.scopes


def _attempt() -> Request:
    """The attempt that this browser began; it counts once."""
    kept: dict[str, Any] | None = session.pop(ATTEMPT, None)
    if kept is None:
        raise Refused(FOREIGN)
    return Request(url="", **(kept | {"scopes": tuple(kept["scopes"])}))


def _check_owner(grant: Grant) -> None:
    """Raises Refused where somebody else's account was chosen, or a stranger's."""
    account = visitor()
    if account and account.address != grant.email:
        raise Refused(
            f"at Google {grant.email} was chosen, but you are signed in as {account.address}: "
            f"choose that account, or sign out here first."
        )
    if not (_known(grant.email) or is_private(desk().settings) or is_invited()):
        raise Refused(
            f"nobody has invited {grant.email} here: ask whoever runs this Rapport for a sign-in link, open "
            f"it, and connect then."
        )


def _admit(grant: Grant) -> Response:
    """Connect or reconnect, and sign in."""
    was_known = _known(grant.email)
    account = connect_account(
        desk().tools,
        grant.email,
        "",
        grant.refresh_token,
        tuple(sorted(grant.scopes)),
        with_address(Narrative(), grant.email),
        desk().now(),
    )
    sign_in(account)
    if was_known and account.me.told:
        flash(f"{account.address} is connected again. Nothing was lost, and nothing is repeated.")
        return redirect(url_for("queue.queue"), 303)
    return redirect(url_for("calendars.choose"), 303)


def _known(address: str) -> Account | None:
    return next((a for a in desk().tools.accounts.all() if a.address == address), None)


def _client(settings: Settings) -> Client:
    """The client. Raises Refused where it is missing, or cannot come back to this door."""
    client = load_client(settings.client_file)
    if settings.public_url and not client.is_web:
        raise Refused(
            f'{settings.client_file.name} is a client of the type "Desktop app", which comes back to this '
            'machine alone: make one of the type "Web application" (docs/google-setup.md).'
        )
    return client
