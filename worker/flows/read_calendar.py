"""A claimed calendar goes in; what happened in it, and the plan that follows, are remembered together."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from worker.domain.account import Account, CalendarSource, JournalLine
from worker.domain.bookmark import CalendarGone, Changes
from worker.domain.doubt import Loss, Standing, find_doubt, standing_of
from worker.domain.errors import Expired, Permanent, Refused, Transient
from worker.domain.event import Event
from worker.domain.ledger import Claim, Overtaken, Settlement
from worker.domain.polling import (
    COLD,
    READ_BACK,
    READ_ON,
    REST,
    RETRY,
    TROUBLE,
    is_full_due,
    pause_after,
    spread,
    wait_after_failure,
)
from worker.flows.access import resting
from worker.flows.plan_year import (
    Planned,
    plan_year,
    settle,
    settlement_of,
    settlement_without_plan,
)
from worker.flows.tools import Tools

TOLD_WARNINGS = 10
"""Of one reading, in the journal."""


def read_calendar(tools: Tools, claim: Claim, now: datetime) -> None:
    """Read what is new, plan the year from it, and settle both; the claim ends in any case.

    What goes wrong decides when it is read again, and is told in `CalendarSource.fault` or `.doubt`.
    """
    mine = tools.calendars.begin(claim, now)
    if mine is None:
        return  # The job came twice, the lease is over, or the calendar was dropped since.
    account, source = tools.accounts.load(mine.account), tools.calendars.load(mine.id)
    visit = Visit(tools, mine, account, source, now)
    with resting(tools, account, now):
        visit.read()
    # Changes nothing where the claim has ended; what was not settled is not kept from others.
    visit.put_off(RETRY)


@dataclass(frozen=True, slots=True)
class Visit:
    """One look into one calendar."""

    tools: Tools
    claim: Claim
    account: Account
    source: CalendarSource
    """As it was when the look began."""
    now: datetime

    def read(self) -> None:
        """Ask, and deal with whatever comes. Raises Reconnect."""
        try:
            changes = self._changes()
        except CalendarGone as gone:
            self._lose(str(gone))
        except Permanent as fault:
            self._fail(str(fault), self._spread(REST))
        except Refused as fault:
            self._fail(str(fault), self._spread(COLD))
        except Transient as fault:
            self._try_later(fault)
        else:
            # Dropped meanwhile, or settled by others three times: it is not ours, or is read again soon.
            with suppress(Overtaken, Refused):
                settle(self.tools, lambda: self._settlement(changes))

    def put_off(self, pause: timedelta, *, fault: str | None = None, doubt: str | None = None) -> None:
        """Give the calendar back unsettled."""
        self.tools.calendars.release(self.claim, self.now + pause, fault=fault, doubt=doubt)

    # --- asking --------------------------------------------------------------------------------------

    def _changes(self) -> Changes:
        """What is new; everything where there is no bookmark, or it is old, or no longer good."""
        name, bookmark, zone = self.source.name, self.source.sync_token, ZoneInfo(self.account.me.time_zone)
        since, until = self.now - READ_BACK, self.now + READ_ON
        with closing(self.tools.open_calendars(self.account)) as calendars:
            if bookmark and not is_full_due(self.source.full_read, self.now, self.account.id, self.source.id):
                with suppress(Expired):
                    return calendars.changes(name, bookmark, since=since, until=until, zone=zone)
            return calendars.changes(name, since=since, until=until, zone=zone)

    def _spread(self, pause: timedelta) -> timedelta:
        return spread(pause, self.account.id, self.source.id)

    # --- what was told -------------------------------------------------------------------------------

    def _settlement(self, changes: Changes) -> Settlement | None:
        """What the reading changes, planned from the rows as they are now. None: it is not to be settled."""
        account = self.tools.accounts.load(self.account.id)
        source = self.tools.calendars.load(self.source.id)
        if (source.checked, source.selected) != (self.source.checked, True):
            return None
        must_plan = account.plan_due is None or account.plan_due <= self.now
        # Most readings bring nothing: what is stored need not be looked at then.
        is_empty = not (changes.events or changes.gone or changes.afresh)
        stored = () if is_empty and not must_plan else self.tools.calendars.events(account.id)
        news = News.of(source.name, stored, changes)
        bare = settlement_without_plan(self.tools, account, self.now)
        if news or must_plan:
            planned = plan_year(self.tools, account, news.events, self.now)
            if not source.doubt_lifted and (loss := self._doubt(account, stored, planned, news)):
                self._refuse(loss)
                return None
            bare = settlement_of(account, planned, self.now)
        pause = pause_after(source.checked, self.now, changed=bool(news))
        return replace(
            bare,
            calendar=source.id,
            sync_token=changes.bookmark,
            not_before=self.now + self._spread(pause),
            events=changes.events,
            gone=news.gone,
            afresh=changes.afresh,
            journal=tuple(self._lines(news, changes.warnings)),
        )

    def _lines(self, news: "News", warnings: Sequence[str]) -> Iterator[JournalLine]:
        title = self.source.title
        if self.source.fault or (self.source.doubt and not self.source.doubt_lifted):
            yield self._line("recovered", f"{title} is read again as before")
        if news:
            yield self._line("read", f"{title}: {news.brought} new or changed, {news.lost} gone")
        for warning in warnings[:TOLD_WARNINGS]:
            yield self._line("left out", warning)

    # --- what was not believed, or not told ----------------------------------------------------------

    def _doubt(
        self, account: Account, stored: Sequence[Event], planned: Planned, news: "News"
    ) -> Loss | None:
        """What the reading would take away, if that is too much to be believed unasked."""
        after, had = _standing(planned), standing_of(planned.known, (), planned.today).ahead
        if not planned.plan.cancel and had.keys() <= after.ahead.keys():
            return None
        before, without = self._standings(account, stored)
        events = Loss(self._still_to_come(stored), self._still_to_come(news.events))
        return find_doubt(before, after, without, events, self.tools.rules.limits)

    def _standings(self, account: Account, stored: Sequence[Event]) -> tuple[Standing, Standing]:
        """What the year stands on with the calendar as it was last read, and without it."""
        others = [event for event in stored if event.calendar != self.source.name]
        before, without = (plan_year(self.tools, account, events, self.now) for events in (stored, others))
        return _standing(before), _standing(without)

    def _still_to_come(self, events: Iterable[Event]) -> int:
        """How many of the calendar's events, a series as one."""
        own = (event for event in events if event.calendar == self.source.name and event.ends > self.now)
        return len({event.series or event.id for event in own})

    def _refuse(self, loss: Loss) -> None:
        """Believe nothing of the reading: neither its events nor its bookmark are kept."""
        title = self.source.title
        doubt = (
            f"{title} suddenly lacks {loss.lost} of {loss.had} engagements. That is more often a fault than "
            f"a wish, so nothing was cancelled. If it is meant, confirm it on Rapport's page; if it is not, "
            f"put {title} right: it is read again by itself."
        )
        if not self.source.doubt:
            self._note("doubted", doubt)
        pause = pause_after(self.source.checked, self.now, changed=False)
        self.put_off(self._spread(pause), doubt=doubt)

    def _lose(self, sentence: str) -> None:
        """The calendar itself is gone; what hangs on it goes with it once the user knows."""
        if self.source.doubt_lifted:
            self.tools.calendars.drop(self.source.id)
            self._note("dropped", f"{self.source.title} and what was planned from it")
            self.tools.accounts.plan_soon(self.account.id)
            return
        before, without = self._standings(self.account, self.tools.calendars.events(self.account.id))
        doubt = None
        if at_stake := before.at_stake(without):
            hang = f"{at_stake} engagements hang" if at_stake > 1 else "1 engagement hangs"
            doubt = (
                f"{self.source.title} is gone, and {hang} on it. What was planned stays until you confirm "
                f"on Rapport's page that it is over."
            )
        self._fail(sentence, self._spread(REST), doubt)

    def _fail(self, fault: str, pause: timedelta, doubt: str | None = None) -> None:
        """Say what is wrong, once."""
        if fault != self.source.fault:
            self._note("not read", fault)
        self.put_off(pause, fault=fault, doubt=doubt)

    def _try_later(self, fault: Transient) -> None:
        asked = fault.retry_after or timedelta()
        pause = max(asked, self._spread(wait_after_failure(self.source.checked, self.now)))
        if self.now - (self.source.checked or self.account.connected) < TROUBLE:
            self.put_off(pause)
            return
        self._fail(f"{self.source.title} cannot be read: {fault} It is tried again by itself.", pause)

    def _note(self, what: str, text: str) -> None:
        self.tools.journal.note(self.account.id, self._line(what, text))

    def _line(self, what: str, text: str) -> JournalLine:
        return JournalLine(self.now, what, self.source.name, text)


@dataclass(frozen=True, slots=True)
class News:
    """What a reading changes in the stored events. False where it changes nothing."""

    events: tuple[Event, ...]
    """All of the account, as they are after it."""
    gone: tuple[str, ...]
    """Ids of the calendar's stored events that are no more; a series' id stands for all of its events."""
    brought: int
    """How many are new or changed."""
    lost: int

    @classmethod
    def of(cls, calendar: str, stored: Sequence[Event], changes: Changes) -> "News":
        """What changes in one calendar."""
        before = {event.id: event for event in stored if event.calendar == calendar}
        told = {event.id: event for event in changes.events}
        named = frozenset(changes.gone)
        gone = [name for name, event in before.items() if named & {name, event.series}]
        kept = {} if changes.afresh else {name: before[name] for name in before if name not in gone}
        after = kept | told
        others = (event for event in stored if event.calendar != calendar)
        return cls(
            events=(*others, *after.values()),
            gone=tuple(sorted(gone)),
            brought=sum(before.get(name) != event for name, event in told.items()),
            lost=len(before.keys() - after.keys()),
        )

    def __bool__(self) -> bool:
        """Whether anything is new, changed or gone."""
        return bool(self.brought or self.lost)


def _standing(planned: Planned) -> Standing:
    return standing_of(planned.engagements, planned.touches, planned.today)
