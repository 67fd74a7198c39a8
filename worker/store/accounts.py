"""Connected users go in; accounts, their secrets and the locks of their mailboxes come out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex, token_urlsafe

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from worker.domain.account import Account, Past
from worker.domain.errors import Reconnect, Refused
from worker.domain.ledger import Claim
from worker.domain.narrative import Narrative
from worker.store.claiming import begin_work, claim_rows, free, owned, past
from worker.store.codec import decoded, encoded
from worker.store.opening import Database
from worker.store.secrets import Secrets
from worker.store.tables import AccountRow
from worker.store.uniting import unite_rows

TOKEN_BYTES = 32
"""Twice what is asked for (128 bits)."""
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
"""Due since long ago."""


@dataclass(frozen=True, slots=True)
class SqlAccounts:
    """Who is connected."""

    database: Database
    secrets: Secrets

    def connect(
        self, address: str, me: Narrative, at: datetime, *, subject: str = "", folder: str = ""
    ) -> Account:
        """The account of an address: made, or found as it was left. `folder`: one without Google."""
        with self.database.writing() as session:
            known = session.scalar(select(AccountRow).where(AccountRow.address == address.lower()))
            row = known or self._fresh(address.lower(), me, at)
            row.subject, row.folder = subject or row.subject, folder or row.folder
            session.add(row)
            session.flush()
            return _account_from(row)

    def all(self) -> tuple[Account, ...]:
        """Everybody, in the order they came."""
        with self.database.reading() as session:
            rows = session.scalars(select(AccountRow).order_by(AccountRow.id))
            return tuple(_account_from(row) for row in rows)

    def load(self, account: int) -> Account:
        """One account. Raises Refused if there is none."""
        with self.database.reading() as session:
            return _account_from(_row(session, account))

    def delete(self, account: int) -> None:
        """Forget an account and everything of it."""
        with self.database.writing() as session:
            session.execute(delete(AccountRow).where(AccountRow.id == account))
        self.database.sweep()

    def tell(self, account: int, me: Narrative) -> None:
        """Remember the user's story as it is told now; whom it says to be one person is one from here on."""
        with self.database.writing() as session:
            row = _row(session, account)
            row.narrative = encoded(me)
            unite_rows(session, account, me)
            _plan_at_once(row)

    def answer_past(self, account: int, answer: Past) -> None:
        """What the user said to letters for what had ended before the account was connected."""
        with self.database.writing() as session:
            row = _row(session, account)
            row.past = answer.value
            _plan_at_once(row)

    def plan_soon(self, account: int) -> None:
        """Something has changed that the plan depends on: nothing is drafted until it is made again."""
        with self.database.writing() as session:
            plan_at_once(session, account)

    def claim_plans(self, now: datetime, limit: int) -> tuple[int, ...]:
        """Up to `limit` accounts whose year is due to be planned; planning one twice is safe."""
        due = AccountRow.plan_due_at <= now
        chosen = select(AccountRow.id).where(due).order_by(AccountRow.plan_due_at, AccountRow.id)
        with self.database.reading() as session:
            return tuple(session.scalars(chosen.limit(limit)))

    def claim_feeds(self, now: datetime, limit: int, lease: timedelta) -> tuple[int, ...]:
        """Up to `limit` accounts whose feeds are due; each once per lease."""
        due = select(AccountRow.id).where(past(AccountRow.feeds_due_at, now))
        chosen = due.order_by(AccountRow.feeds_due_at.asc().nulls_first(), AccountRow.id).limit(limit)
        change = update(AccountRow).where(AccountRow.id.in_(chosen)).values(feeds_due_at=now + lease)
        with self.database.writing() as session:
            return tuple(sorted(session.scalars(change.returning(AccountRow.id))))

    def feeds_written(self, account: int, again: datetime, *, seen: int) -> None:
        """The feeds stand as of revision `seen`; they are due again then, unless something changed since."""
        unchanged = (AccountRow.id == account) & (AccountRow.revision == seen)
        with self.database.writing() as session:
            session.execute(update(AccountRow).where(unchanged).values(feeds_due_at=again))

    def grant(self, account: int, refresh_token: str, scopes: tuple[str, ...]) -> None:
        """Access was given (again): work for the account goes on."""
        with self.database.writing() as session:
            row = _row(session, account)
            row.refresh_token = self.secrets.seal(refresh_token)
            row.scopes = list(scopes)
            row.rest, row.rested_at = "", None
            row.feeds_due_at = row.mailbox_not_before = None
            _plan_at_once(row)

    def refresh_token(self, account: int) -> str:
        """The refresh token. Raises Reconnect where there is none, or no key opens it."""
        with self.database.reading() as session:
            sealed = _row(session, account).refresh_token
        if sealed is None:
            raise Reconnect("No access is stored: connect the account again.")
        return self.secrets.unseal(sealed)

    def lay_to_rest(self, account: int, why: str, at: datetime) -> bool:
        """Work for it rests until access is granted again. False where it rests already: it is said once."""
        change = update(AccountRow).where(AccountRow.id == account, AccountRow.rest == "")
        values = {"rest": why, "rested_at": at, "feeds_due_at": None, "revision": AccountRow.revision + 1}
        with self.database.writing() as session:
            marked = session.execute(change.values(**values).returning(AccountRow.id))
            return marked.first() is not None

    def mark_scanned(self, account: int) -> None:
        """After a restore, everything has been read and scanned again."""
        with self.database.writing() as session:
            _row(session, account).restored_at = None

    def note_once(self, account: int, day: date) -> bool:
        """Whether today's one note into the inbox is still free; if so it is taken."""
        unnoted = AccountRow.noted_on.is_(None) | (AccountRow.noted_on < day)
        change = update(AccountRow).where(AccountRow.id == account, unnoted)
        with self.database.writing() as session:
            taken = session.execute(change.values(noted_on=day).returning(AccountRow.id))
            return taken.first() is not None

    def give_note_back(self, account: int, before: date | None) -> None:
        """The note that was taken did not go out: it is free again, as it was before."""
        with self.database.writing() as session:
            _row(session, account).noted_on = before

    def feed_token(self, account: int) -> str:
        """The secret part of the feeds' address."""
        with self.database.reading() as session:
            return self.secrets.unseal(_row(session, account).feed_token)

    def renew_feed_token(self, account: int) -> str:
        """A new secret part; the old address is dead at once."""
        token = token_urlsafe(TOKEN_BYTES)
        with self.database.writing() as session:
            row = _row(session, account)
            row.feed_token, row.feed_digest = self.secrets.seal(token), _digest(token)
        return token

    def find_by_feed_token(self, token: str) -> Account | None:
        """Whose feeds these are. Digests are compared: how long that takes tells nothing about the token."""
        digest = _digest(token)
        with self.database.reading() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.feed_digest == digest))
            return _account_from(row) if row and compare_digest(row.feed_digest, digest) else None

    def claim_mailboxes(self, now: datetime, limit: int, lease: timedelta) -> tuple[Claim, ...]:
        """Own up to `limit` mailboxes that are due for a look; their claim is their lock."""
        due = past(AccountRow.mailbox_not_before, now) & (AccountRow.rest == "")
        ready = due & free(AccountRow, now, lease)
        with self.database.writing() as session:
            token, rows = claim_rows(
                session, AccountRow, ready, AccountRow.mailbox_not_before, limit, {"claimed_at": now}
            )
            return tuple(Claim(row.id, row.id, token) for row in rows)

    def lock_mailbox(self, account: int, now: datetime, lease: timedelta) -> Claim | None:
        """Own this mailbox; None while somebody else does."""
        ready = (AccountRow.id == account) & free(AccountRow, now, lease)
        with self.database.writing() as session:
            token, rows = claim_rows(
                session, AccountRow, ready, AccountRow.claimed_at, 1, {"claimed_at": now}
            )
            return Claim(account, account, token) if rows else None

    def begin_mailbox(self, claim: Claim, now: datetime) -> Claim | None:
        """Begin the work: a fresh lease under a fresh token. None where the claim is no longer ours."""
        with self.database.writing() as session:
            return begin_work(session, AccountRow, claim, now)

    def unlock_mailbox(
        self,
        claim: Claim,
        *,
        history_id: str | None = None,
        checked: datetime | None = None,
        not_before: datetime | None = None,
    ) -> bool:
        """Give the mailbox back, with what the look brought. False, with nothing changed, if it was lost."""
        with self.database.writing() as session:
            row = session.scalar(
                select(AccountRow)
                .where(AccountRow.id == claim.id, owned(AccountRow, claim.token))
                .with_for_update()
            )
            if row is None:
                return False
            row.claim, row.claimed_at = "", None
            row.history_id = row.history_id if history_id is None else history_id
            row.mailbox_checked_at = checked or row.mailbox_checked_at
            row.mailbox_not_before = not_before or row.mailbox_not_before
            return True

    def _fresh(self, address: str, me: Narrative, at: datetime) -> AccountRow:
        token = token_urlsafe(TOKEN_BYTES)
        return AccountRow(
            address=address,
            narrative=encoded(me),
            connected_at=at,
            scopes=[],
            ref_seed=token_hex(16),
            feed_token=self.secrets.seal(token),
            feed_digest=_digest(token),
        )


def plan_at_once(session: Session, account: int) -> None:
    """Something has changed that the plan depends on, in the caller's transaction. Raises Refused."""
    _plan_at_once(_row(session, account))


def _plan_at_once(row: AccountRow) -> None:
    """The plan is due now, and one that is being made from what was so before is refused."""
    row.plan_due_at = _AT_ONCE
    row.revision += 1


def _row(session: Session, account: int) -> AccountRow:
    row = session.get(AccountRow, account)
    if row is None:
        raise Refused(f"There is no account {account}: `rapport status` lists those that are connected.")
    return row


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _account_from(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        address=row.address,
        me=decoded(Narrative, row.narrative),
        connected=row.connected_at,
        subject=row.subject,
        scopes=tuple(row.scopes),
        rest=row.rest,
        rested=row.rested_at,
        restored=row.restored_at,
        noted_on=row.noted_on,
        history_id=row.history_id,
        mailbox_checked=row.mailbox_checked_at,
        mailbox_not_before=row.mailbox_not_before,
        revision=row.revision,
        folder=row.folder,
        past=Past(row.past),
        plan_due=row.plan_due_at,
        feeds_due=row.feeds_due_at,
    )
