"""A folder of calendar files (.ics) goes in; each as one calendar, and what stands in it, come out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from worker.domain.bookmark import CalendarGone, Changes, ListedCalendar
from worker.domain.errors import Permanent, Refused, Transient
from worker.domain.event import Event, Status
from worker.domain.reading import Publisher, clean_line
from worker.local.content import MAX_BYTES, Component, as_utf8, calendars_from
from worker.local.read_ics import read_ics
from worker.local.zones import declared_zone, zone_named


@dataclass(frozen=True, slots=True)
class LocalCalendars:
    """The files of one folder, only read. A call raises Transient or Permanent."""

    folder: Path
    owner: frozenset[str]
    """The user's addresses, lower case."""
    publishers: tuple[Publisher, ...] = ()
    """Programs whose words in a calendar are nobody's notes."""

    def close(self) -> None:
        """Nothing is open."""

    def calendars(self) -> tuple[ListedCalendar, ...]:
        """Every file, by name. The first that no known program publishes counts as the user's own."""
        with self._at_hand():
            paths = [path for path in self.folder.iterdir() if _is_calendar(path)]
        listed = [(path.name, self._head(path)) for path in sorted(paths)]
        own = next((name for name, head in listed if head and not self._is_published(head)), "")
        return tuple(_listed(name, head or Component(0), is_own=name == own) for name, head in listed)

    def changes(
        self,
        calendar: str,
        bookmark: str | None = None,
        *,
        since: datetime,
        until: datetime,
        zone: ZoneInfo | None = None,
    ) -> Changes:
        """Nothing where the file is as it was (its digest is the bookmark); else everything in it, afresh.

        Events stand on the wall clock of `zone`, by default the file's own. Raises CalendarGone; Transient
        for a file that is being written; Permanent for one that is no calendar.
        """
        data = self._read(calendar)
        declared = declared_zone(data)
        told, mark = declared.key if declared else "", sha256(data).hexdigest()
        if bookmark == mark:
            return Changes(mark, zone=told)
        clock = zone or declared or ZoneInfo("UTC")
        try:
            found = read_ics(
                data,
                name=calendar,
                zone=clock,
                since=since.astimezone(clock).date(),
                until=until.astimezone(clock).date(),
                owner=self.owner,
                publishers=self.publishers,
            )
        except Refused as refusal:
            raise Permanent(str(refusal)) from refusal
        events = tuple(event for event in found.events if _lies_in(event, since, until))
        return Changes(mark, events, zone=told, afresh=True, warnings=found.warnings)

    @contextmanager
    def _at_hand(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise Transient(
                f"The calendars in {self.folder} cannot be read ({fault.strerror}): bring the folder "
                f"back, and make it readable for you."
            ) from fault

    def _read(self, calendar: str) -> bytes:
        path = self.folder / Path(calendar).name
        with self._at_hand():
            names = {one.name for one in self.folder.iterdir()}
            if path.name not in names:
                raise CalendarGone(
                    f"{calendar} no longer lies in {self.folder}: put it back, or choose others."
                )
            if path.stat().st_size > MAX_BYTES:
                raise Permanent(
                    f"{calendar} is larger than {MAX_BYTES // 1_000_000} MB: export a shorter time."
                )
            data = path.read_bytes()
        # Half of a calendar, taken for the whole, would withdraw the letters for the other half.
        text = as_utf8(data).rstrip().upper()
        if b"BEGIN:VCALENDAR" in text and not text.endswith(b"END:VCALENDAR"):
            raise Transient(f"{calendar} is cut off: END:VCALENDAR is missing; export it again.")
        return data

    def _head(self, path: Path) -> Component | None:
        """What a file says of itself; None where it cannot be read now."""
        try:
            return calendars_from(path.read_bytes(), path.name)[0].head
        except (OSError, Refused):
            return None

    def _is_published(self, head: Component) -> bool:
        program = f"{head.text('PRODID')}\n{_name_in(head)}".casefold()
        return any(mark.casefold() in program for publisher in self.publishers for mark in publisher.marks)


def _is_calendar(path: Path) -> bool:
    return path.suffix.lower() == ".ics" and not path.name.startswith(".") and path.is_file()


def _listed(name: str, head: Component, *, is_own: bool) -> ListedCalendar:
    declared = zone_named(head.text("X-WR-TIMEZONE"))
    return ListedCalendar(
        id=name,
        name=_name_in(head) or Path(name).stem,
        zone=declared.key if declared else "",
        primary=is_own,
        subscribed=not is_own,
        role="owner" if is_own else "reader",
        selected=True,
    )


def _name_in(head: Component) -> str:
    return clean_line(head.text("X-WR-CALNAME") or head.text("NAME"))


def _lies_in(event: Event, since: datetime, until: datetime) -> bool:
    return event.status is not Status.CANCELLED and event.ends > since and event.starts < until
