"""A signed session goes in; whose pages they are comes out. One session, one account."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from flask import g, redirect, session, url_for
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.domain.errors import Refused
from worker.web.desk import desk

P = ParamSpec("P")
R = TypeVar("R")


def sign_in(account: Account) -> None:
    """From here on the session is this account's. What it held before is gone (session fixation)."""
    session.clear()
    session.permanent = True
    session["account"], session["address"] = account.id, account.address
    g.pop("visitor", None)


def sign_out() -> None:
    """The session is nobody's."""
    session.clear()
    g.pop("visitor", None)


def invite() -> None:
    """The session came by the one-time link: it may connect an account, or choose one."""
    session.clear()
    session["invited"] = True


def is_invited() -> bool:
    """Whether the one-time link opened this session, and no account has been chosen yet."""
    return session.get("invited") is True


def visitor() -> Account | None:
    """The account that is signed in, as it stands now; None for everybody else."""
    if "visitor" not in g:
        g.visitor = _account_of_session()
    found: Account | None = g.visitor
    return found


def of_account(view: Callable[Concatenate[Account, P], R]) -> Callable[P, R | Response]:
    """A page that needs an account: it is handed in. Others are led to the connect page."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        account = visitor()
        if account is None:
            return redirect(url_for("connecting.connect"), 303)
        return view(account, *args, **kwargs)

    return checked


def _account_of_session() -> Account | None:
    """An id may be given to somebody else once its account is deleted: the address must agree."""
    account_id = session.get("account")
    if not isinstance(account_id, int):
        return None
    try:
        account = desk().tools.accounts.load(account_id)
    except Refused:  # deleted meanwhile
        return None
    return account if account.address == session.get("address") else None
