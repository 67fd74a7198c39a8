"""Who is connected, what is secret, and what is left of an account that was deleted: nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.house import AMARA, PATEL
from tests.store.cast import ENTRY, LEASE, MIME, NOW, Shelves, settlement, year
from worker.domain.account import JournalLine, KnownAddress, Published, Thread
from worker.domain.errors import Reconnect, Refused
from worker.domain.ledger import Facts, NotYours, Overtaken
from worker.store.tables import Row


def rows_by_table(shelves: Shelves) -> dict[str, int]:
    with shelves.database.reading() as session:
        tables = Row.metadata.sorted_tables
        return {t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def bytes_on_disk(shelves: Shelves) -> bytes:
    return b"".join(file.read_bytes() for file in shelves.directory.iterdir())


def test_connecting_again_finds_the_account_as_it_was_left(shelves: Shelves) -> None:
    first = shelves.furnish()
    again = shelves.accounts.connect("AOsei@Lakeside.example.edu", replace(AMARA, name="x"), NOW)
    assert again == first
    assert again.me == AMARA


def test_the_story_is_told_anew(shelves: Shelves) -> None:
    account = shelves.amara()
    told = replace(AMARA, quiet_days=frozenset({date(2026, 12, 24)}), people=(PATEL,))
    shelves.accounts.tell(account.id, told)
    assert shelves.accounts.load(account.id).me == told


def test_nothing_is_drafted_from_a_plan_that_is_due_to_be_made_again(shelves: Shelves) -> None:
    account = shelves.furnish()
    late = NOW + timedelta(days=60)
    shelves.accounts.plan_soon(account.id)
    assert shelves.accounts.claim_plans(NOW, 10) == (account.id,)
    assert shelves.touches.claim(late, 10, LEASE) == ()
    fresh = shelves.accounts.load(account.id)
    shelves.touches.settle(settlement(fresh, year()))
    assert shelves.accounts.claim_plans(NOW, 10) == ()
    assert shelves.touches.claim(late, 10, LEASE)


def test_feeds_are_due_at_once_after_a_settlement_and_once_per_lease(shelves: Shelves) -> None:
    account = shelves.furnish()
    assert shelves.accounts.claim_feeds(NOW, 10, LEASE) == (account.id,)
    assert shelves.accounts.claim_feeds(NOW, 10, LEASE) == ()
    assert shelves.accounts.claim_feeds(NOW + LEASE, 10, LEASE) == (account.id,)
    shelves.accounts.feeds_written(account.id, NOW + timedelta(days=1), seen=account.revision)
    assert shelves.accounts.claim_feeds(NOW + LEASE * 3, 10, LEASE) == ()


def test_a_plan_made_from_what_was_told_before_is_refused(shelves: Shelves) -> None:
    account = shelves.amara()
    shelves.accounts.tell(account.id, replace(AMARA, goal="something else"))
    with pytest.raises(Overtaken):
        shelves.touches.settle(settlement(account, year()))


def test_a_change_while_feeds_are_being_written_makes_them_due_again(shelves: Shelves) -> None:
    account = shelves.furnish()
    assert shelves.accounts.claim_feeds(NOW, 10, LEASE) == (account.id,)
    shelves.touches.settle(settlement(account, year()))
    shelves.accounts.feeds_written(account.id, NOW + timedelta(days=1), seen=account.revision)
    assert shelves.accounts.claim_feeds(NOW, 10, LEASE) == (account.id,)


def test_deleting_an_account_deletes_everything_of_it(shelves: Shelves) -> None:
    account = shelves.furnish()
    assert 0 not in rows_by_table(shelves).values()
    shelves.accounts.delete(account.id)
    assert set(rows_by_table(shelves).values()) == {0}


def test_deleting_an_account_leaves_the_others_alone(shelves: Shelves) -> None:
    kept = shelves.furnish()
    before = rows_by_table(shelves)
    other = shelves.furnish("other@lakeside.example.edu")
    shelves.accounts.delete(other.id)
    assert rows_by_table(shelves) == before
    assert shelves.accounts.all() == (kept,)


def test_a_deleted_letter_is_not_left_in_free_pages(shelves: Shelves) -> None:
    account = shelves.furnish()
    touch = shelves.touches.of(account.id)[0]
    shelves.touches.note(touch.id, Facts(mime=MIME * 50))
    assert MIME in bytes_on_disk(shelves)
    shelves.accounts.delete(account.id)
    assert MIME not in bytes_on_disk(shelves)
    with pytest.raises(NotYours):
        shelves.touches.load(touch.id)


def test_a_refresh_token_is_not_readable_on_disk(shelves: Shelves) -> None:
    account = shelves.amara()
    shelves.accounts.grant(account.id, "1//very-secret", ("gmail.compose",))
    assert shelves.accounts.refresh_token(account.id) == "1//very-secret"
    assert shelves.accounts.load(account.id).scopes == ("gmail.compose",)
    assert b"very-secret" not in bytes_on_disk(shelves)


def test_without_a_token_one_has_to_connect_again(shelves: Shelves) -> None:
    with pytest.raises(Reconnect, match="connect"):
        shelves.accounts.refresh_token(shelves.amara().id)


def test_lost_access_is_marked_once_and_ends_with_a_new_grant(shelves: Shelves) -> None:
    account = shelves.amara()
    assert shelves.accounts.lay_to_rest(account.id, "access was revoked: connect again", NOW)
    assert not shelves.accounts.lay_to_rest(account.id, "again", NOW + timedelta(hours=1))
    resting = shelves.accounts.load(account.id)
    assert (resting.rest, resting.rested) == ("access was revoked: connect again", NOW)
    shelves.accounts.grant(account.id, "1//new", ())
    awake = shelves.accounts.load(account.id)
    assert (awake.rest, awake.rested) == ("", None)


def test_one_note_a_day_and_no_more(shelves: Shelves) -> None:
    account, day = shelves.amara(), date(2026, 8, 31)
    assert shelves.accounts.note_once(account.id, day)
    assert not shelves.accounts.note_once(account.id, day)
    assert shelves.accounts.note_once(account.id, day + timedelta(days=1))


def test_a_feeds_address_is_secret_and_the_old_one_dies_at_once(shelves: Shelves) -> None:
    account = shelves.amara()
    token = shelves.accounts.feed_token(account.id)
    assert len(token) >= 22  # 128 bits in base64
    assert token.encode() not in bytes_on_disk(shelves)
    assert shelves.accounts.find_by_feed_token(token) == account
    renewed = shelves.accounts.renew_feed_token(account.id)
    assert shelves.accounts.find_by_feed_token(token) is None
    assert shelves.accounts.find_by_feed_token(renewed) == account
    assert shelves.accounts.find_by_feed_token("") is None
    assert shelves.accounts.find_by_feed_token("\ud800") is None


def test_a_feed_comes_back_byte_for_byte_with_its_entries(shelves: Shelves) -> None:
    account = shelves.furnish()
    assert shelves.feeds.find(account.id, "all") == Published("all", b"BEGIN:VCALENDAR", '"e1"', NOW)
    assert shelves.feeds.find(account.id, "other") is None
    assert shelves.feeds.entries(account.id, "all") == {ENTRY.uid: ENTRY}
    day = replace(
        ENTRY, uid="milestone-1@rapport", start=date(2026, 9, 3), end=date(2026, 9, 4), cancelled=True
    )
    shelves.feeds.publish(account.id, Published("all", b"END", '"e2"', NOW), [day])
    assert shelves.feeds.entries(account.id, "all") == {day.uid: day}


def test_a_closed_thread_is_no_longer_watched(shelves: Shelves) -> None:
    account = shelves.furnish()
    (thread,) = shelves.threads.watched(account.id)
    assert thread == Thread("thread1", PATEL.key, "Thank you", ("<1@mail.example>",))
    shelves.threads.keep(account.id, replace(thread, read=NOW))
    assert shelves.threads.watched(account.id) == (replace(thread, read=NOW),)
    shelves.threads.keep(account.id, replace(thread, closed=True))
    assert shelves.threads.watched(account.id) == ()


def test_a_bad_address_is_remembered_in_lower_case(shelves: Shelves) -> None:
    account = shelves.furnish()
    known = KnownAddress(PATEL.key, "ravi.patel@mail.example", NOW)
    assert shelves.people.addresses(account.id) == (known,)


def test_the_journal_shows_the_newest_first(shelves: Shelves) -> None:
    account = shelves.amara()
    lines = [JournalLine(NOW + timedelta(minutes=n), "read", "primary") for n in range(3)]
    shelves.journal.note(account.id, *lines)
    assert shelves.journal.latest(account.id, 2) == (lines[2], lines[1])


def test_an_unknown_account_or_calendar_is_refused(shelves: Shelves) -> None:
    with pytest.raises(Refused, match="no account 99"):
        shelves.accounts.load(99)
    with pytest.raises(Refused, match="no calendar 99"):
        shelves.calendars.load(99)


def test_a_dropped_calendar_takes_its_events_with_it(shelves: Shelves) -> None:
    account = shelves.furnish()
    (calendar,) = shelves.calendars.of(account.id)
    shelves.calendars.keep(account.id, "primary", "Amara", selected=False)
    assert shelves.calendars.events(account.id) == ()
    shelves.calendars.drop(calendar.id)
    assert shelves.calendars.of(account.id) == ()
    assert rows_by_table(shelves)["events"] == 0
