"""Every noun comes back from its JSON as it went in."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import AMARA, PATEL
from tests.store.cast import LETTER, SHIFT
from worker.domain.event import Event
from worker.domain.feed import Entry
from worker.domain.letter import Letter
from worker.domain.narrative import Narrative
from worker.store.codec import decoded, encoded

ZONES = st.sampled_from([UTC, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")])
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=ZONES)  # noqa: DTZ001 - zones follow
TOLD = [AMARA, replace(AMARA, people=(PATEL,), quiet_days=frozenset({date(2026, 12, 24)})), Narrative()]


def through_json(kind: type, noun: object) -> object:
    return decoded(kind, json.loads(json.dumps(encoded(noun))))


@pytest.mark.parametrize("me", TOLD)
def test_a_narrative_comes_back(me: Narrative) -> None:
    assert through_json(Narrative, me) == me


def test_a_letter_and_an_event_come_back() -> None:
    assert through_json(Letter, LETTER) == LETTER
    assert through_json(Event, SHIFT) == SHIFT


@given(moment=MOMENTS, fold=st.sampled_from([0, 1]))
def test_a_moment_comes_back_in_its_zone_also_in_the_hour_that_comes_twice(
    moment: datetime, fold: int
) -> None:
    moment = moment.replace(fold=fold)
    back = decoded(datetime, encoded(moment))
    assert back.timestamp() == moment.timestamp()
    real = moment.astimezone(UTC).astimezone(moment.tzinfo)  # an hour that does not exist moves on
    assert (back.replace(tzinfo=None), back.tzinfo) == (real.replace(tzinfo=None), moment.tzinfo)


def test_a_bare_offset_is_kept() -> None:
    moment = datetime(2026, 8, 3, 7, tzinfo=timezone(timedelta(hours=-4)))
    assert decoded(datetime, encoded(moment)).isoformat() == moment.isoformat()


def test_a_naive_moment_and_a_broken_one_are_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        encoded(replace(LETTER, text=datetime(2026, 8, 3)))  # type: ignore[arg-type] # noqa: DTZ001 - the case
    with pytest.raises(ValueError, match="no moment"):
        decoded(datetime, "[]")


def test_what_an_older_release_did_not_write_takes_its_default_and_what_a_newer_wrote_is_passed_over() -> (
    None
):
    data = encoded(AMARA)
    del data["hold_recipient"]
    assert decoded(Narrative, data | {"mood": "good"}) == AMARA


def test_a_field_without_a_default_must_be_there() -> None:
    with pytest.raises(KeyError):
        decoded(Entry, {"uid": "x"})
