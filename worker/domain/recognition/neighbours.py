"""First verdicts go in; a second look, with what lies around each event, gives the final ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from worker.domain.event import Event
from worker.domain.person import Role
from worker.domain.recognition.deciding import Verdict
from worker.domain.recognition.reading import Reading, Shape
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.weighing import BLOCK_NUMBER, Scales, is_operation
from worker.domain.recognition.words import folded, tokens_of
from worker.domain.season import Conference

DATED = re.compile(
    r"\b20\d\d\b|\b\d{1,3}(?:st|nd|rd|th)?\b|['\u2019]\d\d\b|(?<=[A-Za-z])[.'\u2019]?\d\d\b|\bday\s+(?:\d|one|two|three)\b|\([^)]*\)|\?",
    re.IGNORECASE,
)
BREAK = re.compile(r"\s+[-\u2013\u2014|:/@]\s*|:\s+|,\s+|\s*[\n]")
SMALL = frozenset(
    {
        "the",
        "and",
        "of",
        "at",
        "in",
        "room",
        "rm",
        "hall",
        "level",
        "floor",
        "center",
        "centre",
        "conference",
        "hotel",
        "st",
        "north",
        "south",
        "a",
        "b",
        "c",
        "for",
        "hospital",
        "building",
        "zoom",
        "us",
        "com",
        "https",
        "online",
        "university",
        "medical",
    }
)
NEVER_AT = frozenset(
    {"travel", "paperwork", "rehearsal", "leave", "recording", "season", "interviews", "absent"}
)
"""What stays none inside a congress, too."""


AROUND = frozenset({"travel", "paperwork", "rehearsal"})
"""What is done for a congress."""
PREPARED = 240
"""Days before a congress in which it may be prepared."""
NO_SESSION = ("shift", "call", "placement", "director-code", "evaluation", "patient", "against:private")
"""Signs of what is no session of a congress even in its days."""
HELD_THERE = frozenset(
    {
        "forum",
        "symposium",
        "symposia",
        "workshop",
        "masterclass",
        "course",
        "curso",
        "kurs",
        "cours",
        "update",
    }
)
"""Gatherings that are parts of a congress in its days."""
WEEK = 7
"""Days that a congress lasts which only its letters tell."""
HELD_AT = ("session", "gathering", "occasion", "talk", "lecture")
"""Signs of what is held in the days of a congress."""
SESSION_NUMBER = re.compile(
    r"^\W*(?:[A-Z]{1,4}-?\d{1,4}[a-z]?\s*[:\u2013\u2014-]|(?:session|track|hall|room)\s[A-Z\d])|\b(?:rm|room|hall|track)\s[A-Z]?\d{1,4}[A-Z]?$",
    re.IGNORECASE,
)
"""A session by its number: "NS12: management of ..."."""
EVERYWHERE = frozenset(
    {"pgy", "intern", "rotation", "block", "blk", "surgery", "service", "days", "nights", "resident", "month"}
)
"""Words of a block's title that name no place."""
REMOTE = frozenset(
    {"call", "phone", "phone call", "call back", "ph", "facetime", "skype", "tel", "\u260e", "\U0001f4de"}
)
"""Occasions that are no meeting in one place."""
NESTED = 1.4
"""How many times longer the whole is than a part of it."""
STEM = 4
"""Letters that two words for one thing have in common; one less where one of them has no more."""
ROW = 4
"""So many days of one service close together are a row."""
PAUSE = 4
"""Days off that do not end a row."""
WORKING_HOURS = (7, 16)
"""Length of a day at work."""
WORD_LENGTH = 4
"""Letters of a word; shorter ones may be codes of anything."""
MORNING = (5, 9)
"""Hours at which a day at work begins."""
DAY_OF_BLOCK = re.compile(
    r"\b(?:first|1st|2nd|last|final|primer|primeiro|ultimo|dernier|premier|erster|letzter)"
    r" (?:day|d[ií]a|jour|tag)\b"
    r"|\b(?:day|d[ií]a|jour|tag|d)\s?#?\d{1,2}\b",
    re.IGNORECASE,
)
"""Which day of a block it is."""
COMPANY = re.compile(r"(?:\b(?:with|com|con|mit|avec)\b|\bw/|\()(?!.*(?:\bfor\b|\bpara\b)).*$", re.IGNORECASE)
"""With whom, at the end of a title."""
LONGEST_HOST = 70
"""Days: a longer placement has shifts of many services."""
NIGHTS = "night float"
"""The subject of nights that name no other service."""
NEAR = 14
"""Days from a block in which a day of its service may belong to it."""
WATCHES = (12, 24)
"""Hours of a shift."""
HALF = 0.75
SATURDAY = 5
WORDS_BESIDE = 2
"""Unknown words that may stand beside what is work."""
CLINIC = 2
"""Hours from which on a clinic is half a day at work."""
PLAIN = frozenset({"general surgery", "surgical wards", "internal medicine", "outpatient surgery"})
"""Services whose words ("surgery", "wards", "clinic") any service's days may bear."""
CHANGES = frozenset({5, 6, 7, 8, 17, 18, 19, 20})
"""Hours at which shifts begin."""


@dataclass(slots=True)
class Congress:
    """A congress as recognised: its days and what its events have in common."""

    subject: str
    title: str
    first: date
    last: date
    places: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    """What its titles call it, folded: masterclass, summit."""
    whole: bool = False
    """An entry for whole days stands in the calendar."""

    def is_longer_than(self, reading: Reading) -> bool:
        """Whether an event with a name of its own may still be a session of it."""
        whole = reading.shape in {Shape.DAYS, Shape.BLOCK}
        return not whole and (self.days > 1 or (self.whole and reading.shape is not Shape.DAY))

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1

    def covers(self, event: Event) -> bool:
        """Whether an event lies in its days, or on the eve of them."""
        return self.first - timedelta(days=1) <= event.first_day and event.last_day <= self.last


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of days on one service."""

    subject: str
    title: str
    first: date
    last: date
    text: frozenset[str]
    external: bool
    row: bool = False
    """Made of single days, each of which stands in the calendar."""
    unknown: bool = False
    """A row called by a code that stands for no service one knows."""

    @property
    def days(self) -> Iterator[date]:
        """Its days, in order."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def settle(verdicts: Sequence[Verdict], scales: Scales) -> tuple[Verdict, ...]:
    """Look again at every event with its neighbours in sight."""
    settled = _at_congresses(_named_by_title(_confirmed(verdicts, scales)), scales)
    return _in_blocks(settled, scales)


# congresses


def _confirmed(verdicts: Sequence[Verdict], scales: Scales) -> list[Verdict]:
    """Mere letters of a society over some days are its congress where the calendar shows the way to it."""
    around = [v for v in verdicts if v.vetoes & AROUND or "session" in v.reading.title]
    told = [(verdict, _society_words(verdict, scales)) for verdict in verdicts]
    named = [_congress_named(verdict, words, around, scales) if words else verdict for verdict, words in told]
    return [_echoed(verdict, verdicts, scales) for verdict in named]


def _echoed(verdict: Verdict, verdicts: Sequence[Verdict], scales: Scales) -> Verdict:
    """Letters nobody knows over some days are a congress where a session or dinner bears them, too."""
    reading, event = verdict.reading, verdict.reading.event
    if not _may_be_congress(verdict) or len(reading.tokens) > len(("NPSA", "annual", "New", "York")):
        return verdict
    letters = scales.unknown_letters(reading)
    if not letters or letters in scales.lexicon.travel.airports:
        return verdict
    for other in verdicts:
        there = other.reading
        during = event.first_day <= there.event.first_day <= event.last_day and not there.event.all_day
        if during and letters in {token.text for token in there.tokens}:
            told = any(sign in there.title for sign in HELD_AT)
            why = f"'{letters}' over days, and '{there.event.title}' in them"
            return verdict.becomes(Label.CONFERENCE, why, "", "") if told else verdict
    return verdict


def _society_words(verdict: Verdict, scales: Scales) -> frozenset[str]:
    """The letters of societies in the title of some days that are nothing else so far."""
    reading = verdict.reading
    if not _may_be_congress(verdict):
        return frozenset()
    codes = {hit.start for kind in ("service", "code") for hit in reading.title.of(kind)}
    hits = [hit for kind in ("letters", "name", "body") for hit in reading.title.of(kind)]
    named = bool(scales.meetings_in(reading.title)) or any(hit.text.isupper() for hit in hits)
    return frozenset(folded(hit.text) for hit in hits if named and hit.start not in codes)


def _may_be_congress(verdict: Verdict) -> bool:
    """Whether some days are nothing so far, and nothing speaks against a congress."""
    reading = verdict.reading
    free = verdict.label is Label.NONE and not (verdict.closed or verdict.corrected or verdict.vetoes)
    days = reading.shape in {Shape.DAYS, Shape.BLOCK} and reading.event.day_count <= WEEK
    return free and days and not any(sign in reading.title for sign in NO_SESSION)


def _congress_named(
    verdict: Verdict, words: frozenset[str], around: Sequence[Verdict], scales: Scales
) -> Verdict:
    event, near = verdict.reading.event, timedelta(days=1)
    for other in around:
        there = other.reading.event
        beside = event.first_day - near <= there.first_day <= event.last_day + near
        journey = beside and ("travel" in other.vetoes or "session" in other.reading.title)
        if journey or words & {folded(word) for word in _words_before(other, event.first_day)}:
            meetings = sorted(scales.meetings_in(verdict.reading.title))
            subject = meetings[0] if meetings else ""
            title = scales.reader.catalogue[subject].short if subject else ""
            why = f"a society's letters over days, and '{there.title}' leads there"
            return verdict.becomes(Label.CONFERENCE, why, subject, title)
    return verdict


def _words_before(other: Verdict, day: date) -> Iterator[str]:
    """The words of what is prepared in the months before a day."""
    if timedelta() <= day - other.reading.event.first_day <= timedelta(days=PREPARED):
        yield from (token.text for token in other.reading.tokens)


def _named_by_title(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Congresses without a catalogue entry take their subject from their title."""
    named = []
    for verdict in verdicts:
        if verdict.label is Label.CONFERENCE and not verdict.subject:
            title = meeting_name(verdict.reading.headline)
            named.append(verdict.becomes(Label.CONFERENCE, "", folded(title), title).said(verdict.why))
        else:
            named.append(verdict)
    return named


def meeting_name(title: str) -> str:
    """A meeting's name: the title without years, numbers, brackets and the session's name."""
    parts = [part.strip() for part in BREAK.split(DATED.sub(" ", title)) if part.strip()]
    name = parts[0] if parts else title
    return " ".join(name.split()).strip(" -\u2013\u2014:,.") or title.strip()


def _at_congresses(verdicts: Sequence[Verdict], scales: Scales) -> list[Verdict]:
    settled = list(verdicts)
    for _ in range(2):
        congresses = _by_day(_congresses(settled))
        for place, verdict in enumerate(settled):
            found = _held_at(verdict, congresses.get(verdict.reading.event.first_day, ()), scales)
            if found:
                why = (f"it belongs to {found.title}, which is on at the time",)
                moved = verdict.becomes(Label.CONFERENCE, "", found.subject, found.title)
                settled[place] = moved.said(
                    (*verdict.why, *why) if verdict.corrected else why + _alone(verdict)
                )
    return settled


def _alone(verdict: Verdict) -> tuple[str, ...]:
    """What an event would be without its neighbours, where that is something else."""
    if verdict.label in {Label.NONE, Label.CONFERENCE} or not verdict.why:
        return ()
    return (f"by itself it would be {verdict.label.value}: {verdict.why[0]}",)


def _congresses(verdicts: Iterable[Verdict]) -> list[Congress]:
    by_subject: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.label is Label.CONFERENCE:
            by_subject[verdict.subject].append(verdict)
    found: list[Congress] = []
    for subject, members in sorted(by_subject.items()):
        for member in sorted(members, key=lambda v: (v.reading.event.starts, v.reading.event.id)):
            event = member.reading.event
            last = found[-1] if found and found[-1].subject == subject else None
            if last is None or event.first_day - last.last > timedelta(days=4):
                last = Congress(subject, member.title, event.first_day, event.last_day)
                found.append(last)
            last.last = max(last.last, event.last_day)
            last.whole = last.whole or event.all_day
            last.places |= _place_words(event.location)
            last.words |= {t.folded for t in tokens_of(event.title) if t.text.isupper() and len(t.text) > 2}
            last.words |= _initials_of(event.title)
            last.kinds |= {folded(hit.text) for hit in member.reading.title.of("gathering")} - SMALL
    return found


def _by_day(congresses: Iterable[Congress]) -> dict[date, list[Congress]]:
    """The congresses that are on, or about to begin, on each day."""
    found: dict[date, list[Congress]] = defaultdict(list)
    for congress in congresses:
        for n in range(-1, (congress.last - congress.first).days + 1):
            found[congress.first + timedelta(days=n)].append(congress)
    return found


def _initials_of(title: str) -> set[str]:
    """The letters by which a congress is called whose name stands at the beginning of a title."""
    letters = [token.folded[0] for token in tokens_of(BREAK.split(title)[0]) if token.text.istitle()]
    return {"".join(letters)} if len(letters) > len("ab") else set()


def _place_words(location: str) -> set[str]:
    return {t.folded for t in tokens_of(location) if len(t.folded) > 2 and not t.text.isdigit()} - SMALL


def _held_at(verdict: Verdict, congresses: Sequence[Congress], scales: Scales) -> Congress | None:
    """The congress that an event belongs to, if it shows that it does."""
    if not congresses or _is_fixed(verdict):
        return None
    if scales.reader.signs(verdict.reading.headline).of("against:travel"):
        return None
    for congress in congresses:
        if not congress.covers(verdict.reading.event) or verdict.subject == congress.subject:
            continue
        if verdict.label is Label.CONFERENCE and not congress.is_longer_than(verdict.reading):
            continue
        aired = verdict.label is Label.WEBINAR and "webinar" in verdict.reading.title
        if aired and not _names(verdict.reading, congress, scales):
            continue
        if _belonging(verdict, congress, scales) >= scales.lexicon.points.director - 1e-9:
            return congress
    return None


def _is_fixed(verdict: Verdict) -> bool:
    """Whether no congress around an event can change what it is."""
    if verdict.closed or verdict.label is Label.ROTATION or verdict.vetoes & NEVER_AT:
        return True
    if verdict.corrected and verdict.label is not Label.CONFERENCE:
        return True
    if verdict.label is Label.PD and "evaluation" in verdict.reading.title:
        return True
    long = verdict.reading.shape is not Shape.MEETING
    return long and verdict.label in {Label.WEBINAR, Label.PD}


def _belonging(verdict: Verdict, congress: Congress, scales: Scales) -> float:
    """How much an event during a congress shows that it is part of it."""
    points, reading = scales.lexicon.points, verdict.reading
    if reading.key in scales.habits.weekly:
        return 0.0
    total = 0.0
    if _names(reading, congress, scales):
        total += points.director
    here = bool(_place_words(reading.event.location) & congress.places) or "venue" in reading.placed
    here = here or (not reading.event.location and "venue" in reading.noted)
    if here and not reading.is_online:
        total += points.director
    if _is_met_there(verdict, congress, scales):
        total += points.director
    during = congress.days > 1 and congress.first <= reading.event.first_day
    if "session" in reading.title:
        total += points.director if not verdict.vetoes else points.occasion
    elif during and (_has_speakers(reading, scales) or _is_like_session(verdict, congress)):
        total += points.director
    if not total:
        return 0.0
    noted = any(mention.met for mention in scales.people.naming.in_notes(reading.notes))
    apart = "peers" in verdict.vetoes and not (here or noted or _names(reading, congress, scales))
    if "private" in verdict.vetoes or apart:
        total -= points.director
    return total


def _is_like_session(verdict: Verdict, congress: Congress) -> bool:
    """Whether hours in the days of a congress, to which nobody is invited, are about what is taught there."""
    reading = verdict.reading
    timed = reading.shape in {Shape.MEETING, Shape.HALF_DAY, Shape.SHIFT}
    apart = any(sign in reading.title for sign in NO_SESSION) or bool(reading.event.guests)
    if verdict.vetoes or apart or not timed or verdict.label is not Label.NONE:
        return False
    kinds = {folded(hit.text) for hit in reading.title.of("gathering")}
    numbered = SESSION_NUMBER.search(reading.headline)
    if numbered or kinds & congress.kinds or kinds & HELD_THERE:
        return True
    subjects = {hit.start for kind in ("field", "service", "operation") for hit in reading.title.of(kind)}
    return bool(subjects) and len(reading.tokens) > 2 and reading.shape is not Shape.SHIFT


def _has_speakers(reading: Reading, scales: Scales) -> bool:
    """Whether the description names who speaks or moderates."""
    mentions = scales.people.naming.in_notes(reading.notes)
    return any(mention.role is Role.SPEAKER and mention.cued for mention in mentions)


def _is_met_there(verdict: Verdict, congress: Congress, scales: Scales) -> bool:
    """Whether somebody met in the days of a congress is met at it: no call, and no place at home."""
    reading = verdict.reading
    during = congress.days > 1 and congress.first <= reading.event.first_day
    remote = reading.is_online or any(hit.text.lower() in REMOTE for hit in reading.title.of("occasion"))
    if not during or remote or reading.shape is not Shape.MEETING:
        return False
    if verdict.label is Label.PD and scales.places.is_local(reading.event):
        return False
    if verdict.label in {Label.MENTOR, Label.PD}:
        return not scales.places.is_home(reading.event.location)
    if verdict.label is Label.NONE and not verdict.vetoes and _is_table_for_two(reading, scales):
        return True
    noted = any(mention.met for mention in scales.people.naming.in_notes(reading.notes))
    return noted and verdict.label is Label.NONE and not reading.event.location


def _is_table_for_two(reading: Reading, scales: Scales) -> bool:
    """Whether the title says with which doctor, and no work at home: "beer w/ Dr. Karaca"."""
    titled = any(m.title and m.cued for m in scales.people.naming.in_title(reading.headline))
    home = any(sign in reading.title for sign in NO_SESSION) or scales.places.is_home(reading.event.location)
    return titled and not home


def _names(reading: Reading, congress: Congress, scales: Scales) -> bool:
    catalogue = (
        scales.meetings_in(reading.title)
        | scales.meetings_in(reading.noted)
        | scales.meetings_in(reading.placed)
    )
    if congress.subject in catalogue:
        return True
    said = {
        t.folded
        for t in (*reading.tokens, *tokens_of(reading.notes[:400]))
        if t.text.isupper() and len(t.text) > 2
    }
    return bool(congress.words & said) or _is_of_its_section(reading, congress, scales)


def _is_of_its_section(reading: Reading, congress: Congress, scales: Scales) -> bool:
    """Whether a part of the society holds it: "RAS-ACS lunch" at the congress of the ACS."""
    parts = (
        token for hit in reading.title.of("body") for token in tokens_of(hit.text) if hit.text != token.text
    )
    letters = (token.text for token in parts if token.text.isupper())
    return any(
        meeting == congress.subject or _is_on(scales.reader.catalogue[meeting], congress)
        for text in letters
        for meeting in scales.meetings_in(scales.reader.signs(text))
    )


def _is_on(meeting: Conference, congress: Congress) -> bool:
    """Whether a meeting of the catalogue is held on the days of a congress."""
    return any(one.start <= congress.last and congress.first <= one.end for one in meeting.editions)


# rotations


@dataclass(slots=True)
class Plan:
    """All blocks of a calendar, and on which days each title stands."""

    by_day: dict[date, list[Block]] = field(default_factory=lambda: defaultdict(list))
    subjects: dict[str, list[Block]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    loose: dict[date, list[Block]] = field(default_factory=lambda: defaultdict(list))
    """The rows of single days by day, also on those days between them that a week leaves free."""

    @classmethod
    def of(cls, verdicts: Sequence[Verdict]) -> "Plan":
        """Lay out the blocks by day; single days in a row are a block, too."""
        plan = cls()
        blocks = _blocks(verdicts)
        rows = (row for row in _rows(verdicts) if not (row.unknown and _is_within_one(row, blocks)))
        for block in (*rows, *blocks):
            plan.subjects[block.subject].append(block)
            for day in block.days:
                plan.by_day[day].append(block)
        unnamed = any(v.label is Label.ROTATION and not v.subject for v in verdicts)
        for row in _rows(verdicts, WEEK) if unnamed else ():
            for day in row.days:
                plan.loose[day].append(row)
        for verdict in verdicts:
            plan.keys[verdict.reading.key].append(verdict.reading.event.first_day)
        return plan

    def is_near(self, subject: str, day: date) -> bool:
        """Whether a block of that service lies a few weeks around a day."""
        margin = timedelta(days=NEAR)
        return any(b.first - margin <= day <= b.last + margin for b in self.subjects.get(subject, ()))


def _in_blocks(verdicts: Sequence[Verdict], scales: Scales) -> tuple[Verdict, ...]:
    whole = _whole_blocks(verdicts)
    verdicts = [_nested(verdict, whole) for verdict in verdicts]
    plan = Plan.of(verdicts)
    return tuple(_in_block(verdict, plan, scales) for verdict in verdicts)


def _whole_blocks(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [v for v in verdicts if v.label is Label.ROTATION and v.reading.shape is Shape.BLOCK]


def _nested(verdict: Verdict, blocks: Sequence[Verdict]) -> Verdict:
    """A block inside a longer one of the same kind is a part of it: "peds inpt" in "Peds clerkship"."""
    if verdict.label is not Label.ROTATION or verdict.reading.shape not in {Shape.BLOCK, Shape.DAYS}:
        return verdict
    event = verdict.reading.event
    first, last = event.first_day, event.last_day
    for outer in blocks:
        around = outer.reading.event
        inside = around.starts <= event.ends and around.first_day <= first and last <= around.last_day
        if inside and around.day_count >= NESTED * event.day_count and _are_one_kind(verdict, outer):
            title = outer.title or block_name(outer.reading.headline)
            why = f"it lies inside {title}"
            return verdict.becomes(Label.ROTATION, why, subject_of(outer), title).said((*verdict.why, why))
    return verdict


def _are_one_kind(part: Verdict, whole: Verdict) -> bool:
    """Whether the titles of two blocks share a service or a word that says what they are."""
    services = [
        {hit.sign.split(":", 1)[1] for kind in ("service", "code") for hit in v.reading.title.of(kind)}
        for v in (part, whole)
    ]
    if services[0] & services[1] or subject_of(part) == subject_of(whole):
        return True
    words = [{token.folded for token in v.reading.tokens} - SMALL - EVERYWHERE for v in (part, whole)]
    return any(_begin_alike(one, other) for one in words[0] for other in words[1])


def _begin_alike(one: str, other: str) -> bool:
    """Whether one word may be short for the other: "peds" and "pediatrics", "surg" and "surgery"."""
    shortest = min(len(one), len(other))
    same = STEM - 1 if shortest == STEM else STEM
    return shortest >= STEM and one[:same] == other[:same]


def _rows(verdicts: Iterable[Verdict], pause: int = PAUSE) -> list[Block]:
    """Single days of one service that follow each other closely, as a feed shows them."""
    by_subject: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.label is Label.ROTATION and verdict.reading.shape in {Shape.DAY, Shape.SHIFT}:
            by_subject[subject_of(verdict)].append(verdict)
    found: list[Block] = []
    for subject, members in sorted(by_subject.items()):
        row: list[Verdict] = []
        for verdict in sorted(members, key=lambda v: v.reading.event.first_day):
            day = verdict.reading.event.first_day
            if row and day - row[-1].reading.event.last_day > timedelta(days=pause):
                found += _row(subject, row)
                row = []
            row.append(verdict)
        found += _row(subject, row)
    return found


def _row(subject: str, row: Sequence[Verdict]) -> list[Block]:
    if len(row) < ROW:
        return []
    first, last = row[0].reading.event, row[-1].reading.event
    words = frozenset().union(*map(_words_of_block, row))
    title = row[0].title or block_name(first.title)
    unknown = not any(one.reading.title.of(kind) for one in row for kind in ("service", "code"))
    days = first.first_day, last.last_day
    return [Block(subject, title, *days, words, external=False, row=True, unknown=unknown)]


def _is_within_one(row: Block, blocks: Iterable[Block]) -> bool:
    """Whether all days of a row lie in one block of some weeks, and in no other: it is the block's code."""
    around = [block for block in blocks if block.first <= row.last and row.first <= block.last]
    inside = [block for block in around if block.first <= row.first and row.last <= block.last]
    return len(around) == len(inside) == 1 and (inside[0].last - inside[0].first).days <= LONGEST_HOST


def _blocks(verdicts: Iterable[Verdict]) -> list[Block]:
    found = []
    for verdict in verdicts:
        event = verdict.reading.event
        if verdict.label is Label.ROTATION and verdict.reading.shape in {Shape.BLOCK, Shape.DAYS}:
            words = _words_of_block(verdict)
            found.append(
                Block(
                    subject_of(verdict),
                    verdict.title or block_name(event.title),
                    event.first_day,
                    event.last_day,
                    words,
                    "away" in verdict.reading.title,
                )
            )
    return sorted(found, key=lambda block: (block.first, block.last, block.subject))


def _words_of_block(verdict: Verdict) -> frozenset[str]:
    """What else names a block: its hospital and team, in words, capitals, and initials."""
    event = verdict.reading.event
    found: set[str] = set()
    for part in re.split(r"[|(),/]|\s[-\u2013@]\s", f"{verdict.reading.headline}|{event.location}"):
        tokens = tokens_of(part)
        found |= {t.folded for t in tokens if len(t.folded) > 3 or (t.text.isupper() and len(t.text) > 1)}
        if len(tokens) > 2 and all(token.text[0].isupper() for token in tokens):
            found |= {"".join(t.folded[0] for t in tokens), "".join(t.folded[0] for t in tokens[:-1])}
    return frozenset(word for word in found if len(word) > 1) - SMALL - EVERYWHERE


def subject_of(verdict: Verdict) -> str:
    """The subject of a rotation; a block without a service is called by its title."""
    return verdict.subject or folded(block_name(verdict.reading.headline))


def block_name(title: str) -> str:
    """A placement's name without block numbers, levels, weeks and brackets."""
    plain = BLOCK_NUMBER.sub(
        " ", re.sub(r"\([^)]*\)|\bPGY[\s-]?\d\b|,?\s*(?:wk|week)\s*\d+", " ", title, flags=re.IGNORECASE)
    )
    return " ".join(plain.split()).strip(" -\u2013\u2014:,./?!*") or title.strip()


def _in_block(verdict: Verdict, plan: Plan, scales: Scales) -> Verdict:
    if verdict.closed:
        return verdict
    if verdict.reading.shape in {Shape.BLOCK, Shape.DAYS}:
        return _stretch_of_block(verdict, plan)
    if verdict.corrected and verdict.label is not Label.ROTATION:
        return verdict
    around = plan.by_day.get(verdict.reading.event.first_day, [])
    if not around and verdict.label is Label.ROTATION and not verdict.subject:
        around = [row for row in plan.loose.get(verdict.reading.event.first_day, ()) if not row.unknown]
        around = around if len(around) == 1 else []
    if around and verdict.label is Label.ROTATION:
        return _moved(verdict, around, plan, scales)
    block = next((block for block in around if _is_part(verdict, block, plan, scales)), None)
    if block is None or verdict.label is not Label.NONE:
        return verdict
    why = f"it is a day of the block {block.title}"
    return verdict.becomes(Label.ROTATION, why, block.subject, block.title)


def _stretch_of_block(verdict: Verdict, plan: Plan) -> Verdict:
    """Some days that are called by the place of the block they lie in, and by their hours or attending."""
    reading = verdict.reading
    if verdict.label is not Label.NONE or verdict.vetoes or verdict.corrected or reading.event.guests:
        return verdict
    hours = {"days", "nights", "nites", "day", "night"} & {token.folded for token in reading.tokens}
    if not (hours or any(sign in reading.title for sign in ("shift", "title", "call"))):
        return verdict
    around = plan.by_day.get(reading.event.first_day, [])
    inside = (block for block in around if reading.event.last_day <= block.last)
    block = next((b for b in inside if any(t.folded in b.text for t in reading.tokens[:1])), None)
    if block is None:
        return verdict
    why = f"it names the place of the block {block.title}"
    return verdict.becomes(Label.ROTATION, why, block.subject, block.title)


def _moved(verdict: Verdict, around: Sequence[Block], plan: Plan, scales: Scales) -> Verdict:
    """A shift or day with another service, or none, in its title that belongs to the block it lies in."""
    reading = verdict.reading
    units = [block for block in around if verdict.subject == NIGHTS and _is_in_unit(reading, block)]
    if any(block.subject == verdict.subject and not (block.row and units) for block in around):
        return verdict
    around = units or around
    noted = scales.service_of(reading.noted)
    names = {folded(hit.sign.split(":", 1)[1]) for k in ("service", "code") for hit in reading.title.of(k)}
    names |= {noted[0]} if noted else set()
    block = next((block for block in around if block.subject in names), around[-1])
    working = "duty" in reading.title and not ({"shift", "call"} & reading.title.by_sign.keys())
    if (
        not verdict.subject
        or block.subject in names
        or (len(around) == 1 and (units or not names))
        or (not reading.title.of("service") and _shares_words(reading, block))
        or (verdict.subject in PLAIN and len(around) == 1)
        or (block.external and _shares_words(reading, block))
        or (working and len(around) == 1 and not plan.is_near(verdict.subject, reading.event.first_day))
    ):
        why = f"it lies in the block {block.title}"
        return verdict.becomes(Label.ROTATION, why, block.subject, block.title).said((*verdict.why, why))
    return verdict


def _is_in_unit(reading: Reading, block: Block) -> bool:
    """Whether nights in "the unit" lie in a block in an ICU."""
    words = {token.folded for token in reading.tokens}
    return not block.row and block.subject.endswith("icu") and bool(words & {"unit", "icu"})


def _shares_words(reading: Reading, block: Block) -> bool:
    return any(token.folded in block.text for token in (*reading.tokens, *tokens_of(reading.event.location)))


def _is_part(verdict: Verdict, block: Block, plan: Plan, scales: Scales) -> bool:
    """A day, clinic, operation or call of a block, by one of the marks that tell it."""
    reading = verdict.reading
    outside = "online" in reading.title and "body" in reading.title
    if verdict.vetoes or outside or reading.shape in {Shape.DAYS, Shape.BLOCK}:
        return False
    titled = scales.service_of(reading.title)
    service = titled or (scales.service_of(reading.noted) if reading.noted.of("service") else None)
    if reading.shape is Shape.MEETING:
        return _is_short_work(reading, block, titled, scales)
    if service and service[0] == block.subject and not _only_mentions(reading):
        return reading.shape is not Shape.HALF_DAY or _is_clinical(reading)
    clinical = block.subject not in scales.reader.long_services
    if _is_day_after(reading):
        return False
    there = _is_there(reading, block) or (clinical and _is_day_of_block(reading))
    if reading.shape is Shape.DAY or (titled and not there):
        return there or (reading.shape is not Shape.DAY and _is_work_with_attending(reading, scales))
    return (there and reading.shape is Shape.SHIFT) or _is_at_work(reading, block, plan, scales)


def _is_short_work(reading: Reading, block: Block, titled: tuple[str, str] | None, scales: Scales) -> bool:
    """Whether less than half a day is work on the service: a clinic, an operation, a day that was noted."""
    if reading.event.guests or any(sign in reading.title for sign in ("purpose", "evaluation", "session")):
        return False
    attended = _is_with_attending(reading, scales)
    same = bool(titled and titled[0] == block.subject)
    if is_operation(reading) and (same or attended):
        return True
    if same and DAY_OF_BLOCK.search(reading.headline) and reading.notes:
        return True
    return (same or (not titled and attended)) and _is_short_clinic(reading)


def _only_mentions(reading: Reading) -> bool:
    """Whether the words of a whole day say more than that it is a day on the service whose code they hold."""
    wordy = len(reading.rest) > WORDS_BESIDE and not reading.title.of("service")
    return wordy and reading.shape is Shape.DAY


def _is_day_after(reading: Reading) -> bool:
    """Whether it is the day after duty: "post Mercy, sleep"."""
    first = reading.tokens[0].folded if reading.tokens else ""
    return reading.shape is Shape.DAY and first in {"post", "after"}


def _is_day_of_block(reading: Reading) -> bool:
    """Whether a whole day at work is called by its number: "day 1", "first day"."""
    work = reading.shape is Shape.SHIFT and not reading.event.guests and not reading.is_online
    return work and DAY_OF_BLOCK.search(reading.headline) is not None


def _is_work_with_attending(reading: Reading, scales: Scales) -> bool:
    """Whether a clinic or operation on another service's patients is done with somebody of the faculty."""
    told = "duty" in reading.title and not any(s in reading.title for s in ("purpose", "occasion", "session"))
    return told and not reading.event.guests and _is_with_attending(reading, scales)


def _is_short_clinic(reading: Reading) -> bool:
    clinic = "duty" in reading.title and not reading.event.guests and not reading.title.of("purpose")
    return clinic and reading.event.hours >= CLINIC


def _is_at_work(reading: Reading, block: Block, plan: Plan, scales: Scales) -> bool:
    """Whether hours without a service of their own are hours of a block."""
    shift = reading.shape is Shape.SHIFT
    company = COMPANY.search(reading.headline) if "shift" in reading.title else None
    alone = [t for t in reading.rest if not company or t.start < company.start()]
    names = [t for t in alone if t.text[0].isupper() and t.folded not in block.text]
    unnamed = all(t.folded in scales.places.institutions for t in names)
    works = "shift" in reading.title or (not block.row and _is_clinical(reading) and _is_working_day(reading))
    if shift and works and unnamed:
        return True
    located = any(token.folded in block.text for token in tokens_of(reading.event.location))
    attended = located or _is_there(reading, block) or _is_with_attending(reading, scales)
    begins = reading.begins
    clinical = block.subject not in scales.reader.long_services
    if shift and clinical and not block.row and is_operation(reading) and not reading.event.guests:
        return MORNING[0] <= begins.hour <= MORNING[1]
    if not _is_clinical(reading):
        return shift and (attended or _is_long(reading))
    only_here = all(block.first <= day <= block.last for day in plan.keys[reading.key])
    beside = WORDS_BESIDE if "duty" in reading.title and not reading.title.of("shift") else 0
    return attended or (len(reading.rest) <= beside and only_here)


def _is_clinical(reading: Reading) -> bool:
    told = any(sign in reading.title for sign in ("duty", "shift", "call")) or "duty" in reading.placed
    return told or bool(reading.title.of("service"))


def _is_there(reading: Reading, block: Block) -> bool:
    """Whether the title says where the block is, and hardly anything else ("Ashford", "va - hernia day")."""
    strange = [token for token in reading.rest if token.folded not in block.text]
    return len(strange) <= 1 and any(token.folded in block.text for token in reading.tokens)


def _is_with_attending(reading: Reading, scales: Scales) -> bool:
    mentions = scales.people.mentions(reading)
    told = any(m.title or m.role is Role.ATTENDING for m in mentions)
    return told or bool(scales.people.known_in(reading)) or _is_with_surname(reading, scales)


def _is_with_surname(reading: Reading, scales: Scales) -> bool:
    """Whether clinical work is done with somebody called by a surname: "OR day with Petrossian"."""
    naming, peers = scales.people.naming, scales.people.circle.peers
    return _is_clinical(reading) and any(
        mention.cued
        and mention.name[0].isupper()
        and folded(mention.name) not in peers
        and folded(mention.name).split()[0] not in naming.given
        for mention in naming.in_title(reading.headline)
    )


def _is_working_day(reading: Reading) -> bool:
    """Whether it fills a weekday from the morning on: who is on a block is at work then."""
    event = reading.event
    hours = WORKING_HOURS[0] <= event.hours <= WORKING_HOURS[1]
    begins = reading.begins
    morning = MORNING[0] <= begins.hour <= MORNING[1] and begins.weekday() < SATURDAY
    told = any(len(token.text) >= WORD_LENGTH for token in reading.tokens)
    return hours and morning and told and not event.guests and not reading.is_online


def _is_long(reading: Reading) -> bool:
    """Whether it has the hours of a shift: twelve or twenty-four, from the change of shifts on."""
    event = reading.event
    return (
        any(abs(event.hours - hours) < HALF for hours in WATCHES)
        and reading.begins.hour in CHANGES
        and len(reading.rest) <= len(("lap", "chole"))
        and not event.guests
    )
