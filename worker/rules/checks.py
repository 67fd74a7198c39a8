"""Well-formed nouns from config/ go in; one line for everything that cannot be meant so comes out."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from worker.domain.cadence import Addressees, Anchor, Cadence, Limits, Step
from worker.domain.calendar_days import Holiday
from worker.domain.freshness import Interval
from worker.domain.quota import Quota
from worker.domain.rolling import SeasonRule, rule_name
from worker.domain.season import (
    Almanac,
    Certainty,
    Conference,
    Contradiction,
    Deadline,
    Edition,
    Mark,
    Milestone,
    YearDay,
    deadline_milestone,
    edition_milestone,
)

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LEAP_YEAR = 2024
LEAP_DAY = 2, 29
PARTS = ("at_once", "reserve")
"""Of a quota."""
ASKED_APIS = ("gmail", "calendar")
MILESTONED = (Anchor.MILESTONE, Anchor.PROMISED, Anchor.RECEIVED)
"""Anchors of letters that hang on a date of the season."""
MONTHS = 12
NTHS = (-1, 1, 2, 3, 4)
FIRST_OF_JULY = date(2026, 7, 1)
MOST_WORKDAYS = 17
"""So many working days every month has: a February with two holidays in it."""
Sourced = Holiday | Quota | SeasonRule


def alone(noun: object) -> Iterator[str]:
    """What one noun shows to be wrong by itself, each line to stand behind its place."""
    check = CHECKS.get(type(noun))
    return check(noun) if check else iter(())


def anchor_faults(cadences: Iterable[Cadence], marks: Container[str]) -> Iterator[str]:
    """Steps that hang on a mark which no file has: a name in milestones.toml, or a `mark` in seasons.toml."""
    for cadence in cadences:
        for position, step in enumerate(cadence.steps, 1):
            if step.milestone and step.milestone not in marks:
                yield (
                    f"cadences.toml: [{cadence.name}] step {position}: "
                    f"milestone '{step.milestone}' is neither in milestones.toml nor a mark in seasons.toml"
                )


def alias_faults(conferences: Iterable[Conference]) -> Iterator[str]:
    """An alias belongs to one conference, or each of its owners lists the others under collisions."""
    owners: dict[str, list[Conference]] = {}
    for conference in conferences:
        for alias in dict.fromkeys(alias.casefold() for alias in conference.aliases):
            owners.setdefault(alias, []).append(conference)
    for alias, sharing in owners.items():
        for one in sharing:
            yield from (
                f"conferences.toml: [{one.id}] alias '{alias}' is also [{other.id}]'s: "
                f"list '{other.name}' under collisions"
                for other in sharing
                if other is not one and other.name not in one.collisions
            )


def id_faults(almanac: Almanac) -> Iterator[str]:
    """Ids that two entries of the year share."""
    homes = (
        ("seasons.toml", (entry.id for entry in almanac.milestones)),
        ("milestones.toml", (entry.id for entry in almanac.marks)),
        ("conferences.toml", _meeting_ids(almanac.conferences)),
    )
    seen: dict[str, str] = {}
    for file, ids in homes:
        for entry in ids:
            if entry in seen:
                yield f"{file}: id '{entry}' is taken in {seen[entry]}"
            seen[entry] = file


def _meeting_ids(conferences: Iterable[Conference]) -> Iterator[str]:
    """The ids that editions and deadlines have as milestones."""
    for conference in conferences:
        yield from (edition_milestone(conference, edition).id for edition in conference.editions)
        yield from (deadline_milestone(conference, deadline).id for deadline in conference.deadlines)


def quota_faults(quotas: Iterable[Quota]) -> Iterator[str]:
    """Google's APIs that quotas.toml says nothing of."""
    told = {quota.api for quota in quotas}
    yield from (f"quotas.toml: [{api}] is missing" for api in ASKED_APIS if api not in told)


def source_faults(almanac: Almanac, sourced: Iterable[Sourced], sources: Container[str]) -> Iterator[str]:
    """Source keys that sources.toml does not explain."""
    for place, keys in _sources_used(almanac, sourced):
        yield from (f"{place} source '{key}' is not in sources.toml" for key in keys if key not in sources)


def _dated_sources(entry: Milestone | Mark | Edition | Deadline) -> tuple[str, ...]:
    return (*entry.source, *(key for other in entry.contradicted for key in other.source))


def _sources_used(almanac: Almanac, sourced: Iterable[Sourced]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each place that names sources, with their keys."""
    yield from ((f"seasons.toml: [{entry.id}]", _dated_sources(entry)) for entry in almanac.milestones)
    yield from ((f"milestones.toml: [{entry.id}]", _dated_sources(entry)) for entry in almanac.marks)
    for entry in sourced:
        yield _place(entry), entry.source
    for conference in almanac.conferences:
        place = f"conferences.toml: [{conference.id}]"
        yield from (
            (f"{place} edition {n}:", _dated_sources(e)) for n, e in enumerate(conference.editions, 1)
        )
        yield from (
            (f"{place} deadline {n}:", _dated_sources(d)) for n, d in enumerate(conference.deadlines, 1)
        )


def _place(entry: Sourced) -> str:
    if isinstance(entry, Quota):
        return f"quotas.toml: [{entry.api}]"
    return f"{'rolling' if isinstance(entry, SeasonRule) else 'holidays'}.toml: [{entry.id}]"


def rolling_faults(rules: Iterable[SeasonRule], milestones: Iterable[Milestone]) -> Iterator[str]:
    """Rules for no entry, or that come after none; entries derived by a rule that is not there."""
    names = {rule_name(milestone) for milestone in milestones}
    rules = tuple(rules)
    known = {rule.id for rule in rules}
    for rule in rules:
        if rule.id not in names:
            yield f"rolling.toml: [{rule.id}] is no entry of seasons.toml, without its year"
        if rule.after and rule.after not in known:
            yield f"rolling.toml: [{rule.id}] after '{rule.after}' is no table of rolling.toml"
    for milestone in milestones:
        if milestone.rolled and milestone.rolled not in known:
            yield f"seasons.toml: [{milestone.id}] rolled '{milestone.rolled}' is no table of rolling.toml"


def is_zone(name: str) -> bool:
    """Whether the time zone database knows the name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _limits(limits: Limits) -> Iterator[str]:
    """A limit below 1 would stop everything, or mean nothing."""
    numbers = ((name, getattr(limits, name)) for name in Limits.__slots__)
    yield from (f"{name} must be at least 1" for name, n in numbers if isinstance(n, int) and n < 1)


def _cadence(cadence: Cadence) -> Iterator[str]:
    """A name, at least one step, and steps that follow earlier ones."""
    yield from _name(cadence.name)
    if not cadence.steps:
        yield f"needs at least one [[{cadence.name}.step]]"
    for position, step in enumerate(cadence.steps):
        earlier = [before.name for before in cadence.steps[:position]]
        yield from (f"step {position + 1}: {line}" for line in _order(step, earlier))


def _order(step: Step, earlier: Sequence[str]) -> Iterator[str]:
    """How a step stands to the steps above it."""
    if step.name in earlier:
        yield f"name '{step.name}' is taken by an earlier step"
    if step.thread and step.thread not in earlier:
        yield f"thread must name an earlier step ({', '.join(earlier) or 'there is none'})"
    if step.anchor is Anchor.SENT and step.after not in earlier:
        yield f"after must name an earlier step ({', '.join(earlier) or 'there is none'})"


def _step(step: Step) -> Iterator[str]:
    """A window in order, and only the keys that the anchor needs."""
    yield from _name(step.name)
    if step.window[0] > step.window[1]:
        yield "window must be two whole numbers, earliest first"
    if min(step.unless_meeting) < 0:
        yield "unless_meeting must be two whole numbers, days before and days after, neither below 0"
    if step.after and step.anchor is not Anchor.SENT:
        yield 'after is for anchor = "sent" only'
    if step.to is Addressees.SAME and step.anchor is not Anchor.SENT:
        yield 'to = "same" is for anchor = "sent" only'
    if step.milestone and step.anchor not in MILESTONED:
        yield f"milestone is for anchor = {' or '.join(MILESTONED)} only"
    if step.anchor in MILESTONED and not step.milestone:
        yield "milestone must name what the step hangs on"
    if step.anchor is Anchor.MONTHS and not 1 <= step.window[0] <= step.window[1] <= MONTHS:
        yield "window must be two months of the training year, 1 to 12"
    if min(step.at_most, step.items, step.a_morning, step.a_week) < 0:
        yield "at_most, items, a_morning and a_week must not be below 0"


def _milestone(milestone: Milestone) -> Iterator[str]:
    """A name, a zone, a span in order, and where the date comes from."""
    yield from _name(milestone.id)
    yield from _span(milestone)
    yield from _sure(milestone)
    if not is_zone(milestone.zone):
        yield "zone must be a name such as America/New_York"


def _mark(mark: Mark) -> Iterator[str]:
    """A name, one positive length, and where the rule comes from."""
    yield from _name(mark.id)
    yield from _sure(mark)
    if mark.days < 1:
        yield "days must be at least 1"
    if mark.end is not None and mark.days != 1:
        yield "end or days, not both"
    if mark.end is not None and mark.end.after(FIRST_OF_JULY) < mark.start.after(FIRST_OF_JULY):
        yield "end must not be before start"


def _year_day(day: YearDay) -> Iterator[str]:
    """A relative day is told in exactly one of its two ways."""
    by_month = 1 <= day.month <= 12 and 1 <= day.day <= 31 and not day.calendar_month and not day.nth
    by_weekday = 1 <= day.calendar_month <= 12 and not day.month and day.nth in NTHS
    if not (by_weekday if day.weekday else by_month):
        yield (
            "must be { month = 6, day = 15 }, month 1 being the first of the training year, "
            'or { calendar_month = 1, weekday = "thursday", nth = -1 }'
        )


def _conference(conference: Conference) -> Iterator[str]:
    """A name, the words people use for it, one edition a year."""
    yield from _name(conference.id)
    told = (("name", conference.name), ("short", conference.short), ("field", conference.field))
    yield from (f"{key} must not be empty" for key, text in told if not text.strip())
    years = [edition.start.year for edition in conference.editions]
    for position, year in enumerate(years):
        if year in years[:position]:
            yield f"edition {position + 1}: {year} has an edition already"


def _edition(edition: Edition) -> Iterator[str]:
    yield from _span(edition)
    yield from _sure(edition)


def _deadline(deadline: Deadline) -> Iterator[str]:
    yield from _name(deadline.id)
    yield from _sure(deadline)


def _holiday(holiday: Holiday) -> Iterator[str]:
    """A fixed day that exists, or the nth weekday of a month."""
    fixed = not holiday.nth and _is_day(holiday.month, holiday.day)
    moving = not holiday.day and holiday.nth in NTHS and 1 <= holiday.month <= 12
    if not (moving if holiday.weekday else fixed):
        yield "needs month and day, or month, weekday and nth (1 to 4, or -1 for the last)"


def _quota(quota: Quota) -> Iterator[str]:
    """Every number counts something, and what may be spent at once pays for the dearest call."""
    numbers = ("user_per_minute", "project_per_minute", "project_per_day")
    yield from (f"{name} must be at least 1" for name in numbers if getattr(quota, name) < 1)
    yield from (f"{part} must lie between 0.0 and 1.0" for part in PARTS if not 0 < getattr(quota, part) < 1)
    yield from (f"units {method} must be at least 1" for method, n in quota.units.items() if n < 1)
    if not quota.units:
        yield "units must name at least one method"
    elif max(quota.units.values()) > quota.at_once * min(
        quota.user_per_minute, quota.project_per_minute * (1 - quota.reserve)
    ):
        yield "at_once lets no account pay for the dearest method: make it larger"


def _is_day(month: int, day: int) -> bool:
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True


def _name(name: str) -> Iterator[str]:
    if not NAME.fullmatch(name):
        yield f"'{name}' must be lower-case words with hyphens"


def _span(entry: Milestone | Edition) -> Iterator[str]:
    if entry.end < entry.start:
        yield "end must not be before start"


def _sure(entry: Milestone | Mark | Edition | Deadline) -> Iterator[str]:
    """A date has a source, and one that is only expected has the rule it follows."""
    if not entry.source:
        yield "source must name at least one key of sources.toml"
    if entry.certainty is Certainty.EXPECTED and not entry.rule:
        yield "rule is missing: an expected date says by which rule"
    if entry.check_by is not None and entry.check_by <= entry.checked:
        yield "check_by must lie after checked"


def _contradiction(contradiction: Contradiction) -> Iterator[str]:
    """Who says something else, what, and why that is not followed."""
    if not contradiction.source:
        yield "source must name at least one key of sources.toml"
    told = (("says", contradiction.says), ("why", contradiction.why))
    yield from (f"{key} must not be empty" for key, text in told if not text.strip())


def _season_rule(rule: SeasonRule) -> Iterator[str]:
    """One way to find the day, told in full."""
    yield from _name(rule.id)
    if not rule.rule.strip():
        yield "rule must not be empty: it is what readers are told"
    if not rule.source:
        yield "source must name at least one key of sources.toml"
    if rule.anchors > 1:
        yield "day, weekday, workday and after: one of them alone"
    if not rule.anchors and not rule.days:
        yield "needs day, weekday, workday, after or days"
    if bool(rule.weekday) != bool(rule.nth) or (rule.nth and rule.nth not in NTHS):
        yield "weekday and nth (1 to 4, or -1 for the last) go together"
    if (rule.day or rule.weekday or rule.workday) and not 1 <= rule.month <= MONTHS:
        yield "month must be 1 to 12"
    if rule.day and (not _is_day(rule.month, rule.day) or (rule.month, rule.day) == LEAP_DAY):
        yield "there is no such day in every year"
    if not -MOST_WORKDAYS <= rule.workday <= MOST_WORKDAYS:
        yield f"workday must lie between -{MOST_WORKDAYS} and {MOST_WORKDAYS}"


def _interval(interval: Interval) -> Iterator[str]:
    if interval.again < 1 or interval.before < 0:
        yield "again must be at least 1, before at least 0"


CHECKS: Mapping[type, Callable[[Any], Iterator[str]]] = {
    Limits: _limits,
    Cadence: _cadence,
    Step: _step,
    Milestone: _milestone,
    Mark: _mark,
    YearDay: _year_day,
    Conference: _conference,
    Edition: _edition,
    Deadline: _deadline,
    Contradiction: _contradiction,
    Holiday: _holiday,
    Quota: _quota,
    SeasonRule: _season_rule,
    Interval: _interval,
}
