"""One person in every row: what moves when two are joined, what stays, and what an undo finds again."""

from dataclasses import replace
from datetime import date

import pytest

from tests.house import AMARA, LEE, PATEL, engagement, met
from tests.store.cast import CLINIC, LEASE, LETTER, MIME, NOW, SICU, TODAY, Shelves, settlement, year
from worker.domain.account import Account
from worker.domain.engagement import Kind
from worker.domain.ledger import Facts, LedgerTouch
from worker.domain.narrative import Narrative, SamePerson
from worker.domain.person import Person, Role
from worker.domain.plan import Contact, Plan
from worker.domain.touch import Key, State, Touch, Window

JOINED = replace(AMARA, same=(SamePerson(PATEL.key, "Ravi Patel", (LEE.key,)),))


@pytest.fixture
def amara(shelves: Shelves) -> Account:
    return shelves.furnish()


def tell(shelves: Shelves, account: Account, me: Narrative = JOINED) -> None:
    shelves.accounts.tell(account.id, me)


def rows(shelves: Shelves, account: Account, *persons: Person) -> list[LedgerTouch]:
    keys = {person.key for person in persons}
    return [row for row in shelves.touches.of(account.id) if row.kept.touch.key.person in keys]


def write(shelves: Shelves, account: Account, person: Person) -> LedgerTouch:
    """The first letter to somebody is drafted."""
    touch = rows(shelves, account, person)[0]
    assert touch.due_at
    claims = shelves.touches.claim(touch.due_at, 9, LEASE)
    claim = next(claim for claim in claims if claim.id == touch.id)
    facts = Facts(letter=LETTER, mime=MIME, draft_id="d1", drafted_at=touch.due_at)
    shelves.touches.record(touch.id, State.CREATING, facts, claim=claim)
    shelves.touches.record(touch.id, State.DRAFTED, Facts(), claim=claim)
    for other in claims:
        if other.id != touch.id:
            shelves.touches.release(other, NOW, failed=False)
    return shelves.touches.load(touch.id)


def test_everything_of_the_one_is_the_others(shelves: Shelves, amara: Account) -> None:
    shelves.people.learn_address(amara.id, LEE.key, "jane@old.example.org", bad_since=NOW)
    tell(shelves, amara)
    assert {one.address: (one.person, one.bad_since) for one in shelves.people.addresses(amara.id)} == {
        "ravi.patel@mail.example": (PATEL.key, NOW),
        "jane@old.example.org": (PATEL.key, NOW),
        LEE.email: (PATEL.key, None),
    }
    assert shelves.people.contacts(amara.id) == (Contact(PATEL.key, TODAY),)
    met_now = {e.id: [m.person.key for m in e.encounters] for e in shelves.engagements.all(amara.id)}
    assert met_now == {SICU.id: [PATEL.key], CLINIC.id: [PATEL.key]}
    assert shelves.people.all(amara.id)[LEE.key].email == ""


def test_where_both_have_a_row_the_kept_ones_stays(shelves: Shelves, amara: Account) -> None:
    shelves.people.note_contact(amara.id, Contact(PATEL.key, TODAY), "told")
    tell(shelves, amara)
    assert shelves.people.contacts(amara.id) == (Contact(PATEL.key, TODAY),)


def test_what_is_not_written_is_left_to_the_plan(shelves: Shelves, amara: Account) -> None:
    assert rows(shelves, amara, LEE)
    tell(shelves, amara)
    assert not rows(shelves, amara, LEE)
    account = shelves.accounts.load(amara.id)
    assert account.plan_due is not None
    assert account.plan_due <= NOW
    assert account.revision > amara.revision


def test_what_is_written_keeps_every_key_it_ever_served(shelves: Shelves, amara: Account) -> None:
    before = write(shelves, amara, LEE).kept.touch
    tell(shelves, amara)
    (row,) = [row for row in rows(shelves, amara, PATEL) if row.state is State.DRAFTED]
    assert row.kept.touch.key == replace(before.key, person=PATEL.key)
    assert row.kept.touch.serves[0] == row.kept.touch.key
    assert set(before.serves) < set(row.kept.touch.serves)


def test_telling_the_same_again_changes_nothing(shelves: Shelves, amara: Account) -> None:
    write(shelves, amara, LEE)
    tell(shelves, amara)
    once = shelves.touches.of(amara.id), shelves.people.addresses(amara.id), shelves.people.all(amara.id)
    tell(shelves, amara)
    again = shelves.touches.of(amara.id), shelves.people.addresses(amara.id), shelves.people.all(amara.id)
    assert again == once


def both_to(person: Person, day: date) -> Touch:
    key = Key("rotation", "thank-you", person.key, SICU.id)
    window = Window(day, day)
    return Touch(
        key, person, window, State.PLANNED, day, serves=(key,), subject="rotation:sicu", anchor_day=day
    )


def both(shelves: Shelves) -> Account:
    """Letters to both about one service."""
    account = shelves.amara()
    day = date(2026, 8, 31)
    plan = Plan(add=(both_to(PATEL, day), both_to(LEE, day)))
    shelves.touches.settle(settlement(account, plan, events=()))
    return shelves.accounts.load(account.id)


def test_a_written_letter_takes_the_place_of_an_unwritten_one(shelves: Shelves) -> None:
    account = both(shelves)
    written = write(shelves, account, LEE)
    tell(shelves, account)
    (row,) = rows(shelves, account, PATEL, LEE)
    assert (row.id, row.kept.touch.key.person, row.state) == (written.id, PATEL.key, State.DRAFTED)


def test_two_written_letters_about_one_thing_stay_where_they_are(shelves: Shelves) -> None:
    account = both(shelves)
    write(shelves, account, LEE)
    write(shelves, account, PATEL)
    tell(shelves, account)
    assert len(rows(shelves, account, PATEL)) == len(rows(shelves, account, LEE)) == 1
    (row,) = rows(shelves, account, LEE)
    assert {key.person for key in row.kept.touch.serves} == {LEE.key, PATEL.key}


def test_a_mark_and_the_weightier_role_go_over(shelves: Shelves) -> None:
    account = shelves.amara()
    barred = replace(LEE, do_not_contact=True, role=Role.PROGRAM_DIRECTOR)
    one = engagement(Kind.CONVERSATION, "Clinic", TODAY, encounters=[met(PATEL), met(barred)])
    shelves.touches.settle(settlement(account, Plan(), events=(), engagements=(one,)))
    tell(shelves, shelves.accounts.load(account.id))
    kept = shelves.people.all(account.id)[PATEL.key]
    assert (kept.do_not_contact, kept.role) == (True, Role.PROGRAM_DIRECTOR)


def test_what_was_told_about_one_person_is_known_again_by_its_subject(shelves: Shelves) -> None:
    account = shelves.amara()
    told = engagement(Kind.PROSPECT, f"Bay General {LEE.key}", TODAY, encounters=[met(LEE)])
    told = replace(told, subject=f"bay general {LEE.key}")
    shelves.touches.settle(settlement(account, Plan(), events=(), engagements=(told,)))
    tell(shelves, shelves.accounts.load(account.id))
    (now,) = shelves.engagements.all(account.id)
    assert (now.id, now.subject) == (told.id, f"bay general {PATEL.key}")


def test_who_is_parted_has_their_address_back(shelves: Shelves, amara: Account) -> None:
    tell(shelves, amara)
    tell(shelves, amara, AMARA)
    assert shelves.people.all(amara.id)[LEE.key].email == LEE.email
    assert {one.address for one in shelves.people.addresses(amara.id)} == {"ravi.patel@mail.example"}


def test_nobody_elses_rows_are_touched(shelves: Shelves, amara: Account) -> None:
    other = shelves.furnish("other@lakeside.example.edu")
    before = shelves.touches.of(other.id), shelves.people.all(other.id), shelves.engagements.all(other.id)
    tell(shelves, amara)
    after = shelves.touches.of(other.id), shelves.people.all(other.id), shelves.engagements.all(other.id)
    assert after == before
    assert year()
