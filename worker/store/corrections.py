"""What the user said about events goes in; the same comes out, the newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from worker.domain.engagement import Kind
from worker.domain.recognition import Correction
from worker.store.accounts import plan_at_once
from worker.store.opening import Database
from worker.store.tables import CorrectionRow


@dataclass(frozen=True, slots=True)
class SqlCorrections:
    """The user's word on events, account by account."""

    database: Database

    def of(self, account: int) -> Mapping[int, Correction]:
        """Everything said and not taken back, by id; the newest first, which holds over older ones."""
        rows = select(CorrectionRow).where(CorrectionRow.account_id == account)
        with self.database.reading() as session:
            found = session.scalars(rows.order_by(CorrectionRow.said_at.desc(), CorrectionRow.id.desc()))
            return {row.id: _correction_from(row) for row in found}

    def say(self, account: int, correction: Correction, at: datetime) -> int:
        """Remember what the user said; its id. The year is planned anew. Raises Refused for no account."""
        with self.database.writing() as session:
            plan_at_once(session, account)
            row = _row_for(account, correction, at)
            session.add(row)
            session.flush()
            return row.id

    def take_back(self, account: int, correction: int) -> bool:
        """Forget one; the year is planned anew. False, with nothing changed, where the account has none."""
        mine = (CorrectionRow.id == correction) & (CorrectionRow.account_id == account)
        with self.database.writing() as session:
            gone = session.execute(delete(CorrectionRow).where(mine).returning(CorrectionRow.id)).first()
            if gone:
                plan_at_once(session, account)
            return gone is not None


def _row_for(account: int, correction: Correction, at: datetime) -> CorrectionRow:
    return CorrectionRow(
        account_id=account,
        calendar=correction.calendar,
        label=correction.label.value if correction.label else "",
        day=correction.day,
        said_at=at,
        series=correction.series,
        title=correction.title,
    )


def _correction_from(row: CorrectionRow) -> Correction:
    return Correction(
        calendar=row.calendar,
        label=Kind(row.label) if row.label else None,
        day=row.day,
        series=row.series,
        title=row.title,
    )
