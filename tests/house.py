"""The steady cast and the furniture: real rules, engagements in words, a day one can turn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from worker.domain.engagement import Encounter, Engagement, Kind
from worker.domain.gathering import slug
from worker.domain.mornings import Mornings
from worker.domain.narrative import Narrative, Pathway, Stage
from worker.domain.person import Person, Role
from worker.domain.plan import Contact, Kept, Plan, Planner, YearPlan
from worker.domain.rulebook import RuleBook
from worker.domain.season import milestones_for
from worker.domain.touch import State, Touch, Window
from worker.rules.load import load_rules

ROOT = Path(__file__).parents[1]
NEW_YORK = ZoneInfo("America/New_York")

PATEL = Person(
    "rpatel@lakeside.example.edu", "Ravi Patel", "rpatel@lakeside.example.edu", "Dr.", Role.ATTENDING
)
LEE = Person("jlee@harbor.example.edu", "Jane Lee", "jlee@harbor.example.edu", "", Role.MET)
DESAI = Person(
    "vdesai@lakeside.example.edu", "Vikram Desai", "vdesai@lakeside.example.edu", "Dr.", Role.PROGRAM_DIRECTOR
)
AMARA = Narrative(
    name="Amara Osei",
    degree="MD",
    stage=Stage.PRELIM,
    institution="Lakeside University Hospital",
    pathways=(Pathway.CATEGORICAL_HOME,),
    addresses=("aosei@lakeside.example.edu",),
    year_start=date(2026, 7, 1),
    goal="train in categorical general surgery",
    fields=("surgery", "CT surgery"),
    home_domains=("lakeside.example.edu",),
    program_director=DESAI,
)


@cache
def rules() -> RuleBook:
    """The rules that ship."""
    return load_rules(ROOT / "config")


def met(
    person: Person, *days: date, topic: str = "", noted: bool = True, role: Role | None = None
) -> Encounter:
    """Somebody met in an engagement."""
    return Encounter(person, days, topic, noted, role=role or person.role)


def engagement(
    kind: Kind,
    title: str,
    start: date,
    end: date | None = None,
    encounters: Sequence[Encounter] = (),
    **more: object,
) -> Engagement:
    """An engagement whose days are all the days from start to end."""
    last = end or start
    days = tuple(start + timedelta(days=n) for n in range((last - start).days + 1))
    named = tuple(encounter if encounter.days else replace(encounter, days=days) for encounter in encounters)
    made = Engagement(
        id=f"{kind.value}-{slug(title)}-{start}",
        kind=kind,
        subject=slug(title),
        title=title,
        start=start,
        end=last,
        days=days,
        encounters=named,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def rotation(title: str, start: date, end: date, *encounters: Encounter, **more: object) -> Engagement:
    """A service at home."""
    return engagement(Kind.ROTATION, title, start, end, encounters, **more)


def conference(title: str, start: date, end: date, *encounters: Encounter, **more: object) -> Engagement:
    """A congress in the user's field."""
    return engagement(Kind.CONFERENCE, title, start, end, encounters, external=True, **more)


def conversation(day: date, *encounters: Encounter, title: str = "Clinic", **more: object) -> Engagement:
    """Somebody noted as met on an ordinary day."""
    return engagement(Kind.CONVERSATION, title, day, day, encounters, **more)


def pd_meeting(day: date, *encounters: Encounter, **more: object) -> Engagement:
    """A meeting with a program director."""
    return engagement(Kind.PD_MEETING, "Mid-year evaluation", day, day, encounters, **more)


def mornings(me: Narrative = AMARA) -> Mornings:
    """The user's mornings under the rules that ship."""
    book = rules()
    return Mornings(
        zone=ZoneInfo(me.time_zone),
        at=book.limits.morning,
        skipped=me.quiet_days | book.holidays_of(2026, 2027),
        pause_until=me.pause_until,
        freezes=tuple(Window(*week) for week in book.match_weeks),
    )


def plan_year(
    *engagements: Engagement,
    today: date,
    me: Narrative = AMARA,
    until: date | None = None,
    connected: date | None = None,
    have: Sequence[Kept] = (),
    contacts: Sequence[Contact] = (),
    milestones: bool = False,
) -> YearPlan:
    """Plan a year with the rules that ship; without milestones unless asked for."""
    book = rules()
    days = milestones_for(me, book.almanac, date.min, date.max) if milestones else ()
    planner = Planner(me, book.cadences, book.limits, mornings(me), days, book.shorts)
    return planner.plan_year(
        engagements,
        today=today,
        until=until or today + timedelta(days=365),
        connected=connected or today,
        have=have,
        contacts=contacts,
    )


def only(
    touches: Sequence[Touch], step: str, person: Person | None = None, about: Engagement | None = None
) -> Touch:
    """The one touch of that step (to that person, about that engagement)."""
    found = [
        t
        for t in touches
        if t.key.step == step
        and (person is None or t.key.person == person.key)
        and (about is None or t.key.engagement == about.id)
    ]
    assert len(found) == 1, [touch.id for touch in touches]
    return found[0]


def planned(year: YearPlan) -> list[Touch]:
    """The touches that have a morning, in order."""
    return [touch for touch in year.touches if touch.state is State.PLANNED]


def carried_out(plan: Plan, have: Sequence[Kept], year: YearPlan) -> tuple[Kept, ...]:
    """The ledger after a plan was applied to it."""
    gone = {touch.key for touch in (*plan.cancel, *plan.move)}
    stays = [kept for kept in have if kept.touch.key not in gone]
    fresh = [Kept(touch, subject="", anchor_day=touch.window.earliest) for touch in (*plan.add, *plan.move)]
    assert {touch.key for touch in plan.add} <= {touch.key for touch in year.touches}
    return (*stays, *fresh)
