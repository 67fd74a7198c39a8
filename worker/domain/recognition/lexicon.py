"""The words of config/lexicon.toml, by what they are evidence for, come in as `Lexicon`."""

from dataclasses import dataclass

from worker.domain.recognition.recognised import Label


@dataclass(frozen=True, slots=True)
class Points:
    """How much each kind of evidence counts; `enough` makes a label, `margin` parts it from the second."""

    enough: float
    margin: float
    service: float
    code: float
    explained: float
    placement: float
    shift: float
    labelled: float
    run: float
    long: float
    short: float
    society: float
    society_name: float
    noted_society: float
    edition: float
    city: float
    meeting: float
    gathering: float
    noted_meeting: float
    several_days: float
    one_day: float
    venue: float
    session: float
    dated: float
    weekly: float
    webinar: float
    noted_webinar: float
    online: float
    talk: float
    purpose: float
    occasion: float
    faculty: float
    outsider: float
    director: float
    noted_director: float
    brief: float
    crowd: float


@dataclass(frozen=True, slots=True)
class Lengths:
    """What counts as short, long, near; hours and days."""

    meeting_hours: float
    half_day_hours: float
    shift_hours: tuple[float, float]
    congress_days: int
    block_days: int
    longest_block_days: int
    short_gap_days: int
    congress_gap_days: int
    crowd: int
    run_days: int
    run_window: int
    row_entries: int
    row_gap_days: int
    month_days: int
    long_shift_hours: float
    weekly_times: int
    catalogue_slack_days: int


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """A clinical service: `name` is how people call it, `codes` also stand for other things."""

    name: str
    phrases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    long: bool = False
    """It may last a year or more."""


@dataclass(frozen=True, slots=True)
class RotationWords:
    """Words for blocks, shifts, and what else stands in their titles."""

    placement: tuple[str, ...]
    block: tuple[str, ...]
    away: tuple[str, ...]
    shift: tuple[str, ...]
    call: tuple[str, ...]
    duty: tuple[str, ...]
    parts: tuple[str, ...]
    operation: tuple[str, ...] = ()
    """Duty, too, that is nothing but work however short it is."""


@dataclass(frozen=True, slots=True)
class CongressWords:
    """Words for congresses, their sessions, their places, and the bodies that hold them."""

    meeting: tuple[str, ...]
    gathering: tuple[str, ...]
    session: tuple[str, ...]
    venue: tuple[str, ...]
    bodies: tuple[str, ...]
    letters: tuple[str, ...]
    societies: tuple[str, ...]
    """Words that stand in the names of societies."""
    open: tuple[str, ...]
    """What a description says of a course that outsiders may come to."""
    regions: tuple[str, ...]
    """Words with which the names of societies begin, that tell one society from another."""


@dataclass(frozen=True, slots=True)
class WebinarWords:
    """Words for online sessions."""

    strong: tuple[str, ...]
    talk: tuple[str, ...]
    visits: tuple[str, ...]
    """Where programmes present themselves: online, a webinar."""
    lectures: tuple[str, ...]
    """Sessions that are local teaching unless they are online."""
    online: tuple[str, ...]
    registered: tuple[str, ...]
    profession: tuple[str, ...] = ()
    """What makes an online session one of the profession."""
    aired: tuple[str, ...] = ()
    """What societies hold over a wire in the evening."""


@dataclass(frozen=True, slots=True)
class MentorWords:
    """Words for small meetings: why, on what occasion, with whom."""

    purpose: tuple[str, ...]
    occasion: tuple[str, ...]
    faculty: tuple[str, ...]
    guide: tuple[str, ...] = ()
    """Who guides the user, by role: a talk with them needs no name."""


@dataclass(frozen=True, slots=True)
class DirectorWords:
    """Words for program directors and chairs, and for formal evaluations."""

    phrases: tuple[str, ...]
    codes: tuple[str, ...]
    evaluation: tuple[str, ...]
    affairs: tuple[str, ...] = ()
    """What one talks about with a director as such."""


@dataclass(frozen=True, slots=True)
class Against:
    """What makes an event none of these, with the sentence that says so."""

    name: str
    reason: str
    phrases: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    """Only at the beginning of a title."""
    alone: tuple[str, ...] = ()
    """Only as the whole title."""
    spares: tuple[Label, ...] = ()
    """Labels it does not hurt."""
    softens: tuple[Label, ...] = ()
    """Labels from which it only takes points."""


@dataclass(frozen=True, slots=True)
class TravelWords:
    """What tickets are made of: codes of airports (three letters) and airlines (two, as before a number)."""

    airports: frozenset[str]
    airlines: frozenset[str]


@dataclass(frozen=True, slots=True)
class InstitutionWords:
    """How institutions are told: words beside their names, and parts of addresses that name none."""

    beside: tuple[str, ...]
    domains: frozenset[str]


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A field, in the words of conferences.toml, and what tells it in a meeting's name."""

    name: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """Words around names."""

    titles: tuple[str, ...]
    honorifics: tuple[str, ...]
    degrees: tuple[str, ...]
    particles: tuple[str, ...]
    attending: tuple[str, ...]
    chief: tuple[str, ...]
    speaker: tuple[str, ...]
    director: tuple[str, ...]
    mentor: tuple[str, ...]
    met: tuple[str, ...]
    together: tuple[str, ...]
    mentioned: tuple[str, ...]
    in_titles: tuple[str, ...]
    """Of these, what a title says of a meeting ("call Dr. Kim")."""
    things: tuple[str, ...]
    things_before: tuple[str, ...]
    """Before a name: it is a thing's ("Labor Adeyemi-Roth")."""
    staff: tuple[str, ...]
    peers: tuple[str, ...]
    nobody: tuple[str, ...]
    mailboxes: tuple[str, ...]
    mailbox_endings: tuple[str, ...]
    services: tuple[str, ...]
    personal_mail: tuple[str, ...]
    given: tuple[str, ...]
    patient: tuple[str, ...]
    """What a title says when the user, or the family, sees a doctor as a patient."""
    duties: tuple[str, ...]
    """What stands between a role and the name ("attending on call: ...")."""
    docent_beside: frozenset[str]
    """German words beside which "PD Dr." is a title (Privatdozent), no office."""
    lay: tuple[str, ...] = ()
    """Of the titles, those that anybody bears ("Mr", "Frau")."""
    titular: tuple[str, ...] = ()
    """What stands between a role and a name without any mark ("attending principal Rossi")."""
    beside_roles: tuple[str, ...] = ()
    """Behind a role: how to reach somebody, or where, not who it is ("attending pager: ...")."""
    absent: tuple[str, ...] = ()
    """Behind a name: they were not there."""
    other_labels: tuple[str, ...] = ()
    """Before a colon: those named behind it are peers, nurses, or from private life."""
    approached: tuple[str, ...] = ()
    """Behind a full name: they came up to the user ("gave me her card")."""
    operating: tuple[str, ...] = ()
    """Behind these words the surgeon's name stands alone ("OR Malik")."""
    homonyms: tuple[str, ...] = ()
    """Words that are names, too, beside the other half of a name ("Speaker: Grant Lund")."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of it."""

    points: Points
    lengths: Lengths
    services: tuple[ServiceWords, ...]
    rotation: RotationWords
    congress: CongressWords
    webinar: WebinarWords
    mentor: MentorWords
    director: DirectorWords
    against: tuple[Against, ...]
    travel: TravelWords
    institutions: InstitutionWords
    fields: tuple[FieldWords, ...]
    people: PeopleWords
    abbreviations: tuple[tuple[str, str], ...] = ()
    """Short words with what they stand for."""
    homeward: tuple[str, ...] = ()
    """What a title says of somebody who travels home."""
