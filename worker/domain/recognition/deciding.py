"""A reading with its points goes in; one label, or none, with the reasons for and against, comes out."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace

from worker.domain.event import Response, Status
from worker.domain.recognition.glossary import LABELLED, Glossary
from worker.domain.recognition.others import Sharing
from worker.domain.recognition.reading import Reading, Shape, without_brackets
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.weighing import Scales, Weight
from worker.domain.recognition.words import folded

KINDS = {
    "birthday": "it is a birthday",
    "outOfOffice": "it is an out-of-office entry",
    "workingLocation": "it is a working location",
    "focusTime": "it is focus time",
    "fromGmail": "it was made from a booking mail",
}
"""Google's event types that are never a reason to write (Calendar API v3 `eventType`)."""


ASIDES = ("private", "administration")
"""What speaks against an event, but may stand in brackets: "reception (kids ok)"."""
SATURDAY = 5
MORNING = range(5, 14)
"""Hours at which work begins that is not called a shift."""
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
        said = scales.reader.signs(labelled["what"])
        found |= {sign.split(":", 1)[1] for sign in said.by_sign if sign.startswith("against:")}
    if "webinar" in signs and (scales.meetings_in(signs) or "body" in signs):
        found -= {"teaching", "administration"}
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
    if "administration" in found and _is_congress_of_committee(reading):
        found -= {"administration"}
    return frozenset(found)


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


def _is_in_brackets(reading: Reading, name: str) -> bool:
    """Whether what speaks against stands in brackets alone, beside the words of a meeting or a session."""
    outside = without_brackets(reading.headline)
    hits = reading.title.of(f"against:{name}")
    told = any(sign in reading.title for sign in ("session", "meeting", "gathering"))
    return told and bool(hits) and not any(hit.text in outside for hit in hits)


def _is_congress_of_committee(reading: Reading) -> bool:
    """Whether a "committee" meets for several days, or calls its meeting by the name that congresses have."""
    days = reading.shape is Shape.DAYS and reading.event.day_count > 1
    committee = all("committee" in folded(hit.text) for hit in reading.title.of("against:administration"))
    return days and committee and ("gathering" in reading.title or "meeting" in reading.title)


def _closed(reading: Reading, glossary: Glossary) -> str:
    event = reading.event
    if event.day_count == 1 and event.description in glossary.legends:
        return "it explains the calendar's codes"
    if event.status is Status.CANCELLED:
        return "it is cancelled"
    if event.response is Response.DECLINED:
        return "the user declined it"
    return KINDS.get(event.kind, "")


def _apply(
    vetoes: frozenset[str], weights: dict[Label, Weight], reading: Reading, scales: Scales
) -> tuple[str, ...]:
    """Take points from the labels where something speaks softly against them; the sentences that say so."""
    said = []
    for name in sorted(vetoes):
        rule = scales.reader.rules[name]
        for label in weights.keys() & rule.softens:
            weights[label].points -= scales.lexicon.points.short
        said.append(f"{rule.reason} ('{_word(reading, name)}')")
    return tuple(said)


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
    return "in the description"


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
