"""Engagements, the narrative and the cadences go in; what we would like to write, and when, comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from worker.domain.cadence import Addressees, Anchor, Asks, Cadence, Step
from worker.domain.calendar_days import counted_days, spoken_day, spoken_weekday
from worker.domain.engagement import FELL_THROUGH, TOLD, Encounter, Engagement, Kind
from worker.domain.event import ONE_DAY
from worker.domain.names import compatible
from worker.domain.narrative import DIRECTORS, PUBLIC_MAIL, Narrative, Referee
from worker.domain.outreach import Parties, Place, placed, prospect_of
from worker.domain.person import Person, Role
from worker.domain.referees import (
    as_told,
    begun,
    day_needed,
    noted_against,
    referee_person,
    speaks_against,
    speaks_for,
)
from worker.domain.season import Milestone, months_later
from worker.domain.touch import Key, State, Window

AT_HOME = timedelta()
TOLD_AT_ONCE = (TOLD - {Kind.WANTED}) | {Kind.PROMISE}
"""Kinds whose reason is what the user told, not an event that begins or ends."""
NOT_TOLD = "name, stage and pathway are not told yet: without them no letter is written"


@dataclass(frozen=True, slots=True)
class Wish:
    """A letter we would like to write, before it has a morning. A verdict ends it before that."""

    key: Key
    cadence: Cadence
    step: Step
    person: Person
    window: Window
    asks: bool
    outside: bool
    """The person belongs to an outside program (Match Week freeze)."""
    anchor_day: date
    subject: str
    """Kind and folded name of the engagement: half of its identity."""
    serves: tuple[Key, ...]
    why: tuple[str, ...]
    parts: tuple["Wish", ...] = ()
    """The wishes merged into this one: each may still go alone if this cannot."""
    yields_to: tuple[Key, ...] = ()
    """Dropped when one of these letters goes."""
    verdict: State | None = None
    """HELD, LAPSED or DROPPED; the last reason in `why` says by which rule."""
    told: bool = False
    """The user told it on purpose: it does not lie in the past."""
    party: str = ""
    """Who counts as one person with the addressee, where not they alone (Parties)."""
    rank: int = 0
    """Of letters whose windows end together the lower goes first."""
    since: date | None = None
    """Of an update: the last contact before it."""
    given: date | None = None
    """Of a promise: the day on which it was made."""
    queue: tuple["Wish", ...] = ()
    """Of an update: later news for the same person, each a wish of its own."""

    def ended(self, verdict: State, reason: str) -> "Wish":
        """The same wish, ended by a rule."""
        return replace(self, verdict=verdict, why=(*self.why, reason))

    @property
    def open(self) -> bool:
        """Whether no rule has ended it."""
        return self.verdict is None

    @property
    def one(self) -> str:
        """Whom it goes to, as far as limits for one person are concerned."""
        return self.party or self.key.person


@dataclass(frozen=True, slots=True)
class Scene:
    """What wishes are made from."""

    engagements: Sequence[Engagement]
    me: Narrative
    milestones: Sequence[Milestone]
    today: date

    def of(self, kind: Kind) -> list[Engagement]:
        """The engagements of one kind."""
        return [engagement for engagement in self.engagements if engagement.kind is kind]


def wishes_for(
    engagements: Sequence[Engagement],
    me: Narrative,
    cadences: Sequence[Cadence],
    milestones: Sequence[Milestone],
    today: date,
) -> tuple[Wish, ...]:
    """Every first letter that some cadence asks for, each with its reasons or the rule that ends it."""
    scene = Scene(engagements, me, milestones, today)
    parties = Parties.of(me)
    wishes = [
        replace(_held_if_outdated(wish, scene), party=parties.party_of(wish.person))
        for cadence in cadences
        for step in cadence.steps
        for wish in (_step_wishes if _applies(cadence, me) else _unserved)(cadence, step, scene)
    ]
    return tuple(sorted(wishes, key=lambda wish: (wish.window, wish.key)))


def _unserved(cadence: Cadence, step: Step, scene: Scene) -> Iterator[Wish]:
    """A director who was met in another stage than the one whose letters these are: that is said."""
    if cadence.kind is not Kind.PD_MEETING or step.anchor is not Anchor.END:
        return
    stages = " or ".join(cadence.stages)
    for engagement in scene.of(cadence.kind):
        for encounter in engagement.encounters:
            wish = _wish(cadence, step, engagement, encounter, scene.me)
            yield wish.ended(State.DROPPED, f"letters to the own director belong to the stage {stages} alone")


def _step_wishes(cadence: Cadence, step: Step, scene: Scene) -> Iterator[Wish]:
    own = scene.of(step.kind or cadence.kind)
    if step.to in {Addressees.REFEREES, Addressees.PROMISED}:
        yield from _referee_wishes(cadence, step, scene)
    elif step.anchor is Anchor.MILESTONE:
        for milestone in scene.milestones:
            if milestone.mark == step.milestone:
                yield from _milestone_wish(cadence, step, milestone, own, scene.me)
    elif step.anchor is Anchor.MONTHS:
        yield from _month_wishes(cadence, step, scene)
    elif step.anchor is not Anchor.SENT:
        for engagement in own:
            yield from _engagement_wishes(cadence, step, engagement, scene.me)


def _month_wishes(cadence: Cadence, step: Step, scene: Scene) -> Iterator[Wish]:
    """Letters that belong to months of the training year, in the order of the user's list."""
    first = scene.me.year_start
    if first is None:
        return
    window = months_window(first, step.window)
    places = placed(scene.engagements, scene.me, scene.today)
    for engagement in scene.of(step.kind or cadence.kind):
        for wish in _engagement_wishes(cadence, step, engagement, scene.me):
            yield _in_place(replace(wish, window=window), engagement, places, scene.me)
    if cadence.topic_words:
        yield from _conference_wishes(cadence, step, scene, window)


def _conference_wishes(cadence: Cadence, step: Step, scene: Scene, window: Window) -> Iterator[Wish]:
    """To people met at conferences about the matter of the cadence: once each, also where named as well."""
    own = scene.of(step.kind or cadence.kind)
    asked = {encounter.person.key for engagement in own for encounter in engagement.encounters}
    for engagement in sorted(scene.of(Kind.CONFERENCE), key=lambda one: (one.end, one.id)):
        since = Window(max(window.earliest, engagement.end), window.latest)
        if since.earliest > since.latest:
            continue
        for wish in _engagement_wishes(cadence, step, _about(engagement, cadence), scene.me):
            once = (
                wish.ended(State.DROPPED, "they are asked once a year") if wish.key.person in asked else wish
            )
            asked |= {wish.key.person} if once.open else set()
            yield replace(once, window=since, told=True)


def months_window(first: date, months: tuple[int, int]) -> Window:
    """From the first day of one month of a training year to the last of another; month 1 begins with it."""
    earliest, latest = months
    return Window(months_later(first, earliest - 1), months_later(first, latest) - timedelta(days=1))


def _about(conference: Engagement, cadence: Cadence) -> Engagement:
    """The conference with those alone whose note has one of the cadence's words."""
    met = [
        encounter
        for encounter in conference.encounters
        if encounter.noted and set(encounter.topic.casefold().split()) & set(cadence.topic_words)
    ]
    return replace(conference, encounters=tuple(met))


def _in_place(wish: Wish, engagement: Engagement, places: Mapping[str, Place], me: Narrative) -> Wish:
    """The wish at its place in the order, or ended by the rule that one program has one conversation."""
    place = places.get(engagement.id)
    if place is None or not wish.open:
        return wish
    prospect = prospect_of(me, engagement, wish.person)
    ranked = replace(wish, rank=place.rank, why=(*wish.why, *place.why))
    if place.spared:
        return wish.ended(State.DROPPED, place.spared)
    if place.yields_to:
        return ranked.ended(
            State.DROPPED, f"one conversation with a program: {place.yields_to} is written to"
        )
    if prospect is None or prospect.role not in DIRECTORS:
        return ranked.ended(State.DROPPED, "first letters go to the directors of a program")
    if prospect.address and not prospect.confirmed:
        unsure = "the address is not confirmed: no CV goes with it"
        return replace(ranked, why=(*ranked.why, unsure))
    return ranked


def _referee_wishes(cadence: Cadence, step: Step, scene: Scene) -> Iterator[Wish]:
    """Letters to those who are asked for a letter of recommendation."""
    for referee in scene.me.referees:
        needed = day_needed(scene.milestones, step.milestone, begun(referee) or scene.today)
        anchor_day = _referee_anchor(step, referee, needed)
        if needed is None or anchor_day is None:
            continue
        person = referee_person(referee, scene.engagements, scene.me)
        key = Key(cadence.name, step.name, person.key, needed.id)
        wish = Wish(
            key=key,
            cadence=cadence,
            step=step,
            person=person,
            window=_window(anchor_day, step),
            asks=step.asks is Asks.ALWAYS,
            outside=_is_outside_address(person, scene.me) or step.freezes,
            anchor_day=anchor_day,
            subject=f"{cadence.name}:{step.name}",
            serves=(key,),
            why=(_referee_reason(step, anchor_day),),
            told=True,
        )
        yield _told_or_dropped(_if_qualified(wish, scene), scene.me)


def _referee_anchor(step: Step, referee: Referee, needed: Milestone | None) -> date | None:
    """The day the step counts from; None where the matter has not come so far, or has gone further."""
    if step.anchor is Anchor.PROMISED:
        return referee.promised
    if step.anchor is Anchor.RECEIVED:
        return referee.received
    waits = referee.promised is not None and referee.received is None
    untold = not (referee.asked or referee.promised or referee.received)
    if needed is None or not (waits if step.to is Addressees.PROMISED else untold):
        return None
    return referee.needed or needed.start


def _referee_reason(step: Step, day: date) -> str:
    what = {
        Anchor.PROMISED: "the promise of the letter:",
        Anchor.RECEIVED: "the day the letter was in:",
    }.get(step.anchor, "the letter is needed by")
    return f"{what} {spoken_weekday(day)}"


def _if_qualified(wish: Wish, scene: Scene) -> Wish:
    """The request, with what speaks for it, or ended by what speaks against it."""
    if wish.step.to is not Addressees.REFEREES:
        return wish
    until = wish.window.latest
    person = as_told(wish.person, scene.me)
    wish = replace(wish, why=(*wish.why, *speaks_for(person, scene.engagements, until)))
    against = list(speaks_against(person, scene.engagements, until, wish.cadence.seen_days))
    against += noted_against(wish.person, scene.me)
    return wish.ended(State.DROPPED, f"does not qualify: {'; '.join(against)}") if against else wish


def _applies(cadence: Cadence, me: Narrative) -> bool:
    """Conditions by stage and pathway. An untold story still shows what it would have brought."""
    stage_fits = not cadence.stages or me.stage is None or me.stage in cadence.stages
    pathway_fits = not cadence.pathways or not me.pathways or bool(set(cadence.pathways) & set(me.pathways))
    return stage_fits and pathway_fits


def _milestone_wish(
    cadence: Cadence, step: Step, milestone: Milestone, meetings: Sequence[Engagement], me: Narrative
) -> Iterator[Wish]:
    director = me.program_director
    if director is None:
        return
    day = milestone.start
    key = Key(cadence.name, step.name, director.key, milestone.id)
    before, after = (timedelta(days=days) for days in step.unless_meeting)
    wish = Wish(
        key=key,
        cadence=cadence,
        step=step,
        person=director,
        window=_window(day, step),
        asks=step.asks is not Asks.NEVER,
        outside=False,
        anchor_day=day,
        subject=milestone.id,
        serves=(key,),
        why=(f"{milestone.title}: about {spoken_weekday(day)}",),
    )
    booked = [m for m in meetings if day - before <= m.start <= day + after and _is_with(m, director)]
    if booked:
        wish = wish.ended(State.DROPPED, f"a meeting is already booked on {spoken_weekday(booked[0].start)}")
    yield _told_or_dropped(wish, me)


def _engagement_wishes(cadence: Cadence, step: Step, engagement: Engagement, me: Narrative) -> Iterator[Wish]:
    if step.to is Addressees.OWN_PD:
        yield from _director_wishes(cadence, step, engagement, me)
        return
    room = step.at_most or len(engagement.encounters)
    for encounter in engagement.encounters:
        wish = _wish(cadence, step, engagement, encounter, me)
        verdict = _against(cadence, engagement, encounter, me)
        if not (verdict or room):
            verdict = f"at most {step.at_most} people are written to before {engagement.title}"
        room -= not verdict
        yield _held_if_tentative(wish.ended(State.DROPPED, verdict) if verdict else wish, engagement)


def _director_wishes(cadence: Cadence, step: Step, engagement: Engagement, me: Narrative) -> Iterator[Wish]:
    director = me.program_director
    if director is not None and _is_with(engagement, director):
        met = [e for e in engagement.encounters if _is_same(e.person, director)]
        known = met[0] if met else Encounter(person=director, days=engagement.days)
        encounter = replace(known, role=Role.PROGRAM_DIRECTOR)
        wish = _told_or_dropped(_wish(cadence, step, engagement, encounter, me), me)
        yield _held_if_tentative(wish, engagement)
        return
    for encounter in engagement.encounters:
        wish = _wish(cadence, step, engagement, encounter, me)
        yield wish.ended(State.DROPPED, "program-director letters go only to the own director of the profile")


def _wish(cadence: Cadence, step: Step, engagement: Engagement, encounter: Encounter, me: Narrative) -> Wish:
    key = Key(cadence.name, step.name, encounter.person.key, engagement.id)
    anchor_day = engagement.start if step.anchor is Anchor.START else engagement.end
    return Wish(
        key=key,
        cadence=cadence,
        step=step,
        person=encounter.person,
        window=_window(anchor_day, step),
        asks=step.asks is Asks.ALWAYS or (step.asks is Asks.WHEN_KNOWN and bool(encounter.topic)),
        outside=_is_outside(encounter.person, engagement, me) or step.freezes,
        anchor_day=anchor_day,
        subject=f"{engagement.kind.value}:{engagement.subject}",
        serves=(key,),
        why=_told_reasons(step, engagement, encounter)
        if engagement.kind in TOLD_AT_ONCE
        else _reasons(step, engagement, encounter, anchor_day),
        told=engagement.kind in TOLD,
        given=engagement.start if engagement.kind is Kind.PROMISE else None,
    )


def _told_reasons(step: Step, engagement: Engagement, encounter: Encounter) -> tuple[str, ...]:
    """Why a letter is written that no event of the calendar asks for."""
    if engagement.kind is Kind.PROMISE:
        return (*engagement.why, f"promised for {spoken_weekday(engagement.end)}")
    if engagement.kind in {Kind.NEWS, Kind.ACHIEVEMENT}:
        return (f"your note of {spoken_weekday(engagement.start)}: {encounter.topic or engagement.title}",)
    about = f"{engagement.title}: " if engagement.title else ""
    return (f"{about}{'; '.join(engagement.why)}", _when_due(step))


def _reasons(step: Step, engagement: Engagement, encounter: Encounter, anchor_day: date) -> tuple[str, ...]:
    met = (
        _when_named(encounter, engagement)
        if engagement.kind is not Kind.WANTED
        else "; ".join(engagement.why)
    )
    edge = "first day" if step.anchor is Anchor.START else "last day"
    day = spoken_weekday(anchor_day) if len(engagement.days) == 1 else f"{edge} {spoken_weekday(anchor_day)}"
    return (
        f"{engagement.title}, {day}",
        met + (f": {encounter.topic}" if encounter.topic else ""),
        _when_due(step),
    )


def _when_due(step: Step) -> str:
    """When a letter has its place, in the unit that its window counts."""
    earliest, latest = sorted(abs(number) for number in step.window)
    if step.anchor is Anchor.MONTHS:
        return f"this letter belongs to months {earliest} to {latest} of your year"
    span = counted_days(latest) if earliest == latest else f"{earliest} to {counted_days(latest)}"
    return f"this letter belongs {span} {'after' if step.window[1] >= 0 else 'before'} that"


def _when_named(encounter: Encounter, engagement: Engagement) -> str:
    if len(encounter.days) == 1:
        return f"named on {spoken_weekday(encounter.days[0])}"
    if len(encounter.days) < len(engagement.days):
        return f"named on {len(encounter.days)} of its {counted_days(len(engagement.days))}"
    return "named for all of it"


def _against(cadence: Cadence, engagement: Engagement, encounter: Encounter, me: Narrative) -> str:
    """Which rule forbids this letter, or nothing (playbook, "label is not yet a reason to write")."""
    person = encounter.person
    if not me.told:
        return NOT_TOLD
    if person.do_not_contact:
        return f"{_called(person)} is marked do-not-contact"
    if encounter.withheld and engagement.kind in TOLD_AT_ONCE:
        return f"what you noted looks like patient data ({encounter.withheld})"
    if any(_is_named(person, skipped) for skipped in me.skip):
        return f'the profile says "skip" for {_called(person)}'
    if cadence.roles and encounter.role not in cadence.roles:
        return f"this letter does not go to a {encounter.role.value}"
    return _too_little(cadence, engagement, encounter)


def _is_named(person: Person, marked: str) -> bool:
    """Whether a mark in the profile, an address or a name, may mean this person."""
    return marked in {person.key, person.email} or ("@" not in marked and compatible(marked, person.name))


def _too_little(cadence: Cadence, engagement: Engagement, encounter: Encounter) -> str:
    if len(engagement.days) < cadence.min_days:
        few = counted_days(len(engagement.days))
        return f"too short to write for: {few} of {cadence.min_days} that it takes"
    if cadence.min_named_days > len(encounter.days) and not encounter.noted:
        return (
            f"named on only {counted_days(len(encounter.days))}; "
            f"it takes {cadence.min_named_days}, or a note of yours"
        )
    if cadence.field_or_met and not engagement.in_field and not encounter.noted:
        return "not a meeting of your field, and nobody noted as met"
    return ""


def story_ends(me: Narrative) -> date | None:
    """From which day on the stage that was told for a training year is over; None where no year was told."""
    return months_later(me.year_start, 12) if me.year_start else None


def _held_if_outdated(wish: Wish, scene: Scene) -> Wish:
    """What belongs to a year that is not told yet waits, once the told one is over (playbook, "one truth").

    Before that it is planned as ever: nobody tells in March what they are in August.
    """
    over = story_ends(scene.me)
    if over is None or scene.today < over or wish.anchor_day < over or not wish.open:
        return wish
    return wish.ended(
        State.HELD, f"your story is of the year to {spoken_day(over - ONE_DAY)}: tell where you stand now"
    )


def _told_or_dropped(wish: Wish, me: Narrative) -> Wish:
    if wish.open and not me.told:
        return wish.ended(State.DROPPED, NOT_TOLD)
    if wish.open and wish.person.do_not_contact:
        return wish.ended(State.DROPPED, f"{_called(wish.person)} is marked do-not-contact")
    return wish


def _held_if_tentative(wish: Wish, engagement: Engagement) -> Wish:
    if not (engagement.held and wish.open):
        return wish
    return wish.ended(State.DROPPED if engagement.held == FELL_THROUGH else State.HELD, engagement.held)


def _window(anchor_day: date, step: Step) -> Window:
    earliest, latest = step.window
    if step.anchor is Anchor.RHYTHM:  # The rhythm itself is known to the planner alone.
        earliest = 0
    return Window(anchor_day + timedelta(days=earliest), anchor_day + timedelta(days=latest))


def follow_ups_of(wish: Wish, sent: date, away: timedelta = AT_HOME) -> tuple[Wish, ...]:
    """The steps that wait for silence after a letter sent on that day. None follows what asked nothing.

    `away`: by how much an out-of-office has moved the clock (playbook, "an out-of-office is not a reply").
    """
    if not wish.asks:
        return ()
    steps = [s for s in wish.cadence.steps if s.anchor is Anchor.SENT and s.after == wish.step.name]
    return tuple(_follow_up(wish, step, sent, away) for step in steps)


def _follow_up(wish: Wish, step: Step, sent: date, away: timedelta) -> Wish:
    key = replace(wish.key, step=step.name)
    earliest, latest = step.window
    when = f"{earliest} to {latest} days after the letter of {spoken_weekday(sent)}"
    return replace(
        wish,
        key=key,
        step=step,
        window=_window(sent + away, step),
        asks=False,
        anchor_day=sent,
        serves=tuple(replace(served, step=step.name) for served in wish.serves),
        parts=(),
        yields_to=(),
        why=(
            f"{when}, if nobody has answered by then",
            *_while_away(away),
            "an answer, a meeting or your own mail would stop it",
        ),
    )


def _while_away(away: timedelta) -> tuple[str, ...]:
    return (f"an automatic reply came: {away.days} days later than that",) if away else ()


def _is_outside(person: Person, engagement: Engagement, me: Narrative) -> bool:
    """Whether somebody belongs to an outside program: by address, else by where they were met."""
    if _tells_place(person):
        return _is_outside_address(person, me)
    return engagement.external or engagement.kind in {Kind.CONFERENCE, Kind.WEBINAR}


def _tells_place(person: Person) -> bool:
    domain = person.email.rpartition("@")[2]
    return bool(domain) and domain not in PUBLIC_MAIL


def _is_outside_address(person: Person, me: Narrative) -> bool:
    domain = person.email.rpartition("@")[2]
    at_home = any(domain == home or domain.endswith(f".{home}") for home in me.home_domains)
    return _tells_place(person) and not at_home


def _is_with(meeting: Engagement, director: Person) -> bool:
    """Whether a meeting is with the own director; one that names nobody at home is taken to be."""
    if not meeting.encounters:
        return not meeting.external
    return any(_is_same(encounter.person, director) for encounter in meeting.encounters)


def _is_same(person: Person, other: Person) -> bool:
    if person.key == other.key:
        return True
    if person.email and other.email:
        return False
    return compatible(person.name, other.name)


def _called(person: Person) -> str:
    return person.name or person.email
