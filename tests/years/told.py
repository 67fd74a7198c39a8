"""A year on one table goes in; what is wrong with the letters that the user asked for comes out.

They are those that no occasion in the calendar asks for: outreach, updates, promises, enquiries, letters of
recommendation.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations

from tests.years.case import (
    ALUMNI,
    COLD,
    CONGRATULATION,
    DAY,
    ELECTIVE,
    INTRODUCTION,
    LETTER_REQUEST,
    LETTER_THANKS,
    MATERIALS,
    MONTHS,
    NEWS_AT_ONCE,
    OUTREACH,
    PIVOT,
    PROMISE,
    REMINDER,
    RESEARCH,
    UPDATE,
    UPDATE_EVERY,
    WANTED_AT_MOST,
    Bond,
    Case,
    Letter,
    Span,
    excused,
    monday_of,
    month_of,
    told_span,
)  # fmt: skip
from tests.years.truth import Human, Office, Promised, Referee, Standing

PACE, UNPACED = 3, 99
BESIDE = {ELECTIVE: Office.COORDINATOR, ALUMNI: Office.ALUMNUS}
SEEN_DAYS = 10
"""Days of service together that make "has seen you work repeatedly"."""
ALONE = {"conversation", "pd-meeting", "mentor-meeting"}
ERAS_SUBMISSION = [date(2026, 9, 2), date(2027, 9, 1), date(2028, 9, 6)]


def _wanted(case: Case) -> Iterator[str]:
    """Outreach: to people wanted at that conference, at most five, two to one weeks before it."""
    for one in (letter for letter in case.planned if letter.step == OUTREACH):
        congresses = [congress for congress, human in case.year.wanted if human == one.human]
        right = {(c.days[0] - 14 * DAY, c.days[0] - 7 * DAY) for c in congresses}
        if one.human is None or one.human.barred or not right:
            yield f"{one}: nobody whom the user wants to meet"
        elif one.window not in right:
            spans = " or ".join(map(told_span, sorted(right)))
            yield f"{one}: window {told_span(one.window)}, where {spans} is right"
    per_conference = Counter(one.raw["engagement"] for one in case.planned if one.step == OUTREACH)
    yield from (
        f"{n} people are written to before {e}" for e, n in per_conference.items() if n > WANTED_AT_MOST
    )


def _unwanted(case: Case) -> Iterator[str]:
    """Nobody is left out where no more are wanted than may be written to."""
    for congress in {congress for congress, _ in case.year.wanted}:
        people = [human for there, human in case.year.wanted if there == congress]
        span = congress.days[0] - 14 * DAY, congress.days[0] - 7 * DAY
        whole = case.year.today <= span[0] and congress.days[0] <= case.year.until
        if len(people) > WANTED_AT_MOST or not whole:
            continue
        written = {one.human for one in case.planned if one.step == OUTREACH and one.window == span}
        for human in people:
            if human not in written and not human.barred and (free := _free(case, human, span)):
                yield f"nothing to {human.name} before {congress.title}, though {free[0]} was free"


def _programs(case: Case) -> Iterator[str]:
    """Cold outreach: to directors on the list, one of a program, at the user's own pace."""
    cold = [one for one in case.planned if one.step == COLD]
    directors = {program.human for program in case.me.programs if program.directs}
    for one in cold:
        if one.human is None or one.human.barred or one.human not in directors:
            yield f"{one}: not on the list of programs, or never to be written to"
    for program, times in Counter(case.one(one.human) for one in cold).items():
        if times > 1:
            yield f"{times} first letters to {program}"
    mornings = Counter(one.due for one in cold)
    yield from (f"{n} first letters to programs on {day}" for day, n in mornings.items() if n > 1)
    weeks = Counter(monday_of(one.due) for one in cold)
    yield from (f"{n} first letters in the week of {day}" for day, n in weeks.items() if n > case.me.a_week)


def _updates(case: Case) -> Iterator[str]:
    """Mentors hear news every 30 days at the soonest, none of it twice."""
    for human in case.me.mentors:
        letters = [one for one in case.planned if one.step == UPDATE and one.human == human]
        for first, second in combinations(letters, 2):
            if 0 <= (second.due - first.due).days < UPDATE_EVERY:
                yield f"{second}: {(second.due - first.due).days} days after the update before"
        told = Counter(text for one in letters for _, text in case.me.news if _tells(one, text))
        yield from (f"{human.name} hears {text!r} {n} times" for text, n in told.items() if n > 1)
        alone = sorted({b.occasion.end for b in case.bonds if b.human == human and _is_alone(b)})
        yield from (sentence for one in letters for sentence in _update(case, one, alone))
    for one in case.planned:
        if one.step == UPDATE and (one.human not in case.me.mentors or one.human.barred):
            yield f"{one}: no mentor of the profile"


def _update(case: Case, letter: Letter, alone: Sequence[date]) -> Iterator[str]:
    """What one update tells, and how it stands to the meetings alone with the mentor."""
    news = [(day, text) for day, text in case.me.news if _tells(letter, text)]
    if not 1 <= len(news) <= NEWS_AT_ONCE or any(day > letter.due for day, _ in news):
        yield f"{letter}: tells {len(news)} news, or news before it happened"
    for met in alone:
        if 0 <= (letter.due - met).days < UPDATE_EVERY:
            yield f"{letter}: {(letter.due - met).days} days after a meeting with them"
        if any(day <= met <= letter.due for day, _ in news):
            yield f"{letter}: tells what was told at the meeting of {met}"


def _is_alone(bond: Bond) -> bool:
    return bond.occasion.kind in ALONE and bond.occasion.standing is Standing.FIRM and not bond.tie.vague


def _tells(letter: Letter, text: str) -> bool:
    return any(reason.endswith(f": {text}") for reason in letter.raw["why"])


def _promises(case: Case) -> Iterator[str]:
    """A promise to somebody is a draft on its day, or on the last working day before it."""
    letters = [one for one in case.planned if one.step == PROMISE]
    for one in letters:
        outside = one.human is not None and case.is_outside(one.human, None)
        made = [promise for promise in case.year.promises if promise.human == one.human]
        days = [_kept_on(case, promise, outside=outside) for promise in made]
        spans = {case.thawed((day, day), outside=outside) for day in days}
        if one.human is None or one.human.barred or one.window not in spans:
            yield f"{one}: nothing was promised for {told_span(one.window)}"
    for promise in case.year.promises:
        human = promise.human
        if human is None or human.barred or not case.year.today <= promise.day <= case.year.until:
            continue
        day = _kept_on(case, promise, outside=case.is_outside(human, None))
        written = any(one.human == human and one.window[0] == day for one in letters)
        outside = case.is_outside(human, None)
        free = case.mornings((day, day), outside=outside)
        if not written and free and not excused(case, human, day, asks=False):
            yield f"the promise to {human.name} for {day} is missing"


def _kept_on(case: Case, promise: Promised, *, outside: bool) -> date:
    """The day of a promise; where nobody works on it, the last open morning after it was given."""
    day, first = promise.day, max(case.year.today, promise.given + DAY)
    if case.works(day):
        return day
    before = [day - n * DAY for n in range(1, (day - first).days + 1)]
    is_open = (one for one in before if case.working(one) and not (outside and case.frozen(one)))
    return next(is_open, day)


def _once(case: Case) -> Iterator[str]:
    """What is asked for, or congratulated on, once in a year."""
    for step in (PIVOT, RESEARCH, INTRODUCTION, LETTER_REQUEST, MATERIALS, REMINDER, LETTER_THANKS):
        per_person = Counter(one.human for one in case.planned if one.step == step and one.human)
        yield from (f"{n} times {'/'.join(step)} to {who.name}" for who, n in per_person.items() if n > 1)
    per_reason = Counter(one.raw["engagement"] for one in case.planned if one.step == CONGRATULATION)
    yield from (f"{n} congratulations on {what}" for what, n in per_reason.items() if n > 1)


def _free(case: Case, human: Human, span: Span, *, asks: bool = True) -> list[date]:
    """The mornings of a span, within what was looked at, that no rule takes from a letter to that person."""
    span = span[0], min(span[1], case.year.until)
    outside = case.is_outside(human, None)
    open_days = case.mornings(span, outside=outside) if span[0] <= span[1] else []
    return [day for day in open_days if case.working(day) and not excused(case, human, day, asks=asks)]


def _has(case: Case, step: tuple[str, str], human: Human) -> bool:
    return any(one.step == step and case.one(one.human) == case.one(human) for one in case.planned)


def _in_months(case: Case) -> Iterator[str]:
    """Nobody is forgotten who is to be written to in some months of the year."""
    for step, people, a_week in _listed(case):
        span = (
            month_of(case.me.year_start, MONTHS[step][0])[0],
            month_of(case.me.year_start, MONTHS[step][1])[1],
        )
        alike = [one.due for one in case.planned if one.step == step]
        weeks = Counter(map(monday_of, alike))
        for human in people:
            if human.barred or _has(case, step, human):
                continue
            free = [d for d in _free(case, human, span) if d not in alike and weeks[monday_of(d)] < a_week]
            if free and span[1] <= case.year.until:
                yield f"{'/'.join(step)} to {human.name} is missing, though {free[0]} was free"


def _listed(case: Case) -> Iterator[tuple[tuple[str, str], list[Human], int]]:
    """Whom each step of the months goes to for certain, and how many of its letters a week may have."""
    me = case.me
    barred = {p.name for p in me.programs if p.directs and p.human.barred}
    yield COLD, [p.human for p in me.programs if p.directs and p.name not in barred], me.a_week
    for step, office, pathway in ((PIVOT, Office.FACULTY, "pivot"), (RESEARCH, Office.RESEARCH, "research")):
        if pathway in me.pathways:
            yield step, [p.human for p in me.programs if p.office is office], PACE
    for step, office in BESIDE.items():
        yield step, [p.human for p in me.programs if p.office is office], PACE
    if "categorical-away" in me.pathways:
        busy = {bond.human for bond in case.bonds if bond.asks} | {one.human for one in me.referees}
        yield INTRODUCTION, [human for human in me.mentors if human not in busy], UNPACED


def _enquiries(case: Case) -> Iterator[str]:
    """To whom one turns with another specialty or a research year in mind, and for an introduction."""
    me = case.me
    met = {b.human for b in case.bonds if b.occasion.kind == "conference" and b.tie.noted and b.tie.topic}
    research = {p.human for p in me.programs if p.office is Office.RESEARCH} | set(me.research_mentors) | met
    allowed = {
        PIVOT: {p.human for p in me.programs if p.office is Office.FACULTY},
        RESEARCH: research,
        INTRODUCTION: set(me.mentors),
        **{step: {p.human for p in me.programs if p.office is office} for step, office in BESIDE.items()},
    }
    for one in case.planned:
        named = one.human in allowed.get(one.step, {one.human})
        if one.step in allowed and not (named and one.human and not one.human.barred):
            yield f"{one}: to nobody whom the user named for that"


def _congratulations(case: Case) -> Iterator[str]:
    """Within three days of the note, to whom it is due."""
    letters = [one for one in case.planned if one.step == CONGRATULATION]
    for one in letters:
        days = [noted.day for noted in case.me.achievements if noted.human == one.human]
        outside = one.human is not None and case.is_outside(one.human, None)
        spans = {case.thawed((day, day + 3 * DAY), outside=outside) for day in days}
        if one.human is None or one.human.barred or one.window not in spans:
            yield f"{one}: nothing was achieved for {told_span(one.window)}"
    for noted in case.me.achievements:
        span = noted.day, noted.day + 3 * DAY
        forgotten = not noted.human.barred and not any(one.human == noted.human for one in letters)
        whole = case.year.today <= span[0] and span[1] <= case.year.until
        if forgotten and whole and _free(case, noted.human, span, asks=False):
            yield f"the congratulation to {noted.human.name} of {noted.day} is missing"


def _recommendations(case: Case) -> Iterator[str]:
    """Letters of recommendation: each step in its days, and only to whom it is due."""
    due = {(r.human, step): (span, duty) for r in case.me.referees for step, span, duty in _due(case, r)}
    for one in case.planned:
        if one.raw["cadence"] != "letter":
            continue
        span, duty = due.get((one.human, one.step), (None, "never")) if one.human else (None, "never")
        outside = one.human is not None and case.is_outside(one.human, None)
        if span is None or duty == "never":
            yield f"{one}: not due, or not to somebody who qualifies"
        elif one.window != case.thawed(span, outside=outside):
            yield f"{one}: window {told_span(one.window)}, where {told_span(span)} is right"
    for (human, step), (span, duty) in due.items():
        whole = case.year.today <= span[0] and span[1] <= case.year.until
        asks = step == LETTER_REQUEST
        if duty == "must" and whole and not _has(case, step, human) and _free(case, human, span, asks=asks):
            yield f"{'/'.join(step)} to {human.name} is missing"


def _due(case: Case, referee: Referee) -> Iterator[tuple[tuple[str, str], Span, str]]:
    """The steps that stand open with somebody, where they belong, and whether they must come."""
    begun = min(filter(None, (referee.asked, referee.promised, referee.received)), default=case.year.today)
    needed = referee.needed or _letters_needed(case, begun)
    duty = "never" if referee.human.barred else "must"
    if not (referee.asked or referee.promised or referee.received):
        span = needed - 56 * DAY, needed - 42 * DAY
        fit = _qualifies(case, referee, span[1]) if referee.reacted_well else "never"
        yield LETTER_REQUEST, span, fit if duty == "must" else duty
    if referee.promised:
        yield MATERIALS, (referee.promised, referee.promised + 3 * DAY), "may" if referee.received else duty
        if not referee.received:
            yield REMINDER, (needed - 14 * DAY, needed - 10 * DAY), duty
    if referee.received:
        yield LETTER_THANKS, (referee.received + DAY, referee.received + 3 * DAY), duty


def _letters_needed(case: Case, begun: date) -> date:
    """15 January of the preliminary year on a categorical pathway, else when ERAS takes applications."""
    if any(pathway.startswith("categorical") for pathway in case.me.pathways):
        return date(case.me.year_start.year + 1, 1, 15)
    return next(day for day in ERAS_SUBMISSION if day >= begun)


def _qualifies(case: Case, referee: Referee, by: date) -> str:
    """Whether somebody has seen the user work repeatedly, and knows the story."""
    mine = [bond for bond in case.bonds if bond.human == referee.human and not bond.tie.declined]
    firm = [b for b in mine if b.occasion.standing is Standing.FIRM and not b.tie.vague]
    sure, most = (_seen(bonds, by) for bonds in (firm, mine))
    knows = referee.human in case.me.mentors or any(_is_alone(b) and b.occasion.days[0] <= by for b in firm)
    if sure >= SEEN_DAYS and knows:
        return "must"
    may_know = knows or any(b.occasion.kind in ALONE for b in mine)
    return (
        "may"
        if most >= SEEN_DAYS and may_know and (sure < SEEN_DAYS or not knows) and mine != firm
        else "never"
    )


def _seen(bonds: Sequence[Bond], by: date) -> int:
    """Days of service together."""
    services = [bond for bond in bonds if bond.occasion.kind == "rotation"]
    return len({day for bond in services for day in bond.tie.days or bond.occasion.days if day <= by})


def _heard(case: Case) -> Iterator[str]:
    """News reaches a mentor whom nobody meets in the meantime."""
    days = sorted(day for day, _ in case.me.news)
    for human in case.me.mentors:
        met = any(bond.human == human and bond.occasion.kind in ALONE for bond in case.bonds)
        if not days or met or human.barred or _has(case, UPDATE, human):
            continue
        span = max(days[0], case.year.today), days[0] + 60 * DAY
        if span[1] <= case.year.until and _free(case, human, span, asks=False):
            yield f"no update to {human.name}, though there was news on {days[0]}"


def _months(case: Case) -> Iterator[str]:
    """Letters that belong to months of the training year go in no other."""
    for one in case.planned:
        if one.step in MONTHS:
            first, last = (month_of(case.me.year_start, n) for n in MONTHS[one.step])
            if not first[0] <= one.due <= last[1]:
                yield f"{one}: drafted on {one.due}, outside its months"
        if one.step == INTRODUCTION and "categorical-away" not in case.me.pathways:
            yield f"{one}: an introduction on another pathway"
        if one.step == PIVOT and "pivot" not in case.me.pathways:
            yield f"{one}: an enquiry about another specialty on another pathway"
        if one.step == RESEARCH and "research" not in case.me.pathways:
            yield f"{one}: a research enquiry on another pathway"


RULES: tuple[Callable[[Case], Iterator[str]], ...] = (
    _wanted,
    _unwanted,
    _programs,
    _updates,
    _heard,
    _promises,
    _months,
    _in_months,
    _enquiries,
    _congratulations,
    _recommendations,
    _once,
)
