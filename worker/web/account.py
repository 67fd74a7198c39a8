"""The account page: what was permitted, and how to give the access back and have everything deleted."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.domain.errors import Refused, Transient
from worker.flows.connect_account import disconnect
from worker.google.oauth import IN_WORDS, load_client, revoke
from worker.web.desk import desk, show
from worker.web.visitor import of_account, sign_out

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@of_account
def account(account: Account) -> str:
    """Who is signed in, with which permissions."""
    granted = [words for scope, words in IN_WORDS.items() if scope in account.scopes]
    return show("account.html", account=account, granted=granted)


@blueprint.post("/account/delete")
@of_account
def delete(account: Account) -> Response:
    """Everything of the account is deleted, and the access goes back."""
    if request.form.get("address", "").strip().lower() != account.address:
        raise Refused(f"to confirm, type {account.address}; nothing was deleted.")
    undone = disconnect(desk().tools, account, _give_back)
    sign_out()
    flash(undone or f"{account.address} is disconnected, and everything of it is deleted.")
    return redirect(url_for("connecting.connect"), 303)


def _give_back(token: str) -> bool:
    """Whether Google still knew of the access. Raises Transient where it cannot be asked."""
    try:
        client = load_client(desk().settings.client_file)
    except Refused as missing:  # it must not keep anybody from having everything deleted
        raise Transient(str(missing)) from missing
    return revoke(client, token)
