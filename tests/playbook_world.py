"""A calendar in plain words and a profile go in; what a preview makes of them comes out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.house import ROOT
from tests.years.calendar_text import Entry, calendar_text
from worker.bootstrap.house import House
from worker.domain.feed import Entry as FeedEntry
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.domain.outlook import Outlook
from worker.domain.touch import State, Touch
from worker.settings import settings_from

JULY = date(2026, 7, 1)
ZONE = "America/New_York"
PDF = b"%PDF-1.4\n%%EOF\n"
PROFILE = """
[me]
name = "Maya Rosen"
degree = "MD"
stage = "prelim"
pathways = [{pathways}]
addresses = ["mrosen@lakeside.example.edu"]
fields = ["surgery", "CT surgery", "thoracic surgery"]
places = ["Ohio"]
[training]
institution = "Lakeside University Hospital"
school = "Semmelweis University"
year_start = 2026-07-01
[story]
goal = "train in categorical general surgery"
specialty = "general surgery"
interest = "acute care surgery"
differentiator = "three years as a paramedic before medical school"
[program_director]
name = "Vikram Desai"
email = "vdesai@lakeside.example.edu"
title = "Dr."
{more}
"""


@cache
def house() -> House:
    """The house that ships."""
    return House.furnish(settings_from({"RAPPORT_CONFIG": str(ROOT / "config")}))


@dataclass(frozen=True)
class Found:
    """What a preview found."""

    outlook: Outlook
    files: dict[str, bytes]

    def touches(self, row: str) -> list[Touch]:
        """The touches of a row such as "conference / outreach", in order."""
        cadence, step = row.split(" / ")
        return [t for t in self.outlook.touches if (t.key.cadence, t.key.step) == (cadence, step)]

    def planned(self, row: str) -> list[Touch]:
        """Those with a morning."""
        return [touch for touch in self.touches(row) if touch.state is State.PLANNED]

    def touch(self, row: str, name: str = "") -> Touch:
        """The only touch of a row (to somebody whose name has these words)."""
        found = [touch for touch in self.touches(row) if name in touch.person.name]
        assert len(found) == 1, [touch.id for touch in self.outlook.touches]
        return found[0]

    def letter(self, row: str, name: str = "") -> Letter:
        """Its letter."""
        return self.outlook.letters[self.touch(row, name).id]

    def why_not(self, row: str, name: str = "") -> str:
        """Why the touch of a row is not written."""
        touch = self.touch(row, name)
        assert touch.state in {State.DROPPED, State.LAPSED}, touch.state
        return touch.why[-1]

    def entries(self, kind: str) -> list[FeedEntry]:
        """The entries of the follow-ups feed that are of one kind."""
        return [entry for entry in self.outlook.feeds["follow-ups"] if kind in entry.categories]


def lived(
    *entries: Entry,
    more: str = "",
    pathways: Sequence[str] = ("categorical-home",),
    today: date = JULY,
    until: date | None = None,
    profile: str = "",
    files: dict[str, bytes] | None = None,
) -> Found:
    """What `rapport preview` makes of this calendar and this profile."""
    told = profile or PROFILE.format(pathways=", ".join(f'"{one}"' for one in pathways), more=more)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "year.ics").write_text(calendar_text(entries, ZONE), encoding="utf-8", newline="")
        for file, data in {"me.toml": told.encode(), "cv.pdf": PDF, **(files or {})}.items():
            (folder / file).write_bytes(data)
        me = house().narrative(folder / "me.toml")
        days = today, until or today + timedelta(days=365)
        reading, me = house().read([str(folder / "year.ics")], me, days, own_zone=True)
        outlook = house().preview.look_ahead(reading, me, today=days[0], until=days[1])
        return Found(outlook, dict(house().files(outlook)))


def narrative(more: str, files: dict[str, bytes] | None = None) -> Narrative:
    """The narrative of a profile with these tables."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        told = PROFILE.format(pathways='"categorical-home"', more=more)
        for file, data in {"me.toml": told.encode(), **(files or {})}.items():
            (folder / file).write_bytes(data)
        return house().narrative(folder / "me.toml")


def block(title: str, first: date, days: int, notes: str = "") -> Entry:
    """An entry on whole days."""
    return Entry(title, first, first + timedelta(days=days - 1), notes=notes)


def hour(title: str, day: date, notes: str = "", at: int = 12) -> Entry:
    """An entry of an hour."""
    return Entry(title, day, hour=at, notes=notes)


def moved(entry: Entry, days: int) -> Entry:
    """The entry so many days later."""
    shift = timedelta(days=days)
    return replace(entry, first=entry.first + shift, last=entry.last + shift if entry.last else None)
