"""An emptied calendar is more often a fault than a wish: what is believed, and what is asked about first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.house import LEE, PATEL, met, plan_year, rotation, rules
from worker.domain.doubt import Loss, Standing, find_doubt, standing_of
from worker.domain.engagement import Kind

TODAY = date(2026, 8, 3)
QUIET = Loss(50, 50)
NOTHING = Standing({}, {})


def standing(ahead: Sequence[str], lettered: Sequence[str] = ()) -> Standing:
    """Engagements by name; "SICU/2" is a second one of the same name."""

    def reasons(names: Sequence[str]) -> dict[str, tuple[Kind, str]]:
        return {name: (Kind.ROTATION, name.partition("/")[0]) for name in names}

    return Standing(reasons(ahead), reasons(lettered))


def doubt(
    before: Standing, after: Standing, without: Standing = NOTHING, events: Loss = QUIET
) -> Loss | None:
    return find_doubt(before, after, without, events, rules().limits)


@pytest.mark.parametrize(
    ("before", "after", "doubted"),
    [
        ("abc", "", True),
        ("abcd", "a", True),
        ("abcdefghij", "abcd", False),
        ("abcdefghij", "abc", True),
        ("abcde", "ab", False),
        ("ab", "", False),
        ("a", "", False),
        ("abc", "xyz", False),
        ("", "abc", False),
        ("abc", "abc", False),
    ],
)
def test_most_of_it_and_enough_of_it_must_go(before: str, after: str, doubted: bool) -> None:
    assert bool(doubt(standing(before), standing(after))) is doubted


def test_the_loss_is_told_in_numbers() -> None:
    assert doubt(standing("abcd"), standing("a")) == Loss(had=4, left=1)
    assert Loss(4, 1).lost == 3


def test_what_other_calendars_hold_is_not_at_stake() -> None:
    others = standing("vwxyz")
    assert doubt(standing("abcvwxyz"), others, others)
    assert standing("abcvwxyz").at_stake(others) == 3
    assert not doubt(standing("vwxyz"), standing("vwxyz"), others)


def test_letters_that_vanish_while_their_engagements_stay_are_doubted_too() -> None:
    assert doubt(standing("abcd", "abcd"), standing("abcd"))


def test_all_meetings_of_a_series_are_one_wish() -> None:
    series = [f"mentor/{number}" for number in range(30)]
    assert not doubt(standing([*series, "a"]), standing("a"))


def test_few_reasons_that_fill_a_calendar_count_by_its_events() -> None:
    assert doubt(standing("a"), NOTHING, events=Loss(20, 0))
    assert not doubt(standing("a"), NOTHING, events=Loss(20, 15))
    assert not doubt(standing("a"), NOTHING, events=Loss(2, 0))


def test_events_that_go_without_a_reason_to_write_are_nobodys_worry() -> None:
    assert not doubt(standing("a"), standing("a"), events=Loss(300, 0))


def test_a_year_stands_on_what_has_not_ended_and_on_what_has_letters() -> None:
    over = rotation("SICU", date(2026, 7, 1), date(2026, 7, 31), met(PATEL))
    ahead = rotation("Trauma", date(2026, 8, 3), date(2026, 8, 28), met(LEE))
    unnamed = rotation("Vascular", date(2026, 9, 7), date(2026, 9, 25))
    engagements = (over, ahead, unnamed)
    touches = plan_year(*engagements, today=TODAY, connected=date(2026, 7, 1)).touches
    found = standing_of(engagements, touches, TODAY)
    assert set(found.ahead) == {ahead.id, unnamed.id}
    assert set(found.lettered) <= {over.id, ahead.id}
    assert over.id in found.lettered


def test_the_numbers_come_from_the_rules() -> None:
    strict = replace(rules().limits, doubt_share=10, doubt_least=1)
    assert find_doubt(standing("abcde"), standing("abcd"), NOTHING, QUIET, strict)
