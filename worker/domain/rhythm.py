"""News for a mentor and the days of contact go in; the next update, and what it need not tell, come out.

An update comes when the window after the last one, or after the last meeting, is open and there is news. What
happened before a meeting was told there, or can wait: an update never says twice what one knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from worker.domain.calendar_days import spoken_weekday
from worker.domain.touch import State, Window
from worker.domain.wish import Wish


@dataclass(frozen=True, slots=True)
class Beat:
    """The next update, if there is anything left to tell, and the news that was told elsewhere."""

    update: Wish | None
    told: tuple[Wish, ...] = ()


def next_update(news: Sequence[Wish], last: date | None, meetings: Sequence[date]) -> Beat:
    """The update for news of one person, after the last contact (None: there was none).

    Each item of `news` is a wish of its own whose `anchor_day` is the day of the news.
    """
    ordered = sorted(news, key=lambda wish: (wish.anchor_day, wish.key))
    past = [day for day in sorted(meetings) if last is not None and day <= last]
    told = [
        wish.ended(State.DROPPED, _told_at(met))
        for wish in ordered
        if (met := next((day for day in past if wish.anchor_day <= day), None))
    ]
    done = {wish.key for wish in told}
    left = [wish for wish in ordered if wish.key not in done]
    while left:
        window = _window(left[0], last)
        met = next((day for day in sorted(meetings) if _resets(day, last, window)), None)
        if met is None:
            return Beat(_update(left, window, last), tuple(told))
        told += [wish.ended(State.DROPPED, _told_at(met)) for wish in left if wish.anchor_day <= met]
        left = [wish for wish in left if wish.anchor_day > met]
        last = met
    return Beat(None, tuple(told))


def after_meeting(update: Wish, met: date, meetings: Sequence[date]) -> Beat:
    """What becomes of an update when its person is met before it has gone: the rhythm begins anew."""
    news = (replace(update, queue=()), *update.queue)
    told = tuple(wish.ended(State.DROPPED, _told_at(met)) for wish in news if wish.anchor_day <= met)
    beat = next_update([wish for wish in news if wish.anchor_day > met], met, meetings)
    return Beat(beat.update, (*told, *beat.told))


def _told_at(met: date) -> str:
    return f"for the meeting of {spoken_weekday(met)}, not for a letter"


def _resets(met: date, last: date | None, window: Window) -> bool:
    return (last is None or met > last) and met <= window.earliest


def _window(first: Wish, last: date | None) -> Window:
    """The rhythm's window after the last contact, moved on to the first news where that comes later."""
    earliest, latest = first.step.window
    if last is None:
        return Window(first.anchor_day, first.anchor_day + timedelta(days=latest))
    opens = max(last + timedelta(days=earliest), first.anchor_day)
    return Window(opens, max(last + timedelta(days=latest), opens + timedelta(days=latest - earliest)))


def _update(news: Sequence[Wish], window: Window, last: date | None) -> Wish:
    since = f"the contact before: {spoken_weekday(last)}" if last else "your first news for them"
    first = news[0]
    return replace(first, window=window, since=last, queue=tuple(news[1:]), why=(*first.why, since))


def taken_in(update: Wish, day: date) -> Wish:
    """The update as it goes out on a day, with the news there is by then, the oldest first."""
    room = update.step.items - 1 if update.step.items else len(update.queue)
    now = [wish for wish in update.queue if wish.anchor_day <= day][:room]
    return replace(
        update,
        serves=(*update.serves, *(key for wish in now for key in wish.serves)),
        queue=tuple(wish for wish in update.queue if wish not in now),
        why=(*update.why, *(wish.why[0] for wish in now)),
    )
