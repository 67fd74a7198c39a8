"""States are a table."""

import pytest

from worker.domain.plan import WRITTEN
from worker.domain.touch import State
from worker.domain.touch_states import MOVES, SPENT, UNWRITTEN, WORKABLE, as_planned, may_move, sources_of

OUTCOMES = {State.SENT, State.DISCARDED, State.ANSWERED, State.BOUNCED}


def test_every_state_is_in_the_table() -> None:
    assert set(MOVES) == set(State)


def test_no_state_moves_to_itself() -> None:
    assert not [state for state in State if may_move(state, state)]


def test_the_sources_are_the_table_read_backwards() -> None:
    for after in State:
        assert sources_of(after) == {before for before in State if may_move(before, after)}


def test_only_a_claimed_touch_becomes_a_creation_and_only_a_creation_a_first_draft() -> None:
    assert sources_of(State.CREATING) == {State.CLAIMED}
    assert sources_of(State.DRAFTED) == {State.CREATING, State.RECALLED}


def test_what_may_exist_in_the_mailbox_is_never_planned_again_unseen() -> None:
    assert not may_move(State.CREATING, State.PLANNED)
    assert not may_move(State.CREATING, State.CANCELLED)


def test_a_skip_is_taken_back_by_planning_anew_where_a_draft_was_taken_away() -> None:
    assert may_move(State.RECALLED, State.SKIPPED)
    assert may_move(State.SKIPPED, State.CANCELLED)


def test_what_was_sent_never_leads_back_to_work() -> None:
    reached, ahead = set[State](), {State.SENT}
    while ahead:
        reached |= ahead
        ahead = {after for state in ahead for after in MOVES[state]} - reached
    assert reached <= OUTCOMES


def test_the_planner_counts_what_was_written_as_spent() -> None:
    assert WRITTEN <= SPENT
    assert not SPENT & (UNWRITTEN | WORKABLE)


@pytest.mark.parametrize("state", sorted(WORKABLE))
def test_the_planner_sees_work_under_way_as_planned_or_drafted(state: State) -> None:
    assert as_planned(state) is (State.PLANNED if state in UNWRITTEN else State.DRAFTED)
