"""A table's ready rows go in; those that are now ours come out. Whoever changes the row owns it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from worker.domain.ledger import Claim
from worker.store.tables import AccountRow, CalendarRow, Claimable, TouchRow

Owned = TypeVar("Owned", AccountRow, CalendarRow, TouchRow)


def free(row: type[Claimable], now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Nobody owns it, or the lease is over, or its claim comes from a clock since turned back."""
    return or_(row.claimed_at.is_(None), row.claimed_at <= now - lease, row.claimed_at > now + lease)


def owned(row: type[Claimable], token: str) -> ColumnElement[bool]:
    """The row carries this claim, however old: nobody has taken it over."""
    return and_(row.claim == token, row.claimed_at.is_not(None))


def past(moment: InstrumentedAttribute[datetime | None], now: datetime) -> ColumnElement[bool]:
    """The moment is not set, or has come."""
    return or_(moment.is_(None), moment <= now)


def claim_rows(
    session: Session,
    row: type[Owned],
    ready: ColumnElement[bool],
    first: InstrumentedAttribute[datetime | None],
    limit: int,
    values: Mapping[str, Any],
) -> tuple[str, list[Owned]]:
    """Own up to `limit` ready rows, the oldest by `first` first; the token and the rows, in that order.

    Claimers at once get different rows: on SQLite they queue for the write lock, elsewhere they skip what
    another has locked.
    """
    token = token_hex(16)
    chosen = select(row.id).where(ready).order_by(first.asc().nulls_first(), row.id).limit(limit)
    free_ones = chosen.with_for_update(skip_locked=True).cte("chosen")
    claim = update(row).where(row.id.in_(select(free_ones.c.id))).values(claim=token, **values)
    ids = session.scalars(claim.returning(row.id), execution_options={"synchronize_session": False}).all()
    mine = select(row).where(row.id.in_(ids)).order_by(first.asc().nulls_first(), row.id)
    return token, list(session.scalars(mine)) if ids else []


def begin_work(session: Session, row: type[Owned], claim: Claim, now: datetime) -> Claim | None:
    """The same row under a fresh lease and token, or None where the claim is no longer ours.

    A queue may deliver one job twice, and to two workers at once: whoever changes the token does the work.
    """
    token = token_hex(16)
    mine = (row.id == claim.id) & owned(row, claim.token)
    change = update(row).where(mine).values(claim=token, claimed_at=now).returning(row.id)
    return replace(claim, token=token) if session.execute(change).first() else None
