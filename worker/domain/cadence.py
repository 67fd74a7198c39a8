"""The rhythm of a kind, as config/cadences.toml tells it: ordered steps, each with anchor and window."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from worker.domain.engagement import Kind
from worker.domain.narrative import Pathway, Stage
from worker.domain.person import Role


class Anchor(StrEnum):
    """The day from which a step's window is counted."""

    START = "start"
    END = "end"
    SENT = "sent"
    """The sending of an earlier step of the same cadence."""
    MILESTONE = "milestone"
    MONTHS = "months"
    """No anchor: the window counts months of the training year, both whole (month 1 begins with it)."""
    RHYTHM = "rhythm"
    """The last update or meeting with the same person: the step comes again and again."""
    PROMISED = "promised"
    """The day on which a letter of recommendation was promised."""
    RECEIVED = "received"
    """The day on which it was in."""


class Asks(StrEnum):
    """Whether a step expects a reply."""

    ALWAYS = "always"
    NEVER = "never"
    WHEN_KNOWN = "when-known"
    """Only when something specific is noted: a next step needs a reason (playbook, conference thank-you)."""


class Addressees(StrEnum):
    """To whom a step goes."""

    MET = "met"
    """Everybody met in the engagement who passes the cadence's test."""
    OWN_PD = "own-pd"
    """The program director of the user's profile, nobody else."""
    SAME = "same"
    """Whoever got the earlier step."""
    REFEREES = "referees"
    """Those whom the user wants to ask for a letter of recommendation, and has not asked yet."""
    PROMISED = "promised"
    """Those who have promised one that is not in yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """One letter of a cadence. `window` is (earliest, latest) in days from the anchor; negative is before."""

    name: str
    anchor: Anchor
    window: tuple[int, int]
    to: Addressees = Addressees.MET
    asks: Asks = Asks.NEVER
    after: str = ""
    """With anchor `sent`: the step that must have been sent, expected a reply and got none."""
    milestone: str = ""
    """With anchor `milestone`: its id."""
    unless_meeting: tuple[int, int] = (0, 0)
    """No letter if a meeting of `kind` with the addressee stands this many days around the milestone."""
    merges: bool = False
    """May be one letter with another engagement's that met the same person (playbook, "merging")."""
    lapses_in_freeze: bool = False
    """In Match Week it lapses instead of waiting for the days after."""
    lapses_at_anchor: bool = False
    """On its anchor's day an unsent draft is withdrawn and an open conversation is over."""
    freezes: bool = False
    """Match Week holds for it whoever it goes to (playbook: "no introduction request")."""
    kind: Kind | None = None
    """For engagements of this kind instead of the cadence's."""
    at_most: int = 0
    """People of one engagement at most; 0 is no limit of its own."""
    items: int = 0
    """News in one letter at most; the rest waits for the next. 0 is no limit."""
    a_morning: int = 0
    """Letters of this step on one morning at most; 0 is no limit of its own."""
    a_week: int = 0
    unless_written: bool = False
    """No letter to anybody the user has written to already: it introduces."""
    thread: str = ""
    """It continues the thread of this earlier step."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """A kind's rhythm."""

    name: str
    kind: Kind
    steps: tuple[Step, ...]
    roles: tuple[Role, ...] = ()
    """Only people in these roles; empty means everybody who may be thanked."""
    min_days: int = 0
    """The engagement must have at least this many days."""
    min_named_days: int = 0
    """The person must be named on this many of them, unless noted by the user or in the block itself."""
    field_or_met: bool = False
    """A meeting of the user's field, or a person named as met."""
    one_a_month: bool = False
    """A series of one-to-ones earns at most one thank-you a month."""
    seen_days: int = 0
    """Only to who was named on this many days of service with the user, and knows the story."""
    topic_words: tuple[str, ...] = ()
    """People met at a conference belong to it when the note about them has one of these words."""
    pathways: tuple[Pathway, ...] = ()
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that hold for every draft (playbook, "Limits that hold for every draft"). Days, unless said."""

    morning: time
    """When a draft appears, on the user's wall clock."""
    a_morning: int
    a_week: int
    words: int
    merge_days: int
    month_days: int
    follow_up_every: int
    open_after_follow_up: int
    open_without_follow_up: int
    reissue_days: int
    apart_days: int
    """Between two letters to one person, where the later can wait so long and still find a morning."""
    withdraw_after: int
    days_after_freeze: int
    """Working days after Match Week in which waiting follow-ups and thank-yous go."""
    pack_days: int
    """How long before a meeting with a mentor or a director its checklist stands in the feed."""
    confirm_back: int
    """How far back a new connection offers drafts for confirmation."""
    doubt_share: int
    """Percent of what hangs on one calendar: more than this lost at once is doubted."""
    doubt_least: int
    """Fewer reasons to write, and fewer events, than this lost at once are a wish."""
    away_days: int
    """An out-of-office moves the clock of the follow-up by this."""
    quiet_days: int
    """Somebody met who has answered once and has not been written to for this long is shown to the user."""
    gone_hours: int
    """A draft that is gone and was not sent counts as thrown away after this: Gmail's "Undo" and mail
    programs on the road need a while."""
    note_minutes: int
    """How long the note into the inbox waits for the rest of a morning's drafts."""
    look_soon_minutes: int
    """Between two looks into a mailbox in which a letter waits to be sent, or was sent lately."""
    look_minutes: int
    """Between two looks while an answer is awaited."""
    look_seldom_minutes: int
    """Between two looks where nothing is open."""
