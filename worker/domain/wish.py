"""Engagements, the narrative and the cadences go in; what we would like to write, and when, comes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from worker.domain.cadence import Addressees, Anchor, Asks, Cadence, Step
from worker.domain.engagement import Encounter, Engagement, Kind
from worker.domain.names import compatible
from worker.domain.narrative import PUBLIC_MAIL, Narrative
from worker.domain.person import Person, Role
from worker.domain.season import Milestone
from worker.domain.touch import Key, State, Window

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

    def ended(self, verdict: State, reason: str) -> "Wish":
        """The same wish, ended by a rule."""
        return replace(self, verdict=verdict, why=(*self.why, reason))

    @property
    def open(self) -> bool:
        """Whether no rule has ended it."""
        return self.verdict is None


def wishes_for(
    engagements: Sequence[Engagement],
    me: Narrative,
    cadences: Sequence[Cadence],
    milestones: Sequence[Milestone],
) -> tuple[Wish, ...]:
    """Every first letter that some cadence asks for, each with its reasons or the rule that ends it."""
    wishes = [wish for cadence in cadences for wish in _cadence_wishes(cadence, engagements, me, milestones)]
    return tuple(sorted(wishes, key=lambda wish: (wish.window, wish.key)))


def _cadence_wishes(
    cadence: Cadence, engagements: Sequence[Engagement], me: Narrative, milestones: Sequence[Milestone]
) -> Iterator[Wish]:
    if not _applies(cadence, me):
        return
    own = [engagement for engagement in engagements if engagement.kind is cadence.kind]
    for step in cadence.steps:
        if step.anchor is Anchor.MILESTONE:
            for milestone in milestones:
                if milestone.mark == step.milestone:
                    yield from _milestone_wish(cadence, step, milestone, own, me)
        elif step.anchor in {Anchor.START, Anchor.END}:
            for engagement in own:
                yield from _engagement_wishes(cadence, step, engagement, me)


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
        why=(f"{milestone.title}: about {_spoken(day)}",),
    )
    booked = [m for m in meetings if day - before <= m.start <= day + after and _is_with(m, director)]
    if booked:
        wish = wish.ended(State.DROPPED, f"a meeting is already booked on {_spoken(booked[0].start)}")
    yield _told_or_dropped(wish, me)


def _engagement_wishes(cadence: Cadence, step: Step, engagement: Engagement, me: Narrative) -> Iterator[Wish]:
    if step.to is Addressees.OWN_PD:
        yield from _director_wishes(cadence, step, engagement, me)
        return
    for encounter in engagement.encounters:
        wish = _wish(cadence, step, engagement, encounter, me)
        verdict = _against(cadence, engagement, encounter, me)
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
        outside=_is_outside(encounter.person, engagement, me),
        anchor_day=anchor_day,
        subject=f"{engagement.kind.value}:{engagement.subject}",
        serves=(key,),
        why=_reasons(step, engagement, encounter, anchor_day),
    )


def _reasons(step: Step, engagement: Engagement, encounter: Encounter, anchor_day: date) -> tuple[str, ...]:
    edge = "begins" if step.anchor is Anchor.START else "ends"
    earliest, latest = (abs(days) for days in step.window)
    side = "after" if step.window[1] >= 0 else "before"
    return (
        f"{engagement.title} {edge} on {_spoken(anchor_day)}",
        _when_named(encounter, engagement) + (f": {encounter.topic}" if encounter.topic else ""),
        f"this letter belongs {min(earliest, latest)} to {max(earliest, latest)} days {side} that",
    )


def _when_named(encounter: Encounter, engagement: Engagement) -> str:
    if len(encounter.days) == 1:
        return f"met on {_spoken(encounter.days[0])}"
    if len(encounter.days) < len(engagement.days):
        return f"named on {len(encounter.days)} of its {len(engagement.days)} days"
    return "named for all of it"


def _against(cadence: Cadence, engagement: Engagement, encounter: Encounter, me: Narrative) -> str:
    """Which rule forbids this letter, or nothing (playbook, "label is not yet a reason to write")."""
    person = encounter.person
    if not me.told:
        return NOT_TOLD
    if person.do_not_contact:
        return f"{_called(person)} is marked do-not-contact"
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
        return f"{len(engagement.days)} days are too few to write for; it takes {cadence.min_days}"
    if cadence.min_named_days > len(encounter.days) and not encounter.noted:
        return (
            f"named on {len(encounter.days)} days only; it takes {cadence.min_named_days}, or a note of yours"
        )
    if cadence.field_or_met and not engagement.in_field and not encounter.noted:
        return "not a meeting of your field, and nobody noted as met"
    return ""


def _told_or_dropped(wish: Wish, me: Narrative) -> Wish:
    if wish.open and not me.told:
        return wish.ended(State.DROPPED, NOT_TOLD)
    if wish.open and wish.person.do_not_contact:
        return wish.ended(State.DROPPED, f"{_called(wish.person)} is marked do-not-contact")
    return wish


def _held_if_tentative(wish: Wish, engagement: Engagement) -> Wish:
    return wish.ended(State.HELD, engagement.held) if engagement.held and wish.open else wish


def _window(anchor_day: date, step: Step) -> Window:
    earliest, latest = step.window
    return Window(anchor_day + timedelta(days=earliest), anchor_day + timedelta(days=latest))


def follow_ups_of(wish: Wish, sent: date) -> tuple[Wish, ...]:
    """The steps that wait for silence after a letter sent on that day. None follows what asked nothing."""
    if not wish.asks:
        return ()
    steps = [s for s in wish.cadence.steps if s.anchor is Anchor.SENT and s.after == wish.step.name]
    return tuple(_follow_up(wish, step, sent) for step in steps)


def _follow_up(wish: Wish, step: Step, sent: date) -> Wish:
    key = replace(wish.key, step=step.name)
    earliest, latest = step.window
    reason = (
        f"{earliest} to {latest} days after the letter of {_spoken(sent)}, if nobody has answered by then"
    )
    return replace(
        wish,
        key=key,
        step=step,
        window=_window(sent, step),
        asks=False,
        anchor_day=sent,
        serves=tuple(replace(served, step=step.name) for served in wish.serves),
        why=(reason, "an answer, a meeting or your own mail would stop it"),
    )


def _is_outside(person: Person, engagement: Engagement, me: Narrative) -> bool:
    """Whether somebody belongs to an outside program: by address, else by where they were met."""
    domain = person.email.rpartition("@")[2]
    if domain and domain not in PUBLIC_MAIL:
        return not any(domain == home or domain.endswith(f".{home}") for home in me.home_domains)
    return engagement.external or engagement.kind in {Kind.CONFERENCE, Kind.WEBINAR}


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


def _spoken(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
