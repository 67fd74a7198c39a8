"""Events, lexicon and catalogue go in; what each event is, with people, group and reasons, comes out."""

from collections.abc import Sequence
from functools import lru_cache

from worker.domain.event import Event
from worker.domain.recognition.corrections import Correction, corrected
from worker.domain.recognition.deciding import Verdict, decide_all
from worker.domain.recognition.glossary import glossary_of
from worker.domain.recognition.grouping import groups_of
from worker.domain.recognition.habits import habits_of
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.meeting_names import with_own_names
from worker.domain.recognition.naming import Naming
from worker.domain.recognition.neighbours import block_name, settle, subject_of
from worker.domain.recognition.others import Sharing
from worker.domain.recognition.people import People
from worker.domain.recognition.places import places_of
from worker.domain.recognition.reading import Reader, Reading, Shape
from worker.domain.recognition.recognised import Label, Recognised
from worker.domain.recognition.weighing import Scales, directors_of, listed_in, paired_in
from worker.domain.recognition.words import folded
from worker.domain.season import Conference

REMEMBERED = 8
"""Calendars: most nights the year is planned again from what it was planned from the night before."""
OUTSIDE = frozenset({Label.CONFERENCE, Label.WEBINAR})


def recognise(
    events: Sequence[Event],
    lexicon: Lexicon,
    catalogue: Sequence[Conference],
    owner: frozenset[str],
    corrections: Sequence[Correction] = (),
) -> tuple[Recognised, ...]:
    """What each event is, sorted by start and id; the order of the input does not matter.

    `owner` holds the user's addresses (lower case) and, where known, names. `corrections` hold what the
    user has said about events: that wins, and what lies around these events is judged by it.
    """
    return _recognised_among(tuple(events), lexicon, tuple(catalogue), owner, tuple(corrections))


@lru_cache(maxsize=REMEMBERED)
def _recognised_among(
    events: tuple[Event, ...],
    lexicon: Lexicon,
    catalogue: tuple[Conference, ...],
    owner: frozenset[str],
    corrections: tuple[Correction, ...],
) -> tuple[Recognised, ...]:
    plain = Reader(lexicon, catalogue)
    reader = plain.knowing(glossary_of(events, plain.hits, *_names_and_roles(lexicon)))
    readings = tuple(reader.read(event) for event in sorted(events, key=_by_start))
    scales = scales_of(reader, readings, owner)
    sharing = Sharing.of(
        readings, scales.people, reader.glossary, scales.places.institutions, scales.own_words
    )
    first = corrected(decide_all(readings, scales, sharing), corrections, scales)
    settled = settle(first, scales)
    verdicts = with_own_names(settled, scales)
    groups = groups_of(verdicts, lexicon.lengths, reader.long_services)
    fields = [_fields(verdict, scales) if verdict.label is Label.CONFERENCE else () for verdict in settled]
    return tuple(
        _recognised(verdict, groups, of, scales) for verdict, of in zip(verdicts, fields, strict=True)
    )


def scales_of(reader: Reader, readings: Sequence[Reading], owner: frozenset[str]) -> Scales:
    """What the whole calendar tells: places, people and habits."""
    lexicon, naming = reader.lexicon, _naming(reader.lexicon, reader.vocabulary.no_names).afresh()
    places = places_of(readings, lexicon.institutions, reader.vocabulary.words)
    others = reader.glossary.others.values()
    people = People(naming, lexicon, readings, owner, others, places.institutions)
    habits = habits_of(readings, lexicon.lengths)
    directors, listed, paired = directors_of(readings, people), listed_in(readings), paired_in(readings)
    return Scales(reader, people, habits, places, directors, listed, paired)


@lru_cache(maxsize=2)
def _naming(lexicon: Lexicon, no_names: frozenset[str]) -> Naming:
    """The patterns around names, built once for all calendars."""
    return Naming(lexicon, no_names)


def _names_and_roles(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    people = lexicon.people
    roles = (*people.attending, *people.chief, *people.speaker, *people.director, *people.mentor)
    return frozenset(map(folded, people.given)), frozenset(map(folded, roles))


def _by_start(event: Event) -> tuple[float, str]:
    return event.starts.timestamp(), event.id


def _recognised(
    verdict: Verdict, groups: dict[str, str], fields: tuple[str, ...], scales: Scales
) -> Recognised:
    reading = verdict.reading
    title = verdict.title
    if verdict.label is Label.ROTATION and not title:
        title = block_name(reading.headline)
    return Recognised(
        event=reading.event,
        label=verdict.label,
        why=(*filter(None, verdict.why), *(f"against it: {said}" for said in verdict.against)),
        people=() if verdict.closed else scales.people.named_in(reading, verdict.label),
        group=groups.get(reading.event.id),
        subject=_subject(verdict),
        title=title if verdict.label is not Label.NONE else "",
        external=_is_external(verdict),
        fields=fields,
        umbrella=verdict.label in {Label.ROTATION, Label.CONFERENCE}
        and reading.shape in {Shape.BLOCK, Shape.DAYS},
    )


def _subject(verdict: Verdict) -> str:
    if verdict.label is Label.NONE:
        return ""
    return subject_of(verdict) if verdict.label is Label.ROTATION else verdict.subject


def _is_external(verdict: Verdict) -> bool:
    if verdict.label in OUTSIDE:
        return True
    return verdict.label is Label.ROTATION and any(
        "away" in signs for signs in (verdict.reading.title, verdict.reading.noted)
    )


def _fields(verdict: Verdict, scales: Scales) -> tuple[str, ...]:
    """From the catalogue, else from the words of the title."""
    if verdict.subject in scales.reader.catalogue:
        return (scales.reader.catalogue[verdict.subject].field,)
    hits = (*verdict.reading.title.of("field"), *verdict.reading.noted.of("field"))
    names = dict.fromkeys(hit.sign.split(":", 1)[1] for hit in hits)
    return tuple(sorted(names))
