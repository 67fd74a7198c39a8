"""The calendars of an account go in; the ones that the user ticks are read from then on."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.domain.errors import Refused
from worker.flows.connect_account import choose_calendars, list_calendars
from worker.web.desk import desk, show
from worker.web.visitor import of_account

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/calendars")
@of_account
def choose(account: Account) -> Response | str:
    """Every calendar of the list with a box; at first the own one and the subscribed schedules are ticked."""
    tools = desk().tools
    listed = list_calendars(tools, account, desk().now())
    if tools.accounts.load(account.id).rest:  # access was lost: the queue page says what to do
        return redirect(url_for("queue.queue"), 303)
    ticked = frozenset(calendar.name for calendar in tools.calendars.of(account.id) if calendar.selected)
    return show("calendars.html", account=account, listed=listed, ticked=ticked)


@blueprint.post("/calendars")
@of_account
def chosen(account: Account) -> Response:
    """Read these and no others."""
    names = request.form.getlist("calendar")
    if not names:
        raise Refused("no calendar is ticked: tick at least one, or there is nothing to write about.")
    choose_calendars(desk().tools, account, names, desk().now())
    if not account.me.told:
        return redirect(url_for("story.tell"), 303)
    flash("Your calendars are read within a few minutes.")
    return redirect(url_for("queue.queue"), 303)
