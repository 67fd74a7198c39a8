"""The events page: what the calendars hold and what it is taken for; the user's word on it goes in."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.flows.correct_event import IN_WORDS, WORDS, correct_event, kind_said, undo_correction
from worker.flows.show_events import holding_of
from worker.web.desk import desk, show
from worker.web.visitor import of_account

blueprint = Blueprint("events", __name__)

MOST = 200
"""How many lines that are nothing to write about are shown at once: each has a form of its own."""


@blueprint.get("/events")
@of_account
def events(account: Account) -> str:
    """Line by line, what is taken for something first; `q` keeps the lines with these words."""
    words = request.args.get("q", "").strip()
    found = holding_of(desk().tools, account.id, desk().now())
    lines = found.called(words)
    nothing = [line for line in lines if line.kind is None]
    return show(
        "events.html",
        account=account,
        holding=found,
        words=words,
        labels={word: IN_WORDS[kind] for word, kind in WORDS.items()},
        something=[line for line in lines if line.kind],
        nothing=nothing[:MOST],
        left_out=len(nothing[MOST:]),
    )


@blueprint.post("/events/<handle>/correct")
@of_account
def correct(account: Account, handle: str) -> Response:
    """Say what a line really is."""
    tools, now = desk().tools, desk().now()
    kind = kind_said(request.form.get("as", "")[:40])
    event = holding_of(tools, account.id, now).at(handle).event
    correct_event(tools, account.id, event, kind, now)
    flash(f"“{event.title}” is {IN_WORDS[kind]} from now on. The year is planned by it within a few minutes.")
    return _back(handle)


@blueprint.post("/events/undo/<int:known>")
@of_account
def undo(account: Account, known: int) -> Response:
    """Take a correction back."""
    taken = undo_correction(desk().tools, account.id, known, desk().now())
    flash(f"Taken back: “{taken.title}” is recognised as before.")
    return _back()


def _back(handle: str = "") -> Response:
    """To the page as it was, and there to the line."""
    words, anchor = request.form.get("q", ""), f"e-{handle}" if handle else None
    return redirect(url_for("events.events", q=words or None, _anchor=anchor), 303)
