"""A reading with its points goes in; one label, or none, with the reasons for and against, comes out."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from worker.domain.event import Response, Status
from worker.domain.recognition.glossary import LABELLED, Glossary
from worker.domain.recognition.others import Sharing
from worker.domain.recognition.reading import Reading, Shape, without_brackets
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.weighing import Scales, Weight
from worker.domain.recognition.words import PICTOGRAM, folded, tokens_of

KINDS = {
    "birthday": "it is a birthday",
    "outOfOffice": "it is an out-of-office entry",
    "workingLocation": "it is a working location",
    "focusTime": "it is focus time",
    "fromGmail": "it was made from a booking mail",
}
"""Google's event types that are never a reason to write (Calendar API v3 `eventType`)."""


ASIDES = ("private", "administration", "leave", "travel")
"""What speaks against an event, but may stand in brackets: "reception (kids ok)"."""
OF_CONGRESSES = ("session", "meeting", "gathering", "name", "letters")
OF_WORK = ("service", "placement", "shift")
BESIDE_ASIDES = {"leave": OF_CONGRESSES, "travel": OF_WORK}
"""Beside the signs of what these may stand in brackets; others beside any of them."""
SATURDAY = 5
MORNING = range(5, 14)
"""Hours at which work begins that is not called a shift."""
SWAP = re.compile(
    r"\b(?:call|shift|block|weekend|wknd|vacation|holiday|schedule|night|rotation)s?\b[^\w(]*(?:\w+\s)?(?:swap|trade|switch)\b"
    r"|\b(?:swap|trade|switch)(?:ping|ped|ing|d)?\b[^.;]{0,20}\b(?:call|shift|weekend|wknd|block|night)s?\b",
    re.IGNORECASE,
)
"""Who takes whose duty."""
CALLED_OFF = re.compile(
    r"\W*(?:cancel\w+|abgesagt|abgesetzt|annul\w*|odwo\w+|iptal|lemond\w+|отмен\w+|取消|キャンセル)\s*[:\u2013-]\s",
    re.IGNORECASE,
)
"""How calendars mark what was cancelled, before its title."""
SUBJECT = re.compile(r"\s[-\u2013\u2014]\s|,\s")
"""What parts the people of a talk from its subject."""
CHAPTER = re.compile(r"\bchapter\b", re.IGNORECASE)
"""A society's branch in a state."""
ROOM = re.compile(r"\b(?:room|rm|badge|pager|parking|locker|handoff|sign ?out)\b")
ADVICE = re.compile(r"talk|advice")
SPOKEN_OF = frozenset({"talk", "chat", "meet", "coffee", "sit down", "discuss", "discussion", "office"})
CODE = re.compile(r"[A-Z][A-Z&]*(?:[-_/ ](?:[A-Z&]+|\d+))+")
"""A code in several parts, as feeds have it."""
CODE_PARTS = re.compile(r"[-_/ ]")
TASKED = re.compile(
    r"(?:^|[\n/;|])\s*(?:task|activity|shift|duty|assignment type|shift type)\s*[:=]\s*(?P<what>[^\n/;|]+)",
    re.IGNORECASE,
)
"""What a feed says that one does: "Task: VASC Home Call"."""
JOB = re.compile(
    r"(?:^|[\n/;|])\s*(?:position|job|job title|department|store|crew)\s*[:=]\s*(?P<what>[^\n/;|]+)",
    re.IGNORECASE,
)
"""What a list of shifts says that one is."""
HEALTH = re.compile(
    r"resident|intern|physician|doctor|student|surg|med|nurse|\bpgy|\bicu|\bed\b|fellow|hospital|clinic|house",
    re.IGNORECASE,
)
MEDICAL = ("service", "code", "duty", "faculty", "director")
OFF_CODES = frozenset({"off", "vac", "pto", "loa", "post", "pc", "hc", "bu", "jeop", "adm", "admin", "sick"})
"""Parts of a code that say that nobody works."""
AWAY = OFF_CODES | {"home"}
"""The same in a feed's code: "ONC-CALL-HOME"."""
MISSING_WORK = frozenset({"leave", "off-duty"})
AT_WORK = frozenset({Shape.SHIFT, Shape.BLOCK})
PARTS = re.compile(r"\s[-\u2013\u2014|]\s|[;,(]|:\s")
"""What parts a title into things said one beside the other."""
Likeness = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one event is, before its neighbours have been looked at a second time."""

    reading: Reading
    label: Label
    why: tuple[str, ...]
    subject: str = ""
    title: str = ""
    vetoes: frozenset[str] = field(default_factory=frozenset)
    """The names of what spoke against it."""
    closed: bool = False
    """Cancelled, declined or somebody else's: no second look."""
    against: tuple[str, ...] = ()
    """What spoke against the label, in sentences."""
    corrected: bool = False
    """The user said what it is: no second look may change the label."""

    def becomes(self, label: Label, why: str, subject: str, title: str) -> "Verdict":
        """The same event with a label that its neighbours gave it."""
        return replace(self, label=label, why=(why,), subject=subject, title=title)

    def said(self, why: tuple[str, ...]) -> "Verdict":
        """The same with other reasons."""
        return replace(self, why=why)


def decide_all(readings: Iterable[Reading], scales: Scales, sharing: Sharing) -> list[Verdict]:
    """The label of every event; of those that are alike but for the day, only one is looked at."""
    known: dict[Likeness, Verdict] = {}
    verdicts = []
    for reading in readings:
        likeness = _likeness(reading)
        verdict = known.get(likeness) if likeness else None
        verdict = replace(verdict, reading=reading) if verdict else decide(reading, scales, sharing)
        if likeness:
            known[likeness] = verdict
        verdicts.append(verdict)
    return verdicts


def _likeness(reading: Reading) -> Likeness | None:
    """All that counts of an event besides its day; None where a meeting is named, and the day counts."""
    texts = (reading.title, *reading.around)
    if any(signs.of(kind) for signs in texts for kind in ("name", "letters")):
        return None
    event = reading.event
    told = (event.title, event.description, event.location, event.kind, event.status, event.response)
    return (
        *told,
        event.all_day,
        event.ends - event.starts,
        event.online,
        event.owned,
        event.organizer,
        event.guests,
    )


def decide(reading: Reading, scales: Scales, sharing: Sharing) -> Verdict:
    """The label of one event from its own words and the habits of the calendar."""
    closed = _closed(reading, scales.reader.glossary) or sharing.reason(reading)
    if closed:
        return Verdict(reading, Label.NONE, (closed,), closed=True)
    vetoes = vetoes_of(reading, scales)
    weights = scales.weigh(reading, _open_labels(vetoes, scales))
    against = _apply(vetoes, weights, reading, scales)
    label, why, rival = _best(weights, scales, reading)
    if label is Label.NONE:
        why, against = (*against, *why), ()
    weight = weights.get(label, Weight())
    return Verdict(
        reading,
        label,
        why or ("nothing in it speaks for an engagement",),
        weight.subject,
        weight.title,
        vetoes,
        against=(*against, *rival),
    )


def vetoes_of(reading: Reading, scales: Scales) -> frozenset[str]:
    """The names of all that speaks against an event."""
    signs = reading.title
    found = {
        sign.split(":", 1)[1] for sign in signs.by_sign if sign.startswith(("against:", "opening:", "alone:"))
    }
    labelled = LABELLED.search(reading.notes)
    if labelled:
        said = scales.reader.titled(labelled["what"])
        found |= {sign.split(":", 1)[1] for sign in said.by_sign if sign.startswith("against:")}
    if "webinar" in signs and (scales.meetings_in(signs) or "body" in signs):
        found -= {"teaching", "administration", "interviews", "leave"}
    if "session" in signs and reading.shape is Shape.MEETING and ":" in reading.headline:
        found -= {"leave"}
    if reading.is_online and "talk" in signs and (scales.meetings_in(signs) or "body" in signs):
        found -= {"administration"}
    outside = ("body" in signs or "open" in reading.noted) and reading.shape in {Shape.DAYS, Shape.BLOCK}
    if "teaching" in found and (outside or scales.is_long_conference(reading)):
        found -= {"teaching"}
    if "leave" in found and _is_leave_inside(reading, scales):
        found -= {"leave"}
    if "private" in found and (_is_private_aside(reading, scales) or _is_work_in_hours(reading)):
        found -= {"private"}
    found -= {name for name in ASIDES if name in found and _is_in_brackets(reading, name)}
    if SWAP.search(reading.headline) and reading.shape is Shape.MEETING:
        found |= {"swap"}
    found -= _withdrawn(found, reading, scales)
    found |= _coded(reading, scales)
    if "administration" in found and _is_congress_of_committee(reading):
        found -= {"administration"}
    return frozenset(found)


def _withdrawn(found: set[str], reading: Reading, scales: Scales) -> set[str]:
    """What seems to speak against an event, but only decorates it or says where it is."""
    if not found:
        return set()
    gone = _beside_work_or_talk(reading, scales)
    if "travel" in found and _is_travel_aside(reading, scales):
        gone.add("travel")
    if "leave" in found and _opens_with_meeting(reading):
        gone.add("leave")
    if "administration" in found and _is_room_at_work(reading):
        gone.add("administration")
    if "paperwork" in found and _is_asked_in_person(reading, scales):
        gone.add("paperwork")
    if "interviews" in found and _is_advice(reading, scales):
        gone.add("interviews")
    if "private" in found and _is_other_sense(reading, scales):
        gone.add("private")
    if "teaching" in found and _is_taught_outside(reading, scales):
        gone.add("teaching")
    if reading.tokens and reading.tokens[0].text in scales.habits.codes and reading.shape in AT_WORK:
        gone.add("teaching")
    return gone


def _beside_work_or_talk(reading: Reading, scales: Scales) -> set[str]:
    """What does not count beside an operation on a service, or as the subject of a talk."""
    signs = reading.title
    if reading.shape is Shape.SHIFT and "operation" in signs and (signs.of("service") or signs.of("code")):
        return {"private", "teaching", "administration"}
    if _is_talk_first(reading, scales):
        return {"leave", "interviews", "rehearsal", "administration"}
    return set()


def _is_travel_aside(reading: Reading, scales: Scales) -> bool:
    """Whether the journey stands beside a meeting as a picture, or in brackets."""
    bracketed = _opens_with_meeting(reading) and _is_in_brackets(reading, "travel", OF_CONGRESSES)
    return bracketed or _is_picture_beside_meeting(reading, scales)


def _is_outside(reading: Reading, scales: Scales) -> bool:
    return "body" in reading.title or bool(scales.meetings_in(reading.title))


def _is_other_sense(reading: Reading, scales: Scales) -> bool:
    """Whether the private words have a sense of the profession here: a "cat" spot, a cell therapy."""
    therapy = all(folded(hit.text) == "therapy" for hit in reading.title.of("against:private"))
    return _is_short_for_categorical(reading) or (therapy and _is_outside(reading, scales))


def _is_taught_outside(reading: Reading, scales: Scales) -> bool:
    """Whether what sounds like local teaching is a talk with a director, or held by a body outside."""
    signs = reading.title
    if "occasion" in signs and ("director" in signs or "director-code" in signs):
        return True
    on_air = "webinar" in reading.noted or ("online" in signs and reading.key not in scales.habits.weekly)
    on_air = on_air and not scales.places.is_local(reading.event)
    chapter = CHAPTER.search(reading.headline) is not None
    return _is_outside(reading, scales) and (chapter or on_air)


def _is_talk_first(reading: Reading, scales: Scales) -> bool:
    """Whether a talk with a doctor or director opens the title, and only its subject speaks against it."""
    if reading.shape is not Shape.MEETING or reading.event.all_day:
        return False
    starts = [
        hit.start for hit in reading.title.of("against") if SUBJECT.search(reading.headline[: hit.start])
    ]
    head, *rest = SUBJECT.split(reading.headline, maxsplit=1)
    if starts and len(starts) == len(reading.title.of("against")):
        head = reading.headline[: min(starts)]
    signs = scales.reader.titled(head)
    said = any(sign.startswith(("against:", "opening:")) for sign in signs.by_sign)
    with_whom = any(m.title for m in scales.people.naming.in_title(head)) or "faculty" in signs
    with_whom = with_whom or bool(scales.people.known_in(reading))
    met = "occasion" in signs or "director" in signs or "director-code" in signs
    return bool(rest) and not said and with_whom and met


def _opens_with_meeting(reading: Reading) -> bool:
    """Whether days are called by a meeting of the catalogue, before anything else."""
    first = min((hit.start for kind in ("name", "letters") for hit in reading.title.of(kind)), default=1)
    return first == 0 and reading.shape in {Shape.DAYS, Shape.BLOCK}


def _is_picture_beside_meeting(reading: Reading, scales: Scales) -> bool:
    """Whether an aeroplane only decorates the name of a meeting that lasts days."""
    hits = reading.title.of("against:travel")
    days = reading.shape in {Shape.DAYS, Shape.BLOCK}
    named = bool(scales.meetings_in(reading.title)) or "meeting" in reading.title
    return days and named and bool(hits) and all(PICTOGRAM.match(hit.text) for hit in hits)


def _is_short_for_categorical(reading: Reading) -> bool:
    """Whether a "cat" is a categorical position: beside an office, a doctor, somebody trained there."""
    hits = reading.title.of("against:private")
    kinds = ("director", "director-code", "title", "faculty", "purpose", "webinar", "visit")
    told = any(sign in reading.title for sign in kinds)
    return told and all(folded(hit.text) in {"cat", "kickoff"} for hit in hits)


def _is_advice(reading: Reading, scales: Scales) -> bool:
    """Whether an interview is only prepared, with somebody of the faculty."""
    hits = reading.title.of("against:interviews")
    known = bool(scales.people.known_in(reading)) or "title" in reading.title
    prepared = all("prep" in folded(hit.text) for hit in hits)
    return known and prepared and bool(hits) and "purpose" in reading.title


def _is_room_at_work(reading: Reading) -> bool:
    """Whether a "conference room" or pager is what one needs on a service, and no meeting."""
    hits = reading.title.of("against:administration")
    rooms = all(ROOM.search(folded(hit.text)) for hit in hits)
    told = any(sign in reading.title for sign in ("away", "placement", "shift")) or bool(
        reading.title.of("service")
    )
    return bool(hits) and rooms and told and reading.shape in {Shape.SHIFT, Shape.BLOCK}


def _is_asked_in_person(reading: Reading, scales: Scales) -> bool:
    """Whether "ask Dr. Eze for ..." is said to be a talk, at an hour, and no line of a list of tasks."""
    asked = [hit for hit in reading.title.of("opening:paperwork") if folded(hit.text) == "ask"]
    who = any(sign in reading.title for sign in ("title", "director", "director-code"))
    who = who or bool(scales.people.known_in(reading))
    talk = any(folded(hit.text) in SPOKEN_OF for hit in reading.title.of("occasion"))
    talk = talk or any(ADVICE.search(folded(hit.text)) for hit in reading.title.of("purpose"))
    hour = reading.shape is Shape.MEETING and not reading.event.all_day
    return bool(asked) and "against:paperwork" not in reading.title and who and talk and hour


def _coded(reading: Reading, scales: Scales) -> frozenset[str]:
    """What the parts of a feed's code say against it: "HC-VASC", "nf - off"; and what its task is."""
    texts = _parts_off(reading, scales) if any(token.folded in AWAY for token in reading.tokens) else []
    if tasked := TASKED.search(reading.notes):
        texts.append(tasked["what"])
    signs = (scales.reader.titled(text) for text in texts)
    said = (sign for one in signs for sign in one.by_sign if sign.startswith(("against:", "alone:")))
    return frozenset(sign.split(":", 1)[1] for sign in said) & MISSING_WORK


def _parts_off(reading: Reading, scales: Scales) -> list[str]:
    """The parts of a title, or all of it but the user's own name, that say that nobody works."""
    title = reading.headline.strip()
    code = CODE.fullmatch(title)
    parts = CODE_PARTS.split(title) if code else PARTS.split(title) if PARTS.search(title) else []
    off = AWAY if code else OFF_CODES
    texts = [part for part in parts if reading.shape is not Shape.BLOCK and folded(part) in off]
    plain = (t.text for t in tokens_of(without_brackets(title)) if t.folded not in scales.own_words)
    rest = " ".join(plain)
    return [*texts, rest] if folded(rest) in OFF_CODES else texts


def _is_leave_inside(reading: Reading, scales: Scales) -> bool:
    """A block stays one where vacation days overlap it, or are taken for it: "PTO - shadow Dr. Nasser"."""
    if reading.shape is Shape.DAYS or reading.shape is Shape.BLOCK:
        parts = [scales.reader.signs(part) for part in PARTS.split(reading.headline)]
        free = [part for part in parts if not part.of("against:leave") and not part.of("alone:leave")]
        if len(free) < len(parts) and any("placement" in part for part in free):
            return True
    if reading.shape is not Shape.BLOCK:
        return False
    outside = scales.reader.signs(without_brackets(reading.headline))
    return not outside.of("against:leave") and bool(
        outside.of("service") or outside.of("code") or "placement" in outside
    )


def _is_private_aside(reading: Reading, scales: Scales) -> bool:
    """Whether the private words stand beside a call or meeting with somebody of the faculty, not in it."""
    parts = [part for part in PARTS.split(reading.headline) if part.strip()]
    people = [scales.people.naming.in_title(part) for part in parts]
    signs = [scales.reader.signs(part) for part in parts]
    private = [bool(one.of("against:private")) for one in signs]
    met = [
        "occasion" in one and any(m.title and scales.people.is_colleague(m.name) for m in named)
        for one, named in zip(signs, people, strict=True)
    ]
    return any(m and not p for m, p in zip(met, private, strict=True)) and not (
        any(m and p for m, p in zip(met, private, strict=True))
    )


def _is_work_in_hours(reading: Reading) -> bool:
    """Whether what sounds private is a word for work, too ("theatre"), on the morning of a weekday."""
    private = {(hit.start, hit.end) for hit in reading.title.of("against:private")}
    work = {(hit.start, hit.end) for hit in reading.title.of("duty")}
    begins = reading.begins
    day = not reading.event.all_day and begins.weekday() < SATURDAY and begins.hour in MORNING
    return private <= work and day and reading.shape is not Shape.MEETING


def _is_in_brackets(reading: Reading, name: str, beside: Sequence[str] = ()) -> bool:
    """Whether what speaks against stands in brackets alone, beside the words of a meeting or a session."""
    outside = without_brackets(reading.headline)
    hits = reading.title.of(f"against:{name}")
    kinds = beside or BESIDE_ASIDES.get(name, (*OF_CONGRESSES, *OF_WORK, "code"))
    told = any(reading.title.of(sign) for sign in kinds)
    told = told or (name == "private" and "occasion" in reading.title and "faculty" in reading.title)
    return told and bool(hits) and not any(hit.text in outside for hit in hits)


def _is_congress_of_committee(reading: Reading) -> bool:
    """Whether a "committee" meets for several days, or calls its meeting by the name that congresses have."""
    days = reading.shape is Shape.DAYS and reading.event.day_count > 1
    committee = all("committee" in folded(hit.text) for hit in reading.title.of("against:administration"))
    return days and committee and ("gathering" in reading.title or "meeting" in reading.title)


def _is_other_job(reading: Reading) -> bool:
    """Whether a list of shifts says that the user does another job on them: "Position: Cashier"."""
    job = JOB.search(reading.notes)
    if not job or HEALTH.search(job["what"]) or "shift" not in reading.title:
        return False
    return not any(text.of(sign) for sign in MEDICAL for text in (reading.title, *reading.around))


def _closed(reading: Reading, glossary: Glossary) -> str:
    event = reading.event
    if _is_other_job(reading):
        return "it is a shift at another job"
    works = any(reading.title.of(sign) for sign in ("service", "shift", "duty"))
    if event.day_count == 1 and event.description in glossary.legends and not works:
        return "it explains the calendar's codes"
    if event.status is Status.CANCELLED or CALLED_OFF.match(event.title):
        return "it is cancelled"
    if event.response is Response.DECLINED:
        return "the user declined it"
    online = "body" in reading.title and ("online" in reading.title or "webinar" in reading.title)
    return "" if event.kind == "fromGmail" and online else KINDS.get(event.kind, "")


def _apply(
    vetoes: frozenset[str], weights: dict[Label, Weight], reading: Reading, scales: Scales
) -> tuple[str, ...]:
    """Take points from the labels where something speaks softly against them; the sentences that say so."""
    said = []
    for name in sorted(vetoes):
        rule = scales.reader.rules[name]
        for label in weights.keys() & rule.softens:
            weights[label].points -= scales.lexicon.points.short
        if Label.MENTOR in weights.keys() & set(rule.spares) and not _is_talk(reading):
            weights[Label.MENTOR].points -= scales.lexicon.points.short
        said.append(f"{rule.reason} ('{_word(reading, name)}')")
    return tuple(said)


def _is_talk(reading: Reading) -> bool:
    """Whether more than a name tells a talk: an occasion, a reason, a guest."""
    told = any(sign in text for sign in ("purpose", "occasion") for text in (reading.title, reading.placed))
    return told or bool(reading.event.guests)


def _open_labels(vetoes: frozenset[str], scales: Scales) -> tuple[Label, ...]:
    """The labels that nothing rules out."""
    rules = [scales.reader.rules[name] for name in vetoes]
    return tuple(
        label
        for label in Label
        if label is not Label.NONE and all(label in (*rule.spares, *rule.softens) for rule in rules)
    )


def _word(reading: Reading, name: str) -> str:
    for kind in ("against", "opening", "alone"):
        if f"{kind}:{name}" in reading.title:
            return reading.title.word(f"{kind}:{name}")
    return reading.headline if name == "swap" else "in the description"


def _best(
    weights: dict[Label, Weight], scales: Scales, reading: Reading
) -> tuple[Label, tuple[str, ...], tuple[str, ...]]:
    """The label with the most points, if enough, and enough more than the next; why, and the next."""
    points = scales.lexicon.points
    weights = {label: weights.get(label, Weight()) for label in Label}
    if weights[Label.WEBINAR].points >= points.webinar - 1e-9 and "webinar" in reading.title:
        weights[Label.PD].points = weights[Label.MENTOR].points = 0.0
    if weights[Label.PD].points >= points.enough - 1e-9:
        weights[Label.MENTOR].points = 0.0
    ranked = sorted(weights.items(), key=lambda item: -item[1].points)
    (label, best), (second, next_best) = ranked[0], ranked[1]
    if best.points < points.enough - 1e-9:
        return Label.NONE, tuple(best.why) and (*best.why, f"not enough for {label.value}"), ()
    if best.points - next_best.points < points.margin - 1e-9:
        return Label.NONE, (*best.why, f"{label.value} and {second.value} are too close to tell"), ()
    rival = next_best.points >= points.enough / 2 and bool(next_best.why)
    return label, tuple(best.why), (f"{next_best.why[0]}, so it might be {second.value}",) if rival else ()
