"""A one-time link goes in; a session comes out. Where several accounts are connected, one is chosen."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from worker.domain.errors import Refused
from worker.web.desk import desk, show
from worker.web.signing import take_link
from worker.web.visitor import invite, is_invited, sign_in, sign_out

blueprint = Blueprint("signing_in", __name__)


@blueprint.get("/sign-in")
def by_link() -> Response | str:
    """Use the link up. It opens the one account, or a choice, or the way to connect the first."""
    known = desk()
    if not take_link(known.settings, known.environment, request.args.get("token", ""), known.now()):
        raise Refused(
            "this link was used, replaced or is too old: `rapport up` prints a new one at its start; with "
            "Google you can always sign in on the connect page."
        )
    accounts = known.tools.accounts.all()
    if len(accounts) == 1:
        sign_in(accounts[0])
        return redirect(url_for("queue.queue"), 303)
    invite()
    return redirect(url_for("signing_in.choose" if accounts else "connecting.connect"), 303)


@blueprint.get("/sign-in/account")
def choose() -> str:
    """Ask whose session it is to be."""
    _check_invited()
    return show("choose.html", account=None, accounts=desk().tools.accounts.all())


@blueprint.post("/sign-in/account")
def chosen() -> Response:
    """This one's."""
    _check_invited()
    address = request.form.get("address", "")
    account = next((a for a in desk().tools.accounts.all() if a.address == address), None)
    if account is None:
        abort(404)
    sign_in(account)
    return redirect(url_for("queue.queue"), 303)


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the session in this browser."""
    sign_out()
    return redirect(url_for("connecting.connect"), 303)


def _check_invited() -> None:
    if not is_invited():
        abort(404)
