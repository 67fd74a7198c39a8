"""At the door: what a person types, what they get."""

import json
import subprocess
import sys
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.house import ROOT
from worker.cli import main

TODAY = "2026-08-03"
YEAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
X-WR-TIMEZONE:America/New_York
BEGIN:VEVENT
UID:sicu@test
DTSTART;VALUE=DATE:20260907
DTEND;VALUE=DATE:20261003
SUMMARY:SICU rotation
DESCRIPTION:Attending: Dr. Ravi Patel <rpatel@lakeside.example.edu>
END:VEVENT
BEGIN:VEVENT
UID:sts@test
DTSTART;VALUE=DATE:20270128
DTEND;VALUE=DATE:20270201
SUMMARY:STS Annual Meeting
DESCRIPTION:Met: Jane Lee <jlee@harbor.example.edu> - aortic root outcomes
END:VEVENT
BEGIN:VEVENT
UID:clinic@test
DTSTART;TZID=America/New_York:20260818T130000
DTEND;TZID=America/New_York:20260818T170000
SUMMARY:Surgery clinic
DESCRIPTION:Met: Dr. Beatrix Holloway <bh@harbor.example.edu> - her diabetic foot study
END:VEVENT
BEGIN:VEVENT
UID:noon@test
DTSTART;TZID=America/New_York:20260804T120000
DTEND;TZID=America/New_York:20260804T130000
RRULE:FREQ=WEEKLY;COUNT=40
SUMMARY:Noon conference
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def year(tmp_path: Path) -> Path:
    source = tmp_path / "year.ics"
    source.write_text(YEAR, encoding="utf-8")
    return source


def rapport(*arguments: object, **more: Any) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **more)


def previewed(*arguments: object) -> dict[str, Any]:
    result = rapport("preview", *arguments, "--today", TODAY, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_a_calendar_goes_in_and_the_years_letters_and_dates_come_out(year: Path) -> None:
    answer = previewed(year)
    assert {e["kind"] for e in answer["engagements"]} == {"rotation", "conference", "conversation"}
    planned = [(t["cadence"], t["step"], t["due"]) for t in answer["touches"] if t["state"] == "planned"]
    assert ("rotation", "thank-you", "2026-10-05") in planned
    assert ("conference", "thank-you", "2027-02-03") in planned
    assert ("conference", "follow-up", "2027-02-16") in planned  # Sat, Sun and Presidents' Day are skipped
    assert ("conversation", "follow-up", "2026-08-19") in planned
    assert ("pd-mid-year-meeting", "request", "2026-11-24") in planned
    assert any("Match Week" in milestone["title"] for milestone in answer["milestones"])


def test_the_json_has_the_promised_shape(year: Path) -> None:
    answer = previewed(year)
    assert list(answer) == ["engagements", "touches", "milestones", "warnings"]
    assert set(answer["engagements"][0]) == {"id", "kind", "title", "start", "end", "people", "why", "held"}
    assert set(answer["touches"][0]) == {
        *("id", "cadence", "step", "person", "engagement", "window", "due"),
        *("subject", "words", "gaps", "state", "why"),
    }
    assert set(answer["milestones"][0]) == {"id", "title", "start", "end", "certainty", "source"}
    sicu = next(e for e in answer["engagements"] if e["kind"] == "rotation")
    assert (sicu["start"], sicu["end"]) == ("2026-09-07", "2026-10-02")
    assert sicu["people"] == [{"name": "Ravi Patel", "email": "rpatel@lakeside.example.edu"}]


def test_the_same_input_gives_the_same_bytes_whatever_its_order(year: Path, tmp_path: Path) -> None:
    head, *parts = YEAR.split("BEGIN:VEVENT\n")
    parts[-1] = parts[-1].removesuffix("END:VCALENDAR\n")
    turned = tmp_path / "turned.ics"
    turned.write_text("BEGIN:VEVENT\n".join([head, *reversed(parts)]) + "END:VCALENDAR\n", encoding="utf-8")
    one, other = (rapport("preview", s, "--today", TODAY, "--json") for s in (year, turned))
    assert one.stdout == other.stdout


def test_the_files_lie_where_they_were_asked_for(year: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = json.loads(rapport("preview", year, "--today", TODAY, "--out", out, "--json").stdout)
    drafts = sorted((out / "drafts").glob("*.eml"))
    assert len(drafts) == sum(touch["state"] == "planned" for touch in answer["touches"])
    assert {path.name for path in (out / "feeds").iterdir()} == {
        "milestones.ics",
        "follow-ups.ics",
        "conferences.ics",
        "all.ics",
    }
    assert (out / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    message = BytesParser(policy=policy.default).parsebytes(drafts[0].read_bytes())
    assert message["X-Unsent"] == "1"


def test_a_second_run_clears_what_the_first_left_and_nothing_else(year: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rapport("preview", year, "--today", TODAY, "--out", out)
    (out / "drafts" / "mine.txt").write_text("keep me", encoding="utf-8")
    before = set((out / "drafts").iterdir())
    rapport("preview", year, "--today", "2027-06-01", "--out", out)
    after = set((out / "drafts").iterdir())
    assert out / "drafts" / "mine.txt" in after
    assert len(after) < len(before)


def test_the_demo_shows_a_furnished_year(tmp_path: Path) -> None:
    result = rapport("demo", "--today", "2026-11-22", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    for words in (
        "What was recognised",
        "Drafts, morning by morning",
        "Dates the feeds will carry",
        "index.html",
    ):
        assert words in result.stdout
    assert "sample narrative" in result.stdout
    assert len(list((tmp_path / "drafts").glob("*.eml"))) >= 10


@pytest.mark.parametrize("today", ["2026-03-01", "2026-07-01", "2027-06-30", "2028-02-29", "2031-12-31"])
def test_the_demo_works_on_any_day(tmp_path: Path, today: str) -> None:
    result = rapport("demo", "--today", today, "--out", tmp_path, "--json")
    assert result.exit_code == 0, result.output
    assert sum(touch["state"] == "planned" for touch in json.loads(result.stdout)["touches"]) >= 8


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("missing.ics", None, "missing.ics"),
        ("empty.ics", b"", "empty.ics"),
        ("letter.ics", b"Dear Sir or Madam", "letter.ics"),
        ("cut.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEV", "cut.ics"),
    ],
)
def test_bad_input_gets_one_clear_sentence(
    tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = rapport("preview", tmp_path / name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert sentence in result.stderr


def test_a_folder_without_calendars_is_refused(tmp_path: Path) -> None:
    result = rapport("preview", tmp_path)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_an_unreachable_address_is_refused() -> None:
    result = rapport("preview", "http://127.0.0.1:9/calendar.ics")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_an_end_before_the_beginning_is_refused(year: Path) -> None:
    result = rapport("preview", year, "--today", "2026-08-03", "--until", "2026-08-01")
    assert result.exit_code == 2
    assert "give a later day" in result.stderr


def test_the_owner_is_never_thanked(tmp_path: Path) -> None:
    invited = YEAR.replace(
        "SUMMARY:SICU rotation",
        "SUMMARY:SICU rotation\nATTENDEE;CN=Amara Osei;PARTSTAT=ACCEPTED:mailto:amara@elsewhere.example.org",
    )
    source = tmp_path / "invited.ics"
    source.write_text(invited, encoding="utf-8")
    people = [
        p["email"]
        for e in previewed(source, "--owner", "amara@elsewhere.example.org")["engagements"]
        for p in e["people"]
    ]
    assert "rpatel@lakeside.example.edu" in people
    assert "amara@elsewhere.example.org" not in people


def test_a_last_day_in_the_middle_of_things_ends_nothing_early(year: Path) -> None:
    answer = previewed(year, "--until", "2026-09-10")
    assert [e["end"] for e in answer["engagements"] if e["kind"] == "rotation"] == ["2026-10-02"]
    assert all(t["due"] <= "2026-09-10" for t in answer["touches"] if t["due"])


def test_a_last_day_between_request_and_meeting_is_fine(year: Path) -> None:
    result = rapport("preview", year, "--today", "2026-11-01", "--until", "2026-12-01", "--json")
    assert result.exit_code == 0, result.output


def test_the_users_own_talk_thanks_nobody(tmp_path: Path) -> None:
    source = tmp_path / "talk.ics"
    source.write_text(
        YEAR.replace("Met: Jane Lee <jlee@harbor.example.edu>", "Speaker: Dr. Maya Rosen"), encoding="utf-8"
    )
    names = {p["name"] for e in previewed(source)["engagements"] for p in e["people"]}
    assert "Maya Rosen" not in names


def test_recognise_answers_every_line_in_order() -> None:
    sicu = {
        "id": "a",
        "event": {
            "id": "x",
            "summary": "SICU rotation",
            "start": {"date": "2026-09-07"},
            "end": {"date": "2026-10-05"},
        },
    }
    bare = {
        "id": "x",
        "summary": "Dentist",
        "start": {"dateTime": "2026-09-07T09:00:00-04:00"},
        "end": {"dateTime": "2026-09-07T10:00:00-04:00"},
    }
    lines = "\n".join(
        [json.dumps(sicu), "no json", json.dumps(bare), json.dumps({"id": "gone", "status": "cancelled"})]
    )
    result = rapport("recognise", "-", input=lines)
    assert result.exit_code == 0, result.output
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(a["id"], a["label"]) for a in answers] == [
        ("a", "rotation"),
        ("line 2", "none"),
        ("x", "none"),
        ("gone", "none"),
    ]
    assert all(answer["why"] for answer in answers)


def test_the_rules_that_ship_are_sound() -> None:
    result = rapport("rules", "check")
    assert result.exit_code == 0, result.output


def test_a_wrong_rule_is_named_with_file_table_and_position(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in (ROOT / "config").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        (tmp_path / file.name).write_text(
            text.replace("window = [3, 7]", "window = [7, 3]"), encoding="utf-8"
        )
    monkeypatch.setenv("RAPPORT_CONFIG", str(tmp_path))
    result = rapport("rules", "check")
    assert result.exit_code == 2
    assert "cadences.toml: [conference] step 1: window" in result.stderr


def test_the_command_is_installed() -> None:
    program = Path(sys.executable).with_name("rapport")
    answer = subprocess.run([program, "--help"], capture_output=True, text=True, check=True)
    assert "preview" in answer.stdout
    assert "it never sends" in answer.stdout
