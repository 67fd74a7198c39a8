"""A state goes in; the states it may move to come out. States are a table."""

from collections.abc import Mapping
from types import MappingProxyType

from worker.domain.touch import State

_STOPPED = frozenset({State.CANCELLED, State.EXPIRED, State.SKIPPED})

MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.PLANNED: _STOPPED | {State.CLAIMED},
        State.CLAIMED: _STOPPED | {State.PLANNED, State.CREATING},
        # The draft may exist. Two empty scans prove that it does not: only then may it be given up.
        State.CREATING: frozenset({State.DRAFTED, State.SENT, State.EXPIRED}),
        State.DRAFTED: frozenset({State.SENT, State.DISCARDED, State.RECALLED}),
        # Taken away, or kept because the user had edited it, or gone in the meantime.
        State.RECALLED: frozenset({State.CANCELLED, State.SKIPPED, State.DRAFTED, State.SENT}),
        State.SENT: frozenset({State.ANSWERED, State.BOUNCED}),
        # Schedule send: the draft vanishes at once, the SENT message comes days later.
        State.DISCARDED: frozenset({State.SENT}),
        State.BOUNCED: frozenset({State.ANSWERED}),
        State.ANSWERED: frozenset(),
        # Wanted again: an event that was cancelled and came back.
        State.CANCELLED: frozenset({State.PLANNED, State.SENT}),
        # Undo; where a draft had been made and taken away, the plan makes a new one.
        State.SKIPPED: frozenset({State.PLANNED, State.CANCELLED, State.SENT}),
        State.EXPIRED: frozenset(),
        # Verdicts of the planner: never rows of the ledger.
        State.HELD: frozenset(),
        State.LAPSED: frozenset(),
        State.DROPPED: frozenset(),
    }
)
"""Every allowed move."""

WORKABLE = frozenset({State.PLANNED, State.CLAIMED, State.CREATING, State.RECALLED})
"""States in which a worker has something to do once the touch is due."""
UNWRITTEN = frozenset({State.PLANNED, State.CLAIMED})
"""Nothing can exist in the mailbox yet: a plan may move or cancel it at will."""
IN_MAILBOX = frozenset({State.DRAFTED, State.RECALLED})
"""A draft lies in the mailbox, unsent."""
SPENT = frozenset(
    {State.DRAFTED, State.SENT, State.ANSWERED}
    | {State.DISCARDED, State.BOUNCED, State.EXPIRED, State.SKIPPED}
)
"""Never planned again: what was written once, and what was given up."""

_AS_PLANNED: Mapping[State, State] = MappingProxyType(
    {State.CLAIMED: State.PLANNED, State.CREATING: State.DRAFTED, State.RECALLED: State.DRAFTED}
)


def may_move(before: State, after: State) -> bool:
    """Whether the table allows the move."""
    return after in MOVES[before]


def sources_of(after: State) -> frozenset[State]:
    """The states from which one may move there."""
    return frozenset(before for before in MOVES if may_move(before, after))


def as_planned(state: State) -> State:
    """The state as the planner sees it: a claim is still a plan, and what may exist counts as a draft."""
    return _AS_PLANNED.get(state, state)
