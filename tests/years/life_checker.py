"""A life and what happened in it go in; a sentence for every broken limit comes out.

Knows nothing of the program under test. A preview shows one night's plan; here the nights follow one another,
and what people did in between decides: sent or not, answered or not, called off, moved, written elsewhere.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from tests.years.case import (
    A_MORNING,
    A_WEEK,
    BACK,
    CLOSED_AFTER_FOLLOW_UP,
    CLOSED_ALONE,
    COLD,
    CONGRATULATION,
    DAY,
    FIRST,
    FOLLOW_EVERY,
    INTRODUCTION,
    LETTER_REQUEST,
    LETTER_THANKS,
    MATERIALS,
    ONE_TO_ONE,
    OUTREACH,
    REMINDER,
    SECOND,
    UPDATE,
    UPDATE_EVERY,
    Bond,
    Case,
    Letter,
    allowed_windows,
    monday_of,
    month_of,
)  # fmt: skip
from tests.years.living import Happened, Life
from tests.years.truth import Human, Occasion, Standing

OVERDUE, AWAY = 3, 7
"""Days after which an untouched draft is withdrawn; days by which an out-of-office moves the clock."""
AFTER_FREEZE = 9
"""Days in which three working days lie after Match Week, one of them perhaps a holiday."""
FOLLOWED = {("conference", "thank-you"), ("rotation", "thank-you"), COLD}
"""Letters that one follow-up may follow, where they ask."""
ALONE = {"conversation", "pd-meeting", "mentor-meeting"}
OVER = {"withdrawn", "sent", "discarded"}


@dataclass
class Draft:
    """One draft and everything that became of it."""

    letter: Letter
    case: Case
    """The truth of the day on which it was made."""
    made: date
    became: dict[str, date] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.letter}, drafted on {self.made}"

    @property
    def step(self) -> tuple[str, str]:
        return self.letter.step

    @property
    def sent(self) -> date | None:
        return self.became.get("sent")

    @cached_property
    def asks(self) -> bool:
        """Whether it expects a reply, by the truth of its day."""
        return self.case.asks(self.letter)

    @property
    def is_taken_back(self) -> bool:
        """Whether it was withdrawn in the week in which it was made: that week had one draft less."""
        gone = self.became.get("withdrawn")
        return gone is not None and monday_of(gone) == monday_of(self.made)

    def waits(self, day: date) -> bool:
        """Whether it lies unsent in the mailbox on the morning of a day, as far as anybody knows."""
        return self.made < day and not any(self.became.get(what, date.max) < day for what in OVER)

    def by(self, what: str, day: date) -> bool:
        """Whether that had happened before the morning of a day."""
        return self.became.get(what, date.max) < day


class Story:
    """A life with everything sorted by letter."""

    def __init__(self, life: Life, happened: list[Happened]) -> None:
        """Bring both together."""
        self.life, self.until = life, life.until
        self.drafts: list[Draft] = []
        self.restless = [one.day for one in happened if one.what == "restless"]
        open_drafts: dict[str, Draft] = {}
        for one in happened:
            if one.what == "drafted":
                draft = self._draft(one)
                self.drafts.append(draft)
                open_drafts[one.letter["id"]] = draft
            elif one.letter:
                open_drafts[one.letter["id"]].became.setdefault(one.what, one.day)
        self.made_on = Counter(draft.made for draft in self.drafts)
        self.made_in_week = Counter(monday_of(draft.made) for draft in self.drafts)
        there = [draft for draft in self.drafts if not draft.is_taken_back]
        self.per_day = Counter(draft.made for draft in there)
        self.per_week = Counter(monday_of(draft.made) for draft in there)

    def _draft(self, one: Happened) -> Draft:
        about = one.letter["about"]
        answer = {"engagements": [about] if about else [], "touches": [one.letter]}
        case = Case(answer, self.life.year_on(one.day))
        return Draft(case.letters[0], case, one.day)

    def said(self, what: str, human: Human | None) -> list[date]:
        """The days on which the user did or said something about somebody."""
        return [deed.day for deed in self.life.deeds if deed.what == what and deed.human == human]

    def is_full(self, day: date) -> bool:
        """Whether the pace left no room that morning, counted with what was withdrawn later."""
        return self.made_on[day] >= A_MORNING or self.made_in_week[monday_of(day)] >= A_WEEK

    def same(self, one: Draft, other: Draft) -> bool:
        """Whether two letters go to one person."""
        return one.case.one(one.letter.human) == other.case.one(other.letter.human)

    def before(self, draft: Draft) -> list[Draft]:
        """Earlier drafts to the same person."""
        return [o for o in self.drafts if o.made <= draft.made and o is not draft and self.same(o, draft)]

    def followed(self, draft: Draft) -> Draft | None:
        """The letter that a follow-up follows: the last one sent in that matter."""
        keys = ("cadence", "person", "engagement")
        raw = draft.letter.raw
        alike = [o for o in self.before(draft) if all(o.letter.raw[key] == raw[key] for key in keys)]
        return next((o for o in reversed(alike) if o.step not in SECOND and o.sent), None)

    def meetings(self, human: Human | None, day: date) -> list[date]:
        """The days alone with somebody, as they stand in the calendar of that day."""
        bonds = Case({"engagements": [], "touches": []}, self.life.year_on(day)).bonds
        return sorted({b.occasion.days[0] for b in bonds if b.human == human and _is_alone(b)})


def _is_alone(bond: Bond) -> bool:
    return bond.occasion.kind in ALONE and bond.occasion.standing is not Standing.OFF


def broken_in_life(life: Life, happened: list[Happened]) -> list[str]:
    """Every limit that was broken, in words; an empty list is a life without fault."""
    story = Story(life, happened)
    return [sentence for rule in RULES for sentence in rule(story)]


def _restless(story: Story) -> Iterator[str]:
    yield from (f"planning again on {day} would change the plan" for day in story.restless)


def _pace(story: Story) -> Iterator[str]:
    """At most three a morning and eight a week, also after a pause."""
    yield from (f"{n} drafts on {day}" for day, n in story.per_day.items() if n > A_MORNING)
    yield from (f"{n} drafts in the week of {day}" for day, n in story.per_week.items() if n > A_WEEK)


def _own_pace(story: Story) -> Iterator[str]:
    """First letters to programs: one a morning, and as many a week as the user wants."""
    cold = [one for one in story.drafts if one.step == COLD and not one.is_taken_back]
    mornings, weeks = Counter(one.made for one in cold), Counter(monday_of(one.made) for one in cold)
    most = story.life.made.truth.me.a_week
    yield from (f"{n} first letters to programs on {day}" for day, n in mornings.items() if n > 1)
    yield from (f"{n} first letters in the week of {day}" for day, n in weeks.items() if n > most)


def _days(story: Story) -> Iterator[str]:
    for one in story.drafts:
        first, last = one.letter.window
        if story.life.paused(one.made):
            yield f"{one}: in the pause"
        if not first <= one.made <= last:
            yield f"{one}: outside its window {first}..{last}"
        if not one.case.working(one.made) and one.made != last:
            yield f"{one}: on a weekend, holiday or quiet day"
        if _is_frozen(one, one.made):
            yield f"{one}: in Match Week, to an outside program"


def _is_frozen(draft: Draft, day: date) -> bool:
    human = draft.letter.human
    address = draft.letter.raw["person"]["email"]  # Who is known by name alone may have one all the same.
    shown = replace(human, email=address) if human else None
    outside = shown is not None and draft.case.is_outside(shown, draft.letter.occasion)
    return (outside or draft.step == INTRODUCTION) and draft.case.frozen(day)


def _reasons(story: Story) -> Iterator[str]:
    """A first letter is for something that stands firm in the calendar of its day, in its days."""
    for one in story.drafts:
        if one.step not in FIRST:
            continue
        bond = one.case.bond_of(one.letter)
        if bond is None or (bond.duty == "never" and not bond.tie.vague):
            yield f"{one}: no letter may go for that"
            continue
        allowed = allowed_windows(one.case, one.letter)
        if one.letter.window not in allowed and not any(a <= one.made <= b for a, b in allowed):
            yield f"{one}: none of its days {sorted(allowed)}"
        connected = story.life.made.truth.today
        confirmed = any(deed.what == "past-yes" and deed.day < one.made for deed in story.life.deeds)
        back = (connected - bond.occasion.end).days
        if back > (BACK if confirmed else 0):
            yield f"{one}: it lay {back} days in the past, and nobody wished for it"


def _nobody_barred(story: Story) -> Iterator[str]:
    for one in story.drafts:
        human = one.letter.human
        if human is None or human.barred or any(day < one.made for day in story.said("never", human)):
            yield f"{one}: to nobody who may be written to"


def _unsent(story: Story) -> Iterator[str]:
    """One unsent draft to one person."""
    for one in story.drafts:
        for other in story.before(one):
            if other.waits(one.made) or other.made == one.made:
                yield f"{one}: while {other} is unsent"


def _open_conversations(story: Story) -> Iterator[str]:
    for one in story.drafts:
        if not one.asks:
            continue
        for other in story.before(one):
            if other.asks and other.sent and other.sent < one.made < _closed(story, other, one.made):
                yield f"{one}: while the conversation of {other} is open"


def _closed(story: Story, draft: Draft, today: date) -> date:
    """When the conversation a sent letter opened is over, as far as it is known on a morning."""
    sent = draft.sent or date.max
    after = [
        o for o in story.drafts if o.step in SECOND and o.by("sent", today) and story.followed(o) is draft
    ]
    over = [one.became[w] for one in (draft, *after) for w in ("answered", "bounced") if one.by(w, today)]
    others = [one for one in story.drafts if story.same(one, draft) and one.by("answered", today)]
    over += [day for one in others if (day := one.became["answered"]) > sent]  # Their mail answers it.
    follow_ups = [one.sent for one in after if one.sent]
    over.append(follow_ups[-1] + CLOSED_AFTER_FOLLOW_UP * DAY if follow_ups else sent + CLOSED_ALONE * DAY)
    if draft.step == OUTREACH:
        over += [
            c.days[0]
            for c, human in draft.case.year.wanted
            if human == draft.letter.human and c.days[0] > sent
        ]
    return min(over)


def _follow_ups(story: Story) -> Iterator[str]:
    for one in story.drafts:
        if one.step not in SECOND:
            continue
        first = story.followed(one)
        if first is None or first.sent is None:
            yield f"{one}: follows nothing that was sent"
            continue
        yield from (f"{one}: {fault}" for fault in _follow_up_faults(story, one, first, first.sent))


def _follow_up_faults(story: Story, one: Draft, first: Draft, sent: date) -> Iterator[str]:
    if not first.asks:
        yield "what it follows asked for nothing"
    for what in ("answered", "bounced"):
        if first.by(what, one.made):
            yield f"what it follows was {what} on {first.became[what]}"
    moved = AWAY if first.by("away", one.made) else 0
    wait = (one.made - sent).days - moved
    frozen = any(_is_frozen(one, sent + n * DAY) for n in range(10 + moved, 15 + moved))
    if not 10 <= wait <= 14 + (AFTER_FREEZE if frozen else 0):
        yield f"{wait + moved} days after sending on {sent}"
    if any(sent <= day < one.made for day in story.said("wrote", one.letter.human)):
        yield "the user has written again since"
    if any(sent < day < one.made for day in story.meetings(one.letter.human, one.made)):
        yield "they have met since"
    for other in story.before(one):
        day = other.sent or other.made
        if other.step in SECOND and "withdrawn" not in other.became and (one.made - day).days < FOLLOW_EVERY:
            yield f"a follow-up {(one.made - day).days} days after {other}"


def _once(story: Story) -> Iterator[str]:
    """No letter twice for one thing, whatever the calendar does, unless the first was withdrawn."""
    for one in story.drafts:
        for other in story.before(one):
            same = other.step == one.step and "withdrawn" not in other.became
            if same and one.made != other.made and _is_about_same(one, other):
                yield f"{one}: a second time, after {other}"


def _is_about_same(one: Draft, other: Draft) -> bool:
    if one.step in {LETTER_REQUEST, MATERIALS, REMINDER, LETTER_THANKS, INTRODUCTION}:
        return True
    here, there = one.letter.occasion, other.letter.occasion
    if one.step in FIRST and here and there:
        return (
            _name(here) == _name(there) and abs((here.end - there.end).days) <= 60 and here.end == there.end
        )
    return bool(one.letter.raw["engagement"] == other.letter.raw["engagement"]) and one.step != UPDATE


def _name(occasion: Occasion) -> tuple[str, str]:
    return occasion.kind, occasion.title


def _own_mail(story: Story) -> Iterator[str]:
    """The user's own mail after the last day stands in for the thank-you."""
    for one in story.drafts:
        occasion = one.letter.occasion
        if one.step not in FIRST or occasion is None:
            continue
        for day in story.said("wrote", one.letter.human):
            if occasion.end < day < one.made and occasion.end >= story.life.made.truth.today:
                yield f"{one}: the user wrote on {day}, after {occasion.end}"


def _withdrawals(story: Story) -> Iterator[str]:
    """An untouched draft past its days goes; an edited one never does; nothing else goes without a reason."""
    for one in story.drafts:
        gone = one.became.get("withdrawn")
        if gone and one.by("edited", gone):
            yield f"{one}: withdrawn on {gone}, though it was edited"
        elif gone and not _has_reason(story, one, gone):
            yield f"{one}: withdrawn on {gone} without a reason"
        limit = _latest(story, one)
        left = min(
            (one.became[what] for what in (*OVER, "edited") if what in one.became), default=story.until
        )
        if left > limit:
            yield f"{one}: still there on {left}, though its time was over on {limit}"


def _latest(story: Story, one: Draft) -> date:
    """The day by whose morning an untouched draft has gone."""
    ends = [one.letter.window[1] + (OVERDUE + 1) * DAY]
    if one.step == OUTREACH:
        ends += [
            c.days[0]
            for c, human in one.case.year.wanted
            if human == one.letter.human and c.days[0] - 14 * DAY == one.letter.window[0]
        ]
    ends += [
        day for day in (one.made + n * DAY for n in range(40)) if day > one.made and _is_frozen(one, day)
    ][:1]
    ends += [day + DAY for day in story.said("never", one.letter.human) if day >= one.made]
    for version in story.life.versions:
        if version.day > one.made and one.step in FIRST and one.letter.occasion not in version.occasions:
            ends.append(version.day + DAY)
    return max(min(ends), one.made)


def _has_reason(story: Story, one: Draft, gone: date) -> bool:
    human, first = one.letter.human, story.followed(one) if one.step in SECOND else None
    told = [*story.said("wrote", human), *story.said("never", human)]
    changed = [version.day for version in story.life.versions if version.what != "issued again"]
    met = story.meetings(human, gone) if first else []
    heard = [first.became.get(what, date.max) for what in ("answered", "bounced", "away")] if first else []
    days = [*told, *changed, *met, *heard]
    overdue = gone > one.letter.window[1] + OVERDUE * DAY
    begun = one.step == OUTREACH
    return overdue or begun or _is_frozen(one, gone) or any(one.made - DAY <= day <= gone for day in days)


def _news(story: Story) -> Iterator[str]:
    """The same news never twice to one person; thirty days between updates and after a meeting."""
    for one in story.drafts:
        if one.step != UPDATE:
            continue
        before = [o for o in story.before(one) if o.step == UPDATE and "withdrawn" not in o.became]
        for other in before:
            shared = _told(one) & _told(other)
            yield from (f"{one}: tells {text!r} again" for text in sorted(shared))
            since = (one.made - (other.sent or other.made)).days
            if since < UPDATE_EVERY and not {"discarded", "bounced"} & set(other.became):
                yield f"{one}: {since} days after {other}"


def _told(one: Draft) -> set[str]:
    why = one.letter.raw["why"]
    return {text for _, text in one.case.me.news if any(reason.endswith(f": {text}") for reason in why)}


def _congratulated(story: Story) -> Iterator[str]:
    """Within three days of the note."""
    for one in story.drafts:
        noted = [a.day for a in one.case.me.achievements if a.human == one.letter.human]
        if one.step == CONGRATULATION and not any(
            0 <= (one.made - day).days <= 3 + AFTER_FREEZE for day in noted
        ):
            yield f"{one}: nothing was achieved"


def _forgotten(story: Story) -> Iterator[str]:
    """Who was met, in something that stayed as it was, hears from the user where a morning was free."""
    life = story.life
    case = Case({"engagements": [], "touches": []}, life.year_on(life.until))
    stayed = [
        o for o in life.versions[0].occasions if all(o in version.occasions for version in life.versions)
    ]
    for bond in case.bonds:
        first, last = bond.window
        whole = life.made.truth.today <= bond.occasion.end and last + 20 * DAY < life.until
        own = bond.occasion.kind != "pd-meeting" or bond.human == case.me.director
        if bond.duty != "must" or bond.occasion not in stayed or not (whole and own):
            continue
        if not _is_served(story, bond) and not _is_hindered(story, bond):
            outside = case.is_outside(bond.human, bond.occasion)
            days = case.mornings(case.thawed((first, last), outside=outside), outside=outside)
            free = [day for day in days if _is_free(story, bond, day)]
            if free:
                about = f"{bond.occasion.title} (ended {bond.occasion.end})"
                yield f"nothing to {bond.human.name} for {about}, though {free[0]} was free"


def _is_served(story: Story, bond: Bond) -> bool:
    """By a letter for it, or for something that ended within two weeks of it."""
    mine = [one for one in story.drafts if one.letter.human == bond.human and one.step in FIRST]
    return any(
        o.letter.occasion and abs((o.letter.occasion.end - bond.occasion.end).days) <= 14 for o in mine
    )


def _is_hindered(story: Story, bond: Bond) -> bool:
    """By what the user said, by other things with the same person that changed, or by an untold new year."""
    if bond.occasion.end > month_of(story.life.made.truth.me.year_start, 12)[1]:
        return True
    told = [*story.said("wrote", bond.human), *story.said("never", bond.human)]
    places = {
        o for v in story.life.versions for o in v.occasions if any(t.human == bond.human for t in o.ties)
    }
    firm = {o for o in places if all(o in version.occasions for version in story.life.versions)}
    return bool(told) or places != firm


def _is_free(story: Story, bond: Bond, day: date) -> bool:
    """Whether no rule keeps a letter to that person from that morning."""
    if story.is_full(day) or story.life.paused(day):
        return False
    case = Case({"engagements": [], "touches": []}, story.life.year_on(day))
    mine = [one for one in story.drafts if one.case.one(one.letter.human) == case.one(bond.human)]
    if any(one.waits(day) or one.made == day for one in mine):
        return False
    if any(one.step in ONE_TO_ONE and 0 <= (day - (one.sent or one.made)).days <= 31 for one in mine):
        return False
    return not any(one.asks and one.sent and one.sent <= day <= _closed(story, one, day) for one in mine)


def _unfollowed(story: Story) -> Iterator[str]:
    """A request that met silence is followed up once."""
    followed = {id(story.followed(one)) for one in story.drafts if one.step in SECOND}
    for one in story.drafts:
        if one.step not in FOLLOWED or not (one.asks and one.sent):
            continue
        heard = {"answered", "bounced", "away"} & set(one.became)
        human, until = one.letter.human, one.sent + 14 * DAY
        told = [day for what in ("wrote", "never") for day in story.said(what, human)]
        if heard or id(one) in followed or human is None or until + DAY >= story.until:
            continue
        stayed = all(one.letter.occasion in version.occasions for version in story.life.versions)
        if (one.letter.occasion and not stayed) or any(day >= one.made - 30 * DAY for day in told):
            continue
        met = [day for v in story.life.versions for day in story.meetings(human, v.day)]
        if not any(one.made <= day <= until for day in met) and (
            free := _free_to_follow(story, one, one.sent)
        ):
            yield f"{one}: sent on {one.sent}, met silence, and nothing followed, though {free[0]} was free"


def _free_to_follow(story: Story, one: Draft, sent: date) -> list[date]:
    outside = one.letter.human is not None and one.case.is_outside(one.letter.human, one.letter.occasion)
    days = one.case.mornings((sent + 10 * DAY, sent + 14 * DAY), outside=outside)
    mine = [o for o in story.drafts if story.same(o, one)]
    lately = [o.sent or o.made for o in mine if o.step in SECOND]
    return [
        day
        for day in days
        if not story.is_full(day)
        and not story.life.paused(day)
        and not any(o.waits(day) or o.made == day for o in mine)
        and not any(0 <= (day - other).days < FOLLOW_EVERY for other in lately)
    ]


RULES: tuple[Callable[[Story], Iterator[str]], ...] = (
    _restless,
    _pace,
    _own_pace,
    _days,
    _reasons,
    _nobody_barred,
    _unsent,
    _open_conversations,
    _follow_ups,
    _once,
    _own_mail,
    _withdrawals,
    _news,
    _congratulated,
    _forgotten,
    _unfollowed,
)
