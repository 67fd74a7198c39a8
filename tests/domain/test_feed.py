"""Entries for milestones, and what changes in a feed when its entries do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from worker.domain.feed import REMEMBERED, Entry, entry_for_milestone, revised
from worker.domain.season import Certainty, Milestone

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ROL = Milestone(
    id="nrmp-2027-rank-list",
    title="Rank list must be certified",
    start=date(2027, 3, 3),
    end=date(2027, 3, 3),
    at=time(21),
    certainty=Certainty.EXPECTED,
    source=("APP27", "HEARSAY"),
    checked=date(2026, 11, 21),
    category="nrmp",
    rule="twelve days before Match Week",
    deadline=True,
)
STS = Entry(
    uid="milestone-sts-2027@rapport",
    title="STS Annual Meeting 2027",
    start=date(2027, 1, 28),
    end=date(2027, 1, 31),
    stamp=datetime(2026, 11, 21, tzinfo=UTC),
)


def test_a_deadline_ends_at_its_minute_and_reminds() -> None:
    entry = entry_for_milestone(ROL)
    assert entry.end == datetime(2027, 3, 3, 21, tzinfo=NEW_YORK)
    assert isinstance(entry.start, datetime)
    assert entry.start < datetime(2027, 3, 3, 21, tzinfo=NEW_YORK)
    assert entry.alarms == (7, 1)


def test_an_opening_begins_at_its_minute_and_does_not_remind() -> None:
    entry = entry_for_milestone(replace(ROL, deadline=False, at=time(9)))
    assert entry.start == datetime(2027, 3, 3, 9, tzinfo=NEW_YORK)
    assert entry.alarms == ()


def test_a_span_is_whole_days_though_it_has_a_time() -> None:
    entry = entry_for_milestone(replace(ROL, end=date(2027, 3, 5)))
    assert (entry.start, entry.end) == (date(2027, 3, 3), date(2027, 3, 5))


def test_an_expected_date_tells_its_rule_its_sources_and_its_check_day() -> None:
    entry = entry_for_milestone(ROL, {"APP27": "a list"})
    assert entry.title == "Rank list must be certified (expected)"
    assert entry.description.splitlines() == [
        "Expected by rule: twelve days before Match Week.",
        "Source: a list",
        "Source: HEARSAY",
        "Checked on 2026-11-21.",
    ]


def test_the_stamp_of_a_milestone_is_its_check_day() -> None:
    entry = entry_for_milestone(replace(ROL, revision=2))
    assert (entry.uid, entry.stamp, entry.revision) == (
        "milestone-nrmp-2027-rank-list@rapport",
        datetime(2026, 11, 21, tzinfo=UTC),
        2,
    )


def test_a_checklist_stands_in_the_description() -> None:
    entry = entry_for_milestone(replace(ROL, note="Be there.", checklist=("Updated CV", "Questions")))
    assert entry.description.startswith("Be there.\n- Updated CV\n- Questions\n")


def test_an_unchanged_entry_keeps_stamp_and_revision() -> None:
    before = replace(STS, revision=3)
    later = replace(STS, stamp=NOON)
    assert revised({STS.uid: before}, [later], NOON) == (before,)


def test_a_changed_entry_gets_a_new_stamp_and_the_next_revision() -> None:
    moved = replace(STS, end=date(2027, 2, 1))
    assert revised({STS.uid: replace(STS, revision=3)}, [moved], NOON) == (
        replace(moved, stamp=NOON, revision=4),
    )


def test_a_revision_raised_by_hand_counts_as_a_change() -> None:
    (entry,) = revised({STS.uid: STS}, [replace(STS, revision=5)], NOON)
    assert (entry.stamp, entry.revision) == (NOON, 5)


def test_a_vanished_entry_is_cancelled_and_goes_after_thirty_days() -> None:
    gone = revised({STS.uid: STS}, [], NOON)
    assert gone == (replace(STS, cancelled=True, stamp=NOON, revision=1),)
    still = {entry.uid: entry for entry in gone}
    assert revised(still, [], NOON + REMEMBERED) == gone
    assert revised(still, [], NOON + REMEMBERED + timedelta(seconds=1)) == ()


def test_an_entry_that_comes_back_is_newer_than_its_cancellation() -> None:
    (gone,) = revised({STS.uid: STS}, [], NOON)
    (back,) = revised({STS.uid: gone}, [STS], NOON + timedelta(days=1))
    assert (back.cancelled, back.revision) == (False, 2)


uids = st.sampled_from(["a@rapport", "b@rapport", "c@rapport"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - see timezones
entries = st.builds(
    Entry,
    uid=uids,
    title=st.sampled_from(["STS", "AATS"]),
    start=st.just(date(2027, 1, 28)),
    end=st.sampled_from([date(2027, 1, 28), date(2027, 1, 31)]),
    stamp=moments,
    revision=st.integers(0, 3),
    cancelled=st.booleans(),
)
wanted = st.lists(entries, unique_by=lambda entry: entry.uid)
published = wanted.map(lambda found: {entry.uid: entry for entry in found})


@given(published, wanted, moments, moments)
def test_revising_again_changes_nothing(
    before: dict[str, Entry], now: list[Entry], at: datetime, later: datetime
) -> None:
    once = revised(before, now, at)
    kept = [entry for entry in once if not entry.cancelled or any(entry.uid == one.uid for one in now)]
    again = revised({entry.uid: entry for entry in once}, now, max(at, later))
    assert {entry.uid: entry for entry in again}.items() >= {entry.uid: entry for entry in kept}.items()
    assert revised({entry.uid: entry for entry in once}, now, at) == once


@given(published, wanted, moments)
def test_a_revision_never_falls_and_an_unchanged_entry_is_the_same(
    before: dict[str, Entry], now: list[Entry], at: datetime
) -> None:
    for entry in revised(before, now, at):
        earlier = before.get(entry.uid)
        if earlier is None:
            continue
        assert entry.revision >= earlier.revision
        if entry != earlier:
            assert entry.revision > earlier.revision
            assert entry.stamp == at


@given(published, wanted, moments)
def test_everything_wanted_is_there_in_order(
    before: dict[str, Entry], now: list[Entry], at: datetime
) -> None:
    after = revised(before, now, at)
    assert {entry.uid for entry in now} <= {entry.uid for entry in after}
    assert [entry.uid for entry in after] == sorted({entry.uid for entry in after})
    assert revised(before, now[::-1], at) == after
