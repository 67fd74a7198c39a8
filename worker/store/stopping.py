"""A touch's row and a reason go in; the row is on its way out of the plan or the mailbox afterwards."""

from worker.domain.ledger import NotYours
from worker.domain.touch import State
from worker.domain.touch_states import UNWRITTEN
from worker.store.tables import TouchRow


def stop_row(row: TouchRow, why: str, *, for_good: bool = False) -> State:
    """Stop a touch as far as it may be stopped; the state it is in now.

    Unwritten: cancelled, or `for_good` skipped. A draft: recalled, unless the user has edited it. In the
    making: it becomes a draft first, and is recalled then; where none can exist, it is over. Sent, or over:
    nothing changes.
    """
    state = State(row.state)
    if for_good and state in UNWRITTEN | {State.CREATING, State.DRAFTED, State.RECALLED}:
        row.given_up = why
    if state in UNWRITTEN:
        return _moved(row, State.SKIPPED if for_good else State.CANCELLED, why)
    if state is State.DRAFTED and not row.edited:
        row.due_at, row.not_before = row.drafted_at, None
        return _moved(row, State.RECALLED, why)
    if state is State.CREATING and row.in_doubt_since is None:
        return _moved(row, State.EXPIRED, why)
    if state is State.CREATING:
        row.stopped = why
    if state in {State.CREATING, State.DRAFTED}:
        add_reason(row, why)
    return state


def unskip_row(row: TouchRow) -> State:
    """Take back a stop for good; the state it is in now. Raises NotYours where there is none to take back.

    What had no draft is planned as it was. A draft that was taken away is not made again as it was: the row
    is left to the plan, which begins anew under a new ref.
    """
    state = State(row.state)
    if not row.given_up and state is not State.SKIPPED:
        raise NotYours(f"touch {row.id} is {row.state}: there is nothing to take back")
    row.why = [reason for reason in row.why if reason != row.given_up]
    row.given_up = row.stopped = ""
    if state is State.SKIPPED:
        row.state = (State.CANCELLED if row.drafted_at else State.PLANNED).value
    if state is State.RECALLED:
        row.state, row.claim, row.claimed_at = State.DRAFTED.value, "", None
    return State(row.state)


def add_reason(row: TouchRow, why: str) -> bool:
    """One more reason, once; whether it is new."""
    is_new = why not in row.why
    if is_new:
        row.why = [*row.why, why]
    return is_new


def _moved(row: TouchRow, state: State, why: str) -> State:
    row.state, row.claim, row.claimed_at = state.value, "", None
    add_reason(row, why)
    return state
