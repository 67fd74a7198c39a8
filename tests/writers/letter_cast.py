"""Every letter there is, each with a brief for the steady cast, and many situations it may be written in."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

from tests import house
from tests.house import DESAI, LEE, PATEL, rules
from worker.domain.engagement import Kind
from worker.domain.letter import Brief
from worker.domain.narrative import Materials, Narrative, Pathway, Stage
from worker.domain.person import Person, Role
from worker.domain.wording import own_wording
from worker.writers.letter import Letters

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "letters"
LETTERS = Letters(TEMPLATES)
STEPS = tuple((cadence.name, step.name) for cadence in rules().cadences for step in cadence.steps)
WORDINGS = tuple(product(range(3), range(3)))
SITUATIONS = 30
"""Of every letter in every wording."""

FILES = Materials(cv="/home/amara/cv.pdf", statement="/home/amara/statement.pdf")
AMARA = replace(
    house.AMARA,
    interest="aortic surgery",
    school="University of Ghana Medical School",
    specialty="general surgery",
    differentiator="three years as a paramedic before medical school",
    materials=FILES,
)
TOPIC = "aortic root outcomes"
MARSH = Person(
    "hmarsh@lakeside.example.edu", "Helen Marsh", "hmarsh@lakeside.example.edu", "Dr.", Role.MENTOR
)
VOSS = Person("lvoss@bay.example.org", "Lena Voss", "lvoss@bay.example.org", "Dr.", Role.PROGRAM_DIRECTOR)
LOPEZ = Person("alopez@bay.example.org", "Ana Lopez", "alopez@bay.example.org", "", Role.COORDINATOR)
BOATENG = Person("kboateng@hill.example.org", "Kofi Boateng", "kboateng@hill.example.org", "Dr.", Role.GUEST)
MEETING = (LEE, Kind.CONFERENCE, "STS Annual Meeting")
CAST: dict[str, tuple[Person, Kind, str]] = {
    "conference": MEETING,
    "rotation": (PATEL, Kind.ROTATION, "SICU"),
    "conversation": (LEE, Kind.CONVERSATION, "Surgery Clinic"),
    "pd-mid-year-meeting": (DESAI, Kind.PD_MEETING, "Mid-year meeting with your PD"),
    "webinar": (replace(LEE, role=Role.SPEAKER), Kind.WEBINAR, "Webinar: careers in thoracic surgery"),
    "mentor-meeting": (MARSH, Kind.MENTOR_MEETING, "Mentor meeting"),
    "mentor": (MARSH, Kind.NEWS, "The abstract was accepted at STS"),
    "cold-outreach": (VOSS, Kind.PROSPECT, "Bay General Hospital"),
    "introduction": (MARSH, Kind.INTRODUCTION, "Bay General Hospital; University of Toledo"),
    "pivot": (VOSS, Kind.PIVOT, "Bay Anesthesiology"),
    "research": (VOSS, Kind.RESEARCH, "Bay Aortic Laboratory"),
    "elective": (LOPEZ, Kind.ELECTIVE, "Bay General Hospital"),
    "alumni": (BOATENG, Kind.ALUMNI, "Hill Hospital"),
    "letter": (PATEL, Kind.LETTER, "SICU"),
    "promise": (PATEL, Kind.PROMISE, "send you the abstract"),
}
TOLD: dict[tuple[str, str], dict[str, object]] = {
    ("conference", "outreach"): {"topic": "her talk on aortic roots", "introduces": True, "asks": True},
    ("mentor", "update"): {"news": ("The abstract was accepted at STS", "Passed Step 3"), "topic": ""},
    ("mentor", "congratulation"): {"what": "promotion to associate professor", "topic": ""},
    ("cold-outreach", "first-letter"): {
        "program": "Bay General Hospital",
        "topic": "your trauma volume",
        "introduces": True,
        "files": (FILES.cv,),
        "asks": True,
    },
    ("cold-outreach", "follow-up"): {"program": "Bay General Hospital", "introduces": True, "topic": ""},
    ("introduction", "request"): {
        "programs": ("Bay General Hospital", "University of Toledo"),
        "topic": "",
        "asks": True,
    },
    ("pivot", "enquiry"): {
        "program": "Bay Anesthesiology",
        "topic": "your work on regional blocks",
        "asks": True,
        "introduces": True,
    },
    ("research", "enquiry"): {
        "program": "Bay Aortic Laboratory",
        "topic": "your work on the aorta",
        "asks": True,
        "introduces": True,
    },
    ("elective", "enquiry"): {
        "program": "Bay General Hospital",
        "topic": "your cardiac service",
        "asks": True,
        "introduces": True,
    },
    ("elective", "follow-up"): {"program": "Bay General Hospital", "introduces": True, "topic": ""},
    ("alumni", "note"): {
        "program": "Hill Hospital",
        "topic": "your fellowship in Toronto",
        "asks": True,
        "introduces": True,
    },
    ("alumni", "follow-up"): {"program": "Hill Hospital", "introduces": True, "topic": ""},
    ("letter", "request"): {"needed": date(2027, 1, 15), "worked": True, "topic": "", "asks": True},
    ("letter", "materials"): {
        "needed": date(2027, 1, 15),
        "worked": True,
        "topic": "",
        "files": (FILES.cv, FILES.statement),
        "missing": ("a one-page summary of our work together",),
    },
    ("letter", "reminder"): {"needed": date(2027, 1, 15), "worked": True, "topic": ""},
    ("letter", "thank-you"): {"needed": date(2027, 1, 15), "worked": True, "topic": ""},
    ("promise", "delivery"): {"what": "send you the abstract", "topic": ""},
}
ASKING = {("conference", "thank-you"), ("rotation", "thank-you"), ("pd-mid-year-meeting", "request")}
AFTER = {(c.name, s.name): s.after for c in rules().cadences for s in c.steps if s.after}


def brief_of(cadence: str, step: str, **changes: object) -> Brief:
    """The brief of one step for the steady cast, with changes."""
    to, kind, about = CAST[cadence]
    before = (cadence, step) == ("pd-mid-year-meeting", "request")
    first, last = (date(2026, 12, 15),) * 2 if before else (date(2026, 11, 2), date(2026, 11, 27))
    brief = Brief(
        cadence=cadence,
        step=step,
        me=AMARA,
        to=to,
        kind=kind,
        about=about,
        first_day=first,
        last_day=last,
        on=date(2026, 12, 1),
        topic="" if before else TOPIC,
        asks=(cadence, AFTER.get((cadence, step), step)) in ASKING,
        external=kind is Kind.CONFERENCE,
    )
    brief = replace(brief, **{**TOLD.get((cadence, step), {}), **changes})  # type: ignore[arg-type]
    if (cadence, step) not in AFTER:
        return brief
    first_step = AFTER[cadence, step]
    told = TOLD.get((cadence, first_step), {})
    opening = replace(brief, step=first_step, **{**told, **changes})  # type: ignore[arg-type]
    earlier = LETTERS.write_letter(opening)
    on = brief.on + timedelta(days=12)
    return replace(brief, asks=False, earlier=earlier, earlier_day=brief.on, on=on, files=())


def worded(brief: Brief, wording: tuple[int, int]) -> Brief:
    """The brief in one wording: its addressee under a key that leads to it."""
    tries = (replace(brief, to=replace(brief.to, key=f"{brief.to.key}#{n}")) for n in range(999))
    return next(one for one in tries if own_wording(one.to.key) == wording)


NAMES = [
    "Dr. Patel",
    "Jane Lee, MD",
    "priya",
    "Nguyễn Thị Lan",
    "Prof. Dr. med. Müller",
    "Ana de la Cruz",
    "",
]
TOPICS = [
    "", "", TOPIC, "his work on TAVR", "asked me to send the abstract", "great teaching in the OR!!",
    "send him the poster", "very kind", "how to apply?", "rude to nurses", "we talked about DCD hearts",
    "your trauma volume", "the teaching on rounds", "my top choice", "the registry she runs",
]  # fmt: skip
ABOUT: dict[Kind, list[str]] = {
    Kind.CONFERENCE: ["STS Annual Meeting", "AATS 2027", "ACS Clinical Congress", "x\ny", ""],
    Kind.ROTATION: [
        "SICU",
        "Vascular (Dr. Okafor)",
        "Night Float",
        "Sub-I: CT Surgery",
        "Trauma service",
        "",
    ],
    Kind.WEBINAR: [
        "Webinar: careers in surgery",
        "Aortic Webinar",
        "webinar",
        "Live Q&A: matching as an IMG",
    ],
    Kind.LETTER: ["SICU", "Trauma service", "Away elective: Cardiac Surgery, St. Mary's"],
    Kind.CONVERSATION: ["Surgery Clinic", "coffee", "Corridor", ""],
}
PROGRAMS = [
    "Bay General Hospital",
    "University of Toledo",
    "The Long Name of a Hospital for Surgery and Medicine",
    "",
]
NEWS = [
    "The abstract was accepted at STS", "Passed Step 3", "I joined the aortic registry as a co-author.",
    "ABSITE: 82nd percentile", "our paper on frailty is out", "I was asked to teach the new interns!!",
    "Matched into a research year at Bay General Hospital, beginning in July", "A" * 200,
]  # fmt: skip
DEEDS = [
    "promotion to associate professor",
    "the R01",
    "won the teaching award",
    "matched into plastics",
    "Her new lab",
]
PROMISES = ["send you the abstract", "the revised figures", "review your draft", "call the coordinator"]
STORIES: list[dict[str, object]] = [
    {"stage": stage, "pathways": (pathway,), "goal": goal, "interest": interest, "school": school}
    for stage, pathway, (goal, interest, school) in product(
        Stage,
        Pathway,
        [
            ("train in categorical general surgery", "aortic surgery", "University of Ghana Medical School"),
            ("", "", ""),
        ],
    )
]


def situations(cadence: str, step: str, wording: tuple[int, int]) -> Iterator[Brief]:
    """Situations in which one letter is written in one wording, always the same ones."""
    chance = random.Random(f"{cadence}/{step}/{wording}")  # noqa: S311 - situations, no secrets
    for number in range(SITUATIONS):
        yield worded(_situation(cadence, step, chance, number), wording)


def _situation(cadence: str, step: str, chance: random.Random, number: int) -> Brief:
    story: dict[str, object] = STORIES[(number * 7 + chance.randrange(len(STORIES))) % len(STORIES)]
    me: Narrative = replace(
        AMARA,
        institution=chance.choice(["", "Lakeside University Hospital"]),
        differentiator=chance.choice(["", "three years as a paramedic"]),
        specialty=chance.choice(["", "anesthesiology", "general surgery"]),
        one_liner=chance.choice(["", "I trained as a carpenter before medical school"]),
        year_start=chance.choice([None, date(2026, 7, 1)]),
        **story,  # type: ignore[arg-type]
    )
    to, kind, about = CAST[cadence]
    changes: dict[str, object] = {
        "me": me,
        "to": replace(to, name=chance.choice([to.name, *NAMES]), role=chance.choice([to.role, *Role])),
        "about": chance.choice([about, *ABOUT.get(kind, [])]),
        "topic": chance.choice(TOPICS),
        "place": chance.choice(["", "San Antonio, TX", "Hall B2"]),
        "also": chance.choice(["", "", "MICU"]) if kind in ABOUT and kind is not Kind.LETTER else "",
        "external": chance.random() < 0.5,
    }
    return brief_of(cadence, step, **{**changes, **_told(cadence, step, chance)})


def _told(cadence: str, step: str, chance: random.Random) -> dict[str, object]:
    """What differs where something was told on purpose."""
    if cadence in {"conference", "rotation"}:
        return {"asks": chance.random() < 0.7} if step == "thank-you" else {}
    if cadence == "mentor":
        news = tuple(chance.sample(NEWS, chance.randint(1, 5)))
        return {"news": news, "what": chance.choice(DEEDS), "topic": ""}
    if cadence in {"cold-outreach", "pivot", "research", "elective", "alumni"}:
        files = (FILES.cv,) if step == "first-letter" and chance.random() < 0.5 else ()
        top = step == "first-letter" and chance.random() < 0.2
        program, known = chance.choice(PROGRAMS), cadence != "research" or chance.random() < 0.6
        return {"program": program, "files": files, "top_choice": top, "introduces": known}
    if cadence == "introduction":
        return {"programs": tuple(filter(None, chance.sample(PROGRAMS, chance.randint(0, 3)))), "topic": ""}
    if cadence == "promise":
        return {"what": chance.choice(PROMISES), "topic": ""}
    return {"worked": chance.random() < 0.7, "topic": ""} if cadence == "letter" else {}
