"""The list of programs at the terminal: taken whole or not at all, shown in order, with how each stands."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.house import ROOT
from tests.store.cast import LETTER, MIME
from worker.domain.ledger import Facts
from worker.domain.narrative import Office
from worker.domain.touch import State
from worker.flows.list_outreach import Standing, outreach_of
from worker.flows.plan_year import plan_again
from worker.flows.tools import Tools

ADDRESS = "mrosen@lakeside.example.edu"
AUTUMN = datetime(2026, 10, 1, 12, tzinfo=UTC)
LIST = """Hospital,PD name,Position,E-mail,Specialty,IMG friendly,Why,Fax
Bay General,Lena Voss,PD,lvoss@bay.example.org,general surgery,yes,your trauma volume,1
Bay General,Omar Diaz,APD,odiaz@bay.example.org,general surgery,yes,,2
Hill Clinic,Ann Ito,program director,,vascular surgery,no,,3
Bay General,Dr. Lena Voss,PD,,,yes,,4
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.at(tmp_path, AUTUMN)
    desk.connect(ADDRESS, ROOT / "config" / "profile.example.toml")
    return desk


def test_an_import_shows_how_each_column_is_read_and_what_would_change(desk: Desk) -> None:
    answer = desk("outreach", "import", desk.file(LIST), "--dry-run")
    assert answer.exit_code == 0, answer.output
    assert "Hospital -> program" in answer.stdout
    assert "IMG friendly -> takes outsiders" in answer.stdout
    assert "Fax -> ignored" in answer.stdout
    assert "merged   line 5: Dr. Lena Voss at Bay General stands in line 2 already" in answer.stdout
    assert "new      Ann Ito at Hill Clinic, program-director, no address" in answer.stdout
    assert "3 new, 0 changed, 0 the same, 1 merged" in answer.stdout
    assert not desk.me.prospects


def test_an_import_asks_before_it_takes_anything(desk: Desk) -> None:
    assert desk("outreach", "import", desk.file(LIST), types="n\n").exit_code == 1
    assert not desk.me.prospects
    assert desk("outreach", "import", desk.file(LIST), types="y\n").exit_code == 0
    assert [one.person for one in desk.me.prospects] == ["Lena Voss", "Omar Diaz", "Ann Ito"]
    assert desk.me.prospects[1].role is Office.ASSOCIATE


def test_every_bad_line_is_named_and_nothing_is_half_imported(desk: Desk) -> None:
    bad = (
        "program,person,role,address,takes outsiders,note\n"
        "Bay General,Lena Voss,PD,lvoss@bay.example.org,yes,your trauma volume\n"
        ",Ann Ito,PD,,yes,\n"
        "Hill Clinic,Bo Li,janitor,,yes,\n"
        "Lake Clinic,Cy Doe,PD,cdoe at lake,maybe,\n"
        "Moor Clinic,Di Fox,PD,,yes,trauma, and research\n"
        "Reed Clinic,Ed Gray,PD,,yes,the 72 yo F in bed 4\n"
    )
    answer = desk("outreach", "import", desk.file(bad), "--yes")
    assert answer.exit_code == 2
    told = answer.stderr
    for line, words in (
        (3, "program is empty"),
        (4, "unknown 'janitor'"),
        (5, "no e-mail address"),
        (5, "neither yes nor no"),
        (6, "has 7 cells"),
        (7, "looks like"),
    ):
        assert any(f"line {line}:" in one and words in one for one in told.splitlines()), (line, words, told)
    assert "nothing was taken" in told
    assert desk.me.prospects == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"Hospital,City\nBay,Troy\n", "no column is called person"),
        (b"program,person,name\nBay,Ann,Ann\n", "two columns are read as person"),
        (b"program,person\nBay,Zo\x81\n", "save the file as UTF-8"),
    ],
)
def test_a_file_that_is_no_list_is_refused(desk: Desk, data: bytes, words: str) -> None:
    path = desk.folder / "programs.csv"
    path.write_bytes(data)
    answer = desk("outreach", "import", path, "--yes")
    assert (answer.exit_code, words in answer.stderr) == (2, True)


def test_importing_the_same_list_again_changes_nothing(desk: Desk) -> None:
    desk("outreach", "import", desk.file(LIST), "--yes")
    before = desk.me
    answer = desk("outreach", "import", desk.file(LIST), "--yes")
    assert "0 new, 0 changed, 3 the same" in answer.stdout
    assert "Nothing changes." in answer.stdout
    assert desk.me == before


def test_a_newer_list_changes_what_it_tells_and_leaves_the_rest(desk: Desk) -> None:
    desk("outreach", "import", desk.file(LIST), "--yes")
    desk("outreach", "confirm", "lvoss@bay.example.org")
    newer = "program;person;note\nBay General;Lena Voss;your burn unit\nReed Clinic;Ed Gray;\n"
    answer = desk("outreach", "import", desk.file(newer), "--yes")
    assert 'changed  Lena Voss at Bay General: note "your trauma volume" -> "your burn unit"' in answer.stdout
    assert "1 new, 1 changed, 0 the same, 0 merged; 2 known and not in the file stay." in answer.stdout
    voss = desk.me.prospects[0]
    assert (voss.note, voss.confirmed, voss.takes_outsiders) == ("your burn unit", True, True)
    assert len(desk.me.prospects) == 4


def test_a_confirmation_ends_where_the_address_changes(desk: Desk) -> None:
    desk("outreach", "import", desk.file(LIST), "--yes")
    assert "no CV is named" in desk("outreach", "confirm", "LVOSS@bay.example.org").stdout
    assert desk.me.prospects[0].confirmed
    moved = "program,person,email\nBay General,Lena Voss,lena.voss@bay.example.org\n"
    assert desk("outreach", "import", desk.file(moved), "--yes").exit_code == 0
    assert not desk.me.prospects[0].confirmed


def test_a_second_first_choice_is_refused_before_anything_is_taken(desk: Desk) -> None:
    desk("outreach", "import", desk.file("program,person,first choice\nBay,Lena Voss,yes\n"), "--yes")
    other = "program,person,first choice\nHill,Ann Ito,yes\n"
    answer = desk("outreach", "import", desk.file(other), "--yes")
    assert (answer.exit_code, "one program only can be the first choice" in answer.stderr) == (2, True)
    assert len(desk.me.prospects) == 1


def test_a_cv_that_has_gone_is_said_when_a_list_is_taken_in(desk: Desk) -> None:
    profile = desk.folder / "me.toml"
    cv = desk.folder / "cv.pdf"
    cv.write_bytes(b"%PDF-1.4\n")
    told = (ROOT / "config" / "profile.example.toml").read_text(encoding="utf-8")
    profile.write_text(f'{told}\n[materials]\ncv = "cv.pdf"\n', encoding="utf-8")
    desk("connect", "--folder", desk.folder, "--address", ADDRESS, "--profile", profile)
    assert desk("outreach", "import", desk.file(LIST), "--dry-run").stderr == ""
    cv.write_bytes(b"PK\x03\x04 a zip")
    assert "cv.pdf is no PDF" in desk("outreach", "import", desk.file(LIST), "--dry-run").stderr
    cv.unlink()
    assert "cv.pdf cannot be read" in desk("outreach", "import", desk.file(LIST), "--dry-run").stderr


def test_the_list_shows_the_order_its_reason_and_how_each_program_stands(desk: Desk) -> None:
    desk("outreach", "import", desk.file(LIST), "--yes")
    tools = desk.tools
    account = tools.accounts.all()[0]
    assert plan_again(tools, account.id, AUTUMN)
    voss, diaz, ito = outreach_of(tools, account, AUTUMN)
    assert (voss.prospect.person, voss.standing, voss.rank) == ("Lena Voss", Standing.PLANNED, 0)
    assert "it takes outside candidates" in voss.why
    assert voss.day
    assert (diaz.standing, diaz.rank) == (Standing.DECLINED, 0)
    assert "Lena Voss is written to" in diaz.why[-1]
    assert (ito.standing, ito.rank) == (Standing.PLANNED, 1)
    shown = desk("outreach", "list").stdout
    assert "1. Lena Voss at Bay General: " in shown
    assert "declined by a rule" in shown
    assert "lvoss@bay.example.org, not confirmed" in shown


def test_a_letter_that_is_out_is_an_open_conversation(desk: Desk) -> None:
    desk("outreach", "import", desk.file(LIST), "--yes")
    tools = desk.tools
    account = tools.accounts.all()[0]
    plan_again(tools, account.id, AUTUMN)
    first = next(touch for touch in tools.touches.of(account.id) if "voss" in touch.kept.touch.person.email)
    assert first.due_at
    assert sent(tools, first.id, first.due_at) is Standing.OPEN


def sent(tools: Tools, touch_id: int, at: datetime) -> Standing:
    """How the first program stands once its letter is out."""
    (claim,) = tools.touches.claim(at, 1, timedelta(minutes=5))
    assert claim.id == touch_id
    tools.touches.record(
        touch_id, State.CREATING, Facts(letter=LETTER, mime=MIME, drafted_at=at), claim=claim
    )
    tools.touches.record(touch_id, State.DRAFTED, Facts(draft_id="d1"), claim=claim)
    account = tools.accounts.all()[0]
    assert outreach_of(tools, account, at)[0].standing is Standing.DRAFTED
    tools.touches.record(touch_id, State.SENT, Facts(sent_at=at))
    return outreach_of(tools, account, at)[0].standing


def test_a_program_is_taken_off_the_list_whole_or_by_person(desk: Desk) -> None:
    desk("outreach", "import", desk.file(LIST), "--yes")
    assert desk("outreach", "remove", "bay general", "--person", "Omar Diaz").exit_code == 0
    assert [one.person for one in desk.me.prospects] == ["Lena Voss", "Ann Ito"]
    assert "1 person taken off" in desk("outreach", "remove", "Hill Clinic").stdout
    gone = desk("outreach", "remove", "Hill Clinic")
    assert (gone.exit_code, "on it: Bay General" in gone.stderr) == (2, True)


def test_connecting_again_with_the_profile_keeps_what_was_told_since(desk: Desk) -> None:
    desk("outreach", "import", desk.file(LIST), "--yes")
    desk("outreach", "confirm", "lvoss@bay.example.org")
    desk("news", "add", "Passed Step 3")
    desk("outreach", "pace", "2")
    before = desk.me
    profile = ROOT / "config" / "profile.example.toml"
    again = desk("connect", "--folder", desk.folder, "--address", ADDRESS, "--profile", profile)
    assert again.exit_code == 0, again.output
    assert desk.me == before
    assert (len(desk.me.prospects), len(desk.me.news), desk.me.outreach_a_week) == (3, 1, 2)


def test_the_pace_is_the_users_own(desk: Desk) -> None:
    assert "at most 1 first letters a week" in desk("outreach", "pace", "1").stdout
    assert desk.me.outreach_a_week == 1
    assert "at most 3 first letters a week" in desk("outreach", "pace", "0").stdout


def test_an_address_that_is_not_on_the_list_is_not_confirmed(desk: Desk) -> None:
    answer = desk("outreach", "confirm", "nobody@bay.example.org")
    assert (answer.exit_code, "is not on the list" in answer.stderr) == (2, True)
