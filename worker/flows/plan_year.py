"""An account's events and its ledger go in; its year as planned now, and the change to it, come out."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from worker.domain.account import Account, CalendarSource, Past
from worker.domain.directory import NOBODY_WRITTEN
from worker.domain.engagement import Engagement
from worker.domain.event import ONE_DAY, Event
from worker.domain.gathering import adopt_ids, gather_engagements
from worker.domain.identity import united
from worker.domain.ledger import Overtaken, Settlement
from worker.domain.mornings import Mornings
from worker.domain.narrative import Narrative
from worker.domain.person import Person
from worker.domain.plan import Kept, Plan, Planner
from worker.domain.polling import READ_BACK
from worker.domain.recognition import Correction, recognise
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.recognised import Recognised
from worker.domain.recognition.words import folded
from worker.domain.rulebook import RuleBook
from worker.domain.season import Milestone, milestones_for
from worker.domain.touch import Touch, Window
from worker.domain.touch_states import SPENT
from worker.flows.tools import Tools

AHEAD = timedelta(days=365)
"""The year that is planned."""
NIGHT = time(0, 5)
"""When the year is planned again each day, on the user's wall clock: before any morning."""
STALE = timedelta(hours=3)
"""A calendar that is due and was not read for longer is read before anything is planned from it."""
TRIES = 3
"""How often a plan is made anew because another was settled in the meantime."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One account's year, on one day."""

    plan: Plan
    touches: tuple[Touch, ...]
    """All touches, also the held ones, whatever became of them."""
    engagements: tuple[Engagement, ...]
    known: tuple[Engagement, ...]
    """Those of the plan before it, as they are remembered."""
    milestones: tuple[Milestone, ...]
    """Every dated entry that concerns the user, without regard to the day."""
    mornings: Mornings
    today: date


def today_of(account: Account, now: datetime) -> date:
    """The day it is on the user's wall clock."""
    return now.astimezone(ZoneInfo(account.me.time_zone)).date()


def plan_year(tools: Tools, account: Account, events: Sequence[Event], now: datetime) -> Planned:
    """The year planned from these events and the ledger. Only reads; the same rows give the same plan."""
    me, today = account.me, today_of(account, now)
    known = tools.engagements.all(account.id)
    limits = tools.rules.limits
    have = tools.touches.kept(account.id)
    recognised = recognised_in(tools, account, events, now)
    said = tuple(tools.corrections.of(account.id).values())
    told = [one for one in recognised if not _is_ruled_out(one.event, said)]
    found = gathered(tools.rules, told, me, today + AHEAD, _written(have))
    engagements = adopt_ids(found, known, today, limits.reissue_days)
    milestones = milestones_for(me, tools.rules.almanac, since=date.min, until=date.max)
    planner, connected = _planner(tools.rules, account, milestones, today)
    year = planner.plan_year(
        engagements,
        today=today,
        until=today + AHEAD,
        connected=connected,
        have=have,
        contacts=tools.people.contacts(account.id),
    )
    return Planned(year.plan, year.touches, engagements, known, milestones, planner.mornings, today)


def plan_again(tools: Tools, account_id: int, now: datetime) -> bool:
    """Plan the year from what was last read, and settle it.

    False, with nothing changed, where a calendar is to be read first: after weeks without access a plan from
    old events would draft letters for what has since been called off. Raises Overtaken where others were
    faster TRIES times, and Refused if there is no such account.
    """
    rests = bool(tools.accounts.load(account_id).rest)
    if not rests and any(_is_stale(source, now) for source in tools.calendars.of(account_id)):
        return False

    def settlement() -> Settlement:
        account = tools.accounts.load(account_id)
        planned = plan_year(tools, account, tools.calendars.events(account_id), now)
        return settlement_of(account, planned, now)

    return settle(tools, settlement)


def plan_if_due(tools: Tools, account_id: int, now: datetime) -> bool:
    """`plan_again`, unless the year was planned since it was found due: with a calendar that was read."""
    due = tools.accounts.load(account_id).plan_due
    return plan_again(tools, account_id, now) if due is None or due <= now else True


def settle(tools: Tools, make: Callable[[], Settlement | None]) -> bool:
    """Settle what `make` plans, and let it plan anew where another was faster. False where it gives up."""
    for _ in range(TRIES - 1):
        with suppress(Overtaken):
            return _settled(tools, make())
    return _settled(tools, make())


def _settled(tools: Tools, settlement: Settlement | None) -> bool:
    if settlement is not None:
        tools.touches.settle(settlement)
    return settlement is not None


def settlement_of(account: Account, planned: Planned, now: datetime) -> Settlement:
    """What a plan alone changes, until the coming night."""
    is_as_known = {one.id: one for one in planned.known} == {one.id: one for one in planned.engagements}
    return Settlement(
        account=account.id,
        seen=account.revision,
        plan=planned.plan,
        mornings=planned.mornings,
        at=now,
        engagements=None if is_as_known else planned.engagements,
        plan_again=next_night(ZoneInfo(account.me.time_zone), now),
    )


def settlement_without_plan(tools: Tools, account: Account, now: datetime) -> Settlement:
    """For a reading that brought nothing new: the plan stays as it is."""
    planner = planner_for(account.me, tools.rules, (), today_of(account, now))
    return Settlement(
        account=account.id, seen=account.revision, plan=Plan(), mornings=planner.mornings, at=now
    )


def next_night(zone: ZoneInfo, now: datetime) -> datetime:
    """The next NIGHT on that wall clock, after `now`."""
    tonight = datetime.combine(now.astimezone(zone).date(), NIGHT, zone)
    return tonight if tonight > now else datetime.combine(tonight.date() + ONE_DAY, NIGHT, zone)


def recognised_in(
    tools: Tools, account: Account, events: Sequence[Event], now: datetime
) -> tuple[Recognised, ...]:
    """What each of an account's events is, as far as the year is planned from it; the user's word holds."""
    rules, me = tools.rules, account.me
    owner = frozenset((account.address, *me.addresses, me.name))
    said = tuple(tools.corrections.of(account.id).values())
    return recognise(_in_span(events, me, now), rules.lexicon, rules.conferences, owner, said)


def _is_ruled_out(event: Event, said: Sequence[Correction]) -> bool:
    """Whether the user says that there is nothing to write about: no letter, no promise, nobody met."""
    about = [one for one in said if one.is_about(event)]
    return bool(about) and max(about, key=lambda one: one.day).label is None


def _written(have: Sequence[Kept]) -> tuple[Person, ...]:
    """Whom letters were written to, the oldest letter first: they keep the keys they had."""
    spent = [kept for kept in have if kept.touch.state in SPENT]
    spent.sort(key=lambda kept: (kept.anchor_day, kept.touch.key))
    return tuple(kept.touch.person for kept in spent)


def gathered(
    rules: RuleBook,
    recognised: Sequence[Recognised],
    me: Narrative,
    until: date,
    written: Sequence[Person] = NOBODY_WRITTEN,
) -> tuple[Engagement, ...]:
    """The engagements of recognised events that begin by a day. `written`: see `gather_engagements`."""
    service_days = max(cadence.min_days for cadence in rules.cadences)
    engagements = gather_engagements(recognised, me, homeward_in(rules.lexicon), service_days, written)
    return tuple(engagement for engagement in engagements if engagement.start <= until)


def homeward_in(lexicon: Lexicon) -> Callable[[str], bool]:
    """Tells from a title whether somebody travels home."""
    phrases = [f" {folded(phrase)} " for phrase in lexicon.homeward]

    def is_homeward(title: str) -> bool:
        words = f" {folded(title)} "
        return any(phrase in words for phrase in phrases)

    return is_homeward


def planner_for(me: Narrative, rules: RuleBook, milestones: Sequence[Milestone], today: date) -> Planner:
    """The planner of one user: their mornings from the narrative, everything else from the rules."""
    mornings = Mornings(
        zone=ZoneInfo(me.time_zone),
        at=rules.limits.morning,
        skipped=me.quiet_days | rules.holidays_of(*range(today.year - 1, today.year + 4)),
        pause_until=me.pause_until,
        freezes=tuple(Window(monday, friday) for monday, friday in rules.match_weeks),
    )
    return Planner(united(me), rules.cadences, rules.limits, mornings, tuple(milestones), rules.shorts)


def _planner(
    rules: RuleBook, account: Account, milestones: Sequence[Milestone], today: date
) -> tuple[Planner, date]:
    """The account's planner, and from which day on it plans without asking.

    Once the user has said what is to become of the past (playbook, "pace"), nothing waits any more: wanted,
    it is planned as far back as it was offered; unwanted, it lapses.
    """
    planner = planner_for(account.me, rules, milestones, today)
    connected = today_of(account, account.connected)
    if account.past is Past.UNASKED:
        return planner, connected
    if account.past is Past.WANTED:
        connected -= timedelta(days=rules.limits.confirm_back)
    return replace(planner, limits=replace(rules.limits, confirm_back=0)), connected


def _in_span(events: Sequence[Event], me: Narrative, now: datetime) -> tuple[Event, ...]:
    """What a full reading would bring today, on the user's wall clock.

    Stored events grow old between two full readings, and were written down on the clock of their time.
    """
    zone = ZoneInfo(me.time_zone)
    return tuple(event.on_clock(zone) for event in events if event.ends > now - READ_BACK)


def _is_stale(source: CalendarSource, now: datetime) -> bool:
    """Whether it was read, though not lately, and is to be read at once."""
    is_due = source.selected and (source.not_before is None or source.not_before <= now)
    return is_due and source.checked is not None and now - source.checked > STALE
