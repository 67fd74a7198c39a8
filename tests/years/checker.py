"""A preview's JSON and the truth of its year go in; a sentence for every broken limit comes out.

Knows nothing of the program under test. Which limit is made to happen where, and checked where, stands in
docs/years.md.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from tests.years import told as told_rules
from tests.years.case import (
    A_MORNING,
    A_WEEK,
    BACK,
    DAY,
    FIRST,
    FOLLOW_EVERY,
    INTRODUCTION,
    MERGE,
    MONTH,
    ONE_TO_ONE,
    PACED,
    PROMISE,
    REQUEST,
    ROWS,
    SECOND,
    STATES,
    SUBJECT,
    TOLD,
    UPDATE,
    WORDS,
    Bond,
    Case,
    Letter,
    allowed_windows,
    excused,
    fold,
    followed_lately,
    follows,
    may_ask,
    meets,
    near,
    thanked_lately,
    told_span,
)  # fmt: skip
from tests.years.truth import Standing, Year


def broken_limits(answer: Mapping[str, Any], year: Year) -> list[str]:
    """Every limit that an answer breaks, in words; an empty list is an answer without fault."""
    case = Case(answer, year)
    if not year.me.told:
        return [*_form(case), *_untold(case)]
    rules: tuple[Callable[[Case], Iterator[str]], ...] = (
        _form,
        _addressees,
        _standing,
        _engagement_ends,
        _windows,
        _days_chosen,
        _first_morning,
        _pace,
        _freeze,
        _open_conversations,
        _follow_ups,
        _merging,
        _monthly,
        _director,
        _wording,
        _past,
        _promised_letters,
        _promised_follow_ups,
        *told_rules.RULES,
    )
    return [sentence for rule in rules for sentence in rule(case)]


def _form(case: Case) -> Iterator[str]:
    for raw_id, times in Counter(one.raw["id"] for one in case.letters).items():
        if times > 1:
            yield f"two touches bear the id {raw_id}"
    for one in case.letters:
        if one.raw["state"] not in STATES or one.step not in ROWS:
            yield f"{one}: unknown state {one.raw['state']}, or unknown step"
        if not one.raw["why"] or not all(one.raw["why"]):
            yield f"{one}: no reason is shown"
        if one.planned is not bool(one.raw["due"]):
            yield f"{one}: {one.raw['state']} with due {one.raw['due']}"


def _untold(case: Case) -> Iterator[str]:
    """Without name, stage and pathway no draft is made."""
    for one in case.letters:
        if one.raw["state"] in {"planned", "held"}:
            yield f"{one}: {one.raw['state']}, though the story is not told"


def _addressees(case: Case) -> Iterator[str]:
    never = {address.casefold() for address in (*case.year.nobodies, *case.me.own)}
    for one in case.letters:
        if one.raw["person"]["email"].casefold() in never:
            yield f"{one}: a room, a list or the user is addressed"
        elif fold(one.raw["person"]["name"]) == fold(case.me.name):
            yield f"{one}: the user is addressed"
        elif one.human is None and one.raw["state"] in {"planned", "held"}:
            yield f"{one}: nobody of that name and address was met"
    for told in case.answer["engagements"]:
        for person in told["people"]:
            if person["email"].casefold() in never:
                yield f"{told['id']}: {person['email']} counts as somebody met"


def _standing(case: Case) -> Iterator[str]:
    for one in case.letters:
        if one.step not in FIRST or one.human is None or one.raw["state"] not in {"planned", "held"}:
            continue
        bond = case.bond_of(one)
        if bond is None and one.raw["state"] == "held" and case.is_open_question(one):
            continue
        if bond is None:
            loose = {b.occasion.standing.value for b in case.bonds if b.human == one.human} - {"firm"}
            yield f"{one}: the person was not met there (their other events are {sorted(loose) or 'firm'})"
        elif one.raw["state"] == "planned" and bond.duty == "never" and not bond.tie.vague:
            yield f"{one}: no letter may go: {_why_never(bond)}"
        elif bond.occasion.standing is Standing.OFF or bond.tie.declined or bond.human.barred:
            yield f"{one}: held, though no letter may ever go: {_why_never(bond)}"


def _why_never(bond: Bond) -> str:
    if bond.tie.declined:
        return "the person declined"
    if bond.human.barred:
        return "the profile forbids it"
    if bond.occasion.standing is not Standing.FIRM:
        return f"the occasion is {bond.occasion.standing.value}"
    return "too short a service, or named on too few days"


def _engagement_ends(case: Case) -> Iterator[str]:
    for one in case.letters:
        told, truth = case.engagements.get(one.raw["engagement"]), one.occasion
        firm = truth is not None and truth.standing is Standing.FIRM and truth.end <= case.year.until
        if told and truth and firm and told["end"] != truth.end.isoformat():
            yield f"{one}: its engagement ends on {truth.end}, not on {told['end']}"


def _windows(case: Case) -> Iterator[str]:
    for one in case.planned:
        if not one.window[0] <= one.due <= one.window[1]:
            yield f"{one}: due {one.due} lies outside its window {told_span(one.window)}"
        if one.due < case.year.today:
            yield f"{one}: due {one.due} lies before today"
        if one.step in FIRST and one.human is not None:
            allowed = allowed_windows(case, one)
            if allowed and one.window not in allowed:
                right = " or ".join(map(told_span, sorted(allowed)))
                yield f"{one}: window {told_span(one.window)}, where {right} is right"


def _days_chosen(case: Case) -> Iterator[str]:
    for one in case.planned:
        if case.paused(one.due):
            yield f"{one}: drafted on {one.due}, in the pause"
        elif not case.working(one.due):
            outside = one.human is not None and case.is_outside(one.human, one.occasion)
            better = [day for day in case.mornings(one.window, outside=outside) if case.working(day)]
            if better or one.due != one.window[1]:
                yield f"{one}: drafted on {one.due:%A %Y-%m-%d}, a weekend, holiday or quiet day"


def _first_morning(case: Case) -> Iterator[str]:
    """On the first morning that is free; shortly after another letter to the same person it may wait."""
    for one in case.planned:
        if one.human is None or one.step in PACED | {UPDATE, INTRODUCTION}:
            continue
        outside = case.is_outside(one.human, one.occasion) or one.step == INTRODUCTION
        bond = case.bond_of(one)
        asks = case.asks(one) or (bond is not None and one.step in FIRST and may_ask(case, bond))
        for day in case.mornings(one.window, outside=outside):
            waits = day in case.just_written(one)
            if day < one.due and not (waits or excused(case, one.human, day, asks=asks, besides=one)):
                if one.step in SECOND and followed_lately(case, one, day):
                    continue
                yield f"{one}: drafted on {one.due}, though {day} was free"
                break


def _pace(case: Case) -> Iterator[str]:
    yield from (f"{n} drafts on {day}" for day, n in sorted(case.per_day.items()) if n > A_MORNING)
    yield from (f"{n} drafts in the week of {day}" for day, n in sorted(case.per_week.items()) if n > A_WEEK)
    whom = Counter((one.raw["person"]["email"] or one.raw["person"]["name"], one.due) for one in case.planned)
    yield from (f"{n} drafts to {who} on {day}" for (who, day), n in sorted(whom.items()) if n > 1)


def _freeze(case: Case) -> Iterator[str]:
    for one in case.planned:
        if one.step == INTRODUCTION and case.frozen(one.due):
            yield f"{one}: an introduction is asked for on {one.due}, in Match Week"
        if one.human and case.is_outside(one.human, one.occasion) and case.frozen(one.due):
            yield f"{one}: drafted on {one.due}, in Match Week, to somebody at an outside program"


def _open_conversations(case: Case) -> Iterator[str]:
    for first, second in combinations((one for one in case.planned if case.asks(one)), 2):
        if case.one(first.human) == case.one(second.human) and second.due < case.closes(first):
            until = case.closes(first)
            yield f"{second}: asks on {second.due} while the letter of {first.due} is open until {until}"


def _follow_ups(case: Case) -> Iterator[str]:
    seconds = [one for one in case.planned if one.step in SECOND]
    for one in seconds:
        before = [first for first in case.planned if follows(one, first)]
        if len(before) != 1:
            yield f"{one}: follows {len(before)} letters"
            continue
        if not case.asks(before[0]):
            yield f"{one}: follows a letter that asked for nothing"
        span = (before[0].due + 10 * DAY, before[0].due + 14 * DAY)
        outside = one.human is not None and case.is_outside(one.human, one.occasion)
        right = case.thawed(span, outside=outside)
        if one.window != right:
            yield f"{one}: window {told_span(one.window)}, where {told_span(right)} is right"
    for first, second in combinations(seconds, 2):
        if first.human == second.human and (second.due - first.due).days < FOLLOW_EVERY:
            yield f"{second}: two follow-ups to one person within 30 days"
        if first.human == second.human and first.raw["engagement"] == second.raw["engagement"]:
            yield f"{second}: a second follow-up to one request"


def _merging(case: Case) -> Iterator[str]:
    firsts = [one for one in case.planned if one.step in FIRST and one.occasion]
    for one, other in combinations(firsts, 2):
        if one.human == other.human and one.occasion and other.occasion:
            apart = abs((one.occasion.end - other.occasion.end).days)
            if apart <= MERGE:
                yield f"{one} and {other}: two letters for engagements that end {apart} days apart"


def _monthly(case: Case) -> Iterator[str]:
    thanks = [one for one in case.planned if one.step in ONE_TO_ONE]
    for first, second in combinations(thanks, 2):
        if first.human == second.human and (second.due - first.due).days < MONTH:
            yield f"{second}: a second one-to-one thank-you within a month of {first.due}"


def _director(case: Case) -> Iterator[str]:
    for one in case.letters:
        if one.raw["state"] not in {"planned", "held"} or one.raw["cadence"] != "pd-mid-year-meeting":
            continue
        if one.human is None or one.human != case.me.director:
            yield f"{one}: a program-director letter to somebody else"
        mid = case.me.mid_year_day
        if one.step == REQUEST and mid and one.window != (mid - 21 * DAY, mid - 14 * DAY):
            yield f"{one}: window {told_span(one.window)} does not fit a mid-year meeting on {mid}"
    yield from _mid_year_request(case)


def _mid_year_request(case: Case) -> Iterator[str]:
    mid, director = case.me.mid_year_day, case.me.director
    if mid is None or director is None:
        return
    asked = [one for one in case.planned if one.step == REQUEST]
    meetings = [
        bond.occasion for bond in case.bonds if bond.human == director and bond.occasion.kind == "pd-meeting"
    ]
    seen = [m for m in meetings if m.days[0] <= case.year.until]
    about = [m for m in seen if -30 <= (m.days[0] - mid).days <= 30]
    if asked and any(m.standing is Standing.FIRM for m in about):
        yield f"{asked[0]}: a meeting with the own program director is booked already"
    window = (mid - 21 * DAY, mid - 14 * DAY)
    near = [m for m in meetings if -60 <= (m.days[0] - mid).days <= 60]
    if asked or near or director.barred or window[0] < case.year.today or window[1] > case.year.until:
        return
    if any(not excused(case, director, day, asks=True) for day in case.mornings(window, outside=False)):
        yield f"no request to {director.name} for the mid-year meeting of {mid}"


def _wording(case: Case) -> Iterator[str]:
    for one in case.letters:
        if one.raw["state"] not in {"planned", "held"}:
            continue
        if not 0 < one.raw["words"] <= WORDS:
            yield f"{one}: {one.raw['words']} words"
        subject = one.raw["subject"] or ""
        if not subject or len(subject) > SUBJECT or not subject.isprintable():
            yield f"{one}: subject {subject!r}"
        yield from _gaps(case, one)


def _gaps(case: Case, letter: Letter) -> Iterator[str]:
    gaps = len(letter.raw["gaps"])
    if letter.step in TOLD - {UPDATE}:
        if gaps > 1 or (letter.step == PROMISE and gaps != 1):
            yield f"{letter}: {gaps} gaps"
        return
    if letter.step not in FIRST:
        if gaps:
            yield f"{letter}: a gap where nothing specific is needed"
        return
    served = case.served(letter)
    own = [bond for bond in served[:1] if bond.tie.topic]
    if own and gaps:
        yield f"{letter}: a gap, though the note says {own[0].tie.topic!r}"
    if served and not any(bond.tie.topic for bond in served) and gaps != 1:
        yield f"{letter}: {gaps} gaps, though nothing specific is known"


def _past(case: Case) -> Iterator[str]:
    today = case.year.today
    for one in case.letters:
        if one.step not in FIRST or one.occasion is None or one.occasion.end >= today:
            continue
        back = (today - one.occasion.end).days
        if one.raw["state"] in {"planned", "held"} and back > BACK:
            yield f"{one}: {one.raw['state']}, though it ended {back} days before today"
        elif one.planned:
            yield f"{one}: planned, though it ended before today and nobody confirmed it"


def _promised_letters(case: Case) -> Iterator[str]:
    for bond in case.bonds:
        if bond.duty != "must" or (bond.occasion.kind == "pd-meeting" and bond.human != case.me.director):
            continue
        back = (case.year.today - bond.occasion.end).days
        if 0 < back <= BACK:
            if not any(_is_for(one, bond) and one.raw["state"] == "held" for one in case.letters):
                yield f"{_promise(bond)} is not held for confirmation"
        elif back <= 0 and not _is_written(case, bond) and not _may_be_missing(case, bond):
            yield f"{_promise(bond)} is missing"


def _promise(bond: Bond) -> str:
    return f"the letter to {bond.human.name} for {bond.occasion.title} (ended {bond.occasion.end})"


def _is_for(letter: Letter, bond: Bond) -> bool:
    return letter.step in FIRST and letter.human == bond.human and letter.occasion == bond.occasion


def _is_written(case: Case, bond: Bond) -> bool:
    """By its own letter, or by one for an engagement that ended within 14 days of it."""
    firsts = [one for one in case.planned if one.step in FIRST and one.human == bond.human]
    return any(
        other.occasion is bond.occasion or near(other, bond) for one in firsts for other in case.served(one)
    )


def _may_be_missing(case: Case, bond: Bond) -> bool:
    window = case.thawed(bond.window, outside=case.is_outside(bond.human, bond.occasion))
    days = case.mornings(window, outside=case.is_outside(bond.human, bond.occasion))
    if window[1] > case.year.until or not days:
        return True
    if bond.occasion.kind in {"conversation", "pd-meeting", "mentor-meeting"} and thanked_lately(
        case, bond, days[0]
    ):
        return True
    return all(excused(case, bond.human, day, asks=may_ask(case, bond)) for day in days)


def _promised_follow_ups(case: Case) -> Iterator[str]:
    for first in case.planned:
        if (
            (first.raw["cadence"], "follow-up") not in SECOND
            or first.step not in FIRST
            or not case.asks(first)
        ):
            continue
        human = first.human
        if human is None or any(follows(one, first) for one in case.planned if one.step in SECOND):
            continue
        outside = case.is_outside(human, first.occasion)
        window = case.thawed((first.due + 10 * DAY, first.due + 14 * DAY), outside=outside)
        days = case.mornings(window, outside=outside)
        free = [
            d for d in days if not excused(case, human, d, asks=False) and not followed_lately(case, first, d)
        ]
        if free and window[1] <= case.year.until and not meets(case, human, first.due, window[1]):
            yield f"{first}: asks on {first.due}, but no follow-up stands by"
