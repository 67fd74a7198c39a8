"""Faults of the planner, each with a name and a way to plant it in the process that asks for it.

Most show in a preview; those under LIVED show only when a year is lived, night after night.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.fakes.fake_ledger import FakeLedger  # noqa: E402
from worker.domain import briefing, gathering, plan, schedule, wish  # noqa: E402 - run from anywhere
from worker.domain.cadence import Cadence, Step  # noqa: E402
from worker.domain.ledger import Facts  # noqa: E402
from worker.domain.mornings import Mornings  # noqa: E402
from worker.domain.narrative import Narrative  # noqa: E402
from worker.domain.plan import Planner  # noqa: E402
from worker.domain.schedule import Diary, Schedule  # noqa: E402
from worker.domain.touch import State, Window  # noqa: E402
from worker.domain.wish import Wish  # noqa: E402

Plant = Callable[[], None]
_STOP = FakeLedger.stop


def _plant(where: object, name: str, fault: object) -> None:
    """Put a fault in the place of a rule."""
    setattr(where, name, fault)


def _rule(where: object, name: str) -> Any:
    """The rule that a fault spoils."""
    return getattr(where, name)


def _with_limits(**limits: Any) -> None:
    """Plan with other limits than the ones that were loaded."""
    lived = Planner.plan_year

    def planned(self: Planner, *arguments: Any, **more: Any) -> Any:
        return lived(replace(self, limits=replace(self.limits, **limits)), *arguments, **more)

    _plant(Planner, "plan_year", planned)


def _changed(step: Any, changes: Mapping[str, object]) -> Step:
    changed: Step = replace(step, **changes)
    return changed


def _with_step(cadence: str, step: str, **changes: object) -> None:
    """Plan with one step changed."""
    lived = Planner.plan_year

    def changed(one: Cadence) -> Cadence:
        if one.name != cadence:
            return one
        steps: list[Step] = [_changed(s, changes) if s.name == step else s for s in one.steps]
        return replace(one, steps=tuple(steps))

    def planned(self: Planner, *arguments: Any, **more: Any) -> Any:
        return lived(replace(self, cadences=tuple(map(changed, self.cadences))), *arguments, **more)

    _plant(Planner, "plan_year", planned)


def _weekends_count() -> None:
    _plant(Mornings, "permitted", lambda self, day: day not in self.skipped and not self.paused(day))


def _no_match_week() -> None:
    _plant(Mornings, "frozen", lambda _self, _day: False)


def _no_pause() -> None:
    _plant(Mornings, "paused", lambda _self, _day: False)


def _last_morning_first() -> None:
    right = Mornings.open_days

    def late(self: Mornings, window: Window, *, outside: bool) -> tuple[date, ...]:
        return right(self, window, outside=outside)[-1:]

    _plant(Mornings, "open_days", late)


def _conversations_are_never_open() -> None:
    right = Diary.note

    def noted(self: Diary, *arguments: Any) -> None:
        right(self, *arguments)
        self.open_until.clear()

    _plant(Diary, "note", noted)


def _everything_is_followed_up() -> None:
    right = _rule(schedule, "follow_ups_of")

    def followed(one: Wish, *rest: Any) -> tuple[Wish, ...]:
        followed: tuple[Wish, ...] = right(replace(one, asks=True), *rest)
        return followed

    _plant(schedule, "follow_ups_of", followed)


def _follow_ups_hurry() -> None:
    right = _rule(schedule, "follow_ups_of")

    def hurried(one: Wish, sent: date, *rest: Any) -> tuple[Wish, ...]:
        followed: tuple[Wish, ...] = right(one, sent - timedelta(days=4), *rest)
        return followed

    _plant(schedule, "follow_ups_of", hurried)


def _nothing_is_merged() -> None:
    _plant(plan, "merge_wishes", lambda wishes, _days, _can_go: tuple(wishes))


def _thanked_again_and_again() -> None:
    _plant(Schedule, "_is_one_too_many", lambda _self, _wish, _day: False)


def _any_service_is_enough() -> None:
    _plant(wish, "_too_little", lambda _cadence, _engagement, _encounter: "")


def _marks_are_overlooked() -> None:
    right = _rule(wish, "_against")

    def against(*arguments: Any) -> str:
        reason = right(*arguments)
        return "" if "do-not-contact" in reason or "skip" in reason else reason

    _plant(wish, "_against", against)


def _tentative_is_firm() -> None:
    _plant(wish, "_held_if_tentative", lambda one, _engagement: one)


def _the_past_is_written_to() -> None:
    _plant(Planner, "_past_or_not", lambda _self, one, _connected: one)


def _both_directors() -> None:
    right = _rule(wish, "placed")

    def all_first(*arguments: Any) -> Mapping[str, Any]:
        return {name: replace(place, yields_to="") for name, place in right(*arguments).items()}

    _plant(wish, "placed", all_first)


def _news_twice() -> None:
    right = _rule(schedule, "taken_in")

    def again(update: Wish, day: date) -> Wish:
        taken = right(update, day)
        twice: Wish = taken
        if len(taken.queue) < len(update.queue):
            twice = replace(taken, queue=update.queue)
        return twice

    _plant(schedule, "taken_in", again)


def _meetings_reset_nothing() -> None:
    right = _rule(plan, "next_update")

    def deaf(news: Sequence[Wish], last: date | None, _meetings: Sequence[date]) -> Any:
        return right(news, last, ())

    _plant(plan, "next_update", deaf)
    _plant(schedule, "next_update", deaf)
    _plant(Schedule, "_met_meanwhile", lambda _self, one, _day: [one])


def _anybody_may_recommend() -> None:
    _plant(wish, "speaks_against", lambda *_: ())


def _untold_is_told() -> None:
    _plant(Narrative, "told", property(lambda _self: True))


def _patients_are_overlooked() -> None:
    _plant(gathering, "looks_like_patient_data", lambda _text: "")


def _cv_to_everybody() -> None:
    right = _rule(briefing, "brief_for")

    def with_cv(touch: Any, engagements: Any, milestones: Any, me: Any, *rest: Any) -> Any:
        brief = right(touch, engagements, milestones, me, *rest)
        return replace(brief, files=(me.materials.cv,)) if me.materials.cv else brief

    _plant_everywhere("brief_for", with_cv, right)


def _every_program_is_the_first_choice() -> None:
    right = _rule(briefing, "brief_for")

    def flattered(*arguments: Any) -> Any:
        brief = right(*arguments)
        return replace(brief, top_choice=bool(brief.program))

    _plant_everywhere("brief_for", flattered, right)


def _plant_everywhere(name: str, fault: object, right: object) -> None:
    """Plant a fault wherever a rule was imported by name."""
    for module in [one for key, one in sys.modules.items() if key.startswith("worker.")]:
        if getattr(module, name, None) is right:
            _plant(module, name, fault)


def _other_pathways() -> None:
    right = _rule(wish, "_applies")
    _plant(wish, "_applies", lambda cadence, me: right(replace(cadence, pathways=()), me))


def _thrown_away_is_no_draft() -> None:
    _plant(plan, "GONE", frozenset())


def _answers_are_not_heard() -> None:
    right = _rule(plan, "Planner")._waiting_for_answer  # noqa: SLF001 - faults go anywhere

    def deaf(self: Planner, wishes: Any, have: Any, contacts: Any) -> Any:
        return right(self, wishes, [_unheard(kept) for kept in have], contacts)

    _plant(Planner, "_waiting_for_answer", deaf)


def _unheard(kept: Any) -> Any:
    heard = kept.touch.state in {State.ANSWERED, State.BOUNCED}
    return replace(kept, touch=replace(kept.touch, state=State.SENT), closed=False) if heard else kept


def _own_mail_counts_for_nothing() -> None:
    right = Planner.plan_year

    def planned(self: Planner, *arguments: Any, **more: Any) -> Any:
        return right(self, *arguments, **{**more, "contacts": ()})

    _plant(Planner, "plan_year", planned)


def _issued_again_is_new() -> None:
    right = _rule(plan, "SPENT")
    _plant(plan, "SPENT", right - {State.SENT, State.ANSWERED})


def _nothing_is_withdrawn() -> None:
    _plant(Planner, "_withdraws", lambda *_: False)


def _edited_is_withdrawn() -> None:
    right = _rule(plan, "_difference")

    def taken(touches: Any, have: Any, withdrawn: Any) -> Any:
        return right(touches, have, [replace(kept, edited=False) for kept in withdrawn])

    _plant(plan, "_difference", taken)
    _plant(FakeLedger, "stop", _stopped_at_any_price)


def _stopped_at_any_price(self: Any, touch: int, why: str, *, for_good: bool = False) -> Any:
    known = self.load(touch)
    if known.state is State.DRAFTED:
        self.note(touch, Facts(edited=False))
    return _STOP(self, touch, why, for_good=for_good)


def _unsent_is_forgotten() -> None:
    right = Planner._diary  # noqa: SLF001 - faults go anywhere

    def diary(self: Planner, have: Any) -> Any:
        filled = right(self, have)
        filled.unsent.clear()
        return filled

    _plant(Planner, "_diary", diary)


def _with_cadence_gone(name: str) -> None:
    lived = Planner.plan_year

    def planned(self: Planner, *arguments: Any, **more: Any) -> Any:
        left = tuple(cadence for cadence in self.cadences if cadence.name != name)
        return lived(replace(self, cadences=left), *arguments, **more)

    _plant(Planner, "plan_year", planned)


LIVED: Mapping[str, Plant] = {
    "what was thrown away was no draft": _thrown_away_is_no_draft,
    "answers and bounces are not heard": _answers_are_not_heard,
    "an out-of-office moves no clock": lambda: _with_limits(away_days=0),
    "the user's own mail counts for nothing": _own_mail_counts_for_nothing,
    "what was sent is planned again": _issued_again_is_new,
    "nothing is withdrawn": _nothing_is_withdrawn,
    "edited drafts are withdrawn": _edited_is_withdrawn,
    "unsent drafts are forgotten": _unsent_is_forgotten,
    "the plan never rests": lambda: _plant(plan, "_differs", lambda *_: True),
}
"""Faults that no preview can show: they need what people did."""

MUTANTS: Mapping[str, Plant] = {
    "weekends count as mornings": _weekends_count,
    "no Match Week": _no_match_week,
    "the pause is not heard": _no_pause,
    "the last morning of a window first": _last_morning_first,
    "thirty drafts a week": lambda: _with_limits(a_week=30),
    "conversations are never open": _conversations_are_never_open,
    "everything is followed up": _everything_is_followed_up,
    "follow-ups hurry": _follow_ups_hurry,
    "nothing is merged": _nothing_is_merged,
    "a thank-you for each one-to-one": _thanked_again_and_again,
    "any service is enough": _any_service_is_enough,
    "do-not-contact and skip are overlooked": _marks_are_overlooked,
    "tentative is firm": _tentative_is_firm,
    "the past is written to unasked": _the_past_is_written_to,
    "the mid-year meeting is asked for twice": lambda: _with_step(
        "pd-mid-year-meeting", "request", unless_meeting=(0, 0)
    ),
    "everybody wanted is written to": lambda: _with_step("conference", "outreach", at_most=0),
    "programs are written to all at once": lambda: _with_step(
        "cold-outreach", "first-letter", a_week=0, a_morning=0
    ),
    "both directors of a program are written to": _both_directors,
    "news twice to one mentor": _news_twice,
    "meetings reset no rhythm": _meetings_reset_nothing,
    "anybody may recommend": _anybody_may_recommend,
    "letters are asked for too early": lambda: _with_step("letter", "request", window=(-70, -60)),
    "the reminder comes too late": lambda: _with_step("letter", "reminder", window=(-5, -1)),
    "materials come too late": lambda: _with_step("letter", "materials", window=(4, 9)),
    "a letter that is in is thanked for at once": lambda: _with_step("letter", "thank-you", window=(0, 3)),
    "congratulations come late": lambda: _with_step("mentor", "congratulation", window=(4, 9)),
    "a pivot is told of all year": lambda: _with_step("pivot", "enquiry", window=(1, 12)),
    "every pathway is one's own": _other_pathways,
    "one wanted person is enough": lambda: _with_step("conference", "outreach", at_most=1),
    "introductions are forgotten": lambda: _with_cadence_gone("introduction"),
    "research is forgotten": lambda: _with_cadence_gone("research"),
    "webinar notes ask for nothing and wait a week": lambda: _with_step("webinar", "note", window=(1, 8)),
    "an untold story is written about": _untold_is_told,
    "patients are overlooked": _patients_are_overlooked,
    "a CV goes with everything": _cv_to_everybody,
    "every program is the first choice": _every_program_is_the_first_choice,
    **LIVED,
}
"""Each fault by its name."""
