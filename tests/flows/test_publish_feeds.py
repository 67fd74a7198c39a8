"""Feeds are published as they change: bytes, tags and dates stay until an entry does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.flows.reading_cast import ADDRESS, KIM, LEASE, PATEL, Desk
from tests.house import AMARA
from worker.domain.account import Published
from worker.domain.errors import Refused
from worker.domain.feed import Entry
from worker.domain.ledger import Facts
from worker.domain.touch import State
from worker.flows.plan_year import next_night, plan_again
from worker.flows.publish_feed import FEEDS, publish_feeds, renew_feeds

AUGUST = date(2026, 8, 3)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Connected, one service in August, its feeds published."""
    desk = Desk.at(tmp_path / "data")
    desk.service("SICU", AUGUST, PATEL)
    desk.connect()
    desk.read()
    publish(desk)
    return desk


def publish(desk: Desk) -> tuple[str, ...]:
    return publish_feeds(desk.tools, desk.account.id, desk.now)


def feed(desk: Desk, name: str = "follow-ups") -> Published:
    found = desk.tools.feeds.find(desk.account.id, name)
    assert found is not None
    return found


def entries(desk: Desk, category: str, name: str = "follow-ups") -> list[Entry]:
    found = desk.tools.feeds.entries(desk.account.id, name).values()
    return sorted((e for e in found if category in e.categories), key=lambda e: str(e.start))


def live(desk: Desk, category: str = "draft") -> list[tuple[str, str]]:
    """Day and title of what stands in the follow-ups."""
    return [(str(e.start), e.title) for e in entries(desk, category) if not e.cancelled]


def test_every_feed_is_published_under_its_title(desk: Desk) -> None:
    titles = {name: feed(desk, name).body.decode() for name in FEEDS}
    assert "X-WR-CALNAME:Rapport: follow-ups\r\n" in titles["follow-ups"]
    assert "X-WR-CALNAME:Rapport\r\n" in titles["all"]
    assert all(body.startswith("BEGIN:VCALENDAR") for body in titles.values())


def test_what_is_planned_stands_on_its_morning(desk: Desk) -> None:
    days = [day for day, title in live(desk) if title.startswith("Draft: ") and PATEL in title]
    assert days == ["2026-08-31", "2026-09-10"]


def test_a_follow_up_tells_the_subject_of_the_letter_it_follows(desk: Desk) -> None:
    first, second = (title for _, title in live(desk) if PATEL in title)
    assert second == first.replace("Draft: ", "Draft: Re: ")


def test_publishing_again_changes_nothing(desk: Desk) -> None:
    before = [feed(desk, name) for name in FEEDS]
    desk.now += timedelta(hours=5)
    assert publish(desk) == ()
    assert [feed(desk, name) for name in FEEDS] == before


def test_the_tag_is_strong_and_changes_with_the_bytes(desk: Desk) -> None:
    before = feed(desk)
    desk.service("Trauma surgery", date(2026, 9, 7), KIM)
    desk.later(hours=1)
    assert publish(desk) == ("follow-ups", "all")
    after = feed(desk)
    assert after.etag != before.etag
    assert after.etag.startswith('"')
    assert (before.modified, after.modified) == (desk.now - timedelta(hours=1), desk.now)


def test_only_what_changed_gets_a_new_stamp(desk: Desk) -> None:
    desk.service("Trauma surgery", date(2026, 9, 7), KIM)
    before = {entry.uid: entry for entry in entries(desk, "draft")}
    desk.later(hours=1)
    publish(desk)
    after = {entry.uid: entry for entry in entries(desk, "draft")}
    assert {uid: after[uid] for uid in before} == before
    assert len(after) == len(before) + 2


def test_what_is_moved_keeps_its_uid_and_gets_a_revision(desk: Desk) -> None:
    before = {entry.uid: entry for entry in entries(desk, "draft") if PATEL in entry.title}
    desk.tools.accounts.tell(desk.account.id, replace(AMARA, pause_until=date(2026, 9, 2)))
    assert plan_again(desk.tools, desk.account.id, desk.now)
    publish(desk)
    after = {entry.uid: entry for entry in entries(desk, "draft") if PATEL in entry.title}
    assert after.keys() == before.keys()
    assert {entry.revision for entry in after.values()} == {1}
    assert {entry.stamp for entry in after.values()} == {desk.now}


def test_what_is_cancelled_stays_as_cancelled_for_thirty_days(desk: Desk) -> None:
    (event,) = desk.tools.calendars.events(desk.account.id)
    desk.google.delete(event.id)
    desk.later(hours=1)
    publish(desk)
    assert b"STATUS:CANCELLED" in feed(desk).body
    desk.later(days=29)
    publish(desk)
    assert [e.cancelled for e in entries(desk, "draft") if PATEL in e.title] == [True, True]
    desk.later(days=2)
    publish(desk)
    assert [e for e in entries(desk, "draft") if PATEL in e.title] == []


def test_a_draft_waits_on_its_day_until_it_is_sent(desk: Desk) -> None:
    row = desk.rows(State.PLANNED)[0]
    desk.draft(row)
    publish(desk)
    assert ("2026-08-31", "Waiting: Thank you (Ravi Patel)") in live(desk)
    desk.tools.touches.record(row.id, State.SENT, Facts(sent_at=desk.now))
    publish(desk)
    assert not [title for _, title in live(desk) if title.startswith("Waiting: ")]


def test_a_follow_up_follows_the_letter_that_was_really_written(desk: Desk) -> None:
    row = desk.rows(State.PLANNED)[0]
    desk.draft(row, sent=datetime(2026, 9, 2, 15, tzinfo=UTC))
    assert plan_again(desk.tools, desk.account.id, desk.now)
    publish(desk)
    assert ("2026-09-14", "Draft: Re: Thank you (Ravi Patel)") in live(desk)


def test_a_date_that_has_passed_is_not_cancelled(desk: Desk) -> None:
    before = {e.uid: e for name in ("milestones", "conferences") for e in entries(desk, "Rapport", name)}
    for _ in range(4):
        desk.later(days=45)
        publish(desk)
    after = [e for name in ("milestones", "conferences") for e in entries(desk, "Rapport", name)]
    assert not [entry for entry in after if entry.cancelled]
    assert [entry for entry in after if str(entry.end) < str(desk.now.date()) and entry.uid in before]


# --- what is wrong ------------------------------------------------------------------------------------


def test_an_account_without_access_says_so_where_the_user_looks(desk: Desk) -> None:
    desk.now += timedelta(hours=1)
    desk.tools.accounts.lay_to_rest(desk.account.id, "Access was revoked: connect again.", desk.now)
    assert desk.tools.accounts.claim_feeds(desk.now, 10, LEASE) == (desk.account.id,)
    publish(desk)
    (notice,) = entries(desk, "notice")
    assert "no access" in notice.title
    assert "Access was revoked: connect again." in notice.description
    assert desk.tools.door in notice.description
    assert (notice.start, notice.end) == (date(2026, 7, 6), date(2026, 8, 4))
    desk.connect()
    publish(desk)
    assert [entry.cancelled for entry in entries(desk, "notice")] == [True]


def test_a_notice_is_the_same_all_month_and_then_goes_on(desk: Desk) -> None:
    desk.tools.accounts.lay_to_rest(desk.account.id, "Access was revoked: connect again.", desk.now)
    publish(desk)
    desk.now += timedelta(days=29)
    before = entries(desk, "notice")
    publish(desk)
    assert entries(desk, "notice") == before
    desk.now += timedelta(days=1)
    publish(desk)
    assert entries(desk, "notice")[0].end == date(2026, 9, 3)


def test_a_calendar_that_was_not_believed_is_asked_about(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path / "other")
    events = desk.blocks(5)
    desk.connect()
    desk.read()
    for event in events:
        desk.google.delete(event)
    desk.later(days=1)
    publish(desk)
    assert live(desk, "notice") == [("2026-07-07", "Is My calendar right?")]
    desk.later(days=1)
    publish(desk)
    assert live(desk, "notice") == [("2026-07-07", "Is My calendar right?")]
    assert len(live(desk)) > 10


def test_a_calendar_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path / "other")
    desk.connect()
    desk.read()
    desk.google.close(ADDRESS)
    desk.later(hours=1)
    publish(desk)
    assert live(desk, "notice") == [("2026-07-06", "My calendar cannot be read")]


# --- when, and where ----------------------------------------------------------------------------------


def test_feeds_are_looked_through_each_night(desk: Desk) -> None:
    tonight = next_night(ZoneInfo(desk.account.me.time_zone), desk.now)
    assert desk.tools.accounts.claim_feeds(tonight - timedelta(minutes=1), 10, LEASE) == ()
    assert desk.tools.accounts.claim_feeds(tonight, 10, LEASE) == (desk.account.id,)


def test_what_is_settled_while_they_are_written_makes_them_due_at_once(desk: Desk) -> None:
    writes = desk.tools.write_feed
    done: list[bool] = []

    def write_feed(*arguments: object) -> bytes:
        if not done:
            done.append(plan_again(desk.tools, desk.account.id, desk.now))
        return writes(*arguments)  # type: ignore[arg-type]

    desk.tools = replace(desk.tools, write_feed=write_feed)  # type: ignore[arg-type]
    desk.service("Trauma surgery", date(2026, 9, 7), KIM)
    desk.later(hours=1)
    publish(desk)
    assert done
    assert desk.account.feeds_due is None


def test_feeds_lie_in_the_folder_of_a_static_host_too(tmp_path: Path) -> None:
    public = tmp_path / "public"
    desk = Desk.at(tmp_path / "data", {"RAPPORT_FEED_DIR": str(public)})
    account = desk.connect()
    desk.read()
    publish(desk)
    token = desk.tools.accounts.feed_token(account.id)
    found = {path.relative_to(public).as_posix(): path.read_bytes() for path in public.rglob("*.*")}
    assert found == {f"{token}/{name}.ics": feed(desk, name).body for name in FEEDS}


def test_a_renewed_address_kills_the_old_one_at_once(tmp_path: Path) -> None:
    public = tmp_path / "public"
    desk = Desk.at(tmp_path / "data", {"RAPPORT_FEED_DIR": str(public)})
    account = desk.connect()
    publish(desk)
    old = desk.tools.accounts.feed_token(account.id)
    new = renew_feeds(desk.tools, account.id)
    assert desk.tools.accounts.find_by_feed_token(old) is None
    assert [folder.name for folder in public.iterdir()] == [new]
    assert len(list((public / new).iterdir())) == len(FEEDS)


def test_a_letter_whose_rule_has_gone_is_left_out_until_the_year_is_planned_again(desk: Desk) -> None:
    rules = desk.tools.rules
    cadences = tuple(cadence for cadence in rules.cadences if cadence.name != "rotation")
    desk.tools = replace(desk.tools, rules=replace(rules, cadences=cadences))
    publish(desk)
    assert [title for _, title in live(desk) if PATEL in title] == []


def test_nobody_has_no_feeds(desk: Desk) -> None:
    with pytest.raises(Refused):
        publish_feeds(desk.tools, 7, desk.now)
