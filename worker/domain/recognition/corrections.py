"""Verdicts and what the user said about events go in; verdicts in which the user is right come out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from worker.domain.engagement import Kind
from worker.domain.event import Event, Response, Status
from worker.domain.recognition.deciding import Verdict
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.weighing import Scales
from worker.domain.recognition.words import folded

LABELS = {
    Kind.CONFERENCE: Label.CONFERENCE,
    Kind.ROTATION: Label.ROTATION,
    Kind.WEBINAR: Label.WEBINAR,
    Kind.MENTOR_MEETING: Label.MENTOR,
    Kind.PD_MEETING: Label.PD,
    Kind.CONVERSATION: Label.NONE,
}
"""A conversation is no event of a kind of its own: people noted as met in anything else."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user said an event is: it holds for its series and for equal titles in that calendar.

    It survives a feed that issues its ids anew, because titles are compared, too; taking it away undoes it.
    """

    calendar: str
    label: Kind | None
    """None: it is nothing to write about."""
    day: date
    """When the user said so; of two for one event the later holds."""
    series: str = ""
    title: str = ""

    def is_about(self, event: Event) -> bool:
        """Whether an event is one of those meant."""
        if event.calendar != self.calendar:
            return False
        same_series = bool(self.series) and event.series == self.series
        return same_series or (bool(self.title.strip()) and title_key(event.title) == title_key(self.title))


def title_key(title: str) -> str:
    """A title without case, accents, pictures and punctuation; a title of nothing else as it is."""
    return folded(title) or title.strip().casefold()


def corrected(
    verdicts: Sequence[Verdict], corrections: Sequence[Correction], scales: Scales
) -> list[Verdict]:
    """The verdicts with the user's own in place of those of the rules."""
    if not corrections:
        return list(verdicts)
    newest_first = sorted(corrections, key=lambda one: one.day, reverse=True)
    return [_corrected(verdict, newest_first, scales) for verdict in verdicts]


def _corrected(verdict: Verdict, corrections: Iterable[Correction], scales: Scales) -> Verdict:
    event = verdict.reading.event
    said = next((one for one in corrections if one.is_about(event)), None)
    if said is None or _does_not_take_place(event):
        return verdict
    label = LABELS[said.label] if said.label else Label.NONE
    weights = scales.weigh(verdict.reading, () if label is Label.NONE else (label,))
    weight = weights.get(label)
    why = [f"you said so on {said.day.day} {said.day:%B %Y}"]
    if label is not verdict.label:
        why.append(f"the rules alone say {verdict.label.spoken}: {'; '.join(filter(None, verdict.why))}")
    subject, title = (weight.subject, weight.title) if weight else ("", "")
    changed = verdict.becomes(label, "", subject, title).said(tuple(why))
    return replace(changed, corrected=True, closed=False, vetoes=frozenset(), against=())


def _does_not_take_place(event: Event) -> bool:
    """An occurrence that is cancelled or declined stays out, whatever its series is."""
    return event.status is Status.CANCELLED or event.response is Response.DECLINED
