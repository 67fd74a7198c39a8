"""A reading with its points goes in; one label, or none, with the reasons for and against, comes out."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from worker.domain.called_off import is_called_off
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
SOCIETY = re.compile(r"\b(?:society|association|academy|college of)\b", re.IGNORECASE)
ABSTRACTS = frozenset({"abstract", "abstr", "abst", "abs"})
DAYS_OF_SOCIETIES = frozenset(
    {"research day", "research days", "resident research day", "trainee research day"}
)
"""What departments hold, and societies, too."""
SHORT = len("conf")
"""A word of so few letters may be a booking's ("conf 88172")."""
BEHIND_COLON = re.compile(r":\s|\s[-\u2013\u2014]\s")
CHAPTER = re.compile(r"\bchapter\b", re.IGNORECASE)
"""A society's branch in a state."""
WITH = re.compile(r"\b(?:w/?|with)\s*(?=\w)", re.IGNORECASE)
TALK = re.compile(r"\b(?:talk|discuss|advice|ask)\b", re.IGNORECASE)
ROOM = re.compile(
    r"\b(?:room|rm|badge|pager|parking|locker|photo|id card|scrubs|white coat|handoff|sign ?out)\b"
)
ADVICE = re.compile(r"talk|advice")
SPOKEN_OF = frozenset({"talk", "chat", "meet", "coffee", "sit down", "discuss", "discussion", "office"})
COUNSELING = frozenset({"counseling", "counselling"})
"""What the army calls its evaluations, too."""
PLATFORMS = frozenset({"thalamus", "eras", "myeras", "interview broker", "residencycas"})
"""Pages that arrange interviews, and other sessions of programmes."""
CODE = re.compile(r"[A-Z][A-Z&]*(?:[-_/ ](?:[A-Z&]+|\d+))+")
"""A code in several parts, as feeds have it."""
CODE_PARTS = re.compile(r"[-_/ ]")
TASKED = re.compile(
    r"(?:^|[\n/;|])\s*(?:task|activity|unit|shift|duty|assignment type|shift type)\s*[:=]"
    r"\s*(?P<what>[^\n/;|]+)",
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
    for whole in readings:
        part = sharing.part_of_user(whole)
        reading = scales.reader.retitled(whole, part) if part else whole
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
        found -= {"teaching", "administration", "interviews", "leave", "business"}
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


def _is_subject_of_webinar(reading: Reading, _: Scales) -> bool:
    """Whether all that speaks against a webinar is what it is about: "SVS webinar: credentialing"."""
    opens = min((hit.end for hit in reading.title.of("webinar")), default=None)
    mark = BEHIND_COLON.search(reading.headline, opens) if opens is not None else None
    if mark is None or reading.shape is not Shape.MEETING or reading.event.all_day:
        return False
    return all(hit.start >= mark.end() for hit in reading.title.of("against"))


def _withdrawn(found: set[str], reading: Reading, scales: Scales) -> set[str]:
    """What seems to speak against an event, but only decorates it or says where it is."""
    if not found:
        return set()
    gone = _beside_work_or_talk(reading, scales)
    gone |= {name for name in found if any(look(reading, scales) for look in ASIDE_LOOKS.get(name, ()))}
    if reading.tokens and reading.tokens[0].text in scales.habits.codes and reading.shape in AT_WORK:
        gone.add("teaching")
    return gone


def _beside_work_or_talk(reading: Reading, scales: Scales) -> set[str]:
    """What does not count beside an operation on a service, or as the subject of a talk."""
    signs = reading.title
    told = bool(signs.of("service") or signs.of("code")) or "title" in signs
    if reading.shape is Shape.SHIFT and "operation" in signs and (told or scales.people.known_in(reading)):
        return {"private", "teaching", "administration"}
    if _is_talk_first(reading, scales):
        return {"leave", "interviews", "rehearsal", "administration", "paperwork"}
    return set()


def _is_travel_aside(reading: Reading, scales: Scales) -> bool:
    """Whether the journey stands beside a meeting as a picture, or in brackets."""
    outside = without_brackets(reading.headline)
    told = (*reading.title.of("gathering"), *reading.title.of("meeting"))
    held = reading.event.day_count > 1 and any(len(hit.text) > SHORT and hit.text in outside for hit in told)
    held = held or _opens_with_meeting(reading)
    bracketed = held and _is_in_brackets(reading, "travel", OF_CONGRESSES)
    return bracketed or _is_picture_beside_meeting(reading, scales)


def _is_outside(reading: Reading, scales: Scales) -> bool:
    return "body" in reading.title or bool(scales.meetings_in(reading.title))


def _is_other_sense(reading: Reading, scales: Scales) -> bool:
    """Whether the private words have a sense of the profession here: a "cat" spot, a cell therapy."""
    said = _against(reading, "private")
    office = "director" in reading.title or "director-code" in reading.title
    counselled = bool(said) and said <= COUNSELING and office
    therapy = said == {"therapy"} and _is_outside(reading, scales)
    return _is_short_for_categorical(reading) or therapy or counselled


def _is_taught_outside(reading: Reading, scales: Scales) -> bool:
    """Whether what sounds like local teaching is a talk with a director, or held by a body outside."""
    signs = reading.title
    if "occasion" in signs and ("director" in signs or "director-code" in signs):
        return True
    on_air = "webinar" in reading.noted or ("online" in signs and reading.key not in scales.habits.weekly)
    on_air = on_air and not scales.places.is_local(reading.event)
    chapter = CHAPTER.search(reading.headline) is not None
    named = (
        _against(reading, "teaching") <= DAYS_OF_SOCIETIES and SOCIETY.search(reading.headline) is not None
    )
    return (_is_outside(reading, scales) and (chapter or on_air)) or named


def _is_talk_on_the_way(reading: Reading, scales: Scales) -> bool:
    """Whether one walks, eats or plays with the faculty to talk of work: "bbq w Dr. Ito, letters"."""
    if reading.shape is not Shape.MEETING or reading.event.all_day or "patient" in reading.title:
        return False
    with_whom = WITH.search(reading.headline) is not None and (
        bool(scales.people.known_in(reading))
        or any(m.title and scales.people.is_colleague(m.name) for m in scales.people.mentions(reading))
    )
    about = "purpose" in reading.title or (TALK.search(reading.headline) is not None)
    return with_whom and about


def _is_worked_holiday(reading: Reading, _: Scales) -> bool:
    """Whether a holiday is worked: "trauma holiday day shift"."""
    holiday = _against(reading, "leave") <= {"holiday", "holidays"}
    return holiday and reading.shape is Shape.SHIFT and ("shift" in reading.title or "call" in reading.title)


def _is_own_talk(reading: Reading, _: Scales) -> bool:
    """Whether an abstract's number stands beside the user's talk at a meeting: "STS - my talk, abstr 22"."""
    signs = reading.title
    held = any(signs.of(sign) for sign in ("body", "name", "letters"))
    numbered = any(token.text.isdigit() for token in reading.tokens)
    own = (
        "session" in signs
        and held
        and numbered
        and reading.shape is Shape.MEETING
        and not reading.event.all_day
    )
    return own and _against(reading, "paperwork") <= ABSTRACTS


def _is_subject_of_talk(reading: Reading, scales: Scales) -> bool:
    """Whether somebody of the faculty opens the title, and teaching is what a paper is about."""
    first = reading.tokens[0] if reading.tokens else None
    if first is None or reading.shape is not Shape.MEETING or "purpose" not in reading.title:
        return False
    return scales.people.is_known_word(first, reading.headline)


def _against(reading: Reading, name: str) -> set[str]:
    """The words of a title, wherever they stand in it, that speak against an event for that reason."""
    kinds = (f"{kind}:{name}" for kind in ("against", "opening", "alone"))
    return {folded(hit.text) for kind in kinds for hit in reading.title.of(kind)}


def _is_live(reading: Reading, scales: Scales) -> bool:
    """Whether a body outside records before an audience over a wire: "podcast live", "live podcast zoom"."""
    cast = _against(reading, "recording") == {"podcast"}
    return cast and "online" in reading.title and _is_outside(reading, scales)


def _is_shown_by_programme(reading: Reading, _: Scales) -> bool:
    """Whether a programme shows itself, and only the page that runs its interviews is named, too."""
    names = _against(reading, "interviews")
    return bool(names) and names <= PLATFORMS and ("visit" in reading.title or "webinar" in reading.title)


def _is_their_post(reading: Reading, scales: Scales) -> bool:
    """Whether "staff" is what somebody known is: "Bragg (MICU staff) - fellowship?"."""
    post = _against(reading, "teaching") == {"staff"}
    return post and ("title" in reading.title or bool(scales.people.known_in(reading)))


def _is_behind_congress(reading: Reading, scales: Scales) -> bool:
    """Whether some days are called by a congress, and what sounds private stands behind a comma."""
    if reading.shape is not Shape.DAYS or reading.event.day_count == 1:
        return False
    head, *rest = SUBJECT.split(reading.headline, maxsplit=1)
    signs = scales.reader.titled(head)
    named = any(signs.of(sign) for sign in ("letters", "name", "body"))
    held = "meeting" in signs or "gathering" in signs
    return bool(rest) and named and held and "against:private" not in signs


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
    met = any(sign in signs for sign in ("occasion", "director", "director-code"))
    met = met or "occasion" in reading.title
    return bool(rest) and not said and with_whom and met


def _opens_with_meeting(reading: Reading, _: Scales | None = None) -> bool:
    """Whether days are called by a meeting of the catalogue, before anything else."""
    kinds = ("name", "letters", "meeting")
    first = min((hit.start for kind in kinds for hit in reading.title.of(kind)), default=1)
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


def _is_room_at_work(reading: Reading, _: Scales) -> bool:
    """Whether a "conference room", badge or pager is what one needs on a service or at a congress."""
    hits = reading.title.of("against:administration")
    if not hits or not all(ROOM.search(folded(hit.text)) for hit in hits):
        return False
    if reading.shape in {Shape.DAYS, Shape.BLOCK} and _opens_with_meeting(reading):
        return True
    told = any(sign in reading.title for sign in ("away", "placement", "shift", "operation"))
    told = told or bool(reading.title.of("service"))
    return told and reading.shape in {Shape.HALF_DAY, Shape.SHIFT, Shape.BLOCK}


def _is_asked_in_person(reading: Reading, scales: Scales) -> bool:
    """Whether "ask Dr. Eze for ..." is said to be a talk, at an hour, and no line of a list of tasks."""
    asked = [hit for hit in reading.title.of("opening:paperwork") if folded(hit.text) == "ask"]
    who = any(sign in reading.title for sign in ("title", "director", "director-code"))
    who = who or bool(scales.people.known_in(reading))
    talk = any(folded(hit.text) in SPOKEN_OF for hit in reading.title.of("occasion"))
    talk = talk or any(ADVICE.search(folded(hit.text)) for hit in reading.title.of("purpose"))
    hour = reading.shape is Shape.MEETING and not reading.event.all_day
    return bool(asked) and "against:paperwork" not in reading.title and who and talk and hour


ASIDE_LOOKS: dict[str, tuple[Callable[[Reading, Scales], bool], ...]] = {
    "travel": (_is_travel_aside, _is_talk_on_the_way),
    "leave": (_opens_with_meeting, _is_worked_holiday),
    "administration": (_is_room_at_work,),
    "paperwork": (_is_asked_in_person, _is_own_talk, _is_subject_of_webinar),
    "interviews": (_is_advice, _is_shown_by_programme),
    "private": (_is_other_sense, _is_behind_congress, _is_talk_on_the_way),
    "teaching": (_is_taught_outside, _is_their_post, _is_subject_of_talk, _is_subject_of_webinar),
    "season": (_is_subject_of_webinar,),
    "recording": (_is_live,),
}
"""What each reason against an event is looked at for, in case it stands beside the thing."""


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
    if event.status is Status.CANCELLED or CALLED_OFF.match(event.title) or is_called_off(event):
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
    aired = (
        all(sign in reading.title for sign in ("body", "online", "talk")) and "purpose" not in reading.title
    )
    shown = "webinar" in reading.title or "visit" in reading.title or aired
    if weights[Label.WEBINAR].points >= points.webinar - 1e-9 and shown:
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
    return label, tuple(best.why), (f"{next_best.why[0]}, so it might be {second.spoken}",) if rival else ()
