"""Plans go in; due work, claims and the memory of what was written come out: the ledger."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy.orm import Session

from worker.domain.ledger import Claim, Facts, LedgerTouch, NotYours, Settlement
from worker.domain.letter import Letter
from worker.domain.person import Person
from worker.domain.plan import Kept
from worker.domain.touch import Key, State, Touch, Window
from worker.domain.touch_states import SPENT, UNWRITTEN, WORKABLE, as_planned, sources_of
from worker.store.claiming import begin_work, claim_rows, free, owned, past
from worker.store.codec import decoded, encoded
from worker.store.journal import write_lines
from worker.store.opening import Database
from worker.store.people import people_of
from worker.store.settling import key_of, write_settlement
from worker.store.stopping import add_reason, stop_row, unskip_row
from worker.store.tables import WORKABLE_TOUCH, AccountRow, TouchRow

CLOSED = SPENT - {State.DRAFTED, State.SENT}
"""Answered, bounced or given up: nothing follows."""
PLAIN_FACTS = (
    *("mime", "in_doubt_since", "draft_id", "draft_message", "thread_id", "message_id"),
    *("drafted_at", "sent_at", "away_at", "gone_at", "edited", "closed", "trouble"),
)
"""Facts that are a column of their name."""
NOTHING_NEW = Facts()


@dataclass(frozen=True, slots=True)
class SqlTouches:
    """The ledger. Its rows are the truth; a queue only carries claims to who does the work."""

    database: Database

    def settle(self, settlement: Settlement) -> None:
        """Remember a reading and its plan together. Raises Overtaken if another was faster."""
        with self.database.writing() as session:
            write_settlement(session, settlement)

    def kept(self, account: int) -> tuple[Kept, ...]:
        """Every touch as the planner sees it."""
        return tuple(touch.kept for touch in self.of(account))

    def of(self, account: int) -> tuple[LedgerTouch, ...]:
        """Every touch, by due day."""
        rows = select(TouchRow).where(TouchRow.account_id == account)
        rows = rows.order_by(TouchRow.due.nulls_last(), TouchRow.id)
        with self.database.reading() as session:
            return _touches_from(session, account, list(session.scalars(rows)))

    def load(self, touch: int) -> LedgerTouch:
        """One touch. Raises NotYours if it is gone with its account."""
        with self.database.reading() as session:
            row = _row(session, touch)
            return _touches_from(session, row.account_id, [row])[0]

    def due(self, now: datetime, limit: int, lease: timedelta) -> tuple[int, ...]:
        """What `claim` would own now, oldest first; nothing is changed."""
        ids = select(TouchRow.id).where(_ready(now, lease)).order_by(TouchRow.due_at, TouchRow.id)
        with self.database.reading() as session:
            return tuple(session.scalars(ids.limit(limit)))

    def claim(self, now: datetime, limit: int, lease: timedelta) -> tuple[Claim, ...]:
        """Own up to `limit` due touches, oldest first. A claim is over when its lease ends."""
        state = case(
            (TouchRow.state == State.PLANNED.value, State.CLAIMED.value),
            else_=TouchRow.state,
        )
        values = {"state": state, "claimed_at": now}
        with self.database.writing() as session:
            token, rows = claim_rows(session, TouchRow, _ready(now, lease), TouchRow.due_at, limit, values)
            return tuple(Claim(row.id, row.account_id, token) for row in rows)

    def drafted_since(self, moment: datetime) -> dict[int, datetime]:
        """The accounts with a draft made since then, and when each one's latest was made."""
        latest = select(TouchRow.account_id, func.max(TouchRow.drafted_at)).group_by(TouchRow.account_id)
        with self.database.reading() as session:
            made = session.execute(latest.where(TouchRow.drafted_at >= moment)).all()
            return {account: at for account, at in sorted(made) if at}

    def begin(self, claim: Claim, now: datetime) -> Claim | None:
        """Begin the work: a fresh lease under a fresh token. None where the claim is no longer ours."""
        with self.database.writing() as session:
            return begin_work(session, TouchRow, claim, now)

    def renew(self, claim: Claim, now: datetime) -> bool:
        """Begin the lease anew, before the work. False if somebody else has it, or it is no longer wanted."""
        change = update(TouchRow).where(_is_mine(claim)).values(claimed_at=now).returning(TouchRow.id)
        with self.database.writing() as session:
            return session.execute(change).first() is not None

    def record(
        self, touch: int, state: State, facts: Facts = NOTHING_NEW, *, claim: Claim | None = None
    ) -> State:
        """Move a touch, with what became known; the state it is in now.

        The claim ends unless a draft is only now being created. A draft that was stopped while it was in
        the making comes out as RECALLED. Raises NotYours where the table of states forbids the move, or
        the claim is lost.
        """
        with self.database.writing() as session:
            row = _locked(session, touch, claim)
            if State(row.state) not in sources_of(state):
                raise NotYours(f"touch {touch} is {row.state}: it cannot become {state.value}")
            _learn(session, row, facts)
            row.state = state.value
            if state is not State.CREATING:
                row.claim, row.claimed_at = "", None
                session.get_one(AccountRow, row.account_id).feeds_due_at = None
            return stop_row(row, row.stopped) if state is State.DRAFTED and row.stopped else state

    def note(self, touch: int, facts: Facts, *, claim: Claim | None = None) -> None:
        """Remember what became known; the state stays. Raises NotYours where the claim is lost."""
        with self.database.writing() as session:
            _learn(session, _locked(session, touch, claim), facts)

    def release(
        self, claim: Claim, not_before: datetime, facts: Facts = NOTHING_NEW, *, failed: bool = True
    ) -> None:
        """Put a touch back, not to be claimed before that moment. Raises NotYours where the claim is lost.

        It counts as a try that failed, unless it only has to wait.
        """
        with self.database.writing() as session:
            row = _locked(session, claim.id, claim)
            _learn(session, row, facts)
            if State(row.state) is State.CLAIMED:
                row.state = State.PLANNED.value
            row.claim, row.claimed_at = "", None
            row.not_before, row.tries = not_before, row.tries + failed

    def stop(self, touch: int, why: str, *, for_good: bool = False) -> State:
        """Take a touch out of the plan, or its untouched draft out of the mailbox; its state now.

        `for_good`: the user says so, and no plan brings it back. See `stop_row`. An edited draft is only
        flagged. Raises NotYours if it is gone with its account.
        """
        with self.database.writing() as session:
            return stop_row(_row(session, touch, lock=True), why, for_good=for_good)

    def unskip(self, touch: int) -> State:
        """Take back what was stopped for good; its state now. Raises NotYours where that is too late."""
        with self.database.writing() as session:
            return unskip_row(_row(session, touch, lock=True))

    def postpone(self, touch: int, until: datetime) -> None:
        """Leave an unwritten touch alone until then. Raises NotYours where it is too late for that."""
        with self.database.writing() as session:
            row = _row(session, touch, lock=True)
            if State(row.state) not in UNWRITTEN:
                raise NotYours(f"touch {touch} is {row.state}: it is too late to postpone it")
            row.state, row.claim, row.claimed_at = State.PLANNED.value, "", None
            row.not_before = until


def _ready(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    # Told as "not among the resting": "among the others" tempts SQLite to search account by account.
    # Where the plan itself is due, its mornings may be wrong: it is made anew first.
    resting = select(AccountRow.id).where((AccountRow.rest != "") | (AccountRow.plan_due_at <= now))
    due = WORKABLE_TOUCH & (TouchRow.due_at <= now) & past(TouchRow.not_before, now)
    return due & free(TouchRow, now, lease) & (TouchRow.trouble == "") & TouchRow.account_id.not_in(resting)


def _is_mine(claim: Claim) -> ColumnElement[bool]:
    return (TouchRow.id == claim.id) & owned(TouchRow, claim.token)


def _row(session: Session, touch: int, *, lock: bool = False) -> TouchRow:
    row = session.get(TouchRow, touch, with_for_update=lock or None)
    if row is None:
        raise NotYours(f"there is no touch {touch}: its account was deleted")
    return row


def _locked(session: Session, touch: int, claim: Claim | None) -> TouchRow:
    row = _row(session, touch, lock=True)
    if claim is not None and (
        claim.id != touch or row.claim != claim.token or State(row.state) not in WORKABLE
    ):
        raise NotYours(f"touch {touch} is {row.state} and no longer ours")
    return row


def _learn(session: Session, row: TouchRow, facts: Facts) -> None:
    write_lines(session, row.account_id, facts.journal)
    for name in PLAIN_FACTS:
        if (value := getattr(facts, name)) is not None:
            setattr(row, name, value)
    if facts.letter is not None:
        row.letter = encoded(facts.letter)
    if facts.there:
        row.gone_at = None
    if facts.why:
        add_reason(row, facts.why)
    _learn_scan(row, facts)


def _learn_scan(row: TouchRow, facts: Facts) -> None:
    if facts.refused:
        row.in_doubt_since = None
    if facts.refused or facts.in_doubt_since is not None:
        row.scan_began_at = row.scan_ended_at = None
    if facts.scan is not None and row.scan_ended_at is None:
        row.scan_began_at, row.scan_ended_at = facts.scan


def _touches_from(session: Session, account: int, rows: list[TouchRow]) -> tuple[LedgerTouch, ...]:
    zone = ZoneInfo(session.get_one(AccountRow, account).narrative["time_zone"])
    people = people_of(session, account)
    return tuple(_touch_from(row, people[row.person], zone) for row in rows)


def _touch_from(row: TouchRow, person: Person, zone: ZoneInfo) -> LedgerTouch:
    began, ended = row.scan_began_at, row.scan_ended_at
    return LedgerTouch(
        id=row.id,
        account=row.account_id,
        kept=_kept_from(row, person, zone),
        state=State(row.state),
        ref=row.ref,
        due_at=row.due_at,
        not_before=row.not_before,
        tries=row.tries,
        stopped=row.stopped,
        letter=decoded(Letter, row.letter) if row.letter else None,
        mime=row.mime,
        in_doubt_since=row.in_doubt_since,
        scan=(began, ended) if began and ended else None,
        draft_id=row.draft_id,
        draft_message=row.draft_message,
        thread_id=row.thread_id,
        message_id=row.message_id,
        drafted_at=row.drafted_at,
        sent_at=row.sent_at,
        away_at=row.away_at,
        gone_at=row.gone_at,
        given_up=row.given_up,
        trouble=row.trouble,
    )


def _kept_from(row: TouchRow, person: Person, zone: ZoneInfo) -> Kept:
    state = State(row.state)
    return Kept(
        touch=_planned_from(row, person, as_planned(state)),
        subject=row.subject,
        anchor_day=row.anchor_day,
        sent=_day(row.sent_at, zone),
        edited=row.edited,
        closed=row.closed or state in CLOSED,
        away=row.away_at is not None,
        waits_until=_day(row.not_before, zone) if state in UNWRITTEN else None,
    )


def _planned_from(row: TouchRow, person: Person, state: State) -> Touch:
    return Touch(
        key=key_of(row),
        person=person,
        window=Window(row.earliest, row.latest),
        state=state,
        due=row.due,
        asks=row.asks,
        outside=row.outside,
        serves=decoded(tuple[Key, ...], row.serves),
        why=tuple(row.why),
        subject=row.subject,
        anchor_day=row.anchor_day,
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    """Days are counted on the user's wall clock."""
    return moment.astimezone(zone).date() if moment else None
