"""The people page: who is known and who may be one person; the user's word on each of them goes in."""

from collections.abc import Iterable
from hashlib import sha256

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.domain.errors import Refused
from worker.domain.likeness import Likeness
from worker.domain.names import fold
from worker.domain.narrative import MentorType
from worker.flows.know_people import Acquaintance, alike_among, missing_mentors, people_known
from worker.flows.tell_people import (
    accept_likeness,
    dismiss_likeness,
    part_people,
    tell_mentor,
    tell_never,
)
from worker.web.desk import desk, show
from worker.web.visitor import of_account

blueprint = Blueprint("people", __name__)

MOST = 200
"""How many people are shown at once: each has forms of their own."""
MENTORS = {
    MentorType.CLINICAL: "clinical: can speak to your work and technique",
    MentorType.RESEARCH: "research: projects and papers",
    MentorType.CAREER: "career: strategy and openings",
}


@blueprint.get("/people")
@of_account
def people(account: Account) -> str:
    """Everybody, by name; `q` keeps those with these words in a name or an address."""
    words = request.args.get("q", "").strip()
    everybody = people_known(desk().tools, account, desk().now())
    found = [one for one in everybody if _has(one, fold(words))]
    return show(
        "people.html",
        account=account,
        words=words,
        shown=found[:MOST],
        left_out=len(found[MOST:]),
        quiet=sorted((one for one in everybody if one.quiet_since), key=_quiet_first),
        missing=missing_mentors(account.me),
        pairs=alike_among(desk().tools, account, everybody),
        mentors=MENTORS,
        handle=handle,
    )


@blueprint.post("/people/<one>/<any(never, undo):answer>")
@of_account
def mark(account: Account, one: str, answer: str) -> Response:
    """Never write to somebody, or take that back."""
    who, never = _at(account, one), answer == "never"
    barred = tell_never(desk().tools, account.id, who, desk().now(), never=never)
    said = f"{who.called} is never written to." if never else f"{who.called} may be written to again."
    if barred:
        said = f"{who.called} stays unwritten: {barred} is marked, too, and may mean the same person."
    return _back(said, one)


@blueprint.post("/people/<one>/mentor")
@of_account
def mentor(account: Account, one: str) -> Response:
    """What somebody is good for as a mentor, or that they are none."""
    who, kind = _at(account, one), _kind(request.form.get("kind", ""))
    tell_mentor(desk().tools, account.id, who, kind, desk().now())
    said = f"{who.called} is your {kind.value} mentor." if kind else f"{who.called} is no mentor of yours."
    return _back(said, one)


@blueprint.post("/people/<one>/<other>/<any(accept, dismiss):answer>")
@of_account
def answer_likeness(account: Account, one: str, other: str, answer: str) -> Response:
    """Two who may be one person are one, or two."""
    pair = _pair(account, one, other)
    names = f"{pair.kept.called} and {pair.gone.called}"
    if answer == "accept":
        accept_likeness(desk().tools, account.id, pair, desk().now())
        return _back(f"{names} are one person from now on. It can be undone below.", one)
    dismiss_likeness(desk().tools, account.id, pair, desk().now())
    return _back(f"{names} are two people: nobody asks again.")


@blueprint.post("/people/<one>/<other>/part")
@of_account
def part(account: Account, one: str, other: str) -> Response:
    """Take a joining back."""
    who = _at(account, one)
    gone = next((key for key in who.joined if handle(key) == other), "")
    if not gone:
        abort(404)
    part_people(desk().tools, account.id, who, gone, desk().now())
    return _back(f"{gone} is another person again. What was written stays with {who.called}.", one)


def handle(key: str) -> str:
    """What stands for a person in an address: keys are addresses and names, and those stay out of logs."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


def _at(account: Account, one: str) -> Acquaintance:
    """Who stands under a handle; everybody else does not exist."""
    everybody = people_known(desk().tools, account, desk().now())
    found = next((who for who in everybody if handle(who.person.key) == one), None)
    if found is None:
        abort(404)
    return found


def _pair(account: Account, one: str, other: str) -> Likeness:
    everybody = people_known(desk().tools, account, desk().now())
    pairs = alike_among(desk().tools, account, everybody)
    wanted = (one, other)
    for pair in pairs:
        if (handle(pair.kept.person.key), handle(pair.gone.person.key)) == wanted:
            return pair
    return abort(404)


def _kind(text: str) -> MentorType | None:
    if not text:
        return None
    try:
        return MentorType(text)
    except ValueError as fault:
        known = ", ".join(MentorType)
        raise Refused(f"'{text[:40]}' is no type of mentor: choose one of {known}.") from fault


def _has(one: Acquaintance, part: str) -> bool:
    texts: Iterable[str] = (fold(one.person.name), *one.addresses)
    return any(part in text for text in texts)


def _quiet_first(one: Acquaintance) -> tuple[str, str]:
    return str(one.quiet_since), one.person.key


def _back(said: str, one: str = "") -> Response:
    """To the page as it was, and there to the person."""
    flash(said)
    words = request.form.get("q", "")
    return redirect(url_for("people.people", q=words or None, _anchor=f"p-{one}" if one else None), 303)
