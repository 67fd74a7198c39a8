"""Milestones, touches and unanswered questions go in; the entries of the four feeds come out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from worker.domain.engagement import Engagement, Kind
from worker.domain.event import ONE_DAY
from worker.domain.feed import Entry, entry_for_milestone
from worker.domain.letter import Letter
from worker.domain.rulebook import RuleBook
from worker.domain.season import Milestone
from worker.domain.touch import State, Touch
from worker.ports import WritesNotes

CONFERENCE_CATEGORIES = frozenset({"conference", "abstract", "award"})
ASKED_ABOUT = frozenset({Kind.CONFERENCE, Kind.ROTATION})


@dataclass(frozen=True, slots=True)
class FeedPublisher:
    """Makes feeds: a pure function of what is to stand in them, without a clock."""

    rules: RuleBook
    notes: WritesNotes

    def feeds(
        self,
        engagements: Sequence[Engagement],
        touches: Sequence[Touch],
        letters: Mapping[str, Letter],
        milestones: Sequence[Milestone],
        today: date,
    ) -> dict[str, tuple[Entry, ...]]:
        """The entries by feed name: milestones, follow-ups, conferences, all."""
        sources = self.rules.sources
        dates = [(milestone.category, entry_for_milestone(milestone, sources)) for milestone in milestones]
        conferences = tuple(entry for category, entry in dates if category in CONFERENCE_CATEGORIES)
        others = tuple(entry for category, entry in dates if category not in CONFERENCE_CATEGORIES)
        stamps = self._stamps(engagements)
        drafts = [
            self._draft(touch, letters[touch.id], stamps.get(touch.key.engagement, self._checked))
            for touch in touches
            if touch.state is State.PLANNED
        ]
        questions = [self._question(e, stamps[e.id]) for e in self._unanswered(engagements, today)]
        follow_ups = tuple(sorted((*drafts, *questions), key=lambda entry: (str(entry.start), entry.uid)))
        return {
            "milestones": others,
            "follow-ups": follow_ups,
            "conferences": conferences,
            "all": (*others, *conferences, *follow_ups),
        }

    @property
    def _checked(self) -> datetime:
        """The day the dates in config/ were last checked: when what hangs on them last changed."""
        return datetime.combine(self.rules.checked, time(), UTC)

    def _stamps(self, engagements: Sequence[Engagement]) -> dict[str, datetime]:
        """When what an entry tells last changed: the calendar's word, else the rules'."""
        return {engagement.id: engagement.updated or self._checked for engagement in engagements}

    def _draft(self, touch: Touch, letter: Letter, stamp: datetime) -> Entry:
        title, description = self.notes.write_note(
            "draft",
            subject=letter.subject,
            to=touch.person.name or touch.person.email,
            gaps="; ".join(letter.gaps),
            why="; ".join(touch.why),
        )
        uid = f"draft-{touch.id.replace('/', '.')}@rapport"
        return _all_day(uid, touch.due or touch.window.latest, title, description, "draft", stamp)

    def _question(self, engagement: Engagement, stamp: datetime) -> Entry:
        title, description = self.notes.write_note(
            "question", about=engagement.title, rotation=engagement.kind is Kind.ROTATION
        )
        uid = f"question-{engagement.id}@rapport"
        return _all_day(uid, engagement.end + ONE_DAY, title, description, "question", stamp)

    def _unanswered(self, engagements: Sequence[Engagement], today: date) -> Iterator[Engagement]:
        """Engagements worth a letter for which nobody is known (playbook, "Capturing people")."""
        min_days = {cadence.kind: cadence.min_days for cadence in self.rules.cadences}
        since = today - timedelta(days=self.rules.limits.confirm_back)
        for engagement in engagements:
            if engagement.kind not in ASKED_ABOUT or engagement.encounters or engagement.held:
                continue
            if len(engagement.days) >= min_days.get(engagement.kind, 0) and engagement.end >= since:
                yield engagement


def _all_day(uid: str, day: date, title: str, description: str, category: str, stamp: datetime) -> Entry:
    return Entry(
        uid=uid,
        title=title,
        start=day,
        end=day,
        stamp=stamp,
        description=description,
        categories=("Rapport", category),
    )
