"""What the user tells, in notes and in the profile, goes in; the reasons to write it gives come out.

They are engagements like those of a calendar, so that everything behind treats them alike.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from worker.domain.directory import Directory
from worker.domain.engagement import Encounter, Engagement, Kind
from worker.domain.event import Event, Response, Status
from worker.domain.jotting import Jotted, Promised, promises_in, wanted_in
from worker.domain.names import compatible, fold, full_name, parse_name
from worker.domain.narrative import (
    DIRECTORS,
    MentorType,
    Narrative,
    News,
    Office,
    Pathway,
    Prospect,
    Wanted,
)
from worker.domain.newsworthy import told_key
from worker.domain.patient_data import looks_like_patient_data
from worker.domain.person import Named, Person, Role
from worker.domain.programs import programs_elsewhere
from worker.domain.recognition.recognised import Recognised
from worker.domain.season import months_later

NAMED_PROGRAMS = 3
"""Programs in one request for an introduction: more is no favour any more, but work."""
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
KIND_OF = {
    Office.FACULTY: Kind.PIVOT,
    Office.RESEARCH: Kind.RESEARCH,
    Office.COORDINATOR: Kind.ELECTIVE,
    Office.ALUMNUS: Kind.ALUMNI,
}
ROLE_OF = {
    **dict.fromkeys(DIRECTORS, Role.PROGRAM_DIRECTOR),
    Office.COORDINATOR: Role.COORDINATOR,
    Office.ALUMNUS: Role.GUEST,
}
"""Everybody else on a list of programs is faculty."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Knows who is who."""

    me: Narrative
    directory: Directory
    named: tuple[Named, ...]
    """Everybody the calendar names."""

    def promises(self, recognised: Sequence[Recognised]) -> Iterator[Engagement]:
        """Everything promised in an event that is the user's own or was accepted."""
        names = tuple(dict.fromkeys(named.name for named in self.named if named.name))
        for one in recognised:
            if _is_off(one.event):
                continue
            for promise in promises_in(one.event, names):
                yield self._promise(promise, one)

    def _promise(self, promise: Promised, one: Recognised) -> Engagement:
        given = one.event.last_day
        withheld = looks_like_patient_data(promise.words)
        whom = self._promised_to(promise.to, one.people) if promise.what else None
        encounter = _met(whom, (given,), "" if withheld else promise.what, withheld) if whom else None
        return Engagement(
            id="",
            kind=Kind.PROMISE,
            subject=fold(promise.what or promise.own),
            title=(promise.own or promise.what) if not withheld else "a promise of yours",
            start=given,
            end=max(promise.due, given),
            days=tuple(sorted({given, max(promise.due, given)})),
            encounters=(encounter,) if encounter else (),
            why=(
                f'your note of {given:%a} {given.day} {given:%b}: "{promise.words}"'
                if not withheld
                else "a note of yours",
            ),
            held="the event is tentative" if _is_open(one.event) else "",
            updated=one.event.updated,
        )

    def _promised_to(self, to: Jotted, there: Sequence[Named]) -> Person | None:
        """Whom a note means: by name among those of the event, then of all; unnamed, the only one there."""
        if not (to.name or to.email):
            return self.directory.person(there[0]) if len(there) == 1 else None
        for known in (there, self.named):
            alike = {self.directory.person(named) for named in known if _may_be(named, to)}
            keys = {person.key for person in alike}
            if len(keys) == 1:
                return max(alike, key=lambda person: (bool(person.email), len(person.name), person.title))
        return self.person(to.name, to.email)

    def wanted(
        self, conferences: Sequence[Engagement], recognised: Sequence[Recognised]
    ) -> Iterator[Engagement]:
        """Those whom the user wants to meet, conference by conference: told in the profile or in a note."""
        for conference in conferences:
            told = [self._wanted_person(one) for one in self.me.wanted if is_meant(one, conference)]
            days = frozenset(conference.days)
            own = (one.event for one in recognised if not days.isdisjoint(one.event.days))
            told += [
                (self.person(there.who.name, there.who.email), there.session)
                for event in own
                if not _is_off(event)
                for there in wanted_in(event)
            ]
            if told:
                yield _wanted(conference, told)

    def _wanted_person(self, one: Wanted) -> tuple[Person, str]:
        return self.person(one.person, one.email), one.session

    def told(self) -> Iterator[Engagement]:
        """What the profile tells: news, achievements, programs, and the people who may open doors."""
        mentors = [self.person(m.name, m.email, Role.MENTOR, m.title) for m in self.me.mentors]
        first_told: dict[str, News] = {}
        for news in sorted(self.me.news, key=lambda n: (n.day, n.text)):
            first_told.setdefault(told_key(news.text), news)
        for news in first_told.values():
            yield _on(Kind.NEWS, news.text, news.day, mentors)
        yield from self._achievements()
        if self.me.year_start is not None:
            yield from self._in_the_year(mentors, self.me.year_start)

    def _achievements(self) -> Iterator[Engagement]:
        """Each achievement of a person once, however often and in whatever words it was noted."""
        told: set[tuple[str, str]] = set()
        for one in sorted(self.me.achievements, key=lambda a: (a.day, a.person, a.what)):
            person = self._found(one.person)
            if (person.key, told_key(one.what)) not in told:
                told.add((person.key, told_key(one.what)))
                yield _on(Kind.ACHIEVEMENT, one.what, one.day, [person])

    def _in_the_year(self, mentors: Sequence[Person], first: date) -> Iterator[Engagement]:
        year = first, months_later(first, 12) - timedelta(days=1)
        for prospect in self.me.prospects:
            yield self._program(prospect, year)
        if Pathway.RESEARCH in self.me.pathways:
            for person, mentor in zip(mentors, self.me.mentors, strict=True):
                if mentor.type is MentorType.RESEARCH:
                    yield _through(Kind.RESEARCH, "a research year", year, _met(person, year))
        if Pathway.CATEGORICAL_AWAY in self.me.pathways:
            yield from self._introductions(mentors, year)

    def _program(self, prospect: Prospect, year: tuple[date, date]) -> Engagement:
        role = ROLE_OF.get(prospect.role, Role.ATTENDING)
        withheld = looks_like_patient_data(prospect.note)
        person = self.person(prospect.person, prospect.address, role)
        met = _met(person, year, "" if withheld else prospect.note, withheld)
        kind = KIND_OF.get(prospect.role, Kind.PROSPECT)
        return _through(kind, prospect.program, year, met, prospect.place, external=True)

    def _introductions(self, mentors: Sequence[Person], year: tuple[date, date]) -> Iterator[Engagement]:
        """Each mentor is asked about other programs: two words for one would look like a campaign."""
        programs = programs_elsewhere(self.me)
        for number, mentor in enumerate(mentors):
            mine = "; ".join(programs[number :: len(mentors)][:NAMED_PROGRAMS])
            yield _through(Kind.INTRODUCTION, mine or "an introduction", year, _met(mentor, year, mine))

    def person(self, name: str, email: str, role: Role = Role.MET, title: str = "") -> Person:
        """The person of that name and address, as the calendar and the profile know them."""
        parts = parse_name(name)
        plain = full_name(parts) or name
        return self.directory.person(Named(plain, email.lower(), role, title=title or parts.title))

    def _found(self, told: str) -> Person:
        """Somebody named by an address or a name, among all who are known."""
        jotted = Jotted(email=told.lower()) if "@" in told else Jotted(told)
        mentors = [Named(m.name, m.email.lower(), Role.MENTOR, title=m.title) for m in self.me.mentors]
        people = [Named(p.name, p.email, p.role, title=p.title) for p in self.me.people]
        for known in (mentors, people, self.named):
            alike = [named for named in known if _may_be(named, jotted)]
            if len({self.directory.person(named).key for named in alike}) == 1:
                return self.directory.person(max(alike, key=lambda n: (bool(n.email), len(n.name))))
        return self.person(jotted.name, jotted.email)


def teller_names(me: Narrative) -> Iterator[Named]:
    """Everybody whom the profile names with an address, so that a name alone finds it."""
    yield from (Named(one.person, one.address.lower()) for one in me.prospects if one.address)
    yield from (Named(one.person, one.email.lower()) for one in me.wanted if one.email)


def subject_with(subject: str, gone: str, kept: str) -> str:
    """The subject of something told about one person, once that person is known under another key."""
    return f" {subject} ".replace(f" {fold(gone)} ", f" {fold(kept)} ").strip()


def is_meant(wanted: Wanted, conference: Engagement) -> bool:
    """Whether a conference is the one the profile names: "STS 2027", "Annual Meeting of the STS"."""
    years = YEAR.findall(wanted.conference)
    if years and str(conference.start.year) not in years:
        return False
    words = set(fold(YEAR.sub(" ", wanted.conference)).split()) - SMALL
    there = set(fold(f"{conference.title} {conference.subject}").replace("-", " ").split())
    if len(words) == 1 and " " in conference.subject and not words >= there - SMALL - PLAIN:
        return False  # "AATS" is that society's own meeting, not its Aortic Symposium.
    return bool(words) and words <= there


SMALL = frozenset({"the", "of", "annual", "meeting", "congress"})
PLAIN = frozenset({"scientific", "conference", "symposium", "assembly", "session", "sessions"})
"""Words of a meeting's name that do not tell it from another of the same society."""


def _is_off(event: Event) -> bool:
    return event.status is Status.CANCELLED or event.response is Response.DECLINED


def _is_open(event: Event) -> bool:
    return event.status is Status.TENTATIVE or event.response in {Response.TENTATIVE, Response.NEEDS_ACTION}


def _may_be(named: Named, to: Jotted) -> bool:
    if to.email:
        return to.email == named.email
    return compatible(to.name, named.name)


def _met(person: Person, days: tuple[date, ...], topic: str = "", withheld: str = "") -> Encounter:
    return Encounter(person, days, topic, noted=True, withheld=withheld, role=person.role)


def _wanted(conference: Engagement, told: Sequence[tuple[Person, str]]) -> Engagement:
    kept: dict[str, Encounter] = {}
    for person, session in told:
        withheld = looks_like_patient_data(session)
        kept.setdefault(
            person.key, _met(person, conference.days, "" if withheld else session.strip(), withheld)
        )
    return Engagement(
        id="",
        kind=Kind.WANTED,
        subject=conference.subject,
        title=conference.title,
        start=conference.start,
        end=conference.end,
        days=conference.days,
        encounters=tuple(kept.values()),
        why=("you want to meet them there",),
        held=conference.held,
        place=conference.place,
        external=True,
        updated=conference.updated,
    )


def _on(kind: Kind, text: str, day: date, people: Sequence[Person]) -> Engagement:
    """Something told on a day, for these people."""
    withheld = looks_like_patient_data(text)
    met = {one.key: _met(one, (day,), "" if withheld else text, withheld) for one in people}
    who = "" if kind is Kind.NEWS else f"{next(iter(met), '')} "
    return Engagement(
        id="",
        kind=kind,
        subject=fold(who + text),
        title="something you noted" if withheld else text,
        start=day,
        end=day,
        days=(day,),
        encounters=tuple(met.values()),
        why=("you told it",),
    )


def _through(
    kind: Kind,
    title: str,
    year: tuple[date, date],
    met: Encounter,
    place: str = "",
    *,
    external: bool = False,
) -> Engagement:
    """Somebody to be written to in the course of a training year."""
    return Engagement(
        id="",
        kind=kind,
        subject=fold(f"{title} {met.person.key}" if kind is not Kind.INTRODUCTION else met.person.key),
        title=title,
        start=year[0],
        end=year[1],
        days=year,
        encounters=(met,),
        why=("a mentor may open the door" if kind is Kind.INTRODUCTION else "named by you",),
        place=place,
        external=external,
    )
