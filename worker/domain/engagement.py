"""Recognised events go in; engagements (the reasons to write) with the people met in them come out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from worker.domain.person import Person, Role


class Kind(StrEnum):
    """The kinds of engagement."""

    CONFERENCE = "conference"
    ROTATION = "rotation"
    WEBINAR = "webinar"
    MENTOR_MEETING = "mentor-meeting"
    PD_MEETING = "pd-meeting"
    CONVERSATION = "conversation"
    PROMISE = "promise"
    """Something the user promised; its last day is the day it was promised for."""
    WANTED = "wanted"
    """People the user wants to meet at a conference; its days are the conference's."""
    NEWS = "news"
    """Something mentors would like to hear."""
    ACHIEVEMENT = "achievement"
    """Something that somebody else achieved."""
    PROSPECT = "prospect"
    """A program on the user's list."""
    INTRODUCTION = "introduction"
    """Programs for which a mentor might open a door."""
    PIVOT = "pivot"
    """A department of the user's new specialty."""
    RESEARCH = "research"
    """Somebody with whom a research year might be spent."""
    LETTER = "letter"
    """A letter of recommendation."""
    ELECTIVE = "elective"
    """A program where the user would like to spend an elective."""
    ALUMNI = "alumni"
    """Somebody who went to the user's own school."""


TOLD = frozenset(
    {Kind.WANTED, Kind.NEWS, Kind.ACHIEVEMENT, Kind.PROSPECT, Kind.INTRODUCTION}
    | {Kind.PIVOT, Kind.RESEARCH, Kind.LETTER, Kind.ELECTIVE, Kind.ALUMNI}
)
"""Kinds that the user tells on purpose, in the profile or in a note: none of them lies in the past."""

FELL_THROUGH = "your note says that it came to nothing"
"""Why an engagement is held that did not take place: nothing of it is ever written."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """A person met in an engagement, and what was said."""

    person: Person
    days: tuple[date, ...]
    """The days of the engagement on which an event names the person, in order."""
    topic: str = ""
    """The user's own words on what was discussed; empty where nothing (or patient data) is noted."""
    noted: bool = False
    """Named by the user in words, or in the block's own description."""
    withheld: str = ""
    """Why a note about this person stays out of every letter (patient data), or empty."""
    role: Role = Role.GUEST


@dataclass(frozen=True, slots=True)
class Engagement:
    """The reason to write: a conference, rotation, webinar, meeting or conversation."""

    id: str
    """Readable and stable: kind, subject and first day; never made from an event's id."""
    kind: Kind
    subject: str
    """The folded name of the service or meeting; with kind and dates it is the identity."""
    title: str
    """How people call it: "SICU", "STS Annual Meeting"."""
    start: date
    end: date
    """The last day for the user, inclusive."""
    days: tuple[date, ...]
    """The days on which the user was there, in order."""
    encounters: tuple[Encounter, ...] = ()
    why: tuple[str, ...] = ()
    held: str = ""
    """Why its drafts wait ("the event is tentative"), or empty."""
    place: str = ""
    external: bool = False
    """At an outside institution (away rotation, congress, webinar)."""
    in_field: bool = True
    """For a conference: a meeting of the user's field."""
    updated: datetime | None = None
    """When its newest event last changed, where the calendar says so."""
    evening: bool = False
    """It is known to have begun in the evening, on the user's wall clock."""
