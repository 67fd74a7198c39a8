import threading
from collections.abc import Iterator, Mapping
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from worker.domain.errors import Refused
from worker.domain.reading import Reading
from worker.google.wire import read_jsonl
from worker.local.read_ics import read_ics
from worker.local.sources import Reader, fetch_address, read_sources

NEW_YORK = ZoneInfo("America/New_York")
READERS: Mapping[str, Reader] = {".ics": read_ics, ".jsonl": read_jsonl}


def calendar(*days: int, head: str = "", title: str = "Clinic", stamp: str = "20260101T000000Z") -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\nUID:{day}\nLAST-MODIFIED:{stamp}\nDTSTART:202607{day:02}T090000\nSUMMARY:{title}\nEND:VEVENT\n"
        for day in days
    )
    return f"BEGIN:VCALENDAR\n{head}{events}END:VCALENDAR\n".encode()


def read(*sources: object, zone: ZoneInfo | None = NEW_YORK) -> Reading:
    return read_sources(
        [str(source) for source in sources],
        readers=READERS,
        zone=zone,
        default_zone=NEW_YORK,
        since=date(2026, 1, 1),
        until=date(2026, 12, 31),
        owner=frozenset(),
    )


@pytest.fixture
def server() -> Iterator[str]:
    """A web server on this machine that answers /calendar.ics, /page, /gone and /broken."""
    answers = {
        "/calendar.ics?key=secret": (200, calendar(6)),
        "/page": (200, b"<html>Sign in</html>"),
        "/broken": (500, b""),
    }

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.get(self.path, (404, b""))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as door:
        threading.Thread(target=door.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{door.server_address[1]}"
        door.shutdown()


def test_files_folders_and_jsonl_are_read_together(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    (folder / "b.ICS").write_bytes(calendar(7))
    (folder / "notes.txt").write_text("not mine")
    (tmp_path / "a.ics").write_bytes(calendar(6))
    (tmp_path / "c.jsonl").write_text('{"id": "g1", "start": {"date": "2026-07-08"}}\n')
    reading = read(folder, tmp_path / "a.ics", tmp_path / "c.jsonl")
    assert [(event.id, event.calendar) for event in reading.events] == [
        ("6", "a.ics"), ("7", "b.ICS"), ("g1", "c.jsonl"),
    ]  # fmt: skip


def test_the_order_of_sources_changes_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one.ics", tmp_path / "two.ics"
    one.write_bytes(calendar(6, 7, head="X-WR-TIMEZONE:Europe/Berlin\n"))
    two.write_bytes(calendar(7, 8, head="X-WR-TIMEZONE:America/Chicago\n"))
    assert read(one, two, zone=None) == read(two, one, zone=None)


def test_an_event_in_two_files_is_read_once_as_it_was_changed_last(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(calendar(6, title="New", stamp="20260202T000000Z"))
    (tmp_path / "b.ics").write_bytes(calendar(6, title="Old", stamp="20260101T000000Z"))
    (event,) = read(tmp_path).events
    assert event.title == "New"


def test_without_a_zone_the_first_declared_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(calendar(6))
    (tmp_path / "b.ics").write_bytes(calendar(7, head="X-WR-TIMEZONE:America/Chicago\n"))
    reading = read(tmp_path, zone=None)
    assert reading.zone == "America/Chicago"
    assert {event.starts.hour for event in reading.events} == {9}


def test_without_any_zone_the_default_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(calendar(6))
    assert read(tmp_path, zone=None).zone == "America/New_York"


def test_warnings_of_all_files_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(calendar(6).replace(b"DTSTART", b"X-START"))
    (tmp_path / "b.ics").write_bytes(calendar(7).replace(b"DTSTART", b"X-START"))
    assert [warning.split()[0] for warning in read(tmp_path).warnings] == ["a.ics", "b.ics"]


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"nowhere\.ics does not exist; check the path"):
        read(tmp_path / "nowhere.ics")


def test_a_folder_without_calendars_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"holds no calendar; put \.ics or \.jsonl files into it"):
        read(tmp_path)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rota.pdf").write_bytes(b"%PDF")
    with pytest.raises(Refused, match=r"rota\.pdf is no calendar by its name"):
        read(tmp_path / "rota.pdf")


def test_no_source_at_all_is_refused() -> None:
    with pytest.raises(Refused, match="no calendar was named"):
        read()


@pytest.mark.parametrize("path", ["a\x00.ics", "x" * 5000 + ".ics"])
def test_an_impossible_path_is_refused(path: str) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        read(path)


def test_an_address_is_read_and_named_by_its_host_alone(server: str) -> None:
    (event,) = read(f"{server}/calendar.ics?key=secret").events
    assert (event.id, event.calendar) == ("6", "127.0.0.1")


def test_a_webcal_address_is_fetched_by_https() -> None:
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return calendar(6)

    reading = read_sources(
        ["webcal://example.edu/rota?key=1"],
        readers=READERS,
        zone=NEW_YORK,
        default_zone=NEW_YORK,
        since=date(2026, 7, 1),
        until=date(2026, 7, 31),
        owner=frozenset(),
        fetch=fetch,
    )
    assert asked == ["https://example.edu/rota?key=1"]
    assert len(reading.events) == 1


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/gone?key=secret", r"127\.0\.0\.1 gives no calendar there \(HTTP 404\); copy its secret"),
        ("/broken", r"127\.0\.0\.1 is out of order \(HTTP 500\); try again later"),
        ("/page", r"127\.0\.0\.1 is no calendar"),
    ],
)
def test_a_wrong_answer_is_refused(server: str, path: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        read(server + path)
    assert "secret=" not in str(refused.value)


def test_an_unreachable_address_is_refused() -> None:
    with pytest.raises(Refused, match=r"127\.0\.0\.1 cannot be reached \(ConnectionError\)"):
        fetch_address("http://127.0.0.1:1/calendar.ics")


@pytest.mark.parametrize("address", ["https://", "http://[::1/x.ics", "https:///calendar.ics"])
def test_an_address_without_a_host_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="an address has no host"):
        read(address)


def test_a_bad_file_in_a_folder_is_left_out_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(calendar(6))
    (tmp_path / "b.ics").write_bytes(b"Dear Sir or Madam")
    reading = read(tmp_path)
    assert [event.id for event in reading.events] == ["6"]
    assert any("b.ics" in warning for warning in reading.warnings)
