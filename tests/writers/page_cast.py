"""Nothing goes in; outlooks come out: a furnished year built by hand, an empty, a hostile and a huge one.

Run as a program with a file's name, it writes the furnished page there.
"""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from worker.domain.engagement import Encounter, Engagement, Kind
from worker.domain.feed import Entry
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative, Pathway, Stage
from worker.domain.outlook import Outlook
from worker.domain.person import Person, Role
from worker.domain.season import Certainty, Milestone
from worker.domain.touch import Key, State, Touch, Window
from worker.writers.page import write_page

TODAY = date(2026, 7, 13)
UNTIL = date(2027, 7, 12)
CHECKED = date(2026, 7, 1)
STAMP = datetime(2026, 7, 1, tzinfo=UTC)

ME = Narrative(
    name="Maya Rivera",
    degree="MD",
    stage=Stage.PRELIM,
    institution="Lakeside University Hospital",
    pathways=(Pathway.CATEGORICAL_HOME,),
    addresses=("maya.rivera@lakeside.example",),
)

LEE = Person("jlee@uni.example", "Jane Lee", "jlee@uni.example", "Dr.", Role.ATTENDING)
PATEL = Person(
    "rpatel@lakeside.example", "Ravi Patel", "rpatel@lakeside.example", "Dr.", Role.PROGRAM_DIRECTOR
)
OKAFOR = Person("chidi okafor", "Chidi Okafor", "", "Dr.", Role.SPEAKER)
KIM = Person("skim@heart.example", "Soo-jin Kim", "skim@heart.example", "Dr.", Role.MENTOR)
BERG = Person("lberg@lakeside.example", "", "lberg@lakeside.example", role=Role.CHIEF)
NOVAK = Person("anovak@lakeside.example", "Ana Novak", "anovak@lakeside.example", "Prof.", Role.ATTENDING)


def engagement(
    kind: Kind,
    title: str,
    start: date,
    days: int = 1,
    people: tuple[tuple[Person, str], ...] = (),
    *,
    held: str = "",
    place: str = "",
    external: bool = False,
) -> Engagement:
    there = tuple(start + timedelta(days=n) for n in range(days))
    return Engagement(
        id=f"{kind}/{title.lower()}/{start}",
        kind=kind,
        subject=title.lower(),
        title=title,
        start=start,
        end=there[-1],
        days=there,
        encounters=tuple(
            Encounter(p, there[:4], topic, noted=bool(topic), role=p.role) for p, topic in people
        ),
        why=(
            f"“{title}” stands in your calendar from {start:%d %b} for {days} days",
            "no other entry contradicts it",
        ),
        held=held,
        place=place,
        external=external,
    )


ROTATIONS = (
    engagement(
        Kind.ROTATION, "SICU", date(2026, 6, 29), 28, ((LEE, "ventilator weaning in trauma"), (BERG, ""))
    ),
    engagement(Kind.ROTATION, "Acute Care Surgery", date(2026, 7, 27), 28, ((NOVAK, ""),)),
    engagement(Kind.ROTATION, "Vascular Surgery", date(2026, 8, 24), 28, ((LEE, ""),)),
    engagement(Kind.ROTATION, "Night Float", date(2026, 9, 21), 14),
    engagement(Kind.ROTATION, "Surgical Oncology", date(2026, 10, 5), 28, ((NOVAK, "the sarcoma database"),)),
    engagement(
        Kind.ROTATION, "Cardiothoracic Surgery", date(2026, 11, 2), 28, ((KIM, "aortic root outcomes"),)
    ),
    engagement(Kind.ROTATION, "Burn", date(2026, 11, 30), 14, ((BERG, ""),)),
    engagement(Kind.ROTATION, "Pediatric Surgery", date(2026, 12, 14), 28, ((LEE, ""),)),
    engagement(
        Kind.ROTATION,
        "Cardiac Surgery elective",
        date(2027, 1, 11),
        26,
        ((KIM, "the valve registry"),),
        place="St. Brendan Heart Institute",
        external=True,
    ),
    engagement(Kind.ROTATION, "Colorectal", date(2027, 2, 8), 28, ((NOVAK, ""),)),
    engagement(Kind.ROTATION, "Trauma", date(2027, 3, 8), 28),
    engagement(Kind.ROTATION, "Transplant", date(2027, 4, 5), 28, ((LEE, ""),)),
    engagement(Kind.ROTATION, "Surgery Clinic", date(2027, 5, 3), 14, ((BERG, ""),)),
    engagement(Kind.ROTATION, "Thoracic Surgery", date(2027, 5, 17), 28, ((KIM, ""),)),
)
MEETINGS = (
    engagement(
        Kind.CONVERSATION, "Surgery Clinic", date(2026, 7, 14), 1, ((OKAFOR, "a shared case series"),)
    ),
    engagement(Kind.MENTOR_MEETING, "Mentor meeting", date(2026, 8, 12), 1, ((KIM, "first manuscript"),)),
    engagement(Kind.WEBINAR, "Women in Thoracic Surgery webinar", date(2026, 9, 16), 1, ((OKAFOR, ""),)),
    engagement(Kind.MENTOR_MEETING, "Mentor meeting", date(2026, 10, 14), 1, ((KIM, "the abstract"),)),
    engagement(Kind.CONVERSATION, "Grand Rounds", date(2026, 10, 15), 1, ((NOVAK, "a research year"),)),
    engagement(
        Kind.PD_MEETING, "Mid-year meeting", date(2026, 12, 9), 1, ((PATEL, "the categorical place"),)
    ),
    engagement(
        Kind.WEBINAR, "Thoracic residency open house", date(2027, 2, 3), 1, held="the event is tentative"
    ),
)
CONFERENCES = (
    engagement(
        Kind.CONFERENCE,
        "ACS Clinical Congress",
        date(2026, 10, 17),
        4,
        ((NOVAK, ""), (OKAFOR, "his poster")),
        place="San Diego, CA",
    ),
    engagement(
        Kind.CONFERENCE,
        "STS Annual Meeting",
        date(2027, 1, 22),
        3,
        ((KIM, "the valve session"), (OKAFOR, "")),
        place="Boston, MA",
    ),
    engagement(
        Kind.CONFERENCE,
        "AATS Annual Meeting",
        date(2027, 5, 1),
        4,
        ((LEE, ""),),
        held="you have not accepted it yet",
        place="Toronto, ON",
    ),
)
ENGAGEMENTS = tuple(sorted((*ROTATIONS, *MEETINGS, *CONFERENCES), key=lambda e: (e.start, e.id)))


def touch(
    about: Engagement,
    person: Person,
    step: str,
    state: State,
    days: tuple[int, int],
    why: str,
) -> Touch:
    window = Window(about.end + timedelta(days=days[0]), about.end + timedelta(days=days[1]))
    key = Key(str(about.kind), step, person.key, about.id)
    return Touch(
        key=key,
        person=person,
        window=window,
        state=state,
        due=weekday(window.earliest) if state is State.PLANNED else None,
        asks=step == "thank-you" and about.kind in (Kind.ROTATION, Kind.CONFERENCE),
        serves=(key,),
        why=(
            f"{about.title} ended on {about.end:%a %d %b}; a {step} belongs {days[0]}-{days[1]} days later",
            why,
            *((about.held,) if state is State.HELD else ()),
        ),
    )


def weekday(day: date) -> date:
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def touches_for(about: Engagement) -> list[Touch]:
    if about.end < TODAY - timedelta(days=7):
        return []
    first = "follow-up" if about.kind is Kind.CONVERSATION else "thank-you"
    made = []
    for met in about.encounters:
        state = State.HELD if about.held else State.PLANNED
        why = f"{met.person.name or met.person.email} is named on {len(met.days)} of its days"
        made.append(touch(about, met.person, first, state, (1, 7), why))
        if about.kind in (Kind.ROTATION, Kind.CONFERENCE) and not about.held:
            later = "goes only while the thank-you has no answer"
            made.append(touch(about, met.person, "follow-up", State.PLANNED, (15, 21), later))
    return made


def letter_for(one: Touch, title: str) -> Letter:
    if one.person.name.strip():
        greeting = f"Dear {one.person.title} {one.person.name.split()[-1]},"
    else:
        greeting = "Good morning,"
    again = one.asks is False and one.key.cadence in ("rotation", "conference")
    gaps = () if again else ("one thing you remember",)
    specific = f"What stays with me is [[{gaps[0]}]]." if gaps else "I wrote to you two weeks ago."
    text = (
        f"{greeting}\n\nthank you for your time at {title}. {specific} I hope to train in categorical "
        "general surgery, and your advice would help me to prepare well for it.\n\nWould you have fifteen "
        "minutes in the coming weeks? Any day suits me.\n\nWith kind regards\nMaya Rivera, MD\n"
        "Preliminary surgery resident, Lakeside University Hospital"
    )
    subject = f"Re: Thank you for {title}" if again else f"Thank you for {title}"
    return Letter(subject, text, gaps, len(text.split()) - 10, one.person)


def milestone(
    title: str,
    start: date,
    category: str,
    days: int = 1,
    certainty: Certainty = Certainty.PUBLISHED,
    **more: Any,
) -> Milestone:
    made = Milestone(
        id=f"{category}/{title.lower()}",
        title=title,
        start=start,
        end=start + timedelta(days=days - 1),
        certainty=certainty,
        source=(category.upper(),),
        checked=CHECKED,
        category=category,
    )
    return replace(made, **more)


MAYBE = Certainty.EXPECTED
MILESTONES = (
    milestone("Name three possible mentors", date(2026, 9, 30), "training-year"),
    milestone("ERAS applications may be submitted", date(2026, 9, 2), "eras", at=time(9, 0)),
    milestone("Programs begin to review", date(2026, 9, 23), "eras", at=time(9, 0)),
    milestone("NRMP registration opens", date(2026, 9, 15), "nrmp", at=time(12, 0)),
    milestone(
        "STS abstract deadline", date(2026, 8, 4), "abstract", certainty=MAYBE, rule="first week of August"
    ),
    milestone("Ask for the mid-year meeting", date(2026, 11, 18), "training-year"),
    milestone(
        "Mid-year meeting with the program director",
        date(2026, 12, 15),
        "training-year",
        certainty=MAYBE,
        rule="the middle of December unless your program names a day",
        checklist=(
            "Updated CV",
            "One page: scores, publications, goals",
            "What would I need to show this year to be considered for a categorical place?",
        ),
    ),
    milestone("Letters needed", date(2027, 1, 15), "training-year"),
    milestone(
        "ABSITE", date(2027, 1, 28), "training-year", days=3, certainty=MAYBE, rule="last week of January"
    ),
    milestone("Ranking opens", date(2027, 2, 1), "nrmp", certainty=MAYBE, at=time(12, 0), rule="as in 2026"),
    milestone("Rank order list deadline", date(2027, 3, 3), "nrmp", at=time(21, 0)),
    milestone("Match Week", date(2027, 3, 15), "nrmp", days=5, note="No draft goes to outside programs."),
    milestone("SOAP round 1", date(2027, 3, 18), "soap", at=time(9, 0)),
    milestone("Match Day", date(2027, 3, 19), "nrmp", at=time(12, 0)),
    milestone(
        "AATS early registration ends", date(2027, 4, 1), "conference", certainty=MAYBE, rule="as in 2026"
    ),
    milestone("ERAS season opens", date(2027, 6, 3), "eras", certainty=MAYBE, rule="first Thursday of June"),
)


def question(about: Engagement) -> Entry:
    return Entry(
        uid=f"question-{about.id}",
        title=f"Whom did you meet at {about.title}?",
        start=about.end + timedelta(days=1),
        end=about.end + timedelta(days=1),
        stamp=STAMP,
        categories=("question",),
    )


def outlook_of(engagements: tuple[Engagement, ...], touches: tuple[Touch, ...], **more: Any) -> Outlook:
    titles = {e.id: e.title for e in engagements}
    made = Outlook(
        today=TODAY,
        until=UNTIL,
        me=ME,
        sample_profile=False,
        engagements=engagements,
        touches=touches,
        letters={
            t.id: letter_for(t, titles[t.key.engagement])
            for t in touches
            if t.state in (State.PLANNED, State.HELD)
        },
        milestones=(),
        feeds={},
        warnings=(),
        events_read=812,
    )
    return replace(made, **more)


def furnished() -> Outlook:
    """A preliminary year with something in every section."""
    wanted = [t for e in ENGAGEMENTS for t in touches_for(e)]
    lapsed = touch(
        ROTATIONS[0], PATEL, "thank-you", State.LAPSED, (1, 7), "eight drafts already stand in this week"
    )
    dropped = touch(
        CONFERENCES[1], KIM, "thank-you", State.DROPPED, (1, 7), "the letter for the elective serves both"
    )
    wanted = [t for t in wanted if t.id != dropped.id]
    questions = tuple(question(e) for e in ENGAGEMENTS if not e.encounters)
    return outlook_of(
        ENGAGEMENTS,
        (*sorted(wanted, key=lambda t: (t.due or t.window.earliest, t.id)), lapsed, dropped),
        sample_profile=True,
        milestones=MILESTONES,
        feeds={"milestones": (), "follow-ups": questions, "conferences": (), "all": questions},
        warnings=("amion.ics: line 812: the event <a1b2@amion> has no start and was left out",),
    )


def empty() -> Outlook:
    """A calendar in which nothing was found."""
    return outlook_of((), (), me=Narrative(), events_read=0)


HOSTILE = "\u202e</title></style><script>alert(1)</script>\"' onload='x' &amp; {{ 7*7 }} \x00\x1b[31m\ud800"


def hostile(text: str = HOSTILE) -> Outlook:
    """Every text that can come from outside is this one."""
    person = Person(text, text, text, text)
    about = [
        replace(
            engagement(kind, text, date(2026, 8, 3), 12, ((person, text),), held=held, place=text),
            id=f"{text}{kind}{held}",
            why=(text,),
        )
        for kind in Kind
        for held in ("", text)
    ]
    touches = tuple(
        replace(touch(e, person, "thank-you", state, (1, 7), text), why=(text,))
        for e in about
        for state in (State.HELD if e.held else State.PLANNED,)
    )
    lapsed = touch(about[0], person, "follow-up", State.LAPSED, (1, 7), text)
    return outlook_of(
        tuple(about),
        (*touches, lapsed),
        me=replace(ME, name=text),
        letters={t.id: Letter(text, f"{text} [[{text}]]", (text,), 9, person) for t in touches},
        milestones=(
            milestone(
                text,
                date(2026, 9, 1),
                "eras",
                note=text,
                rule=text,
                source=(text,),
                checklist=(text,),
            ),
        ),
        feeds={"follow-ups": (replace(question(about[0]), title=text),)},
        warnings=(text,),
    )


def huge() -> Outlook:
    """60 engagements, 250 letters and 120 milestones."""
    kinds = list(Kind)
    about = tuple(
        engagement(
            kinds[n % 6], f"Service number {n}", TODAY + timedelta(days=6 * n), 1 + n % 28, ((LEE, ""),)
        )
        for n in range(60)
    )
    people = [replace(LEE, key=f"p{n}@x.example", email=f"p{n}@x.example") for n in range(250)]
    touches = tuple(
        touch(about[n % 60], person, "thank-you", State.PLANNED, (1, 7), "a reason")
        for n, person in enumerate(people)
    )
    dates = tuple(
        milestone(f"Date number {n}", TODAY + timedelta(days=3 * n), "eras", certainty=MAYBE)
        for n in range(120)
    )
    return outlook_of(about, touches, milestones=dates)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(write_page(furnished()), "utf-8")
