"""Small whole calendars, one for each way in which a calendar explains itself: what every line must be.

A line: the engagement it belongs to (a letter; "." none, "-" one alone), its label, title, start and length.
"""

from collections import defaultdict

import pytest

from tests.recognition.measure import an_event, invited, recognised
from worker.domain.event import Event
from worker.domain.recognition import Recognised

UNKNOWN_TEAMS_IN_ONE_ROW = """
a rotation | Heron | 2026-07-01 | 28d
a rotation | Heron clinic | 2026-07-07T08:00 | 4h
a rotation | Heron OR | 2026-07-08T06:30 | 10h
. none | dinner w Heron crew | 2026-07-09T19:00 | 2h
- rotation | Falcon | 2026-07-29 | 28d
- rotation | SICU | 2026-08-26 | 28d
- rotation | Whitaker | 2026-09-23 | 28d
- rotation | Vasc | 2026-10-21 | 28d
. none | Vacation | 2026-11-18 | 7d
. none | Paris | 2026-11-18 | 6d
- rotation | Night Float | 2026-11-25 | 14d
- rotation | K4 | 2026-12-09 | 28d
"""

FEED_CODES_INSIDE_BLOCKS = """
a rotation | Teal surgery | 2026-07-01 | 28d
a rotation | LGH-QRT-D R1 | 2026-07-02T07:00 | 12h
a rotation | LGH-QRT-D R1 | 2026-07-03T07:00 | 12h
b rotation | Thoracic | 2026-07-29 | 28d
"""

TWO_SITES_OF_ONE_SERVICE = """
a rotation | Mercy Elkton - General Surgery PGY1 | 2026-11-18 | 28d
a rotation | Elkton: days, Dr Roe | 2026-11-23 | 7d
b rotation | Mercy Oxford - General Surgery PGY1 | 2026-12-16 | 28d
b rotation | Oxford 24h in house | 2026-12-24T07:00 | 24h
"""

A_CONGRESS_AND_A_PART_OF_ITS_SOCIETY = """
a conference | Clin Congress DC | 2026-09-26 | 4d
a conference | RAS-ACS lunch | 2026-09-28T12:00 | 1h
b conference | Western Angiographic & Imaging Society mtg | 2026-10-09 | 3d
b conference | WAIS mixer | 2026-10-10T18:00 | 1h
. none | dinner w/ Kim | 2026-10-20T18:00 | 1h
"""

UNKNOWN_WORDS_ON_MANY_LONG_DAYS = """
a rotation | Teal-D | 2026-07-06T06:00 | 12h
a rotation | Teal-D | 2026-07-07T06:00 | 12h
a rotation | Teal-D | 2026-07-08T06:00 | 12h
a rotation | Teal-D | 2026-07-09T06:00 | 12h
. none | off | 2026-07-10 | 1d
a rotation | Teal-N | 2026-07-11T18:00 | 12h
a rotation | Teal-N | 2026-07-12T18:00 | 12h
. none | study | 2026-08-03T08:00 | 10h
. none | study | 2026-08-04T08:00 | 10h
. none | study | 2026-08-05T08:00 | 10h
. none | study | 2026-08-06T08:00 | 10h
. none | Hackweek | 2026-08-10T09:00 | 8h
. none | Hackweek | 2026-08-11T09:00 | 8h
. none | Hackweek | 2026-08-12T09:00 | 8h
. none | Hackweek | 2026-08-13T09:00 | 8h
"""

CODES_WITH_A_LEGEND = """
. none | codes | 2026-07-01 | 1d | notes: W = wren (hepatobiliary), Q = off, Y = post call
a rotation | W | 2026-07-01 | 28d
a rotation | W or | 2026-07-07T06:00 | 11h
. none | W | 2026-07-09T09:00 | 1h | notes: wisdom tooth
. none | Q | 2026-07-29 | 1d
a rotation | W call | 2026-07-18T07:00 | 24h | notes: in house
. none | Y | 2026-07-19 | 1d
"""

A_CODE_SPELT_OUT_ONCE = """
a rotation | LUP 2 | 2026-07-06T07:00 | 11h | notes: Rotation: Colorectal Surgery
a rotation | LUP 2 | 2026-07-08T07:00 | 11h
. none | LUP post-call | 2026-07-09T07:00 | 5h
. none | ACS | 2026-08-12T09:00 | 8h | notes: Arts Center Sale with Nell
. none | Town office: PD (Parks Department) permit | 2026-08-13T09:00 | 1h
"""

SHARED_WITH_A_LEGEND = """
. none | who | 2026-07-01 | 1d | notes: L = Lou (intern, me). R = Rina (nurse). S = Sol (dev)
a rotation | L: SICU | 2026-07-01 | 28d
. none | R nights MICU | 2026-07-03T19:00 | 12h
. none | S on-call rotation | 2026-07-06 | 7d
. none | GopherCon (S) Denver | 2026-07-13 | 4d
. none | S: performance review | 2026-07-20T10:00 | 1h
- meeting_mentor | L coffee Dr. Amari, letter | 2026-07-21T16:00 | 0.5h
. none | R: webinar wound care | 2026-07-22T19:00 | 1h
"""

SHARED_WITHOUT_A_LEGEND = """
- rotation | J: SICU | 2026-07-01 | 28d
. none | M: dentist | 2026-07-02T09:00 | 1h
. none | M: offsite | 2026-07-06 | 2d
. none | M - on call | 2026-07-13 | 7d
- rotation | J: night float | 2026-07-29 | 14d
. none | M: PyCon | 2026-07-20 | 4d
- meeting_mentor | J: coffee Dr. Amari (letter) | 2026-07-21T16:00 | 0.5h
. none | M: performance review | 2026-07-22T10:00 | 1h
- rotation | J: Vascular | 2026-08-12 | 28d
. none | M: webinar k8s security | 2026-08-26T12:00 | 1h
"""

A_CONGRESS_WITH_NAMELESS_SESSIONS = """
a conference | AATS Annual Meeting | 2027-05-01 | 4d
a conference | Oral - adult cardiac IV | 2027-05-02T10:00 | 1h
a conference | Dinner w/ Fenwick faculty | 2027-05-02T19:00 | 2h | notes: Dr. Halloran, fellowship
a conference | one-to-one: Dr. Vance | 2027-05-03T10:00 | 0.5h
a conference | Welcome reception | 2027-05-01T18:00 | 2h
a conference | Career fair | 2027-05-03T13:00 | 2h
. none | Flight BOS-ORD | 2027-05-04T18:00 | 3h
. none | dinner with Sam and Kate | 2027-05-03T20:00 | 2h
. none | call mom | 2027-05-02T21:00 | 0.5h
. none | therapy (zoom) | 2027-05-03T17:00 | 1h
. none | pick up badge | 2027-05-01T08:00 | 0.5h
"""

DAYS_OF_A_BLOCK = """
a rotation | Away: Fenwick Thoracic | 2026-09-09 | 28d | at: Fenwick University Hospital
a rotation | Fenwick OR | 2026-09-10T06:00 | 12h
a rotation | OR day (Halloran) | 2026-09-14T06:30 | 11h | at: Fenwick University Hospital
b rotation | SICU | 2026-10-07 | 28d
c rotation | CT Surgery | 2026-11-18 | 28d
c rotation | cardiac OR | 2026-11-19T06:00 | 12h
c rotation | thoracic clinic | 2026-11-20T08:00 | 5h
c rotation | CT call | 2026-11-21T07:00 | 24h
d rotation | SICU | 2026-12-16 | 28d
. none | jeopardy | 2026-12-20 | 1d
"""

SESSIONS_THAT_ONLY_THEIR_SUBJECT_TELLS = """
a conference | Robotic thoracic masterclass, Lisbon | 2026-07-17 | 3d
a conference | masterclass day 2 - cases | 2026-07-18T09:00 | 3h
a conference | NS12: current management of esoph cancer | 2026-07-18T14:00 | 1.5h
a conference | beer w/ Dr. Karaca | 2026-07-18T18:00 | 1h
. none | old town w/ Teo | 2026-07-18T20:00 | 2h
. none | facetime dad | 2026-07-18T22:00 | 0.5h
. none | Flight LIS-EWR | 2026-07-19T18:00 | 7h
"""

WORK_OF_A_BLOCK_HOWEVER_SHORT = """
a rotation | Trauma | 2026-08-03 | 28d
a rotation | day 1, meet at 4W | 2026-08-03T05:30 | 12h
a rotation | splenectomy w/ Dr. Okafor | 2026-08-05T10:00 | 1.5h
a rotation | trauma: chest tube w/ Dr. Okafor | 2026-08-06T14:00 | 0.5h
a rotation | OR all day | 2026-08-07T07:00 | 12h
a rotation | call w/ Ju (R2) | 2026-08-08T07:00 | 24h
- meeting_mentor | coffee Okafor - career | 2026-08-10T16:00 | 0.5h
. none | OR - dentist? | 2026-08-11T16:00 | 0.5h
b rotation | BlueCall | 2026-08-31 | 1d
b rotation | Blue | 2026-09-01 | 1d
b rotation | Blue | 2026-09-02 | 1d
b rotation | Blue | 2026-09-03 | 1d
b rotation | Blue | 2026-09-04 | 1d
"""

CODES_THAT_SAY_THAT_NOBODY_WORKS = """
a rotation | PGY1 - SURG ONC | 2026-07-01T06:00 | 12h
a rotation | PGY1 - SURG ONC | 2026-07-02T06:00 | 12h
a rotation | PGY1 - SURG ONC | 2026-07-03T06:00 | 12h
. none | PGY1 - OFF | 2026-07-04T06:00 | 12h
a rotation | PGY1 - SURG ONC | 2026-07-06T06:00 | 12h
. none | ONC-CALL-HOME | 2026-07-11T18:00 | 12h
. none | HC-ONC | 2026-07-12T06:00 | 12h | notes: Task: ONC Home Call
b rotation | nf | 2026-09-30 | 14d
. none | nf - off | 2026-10-04 | 1d
"""

A_LEGEND_IN_ONE_LINE = """
. none | CODES | 2026-06-24T14:00 | 1h | notes: GB = gen surg blue / TR trauma / PC post call / LV leave
a rotation | TR1 | 2026-07-27 | 5d | notes: Assignment: TR1
. none | LV0 | 2026-09-21 | 5d | notes: Assignment: LV0
. none | PC0 | 2026-09-28 | 1d | notes: Assignment: PC0
b rotation | GB1 | 2026-10-05 | 7d | notes: Assignment: GB1
"""

LETTERS_OF_A_SOCIETY_AND_THE_WAY_THERE = """
. none | print STS poster | 2026-10-01 | 1d
- conference | STS | 2026-10-08 | 3d
- conference | SSO | 2026-11-05 | 3d
. none | Flight JFK-SFO | 2026-11-04T18:00 | 6h
. none | WTA | 2026-12-10 | 3d
"""

SOMEBODY_CALLED_A_DIRECTOR_ELSEWHERE = """
- meeting_pd | Dr. Haskell (PD) check in | 2026-09-10T14:30 | 0.5h
- meeting_pd | w/ dr haskell - PGY2 options, cat spot? | 2026-11-19T16:00 | 0.5h
- meeting_mentor | Dr. Haskell - paper draft | 2026-10-05T16:00 | 0.5h
- meeting_pd | midpoint check-in, trauma rotation feedback | 2026-10-15T15:00 | 0.3h
. none | PD dinner | 2026-12-01T18:00 | 3h
"""

A_SCHEDULER_PAIRS_THE_USER_WITH_OTHERS = """
- meeting_mentor | Meera Sandhu and Aiko Brandvold | 2026-09-10T15:00 | 0.5h
- meeting_mentor | Joel Whitcombe and Meera Sandhu | 2026-09-17T15:00 | 0.5h
. none | Sonny Ferris and Cher Lindgren | 2026-10-01T20:00 | 1h
. none | Canceled: chart review w/ Dr. Ngo | 2026-09-21T15:00 | 0.5h
"""

A_LIST_OF_SHIFTS_SURNAME_FIRST = """
a rotation | TRA | 2026-08-03T06:00 | 12h
a rotation | TRA | 2026-08-04T06:00 | 12h
a rotation | TRA | 2026-08-05T06:00 | 12h
. none | Whitlow, B: TRA | 2026-08-06T06:00 | 12h
. none | Whitlow, B: NF | 2026-08-07T18:00 | 12h
"""

TWO_PEOPLE_WHO_MARK_THEIR_OWN = """
a rotation | Sam - VASC | 2026-07-01 | 28d
a rotation | Sam: 24 vasc | 2026-07-11T07:00 | 24h
b rotation | Sam SICU | 2026-07-29 | 28d
c rotation | Sam NF | 2026-10-21 | 14d
- webinar | Sam - EAST webinar | 2026-10-14T19:00 | 1h
- meeting_pd | Sam PD mtg | 2026-12-09T15:00 | 0.5h
. none | Sam off | 2026-10-10 | 2d
. none | Ali - dentist | 2026-07-06T09:00 | 1h
. none | Ali @ sales offsite (Denver) | 2026-07-14 | 3d
. none | Ali perf review | 2026-12-10T15:00 | 1h
. none | Ali - on call rotation (work) | 2026-10-05 | 7d
"""

CALENDARS = {
    name.lower().replace("_", " "): text
    for name, text in list(globals().items())
    if isinstance(text, str) and name.isupper()
}


def _event(line: str, number: int) -> Event:
    title, starts, length, *rest = line.split(" | ")
    told = dict(part.split(": ", 1) for part in rest)
    return an_event(
        title,
        starts,
        length,
        id=f"{number:02}",
        description=told.get("notes", ""),
        location=told.get("at", ""),
        guests=invited(*told["with"].split(", ")) if "with" in told else (),
    )


def _read(text: str) -> tuple[list[str], list[str], list[Recognised]]:
    """The letters and labels of a calendar's lines, and what is recognised of them."""
    heads, lines = zip(*(line.split(" | ", 1) for line in text.strip().splitlines()), strict=True)
    letters, labels = zip(*(head.split() for head in heads), strict=True)
    events = [_event(line, number) for number, line in enumerate(lines)]
    found = {one.event.id: one for one in recognised(events)}
    return list(letters), list(labels), [found[event.id] for event in events]


@pytest.mark.parametrize("text", CALENDARS.values(), ids=CALENDARS.keys())
def test_every_event_of_a_calendar_is_known_by_what_surrounds_it(text: str) -> None:
    _, labels, found = _read(text)
    wrong = {one.event.title: one.why for label, one in zip(labels, found, strict=True) if one.label != label}
    assert not wrong


@pytest.mark.parametrize("text", CALENDARS.values(), ids=CALENDARS.keys())
def test_events_of_one_engagement_and_no_others_share_a_group(text: str) -> None:
    letters, _, found = _read(text)
    groups = defaultdict(set)
    for letter, one in zip(letters, found, strict=True):
        groups[letter].add(one.group)
    together = [ids for letter, ids in groups.items() if letter.isalpha()]
    assert all(len(ids) == 1 for ids in together)
    shared = [group for ids in together for group in ids if group]
    assert len(shared) == len(set(shared))
    assert groups["."] <= {None}
    assert groups["-"] <= {None}
