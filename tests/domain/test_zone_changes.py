"""Clock changes of real zones, against the time zone database read the other way round."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from worker.domain.zone_changes import clock_changes, observances

MARCH, NOVEMBER, SUNDAY, LAST = 3, 11, 6, -1


def test_new_york_follows_its_rule() -> None:
    summer, winter = observances(ZoneInfo("America/New_York"), 2027, 2027)
    assert (summer.rule, winter.rule) == ((MARCH, SUNDAY, 2), (NOVEMBER, SUNDAY, 1))
    assert summer.changes[0].onset == datetime(2026, 3, 8, 2)  # noqa: DTZ001 - an onset is local time
    assert winter.changes[0].name == "EST"


def test_the_last_sunday_is_told_from_the_fourth() -> None:
    summer, winter = observances(ZoneInfo("Europe/Vienna"), 2026, 2026)
    assert (summer.rule, winter.rule) == ((MARCH, SUNDAY, LAST), (10, SUNDAY, LAST))


def test_a_zone_without_summer_time_has_no_changes() -> None:
    assert observances(ZoneInfo("America/Phoenix"), 2026, 2028) == ()


def test_a_zone_that_follows_the_moon_has_dates_and_no_rule() -> None:
    found = observances(ZoneInfo("Africa/Casablanca"), 2026, 2027)
    assert found
    assert all(observance.rule is None for observance in found)


@pytest.mark.parametrize(
    "name",
    ["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"],
)
def test_between_two_changes_the_offset_stands_still(name: str) -> None:
    zone = ZoneInfo(name)
    offset = datetime(2025, 1, 1, tzinfo=UTC).astimezone(zone).utcoffset()
    changes = {change.onset.date(): change for change in clock_changes(zone, 2025, 2028)}
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    while moment < datetime(2028, 12, 31, tzinfo=UTC):
        now = moment.astimezone(zone).utcoffset()
        if now != offset:
            near = [changes.get((moment + timedelta(days=day)).date()) for day in (-1, 0, 1)]
            assert any(change and change.after == now and change.before == offset for change in near)
        offset, moment = now, moment + timedelta(hours=1)
