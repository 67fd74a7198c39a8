"""A story that says who is one person goes in; every row of theirs lies under the key that is kept."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from worker.domain.directory import weightier
from worker.domain.engagement import TOLD
from worker.domain.identity import Identities
from worker.domain.narrative import Narrative
from worker.domain.person import Person, Role
from worker.domain.telling import subject_with
from worker.domain.touch import Key, State
from worker.domain.touch_states import UNWRITTEN
from worker.store.codec import decoded, encoded
from worker.store.people import people_of
from worker.store.tables import (
    AddressRow,
    ContactRow,
    EncounterRow,
    EngagementRow,
    PersonRow,
    ThreadRow,
    TouchRow,
)


def unite_rows(session: Session, account: int, me: Narrative) -> None:
    """Join the rows of everybody who is one person, and let go whom the user has parted, in one transaction.

    Whose key is not kept stays as a row that nothing points to: a letter to them may be on its way just now.
    """
    who = Identities.of(me)
    for person in people_of(session, account).values():
        kept = who.person(person)
        if kept.key != person.key:
            _join(session, account, kept, person)
        elif not person.email and "@" in person.key:
            _let_go(session, account, person.key)
    session.flush()


def _join(session: Session, account: int, kept: Person, gone: Person) -> None:
    _keep_person(session, account, kept, gone)
    _rename_subjects(session, account, kept.key, gone.key)
    _move_encounters(session, account, kept.key, gone.key)
    _move_contacts(session, account, kept.key, gone.key)
    for table in (ThreadRow, AddressRow):
        theirs = (table.account_id == account) & (table.person == gone.key)
        session.execute(update(table).where(theirs).values(person=kept.key))
    _move_touches(session, account, kept.key, gone.key)


def _keep_person(session: Session, account: int, kept: Person, gone: Person) -> None:
    """The one who is kept, with what was known of the other; the other's address is one more of theirs."""
    row, other = session.get(PersonRow, (account, kept.key)), session.get_one(PersonRow, (account, gone.key))
    if row is None:
        row = PersonRow(account_id=account, key=kept.key, name="", email="", title="", role=gone.role.value)
        row.do_not_contact = False
        session.add(row)
    row.name, row.title = row.name or kept.name, row.title or gone.title
    row.email = row.email or kept.email
    row.role = weightier(Role(row.role), gone.role).value
    row.do_not_contact = row.do_not_contact or gone.do_not_contact
    session.flush()
    if gone.email and gone.email != row.email and session.get(AddressRow, (account, gone.email)) is None:
        session.add(AddressRow(account_id=account, address=gone.email, person=row.key))
    other.email = ""
    session.flush()


def _rename_subjects(session: Session, account: int, kept: str, gone: str) -> None:
    """What was told about one person is known again by its subject, and that names them."""
    met = select(EncounterRow.engagement).where(
        EncounterRow.account_id == account, EncounterRow.person == gone
    )
    rows = select(EngagementRow).where(
        EngagementRow.account_id == account,
        EngagementRow.id.in_(met),
        EngagementRow.kind.in_([kind.value for kind in TOLD]),
    )
    for row in session.scalars(rows):
        row.subject = subject_with(row.subject, gone, kept)
    session.flush()


def _move_encounters(session: Session, account: int, kept: str, gone: str) -> None:
    """Where both were met the plan brings their days together again."""
    known = select(EncounterRow.engagement).where(
        EncounterRow.account_id == account, EncounterRow.person == kept
    )
    theirs = (EncounterRow.account_id == account) & (EncounterRow.person == gone)
    there = set(session.scalars(known))
    session.execute(delete(EncounterRow).where(theirs, EncounterRow.engagement.in_(there)))
    session.execute(update(EncounterRow).where(theirs).values(person=kept))


def _move_contacts(session: Session, account: int, kept: str, gone: str) -> None:
    known = select(ContactRow.day).where(ContactRow.account_id == account, ContactRow.person == kept)
    theirs = (ContactRow.account_id == account) & (ContactRow.person == gone)
    days = set(session.scalars(known))
    session.execute(delete(ContactRow).where(theirs, ContactRow.day.in_(days)))
    session.execute(update(ContactRow).where(theirs).values(person=kept))


def _move_touches(session: Session, account: int, kept: str, gone: str) -> None:
    """What is not written yet is left to the plan; what was written keeps every key that it ever served.

    So neither joining two people nor parting them again writes a letter twice.
    """
    own = {_slot(row): row for row in _touches(session, account, kept)}
    for row in _touches(session, account, gone):
        if State(row.state) in UNWRITTEN:
            session.delete(row)
            continue
        taken = own.get(_slot(row))
        if taken is not None and State(taken.state) in UNWRITTEN:
            session.delete(taken)
            session.flush()
            taken = None
        _serve_both(row, kept, stays=taken is not None)
        session.flush()
    session.flush()


def _touches(session: Session, account: int, person: str) -> Iterator[TouchRow]:
    rows = select(TouchRow).where(TouchRow.account_id == account, TouchRow.person == person)
    yield from list(session.scalars(rows.order_by(TouchRow.id).with_for_update()))


def _slot(row: TouchRow) -> tuple[str, str, str]:
    return row.cadence, row.step, row.engagement


def _serve_both(row: TouchRow, kept: str, *, stays: bool) -> None:
    """A written touch under the kept key, or, where that has one of its own, under the old one."""
    before = decoded(tuple[Key, ...], row.serves)
    now = tuple(replace(key, person=kept) for key in before)
    row.serves = encoded(tuple(dict.fromkeys((*before, *now) if stays else (*now, *before))))
    kind, _, subject = row.subject.partition(":")
    if kind in TOLD:
        row.subject = f"{kind}:{subject_with(subject, row.person, kept)}"
    if not stays:
        row.person = kept


def _let_go(session: Session, account: int, address: str) -> None:
    """Somebody who is a person of their own again has their own address again."""
    session.get_one(PersonRow, (account, address)).email = address
    if known := session.get(AddressRow, (account, address)):
        if known.bad_since:
            known.person = address
        else:
            session.delete(known)
