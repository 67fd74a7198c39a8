"""One reading and its plan go in; bookmark, events, engagements and touches are remembered together."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from worker.domain.account import JournalLine
from worker.domain.ledger import Overtaken, Settlement
from worker.domain.mornings import Mornings
from worker.domain.touch import Key, State, Touch
from worker.domain.touch_states import UNWRITTEN
from worker.store.calendars import write_reading
from worker.store.codec import encoded
from worker.store.engagements import replace_engagements
from worker.store.journal import write_lines
from worker.store.people import write_people
from worker.store.stopping import add_reason, stop_row
from worker.store.tables import AccountRow, TouchRow

NO_LONGER_WANTED = "the plan no longer wants it"
Rows = dict[Key, TouchRow]


def write_settlement(session: Session, settlement: Settlement) -> None:
    """Everything, in the caller's transaction. Raises Overtaken if another was faster."""
    _take_turn(session, settlement)
    if settlement.calendar is not None:
        write_reading(session, settlement.calendar, settlement)
    if settlement.engagements is not None:
        replace_engagements(session, settlement.account, settlement.engagements)
    lines = _write_plan(session, settlement) if _is_planned(settlement) else []
    write_lines(session, settlement.account, (*settlement.journal, *lines))


def _is_planned(settlement: Settlement) -> bool:
    """Whether a plan was made. One that changes nothing may still mean other mornings: another time zone."""
    changes = settlement.plan or settlement.plan.flag or settlement.engagements is not None
    return bool(changes) or settlement.plan_again is not None


def _take_turn(session: Session, settlement: Settlement) -> None:
    """Two readings of one account at once: the second was planned from what is no longer so."""
    account = session.get(AccountRow, settlement.account, with_for_update=True)
    if account is None or account.revision != settlement.seen:
        raise Overtaken(f"account {settlement.account} was settled by somebody else: read and plan again")
    account.revision += 1
    account.plan_due_at = settlement.plan_again or account.plan_due_at
    if settlement.plan or settlement.engagements is not None:
        account.feeds_due_at = None


def _write_plan(session: Session, settlement: Settlement) -> list[JournalLine]:
    plan, at = settlement.plan, settlement.at
    write_people(session, settlement.account, (touch.person for touch in (*plan.add, *plan.move)))
    rows = _rows_of(session, settlement.account)
    seed = session.get_one(AccountRow, settlement.account).ref_seed
    for touch in plan.cancel:
        if touch.key in rows:
            stop_row(rows[touch.key], NO_LONGER_WANTED)
    flagged = [t for t in plan.flag if t.key in rows and add_reason(rows[t.key], NO_LONGER_WANTED)]
    for touch in (*plan.add, *plan.move):
        rows[touch.key] = row = _placed(rows.get(touch.key), touch)
        row.account_id, row.ref = settlement.account, row.ref or _ref(seed, touch.key, row.turn)
        session.add(row)
    _set_mornings(rows.values(), settlement.mornings)
    changes = (
        ("planned", plan.add),
        ("moved", plan.move),
        ("cancelled", plan.cancel),
        ("flagged", flagged),
    )
    return [JournalLine(at, what, touch.id) for what, touches in changes for touch in touches]


def _rows_of(session: Session, account: int) -> Rows:
    found = session.scalars(select(TouchRow).where(TouchRow.account_id == account).with_for_update())
    return {key_of(row): row for row in found}


def key_of(row: TouchRow) -> Key:
    """The identity of a row's touch."""
    return Key(row.cadence, row.step, row.person, row.engagement)


def _placed(row: TouchRow | None, touch: Touch) -> TouchRow:
    """A row for a planned touch: made, moved, or wanted again. What exists in the mailbox stays as it is."""
    if row is None:
        row = TouchRow(state=State.PLANNED.value, ref="", turn=0)
    elif State(row.state) is State.CANCELLED:
        _begin_again(row)
    elif State(row.state) not in UNWRITTEN:
        return row
    row.state, row.claim, row.claimed_at = State.PLANNED.value, "", None
    _describe(row, touch)
    return row


def _ref(seed: str, key: Key, turn: int) -> str:
    """Random to everybody else. A touch planned again after a restore finds the draft it once had."""
    return sha256(f"{seed}/{key}/{turn}".encode("utf-8", "replace")).hexdigest()[:32]


def _begin_again(row: TouchRow) -> None:
    """A touch that was cancelled is wanted again: under a new ref, for the old draft was deleted."""
    row.ref, row.turn = "", row.turn + 1
    row.tries, row.stopped, row.given_up, row.trouble, row.not_before = 0, "", "", "", None
    row.letter, row.mime = None, b""
    row.in_doubt_since = row.scan_began_at = row.scan_ended_at = row.drafted_at = None
    row.sent_at = row.away_at = row.gone_at = None
    row.draft_id = row.draft_message = row.thread_id = row.message_id = ""
    row.edited = row.closed = False


def _describe(row: TouchRow, touch: Touch) -> None:
    key = touch.key
    row.cadence, row.step, row.person, row.engagement = key.cadence, key.step, key.person, key.engagement
    row.serves = encoded(touch.serves)
    row.earliest, row.latest, row.due = touch.window.earliest, touch.window.latest, touch.due
    row.asks, row.outside, row.why = touch.asks, touch.outside, list(touch.why)
    row.subject = touch.subject
    row.anchor_day = touch.anchor_day or touch.window.earliest


def _set_mornings(rows: Iterable[TouchRow], mornings: Mornings) -> None:
    """When each planned touch is due, also where only the zone or the hour has changed."""
    for row in rows:
        if State(row.state) in UNWRITTEN and row.due is not None:
            row.due_at = _moment(row.due, mornings)


def _moment(day: date, mornings: Mornings) -> datetime:
    return datetime.combine(day, mornings.at, mornings.zone).astimezone(UTC)
