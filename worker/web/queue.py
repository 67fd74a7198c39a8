"""The queue page: what waits, what comes next, what happened; and its buttons, each calling one flow."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.domain.errors import Refused
from worker.domain.event import ONE_DAY
from worker.domain.ledger import NotYours
from worker.flows import tend_queue
from worker.flows.show_queue import queue_of
from worker.flows.tools import Tools
from worker.web.connecting import wants_note
from worker.web.desk import allow_consent, desk, show
from worker.web.visitor import of_account

blueprint = Blueprint("queue", __name__)

SOON = 20
"""How many of the coming letters are shown with their buttons."""

Simple = Callable[[Tools, int, datetime], object]
SIMPLE: dict[str, tuple[Simple, str]] = {
    "skip": (tend_queue.skip_touch, "Skipped. It can be undone below."),
    "undo": (tend_queue.undo_skip, "Back in the plan."),
    "answered": (tend_queue.tell_answered, "Noted as answered: nothing follows."),
    "look": (tend_queue.look_again, "It is looked at again within a few minutes."),
}
"""Buttons that need nothing but the touch: the flow, and what is said then."""


@blueprint.get("/queue")
@of_account
def queue(account: Account) -> str:
    """Everything about the account's letters, on one page."""
    unready = allow_consent() if account.rest else ""
    found = queue_of(desk().tools, account.id, desk().now())
    return show(
        "queue.html",
        account=account,
        queue=found,
        tomorrow=found.today + ONE_DAY,
        soon=found.coming[:SOON],
        later=found.coming[SOON:],
        unready=unready,
        with_note=wants_note(account),
    )


@blueprint.post("/queue/touch/<int:touch>/<any(skip, undo, answered, look):action>")
@of_account
def act(account: Account, touch: int, action: str) -> Response:
    """One of the simple buttons."""
    flow, said = SIMPLE[action]
    flow(desk().tools, _own(account, touch), desk().now())
    return _back(said)


@blueprint.post("/queue/touch/<int:touch>/postpone")
@of_account
def postpone(account: Account, touch: int) -> Response:
    """Leave it alone until a day."""
    day = _day()
    tend_queue.postpone_touch(desk().tools, _own(account, touch), day, desk().now())
    return _back(f"Postponed to {day.isoformat()}.")


@blueprint.post("/queue/touch/<int:touch>/wrote")
@of_account
def wrote(account: Account, touch: int) -> Response:
    """The user wrote from elsewhere, where Gmail does not see it."""
    tend_queue.tell_wrote_elsewhere(desk().tools, _own(account, touch), _day(), desk().now())
    return _back("Noted: you wrote yourself.")


@blueprint.post("/queue/past/<any(wanted, unwanted):answer>")
@of_account
def past(account: Account, answer: str) -> Response:
    """The one answer to letters for what had ended before the account was connected."""
    wanted = answer == "wanted"
    tend_queue.confirm_past(desk().tools, account.id, wanted, desk().now())
    return _back("They take their place in the plan." if wanted else "They are left unwritten.")


@blueprint.post("/queue/calendar/<int:calendar>/believe")
@of_account
def believe(account: Account, calendar: int) -> Response:
    """The calendar was emptied on purpose."""
    if calendar not in {one.id for one in desk().tools.calendars.of(account.id)}:
        abort(404)
    tend_queue.believe_calendar(desk().tools, calendar, desk().now())
    return _back("The calendar is believed: what it no longer has is taken back.")


@blueprint.post("/queue/pause")
@of_account
def pause(account: Account) -> Response:
    """No draft before a day."""
    until = _day()
    tend_queue.pause(desk().tools, account.id, until, desk().now())
    return _back(f"Paused: no draft appears before {until.isoformat()}.")


@blueprint.post("/queue/resume")
@of_account
def resume(account: Account) -> Response:
    """Drafts appear again, at the usual pace."""
    tend_queue.resume(desk().tools, account.id, desk().now())
    return _back("Going on, at the usual pace.")


def _own(account: Account, touch: int) -> int:
    """The touch, if it is this account's; everything else does not exist."""
    try:
        owner = desk().tools.touches.load(touch).account
    except NotYours:
        abort(404)
    if owner != account.id:
        abort(404)
    return touch


def _day() -> date:
    text = request.form.get("day", "")
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Refused(f"'{text[:40]}' is no day: choose one, or write it as 2026-12-24.") from fault


def _back(said: str) -> Response:
    flash(said)
    return redirect(url_for("queue.queue"), 303)
