"""People and their addresses go in; the same come out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from worker.domain.account import KnownAddress
from worker.domain.person import Person, Role
from worker.domain.plan import Contact
from worker.store.opening import Database
from worker.store.tables import AddressRow, ContactRow, PersonRow


@dataclass(frozen=True, slots=True)
class SqlPeople:
    """Everybody an account knows."""

    database: Database

    def all(self, account: int) -> dict[str, Person]:
        """Everybody, by key."""
        with self.database.reading() as session:
            return people_of(session, account)

    def addresses(self, account: int) -> tuple[KnownAddress, ...]:
        """The further addresses and the bad ones, in order."""
        rows = select(AddressRow).where(AddressRow.account_id == account).order_by(AddressRow.address)
        with self.database.reading() as session:
            return tuple(KnownAddress(r.person, r.address, r.bad_since) for r in session.scalars(rows))

    def learn_address(
        self, account: int, person: str, address: str, *, bad_since: datetime | None = None
    ) -> None:
        """Remember that an address is the person's; with `bad_since`, that mail to it bounces."""
        row = AddressRow(account_id=account, address=address.lower(), person=person, bad_since=bad_since)
        with self.database.writing() as session:
            session.merge(row)

    def note_contact(self, account: int, contact: Contact, how: str) -> None:
        """Remember that the user wrote to a person on a day: "seen" in the mailbox, or "told"."""
        row = ContactRow(account_id=account, person=contact.person, day=contact.day, how=how)
        with self.database.writing() as session:
            session.merge(row)

    def contacts(self, account: int) -> tuple[Contact, ...]:
        """Every day on which the user wrote to somebody, in order."""
        rows = select(ContactRow).where(ContactRow.account_id == account)
        with self.database.reading() as session:
            found = session.scalars(rows.order_by(ContactRow.day, ContactRow.person))
            return tuple(Contact(row.person, row.day) for row in found)


def people_of(session: Session, account: int) -> dict[str, Person]:
    """Everybody, by key."""
    rows = session.scalars(select(PersonRow).where(PersonRow.account_id == account))
    return {row.key: _person_from(row) for row in rows}


def write_people(session: Session, account: int, people: Iterable[Person]) -> None:
    """Remember people as they are known now, in the caller's transaction."""
    known = people_of(session, account)
    for person in {person.key: person for person in people}.values():
        if known.get(person.key) != person:
            session.merge(_row_for(account, person))
    session.flush()


def _row_for(account: int, person: Person) -> PersonRow:
    return PersonRow(
        account_id=account,
        key=person.key,
        name=person.name,
        email=person.email,
        title=person.title,
        role=person.role.value,
        do_not_contact=person.do_not_contact,
    )


def _person_from(row: PersonRow) -> Person:
    return Person(row.key, row.name, row.email, row.title, Role(row.role), row.do_not_contact)
