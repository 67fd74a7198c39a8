"""A seed goes in; a random but lifelike year comes out: its calendar file, its profile, its truth."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.years.calendar_text import Entry, Guest, calendar_text
from tests.years.profile_text import HOME, OWNER, profile_text
from tests.years.telling import achievements, news, programs, referees
from tests.years.truth import Human, Me, Occasion, Promised, Standing, Tie, Year

DAY = timedelta(days=1)
AWAY = ("harbor.example.org", "stmarys.example.com", "uni.example.net")
SERVICES = [
    "SICU", "Vascular Surgery", "Trauma Surgery", "Cardiac Surgery", "Colorectal Surgery", "Burn Surgery",
    "Acute Care Surgery", "Thoracic Surgery", "Pediatric Surgery", "Transplant Surgery", "Surgical Oncology",
]  # fmt: skip
MEETINGS = ["STS Annual Meeting", "AATS Annual Meeting", "ACS Clinical Congress", "ESTS Annual Meeting"]
GIVEN = [
    "Ravi", "Ngozi", "Jane", "Zoë", "José Ángel", "Łukasz", "Søren", "Helen", "Aoife", "Tomasz",
    "Greta",
    "Mehmet", "Beatrix", "Yuki", "Anders", "Ifeoma", "Carlos", "Priya", "Dmitri", "Fatima", "Owen", "Chiara",
    "Hassan", "Ingrid",
]  # fmt: skip
SURNAMES = [
    "Patel", "Okafor", "Lindholm", "Müller", "Núñez", "Żółkiewski", "Ærø", "O'Brien", "van der Berg",
    "Wolski", "Achterberg", "Şahin", "Holloway", "Tanaka", "Holmqvist", "Eze", "Delgado", "Raghavan",
    "Sokolov",
    "Haddad", "Pritchard", "Bianchi", "El-Sayed", "Thorsen",
]  # fmt: skip
TOPICS = [
    "aortic root outcomes", "the ECMO transport program", "robotic lobectomy training", "the trauma registry",
    "source control in perforated bowel", "a study of frailty before surgery", "the simulation curriculum",
]  # fmt: skip
PATHWAYS = [
    ("categorical-home",), ("categorical-away",), ("categorical-away", "research"), ("pivot",), ("research",),
    ("categorical-home", "pivot"),
]  # fmt: skip
ENCOUNTERS = ["Clinic", "Multidisciplinary clinic", "Corridor", "Reception"]
UNSAFE = {
    "MRN 48213377": "48213377",
    "the pt in room 3381, bed 2": "3381",
    "the 72 yo F in bed 4417": "4417",
    "DOB 04/17/1951, redo sternotomy": "04/17/1951",
}
"""Notes that give a patient away, and what of each may never stand in a draft."""
NOISE = ["Gym", "Noon conference", "M&M", "Grand rounds", "Dentist", "Laundry", "Rent due", "ABSITE review"]


@dataclass(frozen=True)
class MadeYear:
    """One year: what the command reads, and what is true."""

    calendar: str
    profile: str
    truth: Year
    entries: tuple[Entry, ...] = ()
    """What the calendar was made of."""


@dataclass
class Draft:
    """A year on its way."""

    rng: random.Random
    people: list[Human]
    director: Human
    today: date
    entries: list[Entry] = field(default_factory=list)
    occasions: list[Occasion] = field(default_factory=list)
    busy: set[date] = field(default_factory=set)
    """Days of congresses and vacations, on which no shift is worked."""
    congress: set[date] = field(default_factory=set)
    """Days of congresses, also of those that did not come to pass: a meeting there may be a part of it."""
    wanted: list[tuple[Occasion, Human]] = field(default_factory=list)
    promises: list[Promised] = field(default_factory=list)
    mentors: list[Human] = field(default_factory=list)
    saw_work: list[Human] = field(default_factory=list)
    """People of a block who were there for weeks."""

    def some(self, least: int, most: int) -> list[Human]:
        """A few different people."""
        return self.rng.sample(self.people, self.rng.randint(least, most))

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.rng.random() < share


def made_year(seed: int) -> MadeYear:
    """The year of that seed, always the same."""
    rng = random.Random(seed)  # noqa: S311 - lifelike years, no secrets
    starts = date(2026, 7, 1)
    today = starts + rng.randint(0, 240) * DAY
    people = made_people(rng)
    director = Human("Vikram Desai", f"vdesai@{HOME}")
    draft = Draft(rng, people, director, today)
    _congresses(draft, starts)
    _rotations(draft, starts)
    _conversations(draft, starts)
    _meetings(draft, starts)
    _advice(draft, starts)
    _noise(draft, starts)
    me, zone = _me(draft)
    until = today + rng.choice((365, 365, 365, 200, 120)) * DAY
    truth = Year(
        today,
        until,
        me,
        tuple(draft.occasions),
        (f"or-3@{HOME}", f"surgery-residents@{HOME}"),
        seed,
        tuple(draft.wanted),
        tuple(draft.promises),
        tuple(UNSAFE.values()),
    )
    rng.shuffle(draft.entries)
    text = calendar_text(draft.entries, zone, utc=draft.chance(0.3), bare=draft.chance(0.3))
    untold = rng.choice(["name", "stage", "pathways"]) if not me.told else ""
    return MadeYear(text, profile_text(me, people, untold), truth, tuple(draft.entries))


def made_people(rng: random.Random) -> list[Human]:
    """Twenty people or so whose names share no word, half of them at home, some without an address."""
    given, surnames = rng.sample(GIVEN, len(GIVEN)), rng.sample(SURNAMES, len(SURNAMES))
    people = []
    for number, (first, last) in enumerate(zip(given, surnames, strict=True)):
        domain = HOME if number % 2 else rng.choice(AWAY)
        local = "".join(c for c in f"{first}.{last}".casefold() if c.isascii() and (c.isalpha() or c == "."))
        email = "" if rng.random() < 0.2 else f"{local}x{number}@{domain}"
        people.append(Human(f"{first} {last}", email, barred=rng.random() < 0.06))
    return people[: rng.randint(8, len(people))]


def _me(draft: Draft) -> tuple[Me, str]:
    rng = draft.rng
    quiet = frozenset(date(2026, 7, 1) + rng.randint(0, 500) * DAY for _ in range(rng.randint(0, 25)))
    if draft.chance(0.3):
        first = date(2026, 12, 20) + rng.randint(0, 5) * DAY
        quiet |= {first + n * DAY for n in range(10)}
    pause = draft.today + rng.randint(5, 40) * DAY if draft.chance(0.15) else None
    zone = rng.choice(
        ["America/New_York", "America/Chicago", "America/Los_Angeles", "Pacific/Honolulu", "Asia/Tokyo"]
    )
    me = Me(
        zone=zone,
        own=(OWNER, "maya.rosen@example.com"),
        director=draft.director,
        mid_year_day=rng.choice([date(2026, 12, 14), date(2026, 12, 9), date(2027, 1, 11)]),
        quiet_days=quiet,
        pause_until=pause,
        hold_recipient=draft.chance(0.8),
        pathways=rng.choice(PATHWAYS),
        mentors=tuple(draft.mentors),
        research_mentors=tuple(human for human in draft.mentors if draft.chance(0.5)),
        news=tuple(news(rng, draft.today)),
        programs=tuple(programs(rng)),
        a_week=rng.choice([1, 2, 3]),
        told=not draft.chance(0.08),
        achievements=tuple(achievements(rng, draft.people, draft.today)),
        referees=tuple(referees(rng, draft.saw_work, draft.people, draft.today)),
        has_cv=draft.chance(0.7),
    )
    return me, zone


def _note(human: Human, topic: str, cue: str) -> str:
    address = f" <{human.email}>" if human.email else ""
    return f"{cue}: {human.name}{address}" + (f" - {topic}" if topic else "")


def _topic(draft: Draft) -> str:
    if draft.chance(0.03):
        return draft.rng.choice(list(UNSAFE))
    return draft.rng.choice(TOPICS) if draft.chance(0.6) else ""


def _safe(topic: str) -> str:
    """What of a note may be said in a letter."""
    return "" if topic in UNSAFE else topic


def _of(title: str, first: date) -> str:
    """By what the entries of an occasion are known."""
    return f"{title}@{first}"


def _guest(human: Human, answer: str = "ACCEPTED") -> Guest:
    return Guest(human.email, human.name, answer)


def _standing(draft: Draft) -> tuple[Standing, str, tuple[Guest, ...]]:
    """How firm an occasion is, with the STATUS and the guests that say so."""
    kind = draft.rng.choices(["firm", "tentative", "invited", "cancelled", "declined"], [80, 6, 4, 5, 5])[0]
    mine = {"invited": "NEEDS-ACTION", "declined": "DECLINED"}.get(kind)
    standing = {"firm": Standing.FIRM, "tentative": Standing.TENTATIVE, "invited": Standing.TENTATIVE}
    status = {"tentative": "TENTATIVE", "cancelled": "CANCELLED"}.get(kind, "CONFIRMED")
    guests = (Guest(OWNER, "Maya Rosen", mine),) if mine else ()
    return standing.get(kind, Standing.OFF), status, guests


def _congresses(draft: Draft, starts: date) -> None:
    at = starts + draft.rng.randint(10, 60) * DAY
    for title in draft.rng.sample(MEETINGS, draft.rng.randint(1, 4)):
        days = [at + n * DAY for n in range(draft.rng.randint(2, 5))]
        _congress(draft, title, days)
        at = days[-1] + draft.rng.choice([draft.rng.randint(2, 20), draft.rng.randint(40, 120)]) * DAY


def _congress(draft: Draft, title: str, days: list[date]) -> None:
    rng = draft.rng
    standing, status, mine = _standing(draft)
    organizer = "office@society.example.net" if mine else ""
    met = [(human, _topic(draft)) for human in draft.some(0, 5)]
    at_session = {human for human, _ in met if draft.chance(0.4)} if standing is Standing.FIRM else set()
    lines = [_note(human, topic, "Met") for human, topic in met if human not in at_session]
    notes = "\n".join(lines)
    block = Entry(title, days[0], days[-1], notes=notes, status=status, guests=mine, organizer=organizer)
    draft.entries.append(replace(block, of=_of(title, days[0])))
    if standing is Standing.FIRM:
        for human, topic in met:
            if human in at_session:
                notes = _note(human, topic, "Met")
                day = rng.choice(days)
                session = Entry(f"{title}: poster session", day, hour=10, hours=1.5, notes=notes)
                draft.entries.append(replace(session, of=_of(title, days[0])))
        draft.entries.append(
            Entry(f"Flight to {title.split(maxsplit=1)[0]}", days[0] - DAY, hour=15, hours=3)
        )
        draft.entries.append(Entry("Flight home", days[-1] + DAY, hour=11, hours=3))
        draft.busy |= set(days) | {days[0] - DAY, days[-1] + DAY}
    draft.congress |= set(days)
    ties = tuple(Tie(human, noted=not mine, topic="" if mine else _safe(topic)) for human, topic in met)
    occasion = Occasion("conference", title, tuple(days), ties, standing, outside=True)
    draft.occasions.append(occasion)
    if standing is Standing.FIRM and not mine and draft.chance(0.7):
        _want(draft, occasion)


def _want(draft: Draft, congress: Occasion) -> None:
    """People whom the user wants to meet there, sometimes too many, noted in the congress itself."""
    met = {tie.human for tie in congress.ties}
    people = [human for human in draft.people if human not in met and human.email and HOME not in human.email]
    wanted = people[: draft.rng.randint(2, 9)]
    notes = "\n".join(f"Want to meet: {human.name} <{human.email}> - the main session" for human in wanted)
    if wanted:
        entry = next(e for e in draft.entries if e.title == congress.title and e.first == congress.days[0])
        draft.entries[draft.entries.index(entry)] = replace(entry, notes=f"{entry.notes}\n{notes}".strip())
        draft.wanted += [(congress, human) for human in wanted]


def _rotations(draft: Draft, starts: date) -> None:
    at = starts + draft.rng.randint(0, 20) * DAY
    services = draft.rng.sample(SERVICES, len(SERVICES))
    while services and at < starts + 420 * DAY:
        length = draft.rng.choice([3, 7, 12, 14, 26, 28, 28])
        make = draft.rng.choice([_block, _shifts])
        make(draft, services.pop(), [at + n * DAY for n in range(length)])
        at += (length + draft.rng.choice([0, 0, 2, 9, 30])) * DAY


def _block(draft: Draft, service: str, days: list[date]) -> None:
    standing, status, mine = _standing(draft)
    away = draft.chance(0.15) and not mine
    people = draft.some(0, 3)
    lines = [_note(human, "", draft.rng.choice(["Attending", "Attending", "Chief"])) for human in people]
    title = f"Away elective: {service}" if away else f"{service} rotation"
    organizer = f"chiefs@{HOME}" if mine else ""
    notes = "\n".join(lines)
    block = Entry(title, days[0], days[-1], notes=notes, status=status, guests=mine, organizer=organizer)
    draft.entries.append(replace(block, of=_of(title, days[0])))
    if standing is Standing.FIRM and len(days) >= 12:
        draft.saw_work += people
    ties = tuple(Tie(human, noted=not mine) for human in people)
    draft.occasions.append(Occasion("rotation", title, tuple(days), ties, standing, outside=away))


def _shifts(draft: Draft, service: str, days: list[date]) -> None:
    """Shifts of one service by day or by night, with days off, without congresses, perhaps with leave."""
    rng = draft.rng
    off = set(rng.sample(days, len(days) // 4)) | draft.busy
    if len(days) > 20 and draft.chance(0.4):
        off |= set(days[8:15])
        draft.entries.append(Entry("Vacation", days[8], days[14]))
    worked = [day for day in days if day not in off]
    if len(worked) < 2:
        return
    named = {
        h: sorted(rng.sample(worked, min(len(worked), rng.randint(1, 6))))
        for h in draft.some(0, 4)
        if h.email
    }
    declined = {human for human in named if draft.chance(0.15)}
    night = draft.chance(0.3)
    for day in worked:
        guests = tuple(
            _guest(h, "DECLINED" if h in declined else "ACCEPTED") for h in named if day in named[h]
        )
        around = (Guest(OWNER, "Maya Rosen"), Guest(f"or-3@{HOME}", "OR 3", sort="ROOM"))
        listed = (*around, Guest(f"surgery-residents@{HOME}", "Surgery Residents", sort="GROUP"), *guests)
        hour = 18 if night else 6
        shift = Entry(f"{service} rotation", day, hour=hour, hours=12, guests=listed if guests else ())
        draft.entries.append(replace(shift, of=_of(service, worked[0])))
    ties = tuple(Tie(h, tuple(on), declined=h in declined) for h, on in named.items())
    draft.occasions.append(Occasion("rotation", service, tuple(worked), ties))


def _conversations(draft: Draft, starts: date) -> None:
    for _ in range(draft.rng.randint(2, 14)):
        day = starts + draft.rng.randint(0, 430) * DAY
        standing, status, mine = _standing(draft)
        met = [(human, _topic(draft)) for human in draft.some(1, 2)]
        notes = "\n".join(_note(human, topic, "Met") for human, topic in met)
        near = {day - DAY, day, day + DAY} & draft.congress  # A reception there may be a part of it.
        title = draft.rng.choice(ENCOUNTERS[:2] if near else ENCOUNTERS)
        if any((one.title, one.days) == (title, (day,)) for one in draft.occasions):
            continue
        organizer = f"clinic-desk@{HOME}" if mine else ""
        entry = Entry(title, day, hour=17, notes=notes, status=status, guests=mine, organizer=organizer)
        draft.entries.append(replace(entry, of=_of(title, day)))
        ties = tuple(Tie(human, (day,), noted=True, topic=_safe(topic)) for human, topic in met)
        draft.occasions.append(Occasion("conversation", title, (day,), ties, standing))
    for _ in range(draft.rng.randint(0, 5)):
        _promise(draft, starts + draft.rng.randint(0, 400) * DAY)


def _promise(draft: Draft, given: date) -> None:
    """A promise in a meeting of the lab, by name or to nobody."""
    day = given + draft.rng.randint(1, 20) * DAY
    human = draft.rng.choice(draft.people) if draft.chance(0.7) else None
    address = f" <{human.email}>" if human and human.email else ""
    whom = f" {human.name}{address}" if human else ""
    number = len(draft.promises)
    notes = f"Promised{whom}: send the protocol number {number} by {day.isoformat()}"
    draft.entries.append(Entry("Lab meeting", given, hour=8, notes=notes))
    draft.promises.append(Promised(human, given, day))


def _meetings(draft: Draft, starts: date) -> None:
    """With the own program director, with a mentor; and a webinar."""
    rng = draft.rng
    for _ in range(rng.randint(0, 2)):
        day = starts + rng.randint(0, 400) * DAY
        guests = (Guest(OWNER, "Maya Rosen"), _guest(draft.director))
        if day in draft.congress:
            continue
        title = rng.choice(["Meeting with program director", "Semi-annual evaluation with PD"])
        draft.entries.append(Entry(title, day, hour=14, hours=0.5, guests=guests, of=_of(title, day)))
        draft.occasions.append(Occasion("pd-meeting", title, (day,), (Tie(draft.director, (day,)),)))
    draft.mentors += draft.some(0, 2)
    for human in [*draft.mentors, *draft.some(0, 1)]:
        for _ in range(rng.randint(0, 3)):
            day = starts + rng.randint(0, 400) * DAY
            if day in draft.congress:
                continue
            _alone(draft, human, day)
    day = starts + rng.randint(0, 400) * DAY
    while day in draft.congress:
        day += DAY
    title = "Webinar: careers in cardiothoracic surgery"
    speaker, topic = rng.choice(draft.people), _topic(draft)
    note = _note(speaker, topic, "Speaker")
    draft.entries.append(Entry(title, day, hour=19, notes=note, of=_of(title, day)))
    tie = Tie(speaker, (day,), noted=True, topic=_safe(topic))
    draft.occasions.append(Occasion("webinar", title, (day,), (tie,), outside=True))


def _alone(draft: Draft, human: Human, day: date) -> None:
    """Half an hour with somebody, for advice."""
    title = f"Mentor meeting with Dr. {human.name}"
    draft.entries.append(Entry(title, day, hour=12, hours=0.5, of=_of(title, day)))
    draft.occasions.append(Occasion("mentor-meeting", title, (day,), (Tie(human, (day,)),)))


def _advice(draft: Draft, starts: date) -> None:
    """Some of those who saw the user work hear the story, too: they may be asked for a letter."""
    for human in dict.fromkeys(draft.saw_work):
        day = starts + draft.rng.randint(20, 140) * DAY
        if day not in draft.congress and draft.chance(0.5):
            _alone(draft, human, day)


def _noise(draft: Draft, starts: date) -> None:
    for _ in range(draft.rng.randint(20, 60)):
        day = starts + draft.rng.randint(0, 430) * DAY
        draft.entries.append(Entry(draft.rng.choice(NOISE), day, hour=draft.rng.choice([6, 12, 20])))
