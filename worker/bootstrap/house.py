"""Wiring of what needs no memory: settings go in, a furnished house for previews comes out."""

import hashlib
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from worker.bootstrap.attaching import write_whole_mime
from worker.domain.errors import Refused, RuleFault
from worker.domain.event import Event
from worker.domain.gathering import slug
from worker.domain.narrative import Narrative, with_address
from worker.domain.outlook import Outlook
from worker.domain.reading import Reading
from worker.domain.rulebook import RuleBook
from worker.domain.sample import sample_events
from worker.domain.touch import State
from worker.flows.preview import Preview
from worker.flows.publish_feed import FeedPublisher
from worker.google.wire import event_from_line, id_of_line, read_jsonl
from worker.local.read_ics import read_ics
from worker.local.sources import read_sources
from worker.local.write_ics import write_calendar
from worker.rules.load import check_templates, load_profile, load_rules, load_sample
from worker.settings import Settings
from worker.writers.ics import write_feed
from worker.writers.letter import Letters
from worker.writers.notes import Notes
from worker.writers.outlook_json import write_recognised
from worker.writers.page import write_page

SAMPLE_PROFILE = "profile.example.toml"
SAMPLE_YEAR = "sample.toml"
LOOK_BACK = timedelta(days=366)
"""How far back a preview reads: the training year that the day may lie in."""
LOOK_ON = timedelta(days=92)
"""How far past the last day it reads: a block that begins before that day has to show its own end."""


@dataclass(frozen=True, slots=True)
class House:
    """The rooms, furnished for one run."""

    settings: Settings
    rules: RuleBook
    preview: Preview

    @classmethod
    def furnish(cls, settings: Settings) -> "House":
        """Load the rules and wire the rooms. Raises RuleFault if config/ is wrong."""
        rules = load_rules(settings.config)
        letters = Letters(settings.templates / "letters")
        notes = Notes(settings.templates / "feeds")
        return cls(settings, rules, Preview(rules, letters, notes))

    def check(self) -> None:
        """Read what no run reads by itself, too. Raises RuleFault with every fault, also in templates/."""
        faults = list(check_templates(self.rules, self.settings.templates))
        for load in (self.narrative, partial(load_sample, self.settings.config / SAMPLE_YEAR)):
            try:
                load()
            except RuleFault as fault:
                faults += fault.faults
        if faults:
            raise RuleFault(tuple(faults))

    def narrative(self, profile: Path | None = None, owner: str | None = None) -> Narrative:
        """The user's story, without a profile the sample. `owner` is one more address of the user's own."""
        fields = frozenset(conference.field for conference in self.rules.conferences)
        me = load_profile(profile or self.settings.config / SAMPLE_PROFILE, fields)
        return with_address(me, owner) if owner else me

    def read(
        self, sources: Sequence[str], me: Narrative, days: tuple[date, date], *, own_zone: bool
    ) -> tuple[Reading, Narrative]:
        """The events of all sources between two days, and the narrative on the clock they are read by.

        Without `own_zone` (the sample narrative) the calendar's zone counts, where it names one.
        """
        since, until = days
        zone = ZoneInfo(me.time_zone)
        reading = read_sources(
            sources,
            readers={".ics": partial(read_ics, publishers=self.rules.publishers), ".jsonl": read_jsonl},
            zone=zone if own_zone else None,
            default_zone=zone,
            since=since - LOOK_BACK,
            until=until + LOOK_ON,
            owner=frozenset(me.addresses),
        )
        return reading, replace(me, time_zone=reading.zone or me.time_zone)

    def sample_calendar(self, today: date, zone: ZoneInfo) -> bytes:
        """The sample year around a day, as a calendar file."""
        sample = load_sample(self.settings.config / SAMPLE_YEAR)
        stamp = datetime.combine(today, time(), zone)
        return write_calendar(sample_events(sample, self.rules.conferences, today, zone), stamp=stamp)

    def recognised_lines(self, data: bytes, zone: ZoneInfo, owner: frozenset[str]) -> Iterator[str]:
        """An answer for each line that holds an event, in the order of the input."""
        lines = list(event_lines(data, zone, owner))
        answers = self.preview.recognise([line.event for line in lines if line.event], owner)
        by_id = {answer.event.id: answer for answer in answers}
        for line in lines:
            yield write_recognised(line.id, by_id.get(line.event.id) if line.event else None, line.fault)

    def files(self, outlook: Outlook) -> Iterator[tuple[str, bytes]]:
        """Everything a preview leaves in its folder: drafts, feeds and the page, by relative name."""
        planned = [touch for touch in outlook.touches if touch.state is State.PLANNED]
        for number, touch in enumerate(planned, start=1):
            letter = outlook.letters[touch.id]
            whom = slug(touch.person.name or touch.person.email)[:40]
            name = f"drafts/{number:04d}-{touch.due}-{touch.key.cadence}-{touch.key.step}-{whom}.eml"
            ref = hashlib.sha256(touch.id.encode("utf-8", "replace")).hexdigest()[:24]
            held = outlook.me.hold_recipient
            yield name, write_whole_mime(letter, outlook.me, ref=ref, hold_recipient=held)
        publisher = FeedPublisher(self.rules, self.preview.notes)
        for feed, entries in outlook.feeds.items():
            title = publisher.title(feed)
            yield f"feeds/{feed}.ics", write_feed(feed, title, entries, outlook.me.time_zone)
        yield "index.html", write_page(outlook, self.settings.templates / "web").encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of input: its id, and its event or what is wrong with it."""

    id: str
    event: Event | None
    fault: str = ""


def event_lines(data: bytes, zone: ZoneInfo, owner: frozenset[str]) -> Iterator[EventLine]:
    """Lines of JSON, each a Google event, alone or as `{"id", "event"}`; empty lines count for nothing."""
    for number, line in enumerate(data.removeprefix(BOM_UTF8).splitlines(), start=1):
        if line.strip():
            yield _event_line(number, line, zone, owner)


def _event_line(number: int, line: bytes, zone: ZoneInfo, owner: frozenset[str]) -> EventLine:
    try:
        line_id, event = event_from_line(line, calendar="input", zone=zone, owner=owner)
    except Refused as fault:
        return EventLine(id_of_line(line) or f"line {number}", None, str(fault))
    # Two lines may hold the same event id; the line's number never repeats.
    return EventLine(line_id, replace(event, id=f"{number:09d}"))
