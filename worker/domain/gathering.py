"""Recognised events go in; engagements with their days, people and reasons come out."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from hashlib import sha256
from itertools import count
from zoneinfo import ZoneInfo

from worker.domain.called_off import did_not_happen, is_unsure
from worker.domain.directory import NOBODY_WRITTEN, Directory, same_among, weightier
from worker.domain.engagement import FELL_THROUGH, Encounter, Engagement, Kind
from worker.domain.event import Event, Response, Status
from worker.domain.hosting import Staff, is_of_another_house
from worker.domain.identity import united
from worker.domain.jotting import advice_in, is_wish_alone, wanted_in
from worker.domain.names import compatible, fold
from worker.domain.narrative import Narrative
from worker.domain.patient_data import looks_like_patient_data
from worker.domain.person import Named, Person, Role
from worker.domain.recognition.recognised import Label, Recognised
from worker.domain.telling import Teller, teller_names

KINDS = {
    Label.CONFERENCE: Kind.CONFERENCE,
    Label.ROTATION: Kind.ROTATION,
    Label.WEBINAR: Kind.WEBINAR,
    Label.MENTOR: Kind.MENTOR_MEETING,
    Label.PD: Kind.PD_MEETING,
    Label.NONE: Kind.CONVERSATION,
}
ALONE = (Label.MENTOR, Label.PD)
HOSTS = (Label.CONFERENCE, Label.ROTATION)
"""Somebody met on their days belongs to them (playbook, "merging"): to a congress before a service."""
EVENING = time(17)
"""When the evening of somebody who works begins: what is held then is given of one's own time."""
SHIFT_HOURS = 6
"""A timed event of a service at least this long shows that the user is at work that day."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in one event of an engagement."""

    named: Named
    event: Event
    in_block: bool
    """Named in the block or congress as a whole, not in one shift or session."""


@dataclass(slots=True)
class Gathered:
    """The events of one engagement on the way to becoming it."""

    label: Label
    events: list[Recognised]
    mentions: list[Mention] = field(default_factory=list)

    @property
    def days(self) -> frozenset[date]:
        """Every day its events cover."""
        return frozenset(day for one in self.events for day in one.event.days)


Host = tuple[Gathered, Staff | None]
"""A congress, or a service with those who work on it."""


def gather_engagements(
    recognised: Sequence[Recognised],
    me: Narrative,
    is_homeward: Callable[[str], bool],
    service_days: int = 1,
    written: Sequence[Person] = NOBODY_WRITTEN,
) -> tuple[Engagement, ...]:
    """One engagement for each group of events, with everybody met in it; sorted by start, then id.

    `is_homeward` tells from a title whether the user travels home: a congress left early ends for the user
    with the last event there (playbook, "days"). A rotation of fewer than `service_days` days is no service
    to thank for: whoever was noted as met there is a conversation. What the user tells, in notes and in the
    profile, is a reason to write too. Who was `written` to keeps the key they had then (Directory).
    """
    me = united(me)
    ordered = sorted(recognised, key=lambda one: (one.event.starts, one.event.id, one.event.title))
    gathered = _gathered(ordered, me, service_days)
    named = tuple(named for one in ordered for named in (*one.people, *_named_to_meet(one.event)))
    teller = Teller(me, Directory.of((*named, *teller_names(me)), me, written), named)
    elsewhere = frozenset(day for one in ordered for day in _days_elsewhere(one, is_homeward))
    engagements = [_engagement(one, teller.directory, me, elsewhere) for one in gathered]
    conferences = [one for one in engagements if one.kind is Kind.CONFERENCE]
    engagements += [*teller.promises(ordered), *teller.wanted(conferences, ordered), *teller.told()]
    return tuple(sorted(_with_ids(engagements), key=lambda engagement: (engagement.start, engagement.id)))


def _gathered(ordered: Sequence[Recognised], me: Narrative, service_days: int) -> list[Gathered]:
    """The events of one rotation or congress together, everything else alone, people in their place."""
    groups: dict[tuple[Label, str], Gathered] = {}
    for number, one in enumerate(ordered):
        if one.label is not Label.NONE or one.people:
            group = groups.setdefault((one.label, one.group or f"#{number}"), Gathered(one.label, []))
            group.events.append(one)
    parts = [part for group in groups.values() for part in _apart_from_doubt(group)]
    for group in parts:
        group.mentions.extend(_mentions(group.events))
    parts = [_as_talk(group) if _is_with_other_director(group, me) else group for group in parts]
    loose = [group for group in parts if _is_conversation(group, service_days)]
    firm = [group for group in parts if group not in loose]
    groups_there = [group for label in HOSTS for group in firm if group.label is label]
    hosts = [
        (group, _staff(group, me))
        for group in groups_there
        if group.label is Label.CONFERENCE or len(group.days) >= service_days
    ]
    return [*firm, *(alone for group in loose if (alone := _at_host_or_alone(group, hosts)))]


def _staff(host: Gathered, me: Narrative) -> Staff | None:
    """Who works on a service; None for a congress, where everybody may be met."""
    if host.label is Label.CONFERENCE:
        return None
    named = [mention.named for mention in host.mentions]
    return Staff.of(named, me, external=any(one.external for one in host.events))


def _apart_from_doubt(group: Gathered) -> Iterator[Gathered]:
    """A congress that is not sure, and whom the user surely meets on its days: that is no session of it."""
    heads = [one for one in group.events if one.umbrella]
    sure = [one for one in group.events if not _is_open_question(one.event)]
    if group.label is not Label.CONFERENCE or not heads or not sure or any(one in sure for one in heads):
        yield group
        return
    yield Gathered(group.label, [one for one in group.events if one not in sure])
    yield from (Gathered(Label.NONE, [one]) for one in sure if one.people)


def _named_to_meet(event: Event) -> Iterator[Named]:
    """Whom a note names with an address, though nobody was met yet: the address is known from then on."""
    yield from (Named(one.who.name, one.who.email) for one in wanted_in(event) if one.who.email)


def _mentions(events: Sequence[Recognised]) -> list[Mention]:
    """Who is named in the events; in a tentative session of something firm nobody was met yet.

    Nor was anybody whom the user only wants to meet, or of whom a note says that it came to nothing.
    """
    firm = [one for one in events if not _is_open_question(one.event)] or events
    nobody_came = _fell_through(events)
    return [
        Mention(_with_advice(named, one), one.event, one.umbrella)
        for one in firm
        for named in one.people
        if nobody_came or not did_not_happen(named.topic)
        if not is_wish_alone(one.event, named.name, named.email)
    ]


def _fell_through(events: Sequence[Recognised]) -> bool:
    """Whether a note says of everybody in one lone event that they were not met."""
    people = [named for one in events for named in one.people]
    lone = len(events) == 1 and events[0].label in {*ALONE, Label.NONE}
    return lone and bool(people) and all(did_not_happen(named.topic) for named in people)


def _with_advice(named: Named, one: Recognised) -> Named:
    """Somebody met alone, with what was said there where the note names nobody."""
    alone = one.label in ALONE and len(one.people) == 1 and not named.topic
    return replace(named, topic=advice_in(one.event)) if alone else named


def _is_conversation(group: Gathered, service_days: int) -> bool:
    """Somebody was noted as met where there is neither a congress nor a service long enough to thank for."""
    noted = [mention.named.noted and mention.named.role is Role.MET for mention in group.mentions]
    if group.label is Label.ROTATION:
        return any(noted) and len(group.days) < service_days
    if group.label is Label.MENTOR:
        told = [m.named.noted and m.named.role in {Role.MET, Role.PROGRAM_DIRECTOR} for m in group.mentions]
        return bool(told) and all(told)
    return group.label is Label.NONE


def _as_talk(group: Gathered) -> Gathered:
    """A meeting with a director of another house: a talk as with anybody whose advice counts."""
    return Gathered(Label.MENTOR, group.events, group.mentions)


def _is_with_other_director(group: Gathered, me: Narrative) -> bool:
    """Whether nobody in a meeting with directors is the user's own, whom alone letters to directors go to."""
    named = [mention.named for mention in group.mentions]
    if group.label is not Label.PD or not named:
        return False
    return all(_is_other_director(one, group, me) for one in named)


def _is_other_director(named: Named, group: Gathered, me: Narrative) -> bool:
    """Whether a director in a meeting is surely not the user's own, and was met rather than invited."""
    away = any(one.external for one in group.events) or is_of_another_house(named, me)
    own = me.program_director
    if own is None:
        return away or (named.noted and not named.email)
    same = own.email == named.email if own.email and named.email else compatible(own.name, named.name)
    return not same and (away or named.noted)


def _at_host_or_alone(group: Gathered, hosts: Sequence[Host]) -> Gathered | None:
    """Put people noted at a congress, or on a day of the service they work on, there; the rest is a talk."""
    alone = []
    for mention in group.mentions:
        host = None if _held(group.events) else _host_of(mention, group, hosts)
        if host is None:
            alone.append(mention)
        else:
            host.mentions.append(replace(mention, in_block=False))
    return Gathered(Label.NONE, group.events, alone) if alone or not group.mentions else None


def _host_of(mention: Mention, group: Gathered, hosts: Sequence[Host]) -> Gathered | None:
    """The congress or service of those days that somebody belongs to, or None."""
    meeting = mention.event.title if group.label in ALONE else ""
    for host, staff in hosts:
        if host.days & group.days and (staff is None or staff.has(mention.named, meeting)):
            return host
    return None


def _days_elsewhere(one: Recognised, is_homeward: Callable[[str], bool]) -> Iterator[date]:
    """Days on which the user is shown to be away from any congress: travelling home, or at work."""
    at_work = one.label is Label.ROTATION and not one.event.all_day and one.event.hours >= SHIFT_HOURS
    if at_work or is_homeward(one.event.title):
        yield one.event.first_day


def _engagement(
    gathered: Gathered, directory: Directory, me: Narrative, elsewhere: frozenset[date]
) -> Engagement:
    head = next((one for one in gathered.events if one.umbrella), gathered.events[0])
    days = sorted(gathered.days)
    if gathered.label is Label.CONFERENCE:
        days = _until_left(days, gathered, elsewhere)
    return Engagement(
        id="",
        kind=KINDS[gathered.label],
        subject=head.subject or fold(head.event.title),
        title=head.title or head.event.title.strip() or "an untitled event",
        start=days[0],
        end=days[-1],
        days=tuple(days),
        encounters=_encounters(gathered.mentions, directory),
        why=head.why,
        held=_held(gathered.events),
        place=head.event.location,
        external=head.external,
        in_field=_in_field(gathered.events, me),
        evening=_is_evening(head.event, me),
        updated=max((one.event.updated for one in gathered.events if one.event.updated), default=None),
    )


def _until_left(days: list[date], congress: Gathered, elsewhere: frozenset[date]) -> list[date]:
    """The congress until the user left: the last event there before a day that shows them elsewhere."""
    left = next((day for day in days[1:-1] if day in elsewhere), None)
    if left is None:
        return days
    there = [one.event.last_day for one in congress.events if one.event.day_count == 1]
    last = max((day for day in there if day <= left), default=left)
    return [day for day in days if day <= last]


def _held(events: Sequence[Recognised]) -> str:
    """Why everything about an engagement waits: none of its events is firm (playbook, tentative events)."""
    if _fell_through(events):
        return FELL_THROUGH
    if not all(_is_open_question(one.event) for one in events):
        return ""
    if any(one.event.response is Response.NEEDS_ACTION for one in events):
        return "you have not accepted the invitation yet"
    return "the event is tentative"


def _is_open_question(event: Event) -> bool:
    asked = event.status is Status.TENTATIVE or event.response in {Response.TENTATIVE, Response.NEEDS_ACTION}
    return asked or is_unsure(event)


def _is_evening(event: Event, me: Narrative) -> bool:
    """Whether it begins after work, on the user's wall clock."""
    return not event.all_day and event.starts.astimezone(ZoneInfo(me.time_zone)).time() >= EVENING


def _in_field(events: Sequence[Recognised], me: Narrative) -> bool:
    return not me.fields or any(named in me.fields for one in events for named in one.fields)


def _encounters(mentions: Sequence[Mention], directory: Directory) -> tuple[Encounter, ...]:
    persons = [directory.person(mention.named) for mention in mentions]
    stands_for = same_among(persons)
    by_person: dict[str, list[Mention]] = defaultdict(list)
    people: Mapping[str, Person] = {one.key: one for one in stands_for.values()}
    for person, mention in zip(persons, mentions, strict=True):
        by_person[stands_for[person.key].key].append(mention)
    return tuple(_encounter(people[key], by_person[key]) for key in sorted(by_person))


def _encounter(person: Person, mentions: Sequence[Mention]) -> Encounter:
    topics = [mention.named.topic for mention in mentions if mention.named.topic]
    withheld = [why for topic in topics if (why := looks_like_patient_data(topic))]
    safe = [topic for topic in topics if not looks_like_patient_data(topic)]
    role = Role.GUEST
    for mention in mentions:
        role = weightier(role, mention.named.role)
    return Encounter(
        person=person,
        days=tuple(sorted({day for mention in mentions for day in mention.event.days})),
        topic=safe[-1] if safe else "",
        noted=any(mention.named.noted or mention.in_block for mention in mentions),
        withheld=withheld[0] if withheld else "",
        role=weightier(role, person.role),
    )


def _with_ids(engagements: Sequence[Engagement]) -> Iterator[Engagement]:
    """Readable ids from kind, subject and first day; a second one of the same name gets a number."""
    seen: dict[str, int] = defaultdict(int)
    for engagement in sorted(engagements, key=lambda e: (e.start, e.kind, e.subject, e.end, e.title)):
        base = f"{engagement.kind.value}-{slug(engagement.subject)}-{_own_part(engagement)}"
        seen[base] += 1
        yield replace(engagement, id=base if seen[base] == 1 else f"{base}-{seen[base]}")


def _own_part(engagement: Engagement) -> str:
    """The first day; of news the words, so that told again with another day they are the same news."""
    if engagement.kind is Kind.NEWS:
        return sha256(engagement.subject.encode("utf-8", "replace")).hexdigest()[:8]
    return engagement.start.isoformat()


def slug(text: str) -> str:
    """The text as part of an id or file name: folded, words of letters and digits joined by hyphens."""
    return re.sub(r"[\W_]+", "-", fold(text)).strip("-")[:60].strip("-") or "unnamed"


def adopt_ids(
    engagements: Sequence[Engagement],
    known: Sequence[Engagement],
    today: date = date.max,
    moved_days: int = 0,
) -> tuple[Engagement, ...]:
    """The engagements under the ids they had: same kind, subject and overlapping dates ("identity").

    Feeds re-issue event ids and blocks shift by days; neither makes a new engagement. Nor does a move to
    other days, by at most `moved_days`, of what had not ended by `today`. No id is given twice.
    """
    free = sorted(known, key=lambda e: (e.start, e.id))
    ids: dict[str, str] = {}
    for is_same in (_is_alike, _is_on_same_days, _is_same_engagement, _moved(today, moved_days)):
        for engagement in engagements:
            before = next((k for k in free if engagement.id not in ids and is_same(k, engagement)), None)
            if before:
                free.remove(before)
                ids[engagement.id] = before.id
    taken = frozenset(ids.values())
    fresh = _unused(taken, [e.id for e in engagements if e.id not in ids])
    return tuple(replace(engagement, id=(ids | fresh)[engagement.id]) for engagement in engagements)


def _unused(taken: frozenset[str], wanted: Sequence[str]) -> dict[str, str]:
    """An id for each that is wanted: its own, or with a number where another engagement has it already."""
    found: dict[str, str] = {}
    used = {*taken, *wanted}
    for base in wanted:
        numbered = (f"{base}-{number}" for number in count(2))
        found[base] = next(i for i in numbered if i not in used) if base in taken else base
        used.add(found[base])
    return found


def _is_alike(known: Engagement, now: Engagement) -> bool:
    return _is_on_same_days(known, now) and known.title == now.title and _people(known) == _people(now)


def _people(engagement: Engagement) -> frozenset[str]:
    return frozenset(encounter.person.key for encounter in engagement.encounters)


def _is_on_same_days(known: Engagement, now: Engagement) -> bool:
    return _is_same_name(known, now) and (known.start, known.end) == (now.start, now.end)


def _is_same_engagement(known: Engagement, now: Engagement) -> bool:
    return _is_same_name(known, now) and known.start <= now.end and now.start <= known.end


def _is_same_name(known: Engagement, now: Engagement) -> bool:
    return known.kind is now.kind and known.subject == now.subject


def _moved(today: date, most_days: int) -> Callable[[Engagement, Engagement], bool]:
    def is_moved(known: Engagement, now: Engagement) -> bool:
        ahead = known.end >= today and now.end >= today
        return ahead and _is_same_name(known, now) and abs((now.start - known.start).days) <= most_days

    return is_moved
