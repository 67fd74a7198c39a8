"""A year's truth goes in; a sentence for every limit of the playbook that was broken in it comes out.

Knows nothing of the program under test: every figure is written down here again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tests.training_year.truth import Happened, Promise, Truth

A_MORNING, A_WEEK, WORDS = 3, 8, 200
EARLIEST, LATEST = 10, 14
"""Days after sending in which the one follow-up belongs; an out-of-office adds a week."""
A_WEEK_ON = timedelta(days=7)
STILL_OPEN = timedelta(days=14)
MONTH = timedelta(days=30)
EASTERN = ZoneInfo("America/New_York")
MORNING = (6, 12)
"""Hours on the user's clock between which a draft may appear; later only on the day access came back."""


def broken_limits(truth: Truth) -> list[str]:
    """Every broken limit; empty is good."""
    rules = (
        _days,
        _pace,
        _match_week,
        _closed,
        _once,
        _promised,
        _never,
        _unsent,
        _letters,
        _follow_ups,
        _notes,
    )
    return [sentence for rule in rules for sentence in rule(truth)]


def drafted(truth: Truth) -> list[Happened]:
    """Every draft the worker made."""
    return [one for one in truth.happened if one.what == "drafted"]


def _days(truth: Truth) -> Iterator[str]:
    back = {end.astimezone(truth.zone).date() for _, end in truth.closed}
    last = {p.last for p in truth.promises}
    for one in drafted(truth):
        at = one.at.astimezone(truth.zone)
        if not MORNING[0] <= at.hour < MORNING[1] and at.date() not in back:
            yield f"{one.subject!r} appeared at {at:%Y-%m-%d %H:%M}, which is no morning"
        quiet = at.weekday() >= 5 or at.date() in truth.holidays
        if quiet and at.date() not in last:
            yield f"{one.subject!r} appeared on {at:%a %Y-%m-%d}, a weekend or holiday"


def _pace(truth: Truth) -> Iterator[str]:
    days = [one.at.astimezone(truth.zone).date() for one in drafted(truth)]
    for day, count in Counter(days).items():
        if count > A_MORNING:
            yield f"{count} drafts on {day}"
    for monday, count in Counter(day - timedelta(days=day.weekday()) for day in days).items():
        if count > A_WEEK:
            yield f"{count} drafts in the week of {monday}"


def _match_week(truth: Truth) -> Iterator[str]:
    outside = {p.surname for p in truth.promises if p.outside}
    first, last = truth.match_week
    for one in drafted(truth):
        if first <= one.at.astimezone(EASTERN).date() <= last and _surname(one) in outside:
            yield f"{one.subject!r} went to an outside program in Match Week"


def _closed(truth: Truth) -> Iterator[str]:
    for one in drafted(truth):
        if any(begin <= one.at < end for begin, end in truth.closed):
            yield f"{one.subject!r} appeared while access was revoked"


def _once(truth: Truth) -> Iterator[str]:
    for ref, count in Counter(one.ref for one in drafted(truth)).items():
        if count > 1:
            yield f"{count} drafts with the ref {ref}"
    for (person, subject), count in Counter((_surname(o), o.subject) for o in drafted(truth)).items():
        allowed = 2 if _follow_up_of(truth, person) else 1
        if count > allowed:
            yield f"{count} letters {subject!r} to {person}"


def _promised(truth: Truth) -> Iterator[str]:
    for promise in truth.promises:
        found = [o for o in drafted(truth) if _is_first_for(o, promise, truth)]
        if len(found) != 1:
            yield f"{len(found)} first letters to {promise.person} between {promise.first} and {promise.last}"


def _never(truth: Truth) -> Iterator[str]:
    for one in drafted(truth):
        if _surname(one) in truth.never:
            yield f"{one.subject!r} was written to {_surname(one)}, who is never to be written to"


def _unsent(truth: Truth) -> Iterator[str]:
    """At most one unsent draft, and one open conversation, per person."""
    waiting: dict[str, str] = {}
    for one in truth.happened:
        person = _surname(one)
        if one.what == "drafted":
            if person in waiting:
                yield f"two unsent drafts to {person} at {one.at}"
            waiting[person] = one.ref
        elif one.what in {"sent", "withdrawn", "discarded"}:
            waiting = {name: ref for name, ref in waiting.items() if ref != one.ref}


def _letters(truth: Truth) -> Iterator[str]:
    for one in drafted(truth):
        if one.words > WORDS:
            yield f"{one.subject!r} has {one.words} words"
        if not one.subject:
            yield f"a letter to {_surname(one)} has no subject"
        if one.gaps and one.to:
            yield f"{one.subject!r} has a gap and could leave by accident"


def _follow_ups(truth: Truth) -> Iterator[str]:
    threads: dict[str, list[Happened]] = defaultdict(list)
    for one in truth.happened:
        if one.thread:
            threads[one.thread].append(one)
    for promise in truth.promises:
        yield from _follow_up_faults(truth, promise, list(threads.values()))


def _follow_up_faults(truth: Truth, promise: Promise, threads: Sequence[list[Happened]]) -> Iterator[str]:
    own = [t for t in threads if any(o.what == "drafted" and _is_first_for(o, promise, truth) for o in t)]
    if len(own) != 1:
        return
    letters = [one for one in own[0] if one.what == "drafted"]
    sent = [one for one in own[0] if one.what == "sent"]
    follow_ups = letters[1:]
    if promise.follows == "never" and follow_ups:
        yield f"{promise.person} got a follow-up that nobody wanted"
    if promise.follows != "must":
        return
    if len(follow_ups) != 1:
        yield f"{promise.person} got {len(follow_ups)} follow-ups instead of one"
        return
    yield from _one_follow_up_faults(truth, promise, sent[0], follow_ups[0])


def _one_follow_up_faults(
    truth: Truth, promise: Promise, first: Happened, follow_up: Happened
) -> Iterator[str]:
    day = follow_up.at.astimezone(truth.zone).date()
    sent = first.at.astimezone(truth.zone).date()
    moved = A_WEEK_ON if promise.away else timedelta()
    if not sent + timedelta(days=EARLIEST) + moved <= day <= sent + timedelta(days=LATEST) + moved:
        yield f"the follow-up to {promise.person} came {(day - sent).days} days after sending"
    if follow_up.subject.removeprefix("Re: ") != first.subject.removeprefix("Re: "):
        yield f"the follow-up to {promise.person} has another subject: {follow_up.subject!r}"
    if not follow_up.references:
        yield f"the follow-up to {promise.person} has no References"


def _notes(truth: Truth) -> Iterator[str]:
    mornings = {one.at.astimezone(truth.zone).date() for one in drafted(truth)}
    notes = [one.at.astimezone(truth.zone).date() for one in truth.happened if one.what == "noted"]
    for day, count in Counter(notes).items():
        if count > 1:
            yield f"{count} notes in the inbox on {day}"
        if day not in mornings:
            yield f"a note in the inbox on {day}, without a draft"
    yield from (f"no note in the inbox on {day}, with a draft" for day in sorted(mornings - set(notes)))


def _is_first_for(one: Happened, promise: Promise, truth: Truth) -> bool:
    day: date = one.at.astimezone(truth.zone).date()
    return _surname(one) == promise.surname and promise.first <= day <= promise.last


def _follow_up_of(truth: Truth, surname: str) -> bool:
    return any(p.surname == surname and p.follows == "must" for p in truth.promises)


def _surname(one: Happened) -> str:
    """The last word of "Dear Dr. Patel,"."""
    return one.greets.rstrip(",").rpartition(" ")[2]
