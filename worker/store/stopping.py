"""A touch's row and a reason go in; the row is on its way out of the plan or the mailbox afterwards."""

from worker.domain.touch import State
from worker.domain.touch_states import UNWRITTEN
from worker.store.tables import TouchRow


def stop_row(row: TouchRow, why: str) -> State:
    """Stop a touch as far as it may be stopped; the state it is in now.

    Unwritten: cancelled. A draft: recalled, unless the user has edited it. In the making: it becomes
    a draft first, and is recalled then. Sent, or over: nothing changes.
    """
    state = State(row.state)
    if state in UNWRITTEN:
        return _moved(row, State.CANCELLED, why)
    if state is State.DRAFTED and not row.edited:
        row.due_at, row.not_before = row.drafted_at, None
        return _moved(row, State.RECALLED, why)
    if state is State.CREATING:
        row.stopped = why
    if state in {State.CREATING, State.DRAFTED}:
        add_reason(row, why)
    return state


def add_reason(row: TouchRow, why: str) -> None:
    """One more reason, once."""
    if why not in row.why:
        row.why = [*row.why, why]


def _moved(row: TouchRow, state: State, why: str) -> State:
    row.state, row.claim, row.claimed_at = state.value, "", None
    add_reason(row, why)
    return state
