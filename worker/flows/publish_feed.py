"""Milestones, touches and unanswered questions go in; the four feeds come out, and are published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from worker.domain.account import Account, CalendarSource, Published
from worker.domain.engagement import Engagement, Kind
from worker.domain.event import ONE_DAY
from worker.domain.feed import Entry, entry_for_milestone, revised
from worker.domain.ledger import LedgerTouch
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.domain.polling import READ_BACK
from worker.domain.rulebook import RuleBook
from worker.domain.season import Milestone
from worker.domain.touch import State, Touch
from worker.flows.note_days import DayNotes
from worker.flows.plan_year import AHEAD, next_night, today_of
from worker.flows.tools import Tools
from worker.flows.write_letters import Known, writable, write_letters, written_in
from worker.ports import WritesNotes

FEEDS = ("milestones", "follow-ups", "conferences", "all")
CONFERENCE_CATEGORIES = frozenset({"conference", "abstract", "award"})
ASKED_ABOUT = frozenset({Kind.CONFERENCE, Kind.ROTATION})
DRAFT_NOTES = {State.PLANNED: "draft", State.DRAFTED: "waiting"}
"""Touches that stand in a feed, and in which words."""
NOTICE = timedelta(days=30)
"""How many days a notice covers, so that it stands on the day on which somebody looks."""


def publish_feeds(tools: Tools, account_id: int, now: datetime) -> tuple[str, ...]:
    """Publish what has changed in an account's four feeds; the names of those that did.

    A feed whose entries are the same keeps its bytes, its ETag and its date. Raises Refused if there is no
    such account, or its files cannot be laid down.
    """
    account = tools.accounts.load(account_id)
    publisher = FeedPublisher(tools.rules, tools.notes)
    changed = []
    for name, entries in _wanted(tools, publisher, account, now).items():
        before = tools.feeds.entries(account.id, name)
        told = revised(_still_told(before, today_of(account, now)), entries, now)
        if tools.feeds.find(account.id, name) is None or {entry.uid: entry for entry in told} != before:
            body = tools.write_feed(name, publisher.title(name), told, account.me.time_zone)
            tools.feeds.publish(account.id, Published(name, body, etag_of(body), now), told)
            changed.append(name)
    lay_down_feeds(tools, account.id)
    tonight = next_night(ZoneInfo(account.me.time_zone), now)
    tools.accounts.feeds_written(account.id, tonight, seen=account.revision)
    return tuple(changed)


def renew_feeds(tools: Tools, account_id: int) -> str:
    """Move the feeds to a new secret address; the old one is dead at once. The new token."""
    if tools.feed_files:
        tools.feed_files.remove(tools.accounts.feed_token(account_id))
    token = tools.accounts.renew_feed_token(account_id)
    lay_down_feeds(tools, account_id)
    return token


def lay_down_feeds(tools: Tools, account_id: int) -> None:
    """Put the published feeds where a static host finds them, if there is one (RAPPORT_FEED_DIR)."""
    if tools.feed_files:
        feeds = (tools.feeds.find(account_id, name) for name in FEEDS)
        files = {f"{feed.name}.ics": feed.body for feed in feeds if feed}
        tools.feed_files.lay_down(tools.accounts.feed_token(account_id), files)


def etag_of(body: bytes) -> str:
    """A strong validator (RFC 9110, 8.8.3): it changes with every byte."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def _wanted(
    tools: Tools, publisher: "FeedPublisher", account: Account, now: datetime
) -> dict[str, tuple[Entry, ...]]:
    """What is to stand in the account's feeds today, by feed."""
    today, ledger = today_of(account, now), tools.touches.of(account.id)
    known = Known.of(tools, account.id, account.me)
    touches = [t for row in ledger if (t := _told_touch(row)) and writable(t, tools.rules, known)]
    written = written_in(ledger, ZoneInfo(account.me.time_zone))
    since = today - READ_BACK
    return publisher.feeds(
        known.engagements,
        touches,
        write_letters(tools.letters, tools.rules, known, touches, written),
        tuple(m for m in known.milestones if m.end >= since and m.start <= today + AHEAD),
        today,
        account.me,
        tuple(_notices(tools, publisher, account, now)),
    )


def _told_touch(row: LedgerTouch) -> Touch | None:
    """The touch as a feed tells it: planned, or a draft that waits for the user. None for all others."""
    touch = row.kept.touch
    waits = touch.state in DRAFT_NOTES and not row.kept.sent
    return touch if waits and row.state is not State.RECALLED else None


def _still_told(before: Mapping[str, Entry], today: date) -> dict[str, Entry]:
    """What is not merely old: an entry that leaves with its time was not cancelled."""
    return {uid: entry for uid, entry in before.items() if _last_day(entry) >= today - READ_BACK}


def _last_day(entry: Entry) -> date:
    return entry.end.date() if isinstance(entry.end, datetime) else entry.end


def _notices(tools: Tools, publisher: "FeedPublisher", account: Account, now: datetime) -> Iterator[Entry]:
    """What is wrong, where the user looks: no access, a calendar that was not believed or cannot be read."""
    today, before = today_of(account, now), tools.feeds.entries(account.id, "follow-ups")
    if account.rest:
        began = today_of(account, account.rested) if account.rested else today
        yield publisher.notice("resting", "access", began, today, why=account.rest, door=tools.door)
    for source in tools.calendars.of(account.id):
        if source.selected and (source.doubt or source.fault):
            name, why = _trouble(source)
            uid = f"calendar-{source.id}"
            began = _began(before.get(uid_of(name, uid)), today)
            yield publisher.notice(name, uid, began, today, why=why, title=source.title, door=tools.door)


def _trouble(source: CalendarSource) -> tuple[str, str]:
    """The note that tells it, and what it says; a doubt asks for an answer, so it goes first."""
    return ("doubted", source.doubt) if source.doubt else ("unread", source.fault)


def _began(before: Entry | None, today: date) -> date:
    """Since when it has been told."""
    if before is None or before.cancelled or isinstance(before.start, datetime):
        return today
    return before.start


def uid_of(name: str, about: str) -> str:
    """The stable UID of an entry (RFC 5545, 3.8.4.7)."""
    return f"{name}-{about}@rapport"


@dataclass(frozen=True, slots=True)
class FeedPublisher:
    """Makes feeds: a pure function of what is to stand in them, without a clock."""

    rules: RuleBook
    notes: WritesNotes

    def title(self, feed: str) -> str:
        """What calendar programs call a feed."""
        return self.notes.write_note(f"title-{feed}")[0]

    def feeds(
        self,
        engagements: Sequence[Engagement],
        touches: Sequence[Touch],
        letters: Mapping[str, Letter],
        milestones: Sequence[Milestone],
        today: date,
        me: Narrative,
        notices: Sequence[Entry] = (),
    ) -> dict[str, tuple[Entry, ...]]:
        """The entries by feed name: milestones, follow-ups, conferences, all."""
        sources = self.rules.sources
        dates = [(milestone.category, entry_for_milestone(milestone, sources)) for milestone in milestones]
        conferences = tuple(entry for category, entry in dates if category in CONFERENCE_CATEGORIES)
        others = tuple(entry for category, entry in dates if category not in CONFERENCE_CATEGORIES)
        stamps = self._stamps(engagements)
        drafts = [
            self._draft(touch, letters[touch.id], stamps.get(touch.key.engagement, self._checked))
            for touch in touches
            if touch.state in DRAFT_NOTES
        ]
        questions = [self._question(e, stamps[e.id]) for e in self._unanswered(engagements, today)]
        reminders = DayNotes(self.rules, self.notes).entries(engagements, touches, milestones, today, me)
        told = (*drafts, *questions, *notices, *reminders)
        follow_ups = sorted(told, key=lambda entry: (str(entry.start), entry.uid))
        return {
            "milestones": others,
            "follow-ups": tuple(follow_ups),
            "conferences": conferences,
            "all": (*others, *conferences, *follow_ups),
        }

    def notice(self, name: str, about: str, began: date, today: date, **facts: str) -> Entry:
        """Something is wrong since a day: an entry that stands on every day until it is put right."""
        title, description = self.notes.write_note(name, **facts)
        length = NOTICE * ((today - began) // NOTICE + 1)
        entry = _all_day(uid_of(name, about), began, title, description, "notice", _midnight(began))
        return replace(entry, end=began + length - ONE_DAY)

    @property
    def _checked(self) -> datetime:
        """The day the dates in config/ were last checked: when what hangs on them last changed."""
        return _midnight(self.rules.checked)

    def _stamps(self, engagements: Sequence[Engagement]) -> dict[str, datetime]:
        """When what an entry tells last changed: the calendar's word, else the rules'."""
        return {engagement.id: engagement.updated or self._checked for engagement in engagements}

    def _draft(self, touch: Touch, letter: Letter, stamp: datetime) -> Entry:
        title, description = self.notes.write_note(
            DRAFT_NOTES[touch.state],
            subject=letter.subject,
            to=touch.person.name or touch.person.email,
            gaps="; ".join(letter.gaps),
            why="; ".join(reason.rstrip(" .") for reason in touch.why),
            paste=letter.note,
        )
        uid = uid_of("draft", touch.id.replace("/", "."))
        return _all_day(uid, touch.due or touch.window.latest, title, description, "draft", stamp)

    def _question(self, engagement: Engagement, stamp: datetime) -> Entry:
        title, description = self.notes.write_note(
            "question", about=engagement.title, rotation=engagement.kind is Kind.ROTATION
        )
        uid = uid_of("question", engagement.id)
        return _all_day(uid, engagement.end + ONE_DAY, title, description, "question", stamp)

    def _unanswered(self, engagements: Sequence[Engagement], today: date) -> Iterator[Engagement]:
        """Engagements worth a letter for which nobody is known (playbook, "Capturing people")."""
        min_days = {cadence.kind: cadence.min_days for cadence in self.rules.cadences}
        since = today - timedelta(days=self.rules.limits.confirm_back)
        for engagement in engagements:
            if engagement.kind not in ASKED_ABOUT or engagement.encounters or engagement.held:
                continue
            if len(engagement.days) >= min_days.get(engagement.kind, 0) and engagement.end >= since:
                yield engagement


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _all_day(uid: str, day: date, title: str, description: str, category: str, stamp: datetime) -> Entry:
    return Entry(
        uid=uid,
        title=title,
        start=day,
        end=day,
        stamp=stamp,
        description=description,
        categories=("Rapport", category),
    )
