"""After a letter is out: when its follow-up comes, and what takes it away again."""

from dataclasses import replace
from datetime import date, timedelta

from tests.house import PATEL, conversation, met, only, plan_year, rotation
from worker.domain.engagement import Engagement
from worker.domain.plan import Contact, Kept, YearPlan
from worker.domain.touch import State, Touch

SICU = rotation("SICU", date(2026, 8, 3), date(2026, 8, 30), met(PATEL))
SENT = date(2026, 9, 2)
TODAY = SENT + timedelta(days=1)


def letter(**more: object) -> Kept:
    """Patel's thank-you, sent on a Wednesday."""
    touch = only(plan_year(SICU, today=date(2026, 8, 3)).touches, "thank-you")
    kept = Kept(replace(touch, state=State.SENT), touch.subject, SICU.end, sent=SENT)
    return replace(kept, **more)  # type: ignore[arg-type]


def planned(
    *have: Kept, today: date = TODAY, contacts: tuple[Contact, ...] = (), more: tuple[Engagement, ...] = ()
) -> YearPlan:
    return plan_year(SICU, *more, today=today, connected=SICU.start, have=have, contacts=contacts)


def follow_up(year: YearPlan) -> Touch:
    return only(year.touches, "follow-up", PATEL)


def test_the_follow_up_counts_from_the_sending() -> None:
    window = follow_up(planned(letter())).window
    assert (window.earliest, window.latest) == (SENT + timedelta(days=10), SENT + timedelta(days=14))


def test_an_out_of_office_moves_its_clock_by_a_week_and_says_so() -> None:
    touch = follow_up(planned(letter(away=True)))
    assert touch.window.earliest == SENT + timedelta(days=17)
    assert any("7 days later" in reason for reason in touch.why)


def test_the_users_own_mail_since_then_is_the_follow_up() -> None:
    for day in (SENT, SENT + timedelta(days=3)):
        touch = follow_up(planned(letter(), contacts=(Contact(PATEL.key, day),)))
        assert touch.state is State.DROPPED
        assert "you wrote yourself" in touch.why[-1]


def test_mail_from_before_the_letter_stops_nothing() -> None:
    earlier = Contact(PATEL.key, SENT - timedelta(days=1))
    assert follow_up(planned(letter(), contacts=(earlier,))).state is State.PLANNED


def test_what_the_user_put_off_comes_on_that_day_and_stays_there() -> None:
    first = follow_up(planned(letter()))
    day = first.window.earliest + timedelta(days=3)
    put_off = Kept(first, first.subject, SENT, waits_until=day)
    moved = planned(letter(), put_off)
    assert follow_up(moved).due == day
    assert not planned(letter(), replace(put_off, touch=follow_up(moved))).plan


def test_what_was_put_off_past_its_last_day_is_not_moved() -> None:
    first = follow_up(planned(letter()))
    put_off = Kept(first, first.subject, SENT, waits_until=first.window.latest + timedelta(days=1))
    assert follow_up(planned(letter(), put_off)).window == first.window


def test_a_meeting_held_withdraws_the_follow_up_draft_the_day_after() -> None:
    first = follow_up(planned(letter()))
    assert first.due
    drafted = Kept(replace(first, state=State.DRAFTED), first.subject, SENT)
    meeting = conversation(first.due + timedelta(days=1), met(PATEL))
    for days, withdrawn in ((0, ()), (2, (drafted.touch,))):
        year = planned(letter(), drafted, today=first.due + timedelta(days=days), more=(meeting,))
        assert year.plan.cancel == withdrawn


def test_the_pace_is_that_of_the_drafts_and_not_of_the_sending() -> None:
    """Three letters of Monday, sent on Tuesday: Tuesday has room, and Monday has none left."""
    monday = date(2026, 8, 31)
    people = [
        replace(PATEL, key=f"p{n}@lakeside.example.edu", email=f"p{n}@lakeside.example.edu", name=f"Ann P{n}")
        for n in range(4)
    ]
    block = rotation("Burn", date(2026, 8, 3), date(2026, 8, 30), *map(met, people))
    first = plan_year(block, today=block.start)
    gone = [touch for touch in first.touches if touch.due == monday and touch.key.step == "thank-you"]
    assert len(gone) == 3
    have = [
        Kept(replace(touch, state=State.SENT), touch.subject, block.end, sent=monday + timedelta(days=1))
        for touch in gone
    ]
    for day in (monday, monday + timedelta(days=1)):
        year = plan_year(block, today=day, connected=block.start, have=have)
        (left,) = [t for t in year.touches if t.key.step == "thank-you" and t.state is State.PLANNED]
        assert left.due == monday + timedelta(days=1)
