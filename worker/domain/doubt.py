"""What hung on a calendar before and after a reading goes in; whether that may be believed comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from worker.domain.cadence import Limits
from worker.domain.engagement import Engagement, Kind
from worker.domain.touch import State, Touch

Reason = tuple[Kind, str]
"""Kind and folded name: all meetings of a weekly series are one reason to write, as they are one wish."""


Reasons = Mapping[str, Reason]
"""By engagement id."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is still to come of one reading: never told by event ids, which a feed may issue anew."""

    ahead: Reasons
    """Engagements that have not ended."""
    lettered: Reasons
    """Engagements with a letter planned."""

    def at_stake(self, without: "Standing") -> int:
        """How many reasons there are no longer without a calendar."""
        return len(_beside(self.ahead, without.ahead) | _beside(self.lettered, without.lettered))


@dataclass(frozen=True, slots=True)
class Loss:
    """How many there were and how many are left."""

    had: int
    left: int

    @property
    def lost(self) -> int:
        """How many went. Negative where there are more now."""
        return self.had - self.left

    def is_mass(self, limits: Limits) -> bool:
        """Whether most of it went."""
        return self.lost * 100 > limits.doubt_share * self.had


def standing_of(engagements: Sequence[Engagement], touches: Sequence[Touch], today: date) -> Standing:
    """What a plan of the year stands on."""
    reasons = {engagement.id: (engagement.kind, engagement.subject) for engagement in engagements}
    served = {key.engagement for t in touches if t.state is State.PLANNED for key in t.serves}
    return Standing(
        ahead={e.id: reasons[e.id] for e in engagements if e.end >= today},
        lettered={name: reason for name, reason in reasons.items() if name in served},
    )


def find_doubt(
    before: Standing, after: Standing, without: Standing, events: Loss, limits: Limits
) -> Loss | None:
    """What a reading would take away, if that is too much to be believed unasked; else None.

    `without` is what stands without the calendar: what it shares with others is not at stake. `events` counts
    those of the calendar that are still to come, a series as one. Most of its reasons to write must go, and
    enough of them, or of its events: to delete the only event is a wish.
    """
    for had, left, others in (
        (before.ahead, after.ahead, without.ahead),
        (before.lettered, after.lettered, without.lettered),
    ):
        loss = Loss(len(_beside(had, others)), len(_beside(left, others)))
        many = loss.lost >= limits.doubt_least
        emptied = events.is_mass(limits) and events.lost >= limits.doubt_least
        if loss.is_mass(limits) and (many or emptied):
            return loss
    return None


def _beside(reasons: Reasons, others: Reasons) -> frozenset[Reason]:
    """Reasons of engagements that are not among the others."""
    return frozenset(reasons[name] for name in reasons.keys() - others.keys())
