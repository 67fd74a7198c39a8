"""The checker of lives sees every kind of broken limit; a life breaks none; what lives found stays mended."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.house import AMARA, LEE, PATEL, conference, met, plan_year, rotation
from tests.years.generator import made_year
from tests.years.life_checker import broken_in_life
from tests.years.living import Deed, Happened, Life, Version, life_of
from tests.years.run_years import judged_life
from tests.years.test_years import CLINIC, JANE, ME, RAVI, SICU, STS, told, touch
from tests.years.truth import Occasion, Standing, Tie, Year
from worker.domain.mornings import Mornings
from worker.domain.narrative import Pathway, Referee
from worker.domain.person import Person, Role
from worker.domain.plan import Kept
from worker.domain.touch import State, Window

TODAY, UNTIL = date(2026, 8, 1), date(2027, 2, 17)
YEAR = Year(TODAY, UNTIL, replace(ME, director=None), (SICU, STS), seed=1)
MADE = replace(made_year(7), truth=YEAR, entries=())
FIRST = Version(TODAY, "", (SICU, STS))
LIFE = Life(MADE, UNTIL, (FIRST,), ())


def letter(kind: str, window: tuple[str, str], occasion: Occasion = SICU) -> dict[str, Any]:
    human = occasion.ties[0].human
    return touch(kind, human, occasion.title, window, window[0]) | {"about": told(occasion)}


THANKS = letter("rotation/thank-you", ("2026-08-31", "2026-09-06"))
AGAIN = letter("rotation/follow-up", ("2026-09-10", "2026-09-14"))
CONGRESS = letter("conference/thank-you", ("2026-10-07", "2026-10-11"), STS)
CLOSING = letter("conference/follow-up", ("2026-10-17", "2026-10-21"), STS)


def on(day: str, what: str, about: dict[str, Any] = THANKS) -> Happened:
    return Happened(date.fromisoformat(day), what, about)


SILENCE = [
    on("2026-08-31", "drafted"),
    on("2026-08-31", "sent"),
    on("2026-09-10", "drafted", AGAIN),
    on("2026-09-10", "sent", AGAIN),
    on("2026-10-07", "drafted", CONGRESS),
    on("2026-10-07", "sent", CONGRESS),
    on("2026-10-09", "answered", CONGRESS),
]


def assert_caught(fragment: str, happened: Sequence[Happened], life: Life = LIFE) -> None:
    broken = broken_in_life(life, sorted(happened, key=lambda one: one.day))
    assert any(fragment in sentence for sentence in broken), broken


def with_deeds(*deeds: Deed) -> Life:
    return replace(LIFE, deeds=deeds)


def with_version(day: str, *occasions: Occasion, what: str = "called off") -> Life:
    return replace(LIFE, versions=(FIRST, Version(date.fromisoformat(day), "", occasions, what)))


def test_a_sound_life_breaks_nothing() -> None:
    assert broken_in_life(LIFE, SILENCE) == []


def test_a_follow_up_after_an_answer_or_a_bounce_is_caught() -> None:
    assert_caught("was answered on", [*SILENCE, on("2026-09-02", "answered")])
    assert_caught("was bounced on", [*SILENCE, on("2026-09-01", "bounced")])


def test_a_follow_up_that_an_out_of_office_did_not_move_is_caught() -> None:
    assert_caught("10 days after sending", [*SILENCE, on("2026-09-02", "away")])


def test_a_follow_up_too_early_is_caught_where_the_letter_was_sent_late() -> None:
    late = [one for one in SILENCE if one.what != "sent" or one.letter is not THANKS]
    assert_caught("6 days after sending", [*late, on("2026-09-04", "sent")])


def test_a_follow_up_to_a_letter_that_never_left_is_caught() -> None:
    kept = [one for one in SILENCE if one.what != "sent" or one.letter is not THANKS]
    assert_caught("follows nothing that was sent", [*kept, on("2026-09-03", "discarded")])


def test_a_follow_up_after_the_users_own_mail_is_caught() -> None:
    assert_caught("written again since", SILENCE, with_deeds(Deed(date(2026, 9, 5), "wrote", RAVI)))


def test_a_missing_follow_up_is_caught() -> None:
    gone = [one for one in SILENCE if one.letter is not AGAIN]
    assert_caught("met silence, and nothing followed", gone)


def test_a_thank_you_after_the_users_own_mail_is_caught() -> None:
    mail = with_deeds(Deed(date(2026, 10, 5), "wrote", JANE))
    assert_caught("the user wrote on 2026-10-05", SILENCE, mail)


def test_a_letter_to_somebody_marked_since_is_caught() -> None:
    assert_caught("who may be written to", SILENCE, with_deeds(Deed(date(2026, 9, 20), "never", JANE)))


def test_a_draft_in_a_pause_is_caught_and_none_after_it_was_lifted() -> None:
    pause = Deed(date(2026, 8, 20), "paused", until=date(2026, 9, 20))
    assert_caught("in the pause", SILENCE, with_deeds(pause))
    lifted = with_deeds(pause, Deed(date(2026, 8, 25), "resumed"))
    assert broken_in_life(lifted, SILENCE) == []


def test_a_letter_for_what_was_called_off_is_caught() -> None:
    assert_caught(
        "no letter may go for that",
        SILENCE,
        with_version("2026-09-20", SICU, replace(STS, standing=Standing.OFF)),
    )


def test_a_draft_that_stays_though_its_reason_was_called_off_is_caught() -> None:
    left = [on("2026-08-31", "drafted")]
    life = with_version("2026-09-01", replace(SICU, standing=Standing.OFF), STS)
    assert_caught("its time was over on 2026-09-02", left, life)


def test_an_untouched_draft_past_its_window_is_caught() -> None:
    assert_caught("its time was over on 2026-09-10", [on("2026-08-31", "drafted")])


def test_a_draft_withdrawn_without_a_reason_or_after_an_edit_is_caught() -> None:
    early = [on("2026-08-31", "drafted"), on("2026-09-02", "withdrawn")]
    assert_caught("without a reason", early)
    assert_caught("though it was edited", [*early, on("2026-09-01", "edited")])


def test_a_second_letter_for_the_same_is_caught() -> None:
    again = on("2026-09-04", "drafted", THANKS | {"id": "of the feed issued again"})
    assert_caught("a second time", [*SILENCE, again])


def test_a_second_unsent_draft_to_one_person_is_caught() -> None:
    unsent = [one for one in SILENCE if one.letter is THANKS and one.what == "drafted"]
    assert_caught("is unsent", [*unsent, on("2026-09-10", "drafted", AGAIN)])


def test_a_question_in_an_open_conversation_is_caught() -> None:
    burn = Occasion("rotation", "Burn rotation", (date(2026, 9, 1),) * 16, (Tie(RAVI, noted=True),))
    burn = replace(burn, days=tuple(date(2026, 9, 1) + timedelta(days=n) for n in range(16)))
    ask = on("2026-09-17", "drafted", letter("rotation/thank-you", ("2026-09-17", "2026-09-23"), burn))
    life = replace(LIFE, versions=(replace(FIRST, occasions=(SICU, STS, burn)),))
    assert_caught("while the conversation of", [*SILENCE, ask], life)


def test_what_lay_in_the_past_waits_for_a_word() -> None:
    early = replace(MADE, truth=replace(YEAR, today=date(2026, 9, 1)))
    life = replace(LIFE, made=early)
    assert_caught("nobody wished for it", SILENCE[:2], life)
    wished = replace(life, deeds=(Deed(date(2026, 8, 30), "past-yes"),))
    assert not any("wished" in one for one in broken_in_life(wished, SILENCE[:2]))


def test_a_forgotten_thank_you_is_caught() -> None:
    assert_caught("nothing to Jane Lee for STS", SILENCE[:4])


def test_news_told_twice_is_caught() -> None:
    prize = replace(YEAR, me=replace(YEAR.me, mentors=(RAVI,), news=((date(2026, 11, 1), "A prize"),)))
    life = replace(LIFE, made=replace(MADE, truth=prize))
    update = letter("mentor/update", ("2026-11-02", "2026-12-31")) | {"why": ["you noted: A prize"]}
    twice = [on("2026-11-02", "drafted", update), on("2026-11-02", "sent", update)]
    assert_caught("tells 'A prize' again", [*twice, on("2026-12-14", "drafted", update | {"id": "x"})], life)


def test_a_plan_that_is_never_at_rest_is_caught() -> None:
    assert_caught("planning again", [*SILENCE, Happened(date(2026, 9, 7), "restless")])


def test_a_seed_always_makes_the_same_life() -> None:
    assert life_of(made_year(12)) == life_of(made_year(12))
    assert CLINIC not in life_of(made_year(12)).versions[0].occasions


@pytest.mark.parametrize("seed", [7])
def test_a_life_breaks_no_limit(seed: int) -> None:
    broken, counts = judged_life(made_year(seed))
    assert broken == []
    assert sum(n for (_, _, what), n in counts.items() if what == "sent") > 10


# --- what lives have found ----------------------------------------------------------------------------


def test_a_draft_that_was_thrown_away_still_counts_for_the_morning() -> None:
    people = [
        PATEL,
        *(Person(f"p{n}@x.org", f"Given{n} Name{n}", f"p{n}@x.org", role=Role.ATTENDING) for n in range(3)),
    ]
    sicu = rotation("SICU", date(2026, 8, 3), date(2026, 8, 30), *map(met, people))
    monday = date(2026, 8, 31)
    first = [one for one in plan_year(sicu, today=monday, connected=TODAY).touches if one.due == monday]
    assert len(first) == 3
    gone = [
        Kept(replace(one, state=State.DISCARDED), one.subject, one.anchor_day or monday, closed=True)
        for one in first
    ]
    after = [one.due for one in plan_year(sicu, today=monday, connected=TODAY, have=gone).touches if one.due]
    assert min(after) > monday


def test_a_draft_to_somebody_marked_do_not_contact_since_is_withdrawn() -> None:
    sicu = rotation("SICU", date(2026, 8, 3), date(2026, 8, 30), met(PATEL))
    monday, year = date(2026, 8, 31), plan_year(sicu, today=date(2026, 8, 31), connected=TODAY)
    draft = next(one for one in year.touches if one.due == monday)
    lies = [Kept(replace(draft, state=State.DRAFTED), draft.subject, draft.anchor_day or monday)]
    barred = rotation("SICU", date(2026, 8, 3), date(2026, 8, 30), met(replace(PATEL, do_not_contact=True)))
    tuesday = monday + timedelta(days=1)
    assert plan_year(sicu, today=tuesday, connected=TODAY, have=lies).plan.cancel == ()
    assert plan_year(barred, today=tuesday, connected=TODAY, have=lies).plan.cancel == (lies[0].touch,)


def test_somebody_met_at_two_conferences_gets_one_research_enquiry() -> None:
    lee = met(LEE, topic="the trial registry")
    aats = conference("AATS Annual Meeting", date(2026, 9, 3), date(2026, 9, 6), lee)
    sts = conference("STS Annual Meeting", date(2027, 1, 28), date(2027, 1, 31), lee)
    me = replace(AMARA, pathways=(Pathway.RESEARCH,), year_start=date(2026, 7, 1))
    asked = [t for t in plan_year(aats, sts, today=TODAY, me=me).touches if t.key.cadence == "research"]
    assert [touch.state for touch in asked] == [State.PLANNED, State.DROPPED]


def test_a_pause_moves_no_follow_up_past_the_days_after_match_week() -> None:
    """Found as a follow-up 57 days after its letter: the pause counted as if it were Match Week."""
    week = Window(date(2027, 3, 15), date(2027, 3, 19))
    mornings = Mornings(
        ZoneInfo("America/New_York"), time(6, 30), pause_until=date(2027, 4, 28), freezes=(week,)
    )
    covered = Window(date(2027, 3, 14), date(2027, 3, 18))
    assert mornings.after_freeze(covered, 3) == Window(date(2027, 3, 14), date(2027, 3, 24))


def test_a_letter_that_is_in_is_thanked_for_once_also_when_the_season_turns() -> None:
    referee = Referee("Ravi Patel", promised=date(2026, 8, 20), received=date(2026, 8, 31))
    me = replace(AMARA, pathways=(Pathway.PIVOT,), referees=(referee,))
    days = (date(2026, 9, 1), date(2026, 9, 3))  # ERAS takes applications on the day between
    plans = [plan_year(today=day, me=me, milestones=True).touches for day in days]
    keys = [
        {t.key for t in touches if t.key.cadence == "letter" and t.key.step == "thank-you"}
        for touches in plans
    ]
    assert len(keys[0]) == 1
    assert keys[0] == keys[1]
