"""Chance goes in; what the user tells beside the calendar comes out: news, programs, referees."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tests.years.profile_text import is_skipped
from tests.years.truth import Achieved, Human, Office, Program, Referee

DAY = timedelta(days=1)
PLACES = ["Bay", "Hill", "River", "Harbor Point", "Prairie", "Summit", "Lakeview"]
GIVEN = ["Ada", "Bruno", "Cora", "Dario", "Elsa", "Fritz", "Gilda", "Hugo", "Ines", "Jonas", "Karla", "Leon"]
DIRECTORS = [
    "Voss", "Chu", "Dean", "Fenn", "Grau", "Hale", "Imhof", "Jarvi", "Kline", "Lund", "Mabry", "Nash", "Orr",
    "Pell",
]  # fmt: skip
FACULTY = {
    Office.FACULTY: ["Quill", "Rourke", "Stern", "Tully", "Unger", "Vance"],
    Office.RESEARCH: ["Wilde", "Yates", "Zeller", "Abbott", "Boyd", "Crane"],
}
BESIDE = {Office.COORDINATOR: ["Ackroyd", "Bixby", "Cowan"], Office.ALUMNUS: ["Dillard", "Eads", "Fogel"]}
DEPARTMENT = {Office.FACULTY: "Department of Anesthesiology", Office.RESEARCH: "Outcomes Institute"}


def news(rng: random.Random, today: date) -> Iterator[tuple[date, str]]:
    """News in the months around the day of looking."""
    for number in range(rng.randint(0, 9)):
        yield today + rng.randint(-40, 300) * DAY, f"Milestone number {number} is reached"


def programs(rng: random.Random) -> Iterator[Program]:
    """A list of programs, some with both of their directors, some with one whom nothing may be written to."""
    names = [f"{place} {kind}" for place in PLACES for kind in ("General Hospital", "Medical Center")]
    first_choice = rng.randint(0, 20)
    for number, name in enumerate(rng.sample(names, rng.randint(0, 14))):
        for associate in (False, True)[: rng.choice([1, 1, 2])]:
            family = f"{DIRECTORS[number]}{'sen' if associate else ''}"
            human = _listed(rng, family, f"p{number}.example.org")
            office = Office.ASSOCIATE if associate else Office.DIRECTOR
            yield Program(name, human, office, rng.random() < 0.5, number == first_choice)
    for office, families in FACULTY.items():
        for number, family in enumerate(rng.sample(families, rng.randint(0, len(families)))):
            name = f"{PLACES[number]} {DEPARTMENT[office]}"
            yield Program(name, _listed(rng, family, f"{office}{number}.example.org"), office)
    yield from _beside(random.Random(first_choice))  # noqa: S311 - so that no other draw changes


def _beside(rng: random.Random) -> Iterator[Program]:
    """Coordinators of electives, and people from the user's own school, at other programs."""
    for office, families in BESIDE.items():
        for number, family in enumerate(rng.sample(families, rng.randint(0, len(families)))):
            name = f"{PLACES[-1 - number]} Teaching Hospital"
            yield Program(name, _listed(rng, family, f"{office}{number}.example.org"), office)


def _listed(rng: random.Random, family: str, domain: str) -> Human:
    given = rng.choice(GIVEN)
    return Human(f"{given} {family}", f"{family.lower()}@{domain}", barred=rng.random() < 0.06)


def achievements(rng: random.Random, people: Sequence[Human], today: date) -> Iterator[Achieved]:
    """What people achieved, as it is noted in the months to come."""
    for human in rng.sample(people, rng.randint(0, 3)):
        yield Achieved(human, today + rng.randint(-10, 200) * DAY)


def referees(
    rng: random.Random, saw_work: Sequence[Human], people: Sequence[Human], today: date
) -> Iterator[Referee]:
    """Those who may write a letter, most of whom saw the user work, each as far as it has come."""
    seen = [human for human in dict.fromkeys(saw_work) if not is_skipped(human)]
    others = [human for human in people if human not in seen and not is_skipped(human)]
    for human in [*rng.sample(seen, min(len(seen), rng.randint(0, 4))), *others[: rng.randint(0, 1)]]:
        needed = today + rng.randint(20, 200) * DAY if rng.random() < 0.5 else None
        steps = [today - rng.randint(0, 4) * DAY - n * 12 * DAY for n in (2, 1, 0)]
        asked, promised, received = {
            "untold": (None, None, None),
            "asked": (steps[2], None, None),
            "promised": (steps[1], steps[2], None),
            "received": (steps[0], steps[1], steps[2]),
        }[rng.choices(["untold", "asked", "promised", "received"], [5, 1, 3, 2])[0]]
        yield Referee(human, needed, asked, promised, received, rng.random() < 0.9)
