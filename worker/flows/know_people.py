"""An account goes in; everybody it knows, with all about them, and pairs who may be one, come out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import reduce

from worker.domain.account import Account, KnownAddress
from worker.domain.cadence import Anchor
from worker.domain.directory import Directory, weightier
from worker.domain.engagement import TOLD, Encounter, Engagement
from worker.domain.errors import Refused
from worker.domain.identity import Identities, is_full, is_one, mentor_person, token, united
from worker.domain.ledger import LedgerTouch
from worker.domain.likeness import Known, Likeness, find_alike, in_one_spelling
from worker.domain.names import fold
from worker.domain.narrative import MentorType, Narrative
from worker.domain.newcomer import Acquainted
from worker.domain.person import Named, Person
from worker.domain.plan import ONE_TO_ONE
from worker.domain.rulebook import RuleBook
from worker.domain.schedule import Diary, Noted
from worker.domain.touch import State
from worker.flows.outcome import ANSWERED_FROM
from worker.flows.plan_year import today_of
from worker.flows.tools import Tools

LINES = 1000
"""How many lines of the journal are looked at for answers from another address."""
CANDIDATES = 8
"""How many people are named where it is not clear who is meant."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where somebody was met, or why else they are to be written to."""

    engagement: Engagement
    encounter: Encounter


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquaintance:
    """Somebody an account knows."""

    person: Person
    """As the user's word makes them: role, mark, key that is kept."""
    further: tuple[KnownAddress, ...]
    """Other addresses than the main one, and those of all that are bad."""
    mentor: MentorType | None
    skipped: bool
    """The user said: no thank-you, once."""
    joined: tuple[str, ...]
    """Keys of people whom the user has said to be this one."""
    met: tuple[Meeting, ...]
    """In the order of their days."""
    letters: tuple[LedgerTouch, ...]
    """Everything planned or written, by due day."""
    contacts: tuple[date, ...]
    """Days on which the user wrote of their own accord."""
    wrote: date | None
    """When the user last wrote to them, by letter or of their own accord."""
    open_until: date | None
    """The last day of the open conversation; None where none is."""
    quiet_since: date | None
    """Since when they have heard nothing, if that is too long."""

    @property
    def called(self) -> str:
        """How to speak of them."""
        return self.person.name or self.person.email or self.person.key

    @property
    def addresses(self) -> frozenset[str]:
        """Every address, lower case."""
        return frozenset((self.person.email, *(one.address for one in self.further))) - {""}

    @property
    def bad(self) -> tuple[str, ...]:
        """Addresses that mail does not reach."""
        return tuple(one.address for one in self.further if one.bad_since)

    @property
    def has_answered(self) -> bool:
        """Whether a letter to them was answered once."""
        return any(letter.state is State.ANSWERED for letter in self.letters)


def people_known(tools: Tools, account: Account, now: datetime) -> tuple[Acquaintance, ...]:
    """Everybody, by name. Nothing is changed."""
    view = _View(tools, account, today_of(account, now), tools.engagements.all(account.id))
    found = (view.of(person) for person in _everybody(tools, account) if view.counts(person))
    return tuple(sorted(found, key=lambda one: (fold(one.person.name) or "~", one.person.key)))


def alike_among(tools: Tools, account: Account, people: Iterable[Acquaintance]) -> tuple[Likeness, ...]:
    """Pairs who may be one person, the surest first, but for those the user has said to be two."""
    answered: dict[str, set[str]] = defaultdict(set)
    for line in tools.journal.latest(account.id, LINES):
        if line.what == ANSWERED_FROM:
            answered[line.about].add(line.text)
    known = [_known(one, frozenset(answered[one.person.key])) for one in people]
    return find_alike(known, account.me.apart, tools.rules.shorts)


def acquainted(people: Iterable[Acquaintance]) -> tuple[Acquainted, ...]:
    """What a file of people is compared with."""
    return tuple(Acquainted(one.person, one.addresses, one.mentor) for one in people)


def person_meant(people: Sequence[Acquaintance], who: str) -> Acquaintance:
    """Who is meant by an address, a full name, or a part of either. Raises Refused unless that is one."""
    wanted = token(who)
    exact = [one for one in people if wanted in {*one.addresses, one.person.key, *one.joined}]
    exact = exact or [one for one in people if is_full(who) and token(one.person.name) == wanted]
    exact = exact or [one for one in people if is_full(who) and in_one_spelling(one.person.name, who)]
    part = fold(who)
    found = exact or [one for one in people if part and _has_part(one, part)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(f"Nobody here is known as '{who}': `rapport people` lists everybody.")
    names = "; ".join(_candidate(one) for one in found[:CANDIDATES])
    more = f"; and {len(found) - CANDIDATES} more" if len(found) > CANDIDATES else ""
    raise Refused(f"'{who}' may be {names}{more}: name one by an address or the whole name.")


def missing_mentors(me: Narrative) -> tuple[MentorType, ...]:
    """The types of mentor that the user has nobody for (playbook, "People")."""
    there = {mentor.type for mentor in me.mentors}
    return tuple(kind for kind in MentorType if kind not in there)


def _has_part(one: Acquaintance, part: str) -> bool:
    return part in fold(one.person.name) or any(part in address for address in one.addresses)


def _candidate(one: Acquaintance) -> str:
    email = one.person.email
    return f"{one.person.name} <{email}>" if one.person.name and email else one.called


def _known(one: Acquaintance, answered_from: frozenset[str]) -> Known:
    days = frozenset(
        (met.engagement.id, day)
        for met in one.met
        if met.engagement.kind not in TOLD
        for day in met.encounter.days
    )
    return Known(one.person, one.addresses, answered_from, days)


def _everybody(tools: Tools, account: Account) -> tuple[Person, ...]:
    """Everybody met or written to, and everybody the user has told of, each once, as the user says."""
    me, rows = united(account.me), tools.people.all(account.id).values()
    directory = Directory.of([Named(row.name, row.email) for row in rows], me)
    kept = [row for row in rows if directory.same.key_of(row.key) == row.key]
    known = {row.key: directory.as_told(row) for row in kept}
    marked: dict[str, list[Person]] = defaultdict(list)
    for person in known.values():
        _mark(person, marked)
    for told in directory.told:
        if not any(is_one(told, one) for mark in _marks(told) for one in marked[mark]):
            known[told.key] = directory.as_told(told)
            _mark(told, marked)
    return tuple(known.values())


def _mark(person: Person, marked: dict[str, list[Person]]) -> None:
    for mark in _marks(person):
        marked[mark].append(person)


def _marks(person: Person) -> set[str]:
    """All by which somebody may be known without any guess (is_one)."""
    return {person.key, person.email, token(person.name) if is_full(person.name) else ""} - {""}


class _View:
    """What one reading of the store tells of everybody."""

    def __init__(
        self, tools: Tools, account: Account, today: date, engagements: Sequence[Engagement]
    ) -> None:
        self._rules, self._me, self._today = tools.rules, account.me, today
        self._skipped = frozenset(united(account.me).skip)
        self._mentors = [(one.type, mentor_person(one)) for one in united(account.me).mentors]
        self._told = {told.key for told in Directory.of((), united(account.me)).told}
        self._connected = today_of(account, account.connected)
        self._met: Mapping[str, list[Meeting]] = _by_person(engagements)
        self._letters: dict[str, list[LedgerTouch]] = defaultdict(list)
        who = Identities.of(account.me)
        for row in tools.touches.of(account.id):
            self._letters[who.key_of(row.kept.touch.key.person)].append(row)
        self._contacts: dict[str, list[date]] = defaultdict(list)
        for contact in tools.people.contacts(account.id):
            self._contacts[contact.person].append(contact.day)
        self._addresses: dict[str, list[KnownAddress]] = defaultdict(list)
        for address in tools.people.addresses(account.id):
            self._addresses[address.person].append(address)

    def counts(self, person: Person) -> bool:
        """Whether anything is left of somebody; of a spelling that was read otherwise since, nothing is."""
        told = person.key in self._told
        written = any(row.state is not State.CANCELLED for row in self._letters[person.key])
        return told or written or bool(self._met.get(person.key) or self._contacts[person.key])

    def of(self, person: Person) -> Acquaintance:
        """Everything about one person."""
        letters, met = tuple(self._letters[person.key]), tuple(self._met.get(person.key, ()))
        contacts = tuple(self._contacts[person.key])
        wrote = max((*contacts, *_sent(letters)), default=None)
        mentor = next((kind for kind, one in self._mentors if is_one(one, person)), None)
        role = reduce(weightier, (one.encounter.role for one in met), person.role)
        found = Acquaintance(
            person=replace(person, role=role),
            further=self._further(person),
            mentor=mentor,
            skipped=not self._skipped.isdisjoint({person.key, person.email}),
            joined=tuple(one.also[0] for one in self._me.same if one.key == person.key and one.also),
            met=met,
            letters=letters,
            contacts=contacts,
            wrote=wrote,
            open_until=_open_until(letters, self._rules, self._today),
            quiet_since=None,
        )
        return _with_quiet(found, self._last_contact(found), self._rules, self._today)

    def _further(self, person: Person) -> tuple[KnownAddress, ...]:
        """Those of the ledger, and those that the user has told."""
        stored = [one for one in self._addresses[person.key] if one.bad_since or one.address != person.email]
        there = {person.email, *(one.address for one in stored)}
        told = (text.lower() for one in self._me.same if one.key == person.key for text in one.also)
        new = dict.fromkeys(text for text in told if "@" in text and text not in there)
        return (*stored, *(KnownAddress(person.key, address) for address in new))

    def _last_contact(self, one: Acquaintance) -> date:
        """When they last heard from the user; a mentor also by a meeting held (playbook, "contact")."""
        held = (met.engagement.start for met in one.met if _is_one_to_one(met))
        days = [day for day in held if day <= self._today] if one.mentor else []
        return max((*days, *filter(None, [one.wrote])), default=self._connected)


def _by_person(engagements: Iterable[Engagement]) -> dict[str, list[Meeting]]:
    found: dict[str, list[Meeting]] = defaultdict(list)
    for engagement in engagements:
        for encounter in engagement.encounters:
            found[encounter.person.key].append(Meeting(engagement, encounter))
    return found


def _is_one_to_one(met: Meeting) -> bool:
    return met.engagement.kind in ONE_TO_ONE and not met.engagement.held


def _sent(letters: Iterable[LedgerTouch]) -> Iterable[date]:
    return (letter.kept.sent for letter in letters if letter.kept.sent)


def _open_until(letters: Iterable[LedgerTouch], rules: RuleBook, today: date) -> date | None:
    """The last day of the open conversation, as the plan counts it; None where it is over."""
    steps = {(c.name, s.name): (c, s) for c in rules.cadences for s in c.steps}
    diary = Diary()
    for letter in sorted(letters, key=lambda one: (one.kept.sent or date.min, one.id)):
        kept, key = letter.kept, letter.kept.touch.key
        if kept.sent is None or (key.cadence, key.step) not in steps:
            continue
        cadence, step = steps[key.cadence, key.step]
        diary.note(Noted("", cadence, step, kept.touch.asks, kept.anchor_day), kept.sent, rules.limits)
        if kept.closed:
            diary.open_until.pop("", None)
    last = diary.open_until.get("")
    return last if last and last >= today else None


def _with_quiet(one: Acquaintance, last: date, rules: RuleBook, today: date) -> Acquaintance:
    """With the day since which they have heard nothing, where that is too long (playbook: 60 for mentors)."""
    rhythms = (s.window[1] for c in rules.cadences for s in c.steps if s.anchor is Anchor.RHYTHM)
    mentors_days = max(rhythms, default=rules.limits.quiet_days)
    days = mentors_days if one.mentor else rules.limits.quiet_days
    counts = one.mentor is not None or (one.met and one.has_answered)
    is_quiet = counts and not one.person.do_not_contact and (today - last).days > days
    return replace(one, quiet_since=last) if is_quiet else one
