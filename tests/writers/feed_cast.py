"""The entries of the golden feeds: small, hand-made, with everything that is hard to write down."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from worker.domain.feed import Entry, entry_for_milestone
from worker.domain.season import (
    Certainty,
    Conference,
    Deadline,
    Edition,
    Milestone,
    deadline_milestone,
    edition_milestone,
)

CHECKED = date(2026, 11, 21)
SOURCES = {
    "NRMP": "https://www.nrmp.org/ (official)",
    "PLAYBOOK": "Rapport's playbook",
    "SOCIETY": "the society",
}

MATCH_WEEK = Milestone(
    id="nrmp-2027-match-week",
    title="Match Week 2027",
    start=date(2027, 3, 15),
    end=date(2027, 3, 19),
    certainty=Certainty.EXPECTED,
    source=("NRMP",),
    checked=CHECKED,
    category="nrmp",
    rule="the week of the third Friday of March",
    note="Monday, 10:00; Eastern: matched, or not.",
)
RANK_LIST = Milestone(
    id="nrmp-2027-rank-list",
    title="Rank order list must be certified",
    start=date(2027, 3, 3),
    end=date(2027, 3, 3),
    at=time(21),
    certainty=Certainty.EXPECTED,
    source=("NRMP",),
    checked=CHECKED,
    category="nrmp",
    rule="twelve days before Match Week",
    deadline=True,
)
MID_YEAR = Milestone(
    id="mid-year-meeting-2026",
    title="Mid-year meeting with your PD",
    start=date(2026, 12, 15),
    end=date(2026, 12, 15),
    certainty=Certainty.PUBLISHED,
    source=("PLAYBOOK",),
    checked=CHECKED,
    category="training-year",
    checklist=("Updated CV", "One page: scores, publications, goals", "Specific questions"),
    revision=2,
)
ESTS = Conference(
    id="ests",
    name="European Conference on General Thoracic Surgery",
    aliases=("ESTS",),
    field="thoracic surgery",
    short="ESTS Annual Meeting",
    editions=(
        Edition(date(2027, 5, 30), date(2027, 6, 1), "Zürich", Certainty.PUBLISHED, ("SOCIETY",), CHECKED),
        Edition(
            date(2028, 5, 28), date(2028, 5, 30), "", Certainty.EXPECTED, ("SOCIETY",), CHECKED, "late May"
        ),
    ),
    deadlines=(
        Deadline(
            "abstract-2027",
            "abstracts for 2027 are due",
            date(2027, 1, 10),
            Certainty.PUBLISHED,
            ("SOCIETY",),
            CHECKED,
        ),
    ),
)

MILESTONES = tuple(entry_for_milestone(one, SOURCES) for one in (MATCH_WEEK, RANK_LIST, MID_YEAR))
CONFERENCES = tuple(
    entry_for_milestone(one, SOURCES)
    for one in (
        *(edition_milestone(ESTS, edition) for edition in ESTS.editions),
        *(deadline_milestone(ESTS, deadline) for deadline in ESTS.deadlines),
    )
)
FOLLOW_UPS = (
    Entry(
        uid="draft-conference.thank-you.kim@x.org@rapport",
        title="Draft: Thank you, Dr. 김민준 — STS; “hallway”, 3:15",
        start=date(2027, 2, 3),
        end=date(2027, 2, 3),
        stamp=datetime(2026, 11, 21, 8, 30, tzinfo=UTC),
        revision=4,
        description='Met: د. ليلى حداد\n\nBackslash \\n stays, semicolon; comma, "quotes".\n'
        + "😀 ß 試験 " * 12,
        categories=("Rapport", "draft, planned"),
        url="https://example.org/queue?touch=1&a=b;c",
    ),
    Entry(
        uid="question-rotation.sicu.2026-10-05@rapport",
        title="Whom did you meet at SICU?",
        start=datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo("America/New_York")),
        end=datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/New_York")),
        stamp=datetime(2026, 10, 5, tzinfo=UTC),
        location="SICU, 4th floor",
        alarms=(0, 1),
    ),
    Entry(
        uid="talk-eacts@rapport",
        title="EACTS talk",
        start=datetime(2026, 10, 7, 9, tzinfo=ZoneInfo("Europe/Madrid")),
        end=datetime(2026, 10, 7, 10, tzinfo=UTC),
        stamp=datetime(2026, 9, 1, tzinfo=UTC),
        cancelled=True,
        alarms=(7,),
    ),
)
FEEDS = {"milestones": MILESTONES, "conferences": CONFERENCES, "follow-ups": FOLLOW_UPS}
