"""Feeds as calendar programs fetch them, by a secret address; and the page that tells the address."""

import gzip
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.datastructures import Accept
from werkzeug.wrappers import Response

from worker.domain.account import Account, Published
from worker.flows.publish_feed import renew_feeds
from worker.web.desk import desk, show
from worker.web.guarding import is_private
from worker.web.visitor import of_account

blueprint = Blueprint("feeds", __name__)
TITLES = {
    "all": "Everything in one calendar",
    "follow-ups": "Drafts and questions",
    "milestones": "Dates of the season",
    "conferences": "Conferences and their deadlines",
}
"""What each feed carries; one is enough, the other three are its parts."""
TYPE = "text/calendar; charset=utf-8"


@blueprint.get("/feeds/<token>/<name>.ics")
def feed(token: str, name: str) -> Response:
    """The bytes as they were published. A wrong token and a wrong name look the same."""
    tools = desk().tools
    account = tools.accounts.find_by_feed_token(token)
    published = tools.feeds.find(account.id, name) if account else None
    if published is None:
        abort(404)
    return _answer(published)


@dataclass(frozen=True, slots=True)
class Offer:
    """One feed on the page."""

    title: str
    https: str
    """For programs that fetch from the web, and for copying."""
    webcal: str
    """Opens the calendar program of this machine."""


@blueprint.get("/feeds")
@of_account
def addresses(account: Account) -> str:
    """The addresses, and who can reach them."""
    tools, settings = desk().tools, desk().settings
    token = tools.accounts.feed_token(account.id)
    ready = [name for name in TITLES if tools.feeds.find(account.id, name)]
    return show(
        "feeds.html",
        account=account,
        offers=[_offer(settings.door, token, name) for name in ready],
        is_public=bool(settings.public_url),
        is_private=is_private(settings),
        feed_dir=settings.feed_dir,
    )


@blueprint.post("/feeds/renew")
@of_account
def renew(account: Account) -> Response:
    """A new secret part for all addresses."""
    renew_feeds(desk().tools, account.id)
    flash("The feeds have new addresses. The old ones are dead: subscribe again wherever you had.")
    return redirect(url_for("feeds.addresses"), 303)


def _offer(door: str, token: str, name: str) -> Offer:
    address = f"{door}{url_for('feeds.feed', token=token, name=name)}"
    return Offer(TITLES[name], address, f"webcal:{address.partition(':')[2]}")


def _answer(published: Published) -> Response:
    """The chosen representation, or 304 (RFC 9110, 13.1.2 and 13.1.3)."""
    zipped = _wants_gzip(request.accept_encodings)
    response = Response(gzip.compress(published.body, mtime=0) if zipped else published.body)
    response.headers["Content-Type"] = TYPE
    response.headers["Cache-Control"] = "private, no-cache"  # a renewed address must be dead at once
    response.headers["Vary"] = "Accept-Encoding"
    response.last_modified = published.modified
    # Bytes differ by encoding, so strong tags must, too (RFC 9110, 8.8.3.3).
    response.set_etag(published.etag.strip('"') + ("-gzip" if zipped else ""))
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.make_conditional(request.environ)
    return response


def _wants_gzip(accepted: Accept) -> bool:
    """Whether gzip is named, and not refused with q=0."""
    return accepted.quality("gzip") > 0 and accepted.quality("gzip") >= accepted.quality("identity")
