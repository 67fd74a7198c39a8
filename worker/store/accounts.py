"""Connected users go in; accounts, their secrets and the locks of their mailboxes come out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex, token_urlsafe

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from worker.domain.account import Account
from worker.domain.errors import Reconnect, Refused
from worker.domain.ledger import Claim
from worker.domain.narrative import Narrative
from worker.store.claiming import claim_rows, free, owned, past
from worker.store.codec import decoded, encoded
from worker.store.opening import Database
from worker.store.secrets import Secrets
from worker.store.tables import AccountRow

TOKEN_BYTES = 32
"""Twice what is asked for (128 bits)."""


@dataclass(frozen=True, slots=True)
class SqlAccounts:
    """Who is connected."""

    database: Database
    secrets: Secrets

    def connect(self, address: str, me: Narrative, at: datetime, *, subject: str = "") -> Account:
        """The account of an address: made, or found as it was left."""
        with self.database.writing() as session:
            known = session.scalar(select(AccountRow).where(AccountRow.address == address.lower()))
            row = known or self._fresh(address.lower(), me, at)
            row.subject = subject or row.subject
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
        """Remember the user's story as it is told now."""
        with self.database.writing() as session:
            _row(session, account).narrative = encoded(me)

    def grant(self, account: int, refresh_token: str, scopes: tuple[str, ...]) -> None:
        """Access was given (again): work for the account goes on."""
        with self.database.writing() as session:
            row = _row(session, account)
            row.refresh_token = self.secrets.seal(refresh_token)
            row.scopes = list(scopes)
            row.rest, row.rested_at = "", None

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
        with self.database.writing() as session:
            marked = session.execute(change.values(rest=why, rested_at=at).returning(AccountRow.id))
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
    )
