"""Briefs go in; every letter must be one that a busy surgeon likes to get and the user would sign."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, nodes

from tests.house import LEE, PATEL
from tests.writers.letter_cast import (
    AMARA,
    DEEDS,
    LETTERS,
    NEWS,
    PROGRAMS,
    PROMISES,
    ROOT,
    STEPS,
    TEMPLATES,
    TOPIC,
    WORDINGS,
    brief_of,
    situations,
    worded,
)
from tests.writers.letter_lint import FIRST_CONTACTS, lint_letter, needs_specific
from worker.domain.errors import RuleFault
from worker.domain.letter import Brief
from worker.domain.narrative import Narrative, Pathway, Stage
from worker.domain.person import Person, Role
from worker.writers.letter import Letters

GOLDEN = ROOT / "tests" / "golden" / "letters"


def variants(brief: Brief) -> Iterator[tuple[int, Brief]]:
    """The brief once for each wording, told by a key that leads to it."""
    yield from ((variant, worded(brief, (variant, variant))) for variant in range(3))


def golden_briefs() -> Iterator[tuple[str, Brief]]:
    for cadence, step in STEPS:
        for variant, brief in variants(brief_of(cadence, step)):
            yield f"{cadence}-{step}-{variant}", brief
        if needs_specific(brief_of(cadence, step)):
            yield f"{cadence}-{step}-unknown", brief_of(cadence, step, topic="", asks=cadence == "rotation")
    yield "rotation-thank-you-chief", brief_of("rotation", "thank-you", to=replace(PATEL, role=Role.CHIEF))
    yield (
        "conference-thank-you-speaker",
        brief_of("conference", "thank-you", to=replace(LEE, role=Role.SPEAKER)),
    )


GOLDEN_BRIEFS = dict(golden_briefs())


@pytest.mark.parametrize("name", GOLDEN_BRIEFS)
def test_the_steady_cast_gets_these_letters(name: str) -> None:
    """RAPPORT_UPDATE_GOLDEN=1 writes the files anew, for reading in review."""
    letter = LETTERS.write_letter(brief := GOLDEN_BRIEFS[name])
    pasted = f"\nLinkedIn: {letter.note}\n" if letter.note else ""
    file, shown = GOLDEN / f"{name}.txt", f"Subject: {letter.subject}\n\n{letter.text}\n{pasted}"
    if os.environ.get("RAPPORT_UPDATE_GOLDEN") == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")
    assert lint_letter(letter, brief) == []


def test_no_golden_letter_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(GOLDEN_BRIEFS)


NAMES = [
    "Dr. Patel", "Dr. Dr. Patel", "Jane Lee, MD", "priya", "", "jlee@uni.edu", "王小明", "محمد علي",
    "Nguyễn Thị Lan", "Ana María de la Cruz", "x\r\nBcc: evil@x.org", "=?utf-8?q?a?=", "{{ me }}",
    "[[ you ]]",     "<b>Bob</b>", "O'Neill", "Prof. Dr. med. Müller", "A" * 300, "\ud800", "Lee, Jane",
    "PRIYA SHARMA",
]  # fmt: skip
TOPICS = [
    "", "", TOPIC, "his work on TAVR", "asked me to send the abstract", "great teaching in the OR!!",
    "Ross procedure", "great teacher", "rude to nurses", "send him the poster", "very kind", "{{ 7*7 }} data",
    "the database; he was nice", "my top choice", "how to apply?", "wants me to email my CV", "心脏外科",
    "we talked about DCD hearts. She said I should email in January", "aortic " * 60, "[[ x ]] outcomes",
]  # fmt: skip
TITLES = [
    "SICU", "STS Annual Meeting", "Surgery Clinic", "AATS 2027", "Vascular (Dr. Okafor)", "",
    "Away elective: Cardiac Surgery, St. Mary's Heart Institute", "rotation", "Coffee with Jane",
    "Trauma service",
    "The American Association for Thoracic Surgery 107th Annual Meeting and Postgraduate Course, Part II",
    "{% if x %}", "[[ gap ]]", "STS!!! \N{PARTY POPPER}", "Sub-I: CT Surgery", "x\ny",
    "Night Float", "a..b , c", "胸部外科学会",
]  # fmt: skip
PLACES = ["", "San Antonio, TX", "Boston", "OR 4", "https://zoom.us/j/1", "Hynes Convention Center", "Zoom"]
GOALS = [
    "",
    "train in categorical general surgery",
    "To become a surgeon.",
    "I hope to move into anesthesiology",
    "...",
]
LINERS = ["", "I trained as a carpenter before medical school", "Carpenter turned surgeon", "I"]

stories = st.builds(
    Narrative,
    name=st.sampled_from(["Amara Osei", "王小明", "A\r\nBcc: x@y.z"]),
    degree=st.sampled_from(["", "MD"]),
    stage=st.sampled_from(Stage),
    institution=st.sampled_from(["", "Lakeside University Hospital"]),
    school=st.sampled_from(["", "University of Ghana Medical School"]),
    pathways=st.lists(st.sampled_from(Pathway), max_size=2).map(tuple),
    addresses=st.sampled_from([(), ("amara@x.org",)]),
    goal=st.sampled_from(GOALS),
    interest=st.sampled_from(["", "aortic surgery", "aortic surgery."]),
    one_liner=st.sampled_from(LINERS),
    signature=st.sampled_from([(), ("Amara Osei", "PGY-1, Lakeside", "", "+1 555 0100")]),
)
people = st.builds(
    Person,
    key=st.text(min_size=1, max_size=8),
    name=st.sampled_from(NAMES) | st.text(max_size=20),
    title=st.sampled_from(["", "Dr.", "Prof."]),
    role=st.sampled_from(Role),
)


MAY_ASK = {("conference", "thank-you"), ("rotation", "thank-you"), ("conversation", "follow-up")}
"""Letters that ask for something in some situations only."""


@st.composite
def strange_situations(draw: st.DrawFn) -> Brief:
    cadence, step = draw(st.sampled_from(STEPS))
    asks = {"asks": draw(st.booleans())} if (cadence, step) in MAY_ASK else {}
    return brief_of(
        cadence,
        step,
        me=draw(stories),
        to=draw(people),
        about=draw(st.sampled_from(TITLES)),
        topic=draw(st.sampled_from(TOPICS)),
        place=draw(st.sampled_from(PLACES)),
        also=draw(st.sampled_from(["", "", "ACS Clinical Congress", "MICU"])),
        external=draw(st.booleans()),
        program=draw(st.sampled_from([*PROGRAMS, *TITLES])),
        news=tuple(draw(st.lists(st.sampled_from(NEWS), min_size=1, max_size=5, unique=True))),
        what=draw(st.sampled_from(PROMISES if cadence == "promise" else DEEDS)),
        **asks,
        **({} if draw(st.booleans()) or cadence != "introduction" else {"programs": ()}),
        files=(),
    )


@settings(max_examples=600, deadline=None)
@given(strange_situations())
def test_every_letter_could_be_signed(brief: Brief) -> None:
    assert lint_letter(LETTERS.write_letter(brief), brief) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("It was a privilege to work with you.", "I particularly valued your time."),
        ("It was a privilege to work with you.", "I hope to train with you, and I hope to learn."),
        ("With best regards,", "Thank you again.\n\nThanks again,"),
        ("With best regards,", "I am grateful for this. I am most grateful for that.\n\nWith best regards,"),
    ],
)
def test_the_lint_refuses_what_is_said_twice(before: str, after: str) -> None:
    brief = worded(brief_of("rotation", "thank-you"), (1, 0))
    letter = LETTERS.write_letter(brief)
    assert before in letter.text
    assert lint_letter(letter, brief) == []
    assert lint_letter(replace(letter, text=letter.text.replace(before, after)), brief) != []


@pytest.mark.parametrize(("cadence", "step"), STEPS)
def test_every_letter_in_every_wording_passes_in_thirty_situations(cadence: str, step: str) -> None:
    for wording in WORDINGS:
        briefs = list(situations(cadence, step, wording))
        assert len(briefs) >= 30
        faults = {
            brief: found for brief in briefs if (found := lint_letter(LETTERS.write_letter(brief), brief))
        }
        assert faults == {}


@pytest.mark.parametrize(("cadence", "step"), sorted(FIRST_CONTACTS))
def test_a_first_letter_has_at_least_three_wordings(cadence: str, step: str) -> None:
    texts = {LETTERS.write_letter(worded(brief_of(cadence, step), wording)).text for wording in WORDINGS}
    assert len(texts) >= 3


def test_a_note_to_paste_stands_beside_letters_to_faculty_met_and_is_short() -> None:
    for cadence, step in [("conference", "thank-you"), ("rotation", "thank-you"), ("webinar", "note")]:
        assert 40 < len(LETTERS.write_letter(brief_of(cadence, step)).note) <= 300
    long = LETTERS.write_letter(brief_of("conference", "thank-you", me=replace(AMARA, name="Amara " * 30)))
    assert len(long.note) <= 300


@given(st.text(max_size=60), st.text(max_size=80), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_of_a_calendar_makes_a_letter(name: str, topic: str, about: str) -> None:
    brief = brief_of("rotation", "thank-you", to=replace(PATEL, name=name), topic=topic, about=about)
    letter = LETTERS.write_letter(brief)
    assert letter == LETTERS.write_letter(brief)
    assert letter.words <= 200
    assert 0 < len(letter.subject) <= 78
    assert "{" not in letter.text
    assert "\n\n\n" not in letter.text


@pytest.mark.parametrize(
    ("title", "name", "role", "words"),
    [
        ("Dr.", "Patel", Role.ATTENDING, "Dear Dr. Patel,"),
        ("Dr.", "Dr. Patel", Role.ATTENDING, "Dear Dr. Patel,"),
        ("", "Jane Lee, MD", Role.MET, "Dear Dr. Lee,"),
        ("", "priya", Role.GUEST, "Dear Priya,"),
        ("", "", Role.GUEST, "Hello,"),
        ("", "Jonas Weber", Role.CHIEF, "Dear Jonas,"),
    ],
)
def test_the_greeting_fits_the_person(title: str, name: str, role: Role, words: str) -> None:
    to = Person("x@uni.edu", name, "x@uni.edu", title, role)
    assert LETTERS.write_letter(brief_of("rotation", "thank-you", to=to)).text.startswith(words + "\n\n")


def test_an_unknown_specific_is_one_gap_and_a_known_one_none() -> None:
    assert len(LETTERS.write_letter(brief_of("conference", "thank-you", topic="")).gaps) == 1
    assert LETTERS.write_letter(brief_of("conference", "thank-you")).gaps == ()


def test_a_follow_up_keeps_the_subject_and_is_shorter() -> None:
    brief = brief_of("rotation", "follow-up", topic="")
    letter = LETTERS.write_letter(brief)
    assert brief.earlier is not None
    assert letter.subject == f"Re: {brief.earlier.subject}"
    assert letter.words < brief.earlier.words
    assert letter.gaps == ()


def test_what_the_user_did_not_tell_leaves_no_trace() -> None:
    bare = Narrative(name="Amara Osei", stage=Stage.PRELIM, pathways=(Pathway.RESEARCH,))
    letter = LETTERS.write_letter(brief_of("conference", "thank-you", me=bare))
    assert "I am a preliminary surgery resident. I would value your advice" in letter.text
    assert letter.text.endswith("With best regards,\nAmara Osei\nPreliminary Surgery Resident")


@pytest.mark.parametrize(("pathway", "words"), [
    (Pathway.CATEGORICAL_AWAY, "a strong application for a categorical place"),
    (Pathway.PIVOT, "how to make the change well"),
    (Pathway.RESEARCH, "how to choose the right research year"),
    (Pathway.CT_APPLICANT, "how best to prepare"),
])  # fmt: skip
def test_the_advice_asked_for_follows_the_pathway(pathway: Pathway, words: str) -> None:
    me = replace(AMARA, pathways=(pathway,))
    assert words in LETTERS.write_letter(brief_of("rotation", "thank-you", me=me)).text


def test_one_person_always_gets_the_same_wording_and_not_all_the_same() -> None:
    people = [replace(PATEL, key=f"person{n}@x.org") for n in range(12)]
    texts = [LETTERS.write_letter(brief_of("rotation", "thank-you", to=person)).text for person in people]
    assert len(set(texts)) > 3
    assert texts == [
        LETTERS.write_letter(brief_of("rotation", "thank-you", to=person)).text for person in people
    ]


def test_a_town_is_named_and_a_room_is_not() -> None:
    town = LETTERS.write_letter(brief_of("conference", "thank-you", place="San Antonio, TX"))
    assert "at the STS Annual Meeting in San Antonio." in town.text
    room = LETTERS.write_letter(brief_of("conference", "thank-you", place="Hall B2"))
    assert "Hall" not in room.text


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("SICU", "my SICU rotation"),
        ("Trauma service", "my Trauma rotation"),
        ("Night Float", "my Night Float"),
        ("Vascular wk 2", "my Vascular rotation"),
        ("PGY-1 SICU", "my SICU rotation"),
        ("Vascular (Dr. Okafor)", "my Vascular rotation"),
        ("Away elective: Cardiac Surgery, St. Mary's Heart Institute", "my Cardiac Surgery elective"),
        ("Sub-I: CT Surgery", "my CT Surgery Sub-I"),
        ("CT surgery rotation @ Mayo", "my CT surgery rotation at Mayo"),
        ("", "my rotation"),
    ],
)
def test_a_rotation_is_called_as_one_says_it(about: str, words: str) -> None:
    subject = LETTERS.write_letter(brief_of("rotation", "thank-you", about=about)).subject
    assert subject == f"Thank you for your teaching during {words}"


@pytest.mark.parametrize("about", ["Coffee with Dr. Lee", "Lunch", "Hallway", "ct sx clinic", "Jane Lee"])
def test_a_private_jotting_is_no_name_of_an_occasion(about: str) -> None:
    text = LETTERS.write_letter(brief_of("conversation", "follow-up", about=about)).text
    assert " during " not in text


def test_a_missing_letter_is_a_fault_of_the_rules() -> None:
    with pytest.raises(RuleFault, match=r"templates/letters/toast/note/body\.txt: missing"):
        LETTERS.write_letter(replace(brief_of("rotation", "thank-you"), cadence="toast", step="note"))


def test_a_hole_in_a_template_fails_loudly(tmp_path: Path) -> None:
    for name, text in {
        "_shared/greeting.txt": "Hello,",
        "_shared/signature.txt": "{{ name }}",
        "rotation/thank-you/subject.txt": "Thanks",
        "rotation/thank-you/body.txt": "You are {{ wonderful }}.",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    with pytest.raises(RuleFault, match=r"rotation/thank-you/body\.txt: 'wonderful' is undefined"):
        Letters(tmp_path).write_letter(brief_of("rotation", "thank-you"))


PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Include, nodes.Const,
    nodes.Call,    nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand,
)  # fmt: skip


@pytest.mark.parametrize(
    "file", sorted(TEMPLATES.rglob("*.txt")), ids=lambda file: file.relative_to(TEMPLATES).as_posix()
)
def test_templates_use_names_and_plain_if(file: Path) -> None:
    tree = Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
    assert {type(node).__name__ for node in tree.find_all(nodes.Node)} <= {one.__name__ for one in PLAIN}
    assert {call.node.name for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name)} <= {
        "gap"
    }
