"""People at the terminal: listed, shown, joined, marked, and taken in from files, whole or not at all."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.house import ROOT
from worker.domain.narrative import MentorType

ADDRESS = "mrosen@lakeside.example.edu"
NOW = datetime(2026, 8, 3, 11, tzinfo=UTC)
LEE, SHORT = "jane.lee@harbor.example.edu", "jlee@harbor.example.edu"
EVENT = (
    "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART:202608{1}T130000Z\r\nSUMMARY:{2}\r\nDESCRIPTION:{3}\r\nEND:VEVENT\r\n"
)
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n"
    + EVENT.format(1, "03", "Clinic", f"Met: Jane Lee <{LEE}> - aortic roots")
    + EVENT.format(2, "05", "Journal club", f"Met: J. Lee <{SHORT}>")
    + "END:VCALENDAR\r\n"
)
TABLE = (
    "Name,Work email,Mentor,Do not contact,Phone\n"
    f"Jane Lee,{LEE},clinical,,1\n"
    "Mia Ott,mo@harbor.example.edu,,yes,2\n"
    "Mia Ott,mia@gmail.com,,,3\n"
)
CARDS = "BEGIN:VCARD\nVERSION:4.0\nFN:Dr. Zoe Quist\nEMAIL:zq@bay.example.org\nEND:VCARD\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.at(tmp_path, NOW)
    desk.file(CALENDAR, "year.ics")
    desk.connect(ADDRESS, ROOT / "config" / "profile.example.toml")
    desk.tick(NOW)
    return desk


def test_everybody_is_listed_with_what_they_are(desk: Desk) -> None:
    for text in (desk.said("people"), desk.said("people", "list")):
        lines = {line.split("  ")[0]: line for line in text.splitlines()}
        assert LEE in lines["Jane Lee"]
        assert "program director" in lines["Vikram Desai"]
        assert "chief" in lines["Jonas Weber"]


def test_the_list_is_told_to_programs_too(desk: Desk) -> None:
    found = json.loads(desk.said("people", "list", "--json"))[ADDRESS]
    jane = next(one for one in found if one["key"] == LEE)
    assert (jane["name"], jane["addresses"], jane["mentor"], jane["wrote"]) == ("Jane Lee", [LEE], None, None)


def test_the_list_is_filtered(desk: Desk) -> None:
    desk.said("people", "mentor", LEE, "clinical")
    desk.said("people", "do-not-contact", "Weber")
    assert names(desk, "--mentors") == ["Jane Lee"]
    assert names(desk, "--never") == ["Jonas Weber"]
    assert names(desk, "--quiet") == []
    desk.tick(NOW + timedelta(days=65))
    assert names(desk, "--quiet") == ["Jane Lee"]
    assert "has not heard from you since 03 Aug 2026" in desk.said("people", "--quiet")
    assert f"{ADDRESS}: nobody." in desk.said("people", "--quiet", "--never")


def names(desk: Desk, *filters: str) -> list[str]:
    return [one["name"] for one in json.loads(desk.said("people", *filters, "--json"))[ADDRESS]]


def test_one_person_is_shown_with_everything(desk: Desk) -> None:
    text = desk.said("people", "show", "jane lee")
    assert text.startswith("Jane Lee: met\n")
    assert f"address: {LEE}" in text
    assert "conversation: Clinic, 03 Aug 2026: aortic roots" in text
    assert "letter: conversation follow-up, planned" in text
    desk.said("people", "do-not-contact", LEE)
    desk.tick(NOW + timedelta(hours=1))
    text = desk.said("people", "show", LEE)
    assert "never to be written to" in text
    assert "not written: conversation follow-up: Jane Lee is marked do-not-contact" in text
    shown = json.loads(desk.said("people", "show", LEE, "--json"))
    assert shown["why_not"] == ["conversation follow-up: Jane Lee is marked do-not-contact"]


def test_who_is_not_clear_is_asked_back(desk: Desk) -> None:
    assert f"'Lee' may be J. Lee <{SHORT}>; Jane Lee <{LEE}>" in desk.refused("people", "show", "Lee")
    assert "Nobody here is known as 'Xu'" in desk.refused("people", "role", "Xu", "chief")


def test_two_are_joined_by_hand_and_parted(desk: Desk) -> None:
    assert f"J. Lee is Jane Lee from now on ({LEE} is kept)" in desk.said("people", "merge", LEE, SHORT)
    desk.tick(NOW + timedelta(hours=1))
    assert "joined with: " + SHORT in desk.said("people", "show", SHORT)
    assert "conversation: Journal club" in desk.said("people", "show", LEE)
    assert "is one person already" in desk.refused("people", "merge", LEE, SHORT)
    said = desk.said("people", "merge", LEE, SHORT, "--undo")
    assert f"{SHORT} is another person again; what was written stays with Jane Lee." in said
    desk.tick(NOW + timedelta(hours=2))
    assert "joined" not in desk.said("people", "show", SHORT)
    assert "was not joined with Jane Lee" in desk.refused("people", "merge", LEE, SHORT, "--undo")


def test_a_merge_is_proposed_with_its_evidence_and_accepted_by_number(desk: Desk) -> None:
    text = desk.said("people", "merges")
    assert f"1. Jane Lee ({LEE})\n   J. Lee ({SHORT})" in text
    assert "for: J. Lee and Jane Lee may be one name, both at harbor.example.edu" in text
    (pair,) = json.loads(desk.said("people", "merges", "--json"))
    assert (pair["number"], pair["kept"], pair["gone"], pair["against"]) == (1, LEE, SHORT, [])
    assert "There is no number 2" in desk.refused("people", "merges", "--accept", 2)
    assert "one at a time" in desk.refused("people", "merges", "--accept", 1, "--dismiss", 1)
    assert not desk.me.same
    assert "J. Lee is Jane Lee from now on" in desk.said("people", "merges", "--accept", 1)
    assert desk.said("people", "merges") == "Nobody seems to be known twice.\n"


def test_a_dismissed_merge_is_not_proposed_again(desk: Desk) -> None:
    desk.said("people", "merges", "--dismiss", 1)
    assert desk.said("people", "merges") == "Nobody seems to be known twice.\n"


def test_a_mark_is_set_and_taken_back(desk: Desk) -> None:
    assert desk.said("people", "do-not-contact", "Weber") == "Jonas Weber: never written to.\n"
    assert "already" in desk.refused("people", "do-not-contact", "Weber")
    assert (
        desk.said("people", "do-not-contact", "Weber", "--undo") == "Jonas Weber: may be written to again.\n"
    )
    desk.said("people", "do-not-contact", LEE)
    said = desk.said("people", "do-not-contact", SHORT, "--undo")
    assert "But Jane Lee is marked, too, and may mean J. Lee: they stay unwritten." in said


def test_roles_and_mentors_are_told(desk: Desk) -> None:
    desk.said("people", "role", LEE, "program-director")
    assert desk.said("people", "show", LEE).startswith("Jane Lee: program director\n")
    assert desk.said("people", "mentor", LEE, "research") == "Jane Lee: research mentor.\n"
    assert [one.type for one in desk.me.mentors] == [MentorType.RESEARCH]
    assert "say --none" in desk.refused("people", "mentor", LEE)
    assert desk.said("people", "mentor", LEE, "--none") == "Jane Lee: no mentor.\n"
    assert not desk.me.mentors


def test_a_table_is_previewed_and_taken_in_whole(desk: Desk) -> None:
    text = desk.said("people", "import", desk.file(TABLE), "--dry-run")
    assert "Work email -> email" in text
    assert "Phone -> ignored" in text
    assert "changed  Jane Lee: clinical mentor" in text
    assert "new      Mia Ott: mo@harbor.example.edu, do not contact" in text
    assert "new      Mia Ott: mia@gmail.com" in text
    assert "Nothing was changed (--dry-run)." in text
    assert not desk.me.mentors
    assert desk("people", "import", desk.file(TABLE), types="n\n").exit_code == 1
    assert not desk.me.mentors
    assert "3 people taken in" in desk.said("people", "import", desk.file(TABLE), types="y\n")
    assert names(desk, "--never") == ["Mia Ott", "Mia Ott"], "in doubt the mark holds"
    assert "both are called Mia Ott" in desk.said("people", "merges")
    desk.said("people", "merge", "mo@harbor.example.edu", "mia@gmail.com")
    assert "address: mia@gmail.com" in desk.said("people", "show", "Mia Ott")
    assert "Everybody is known already." in desk.said("people", "import", desk.file(TABLE), "--yes")


def test_cards_are_taken_in(desk: Desk) -> None:
    assert "1 person taken in" in desk.said("people", "import", desk.file(CARDS, "a.vcf"), "--yes")
    assert desk.said("people", "show", "zq@bay").startswith("Dr. Zoe Quist: met\n")


def test_every_bad_line_is_named_and_nobody_is_half_imported(desk: Desk) -> None:
    before = desk.me
    bad = desk.file(TABLE + ",nope,,,\n,,guru,,\n", "people.csv")
    said = desk.refused("people", "import", bad, "--yes")
    assert "people.csv: line 5: email: 'nope' is no e-mail address" in said
    assert "people.csv: line 6: has neither a name nor an address" in said
    assert "nothing was taken" in said
    assert desk.me == before


def test_a_file_of_another_kind_is_refused(desk: Desk) -> None:
    said = desk.refused("people", "import", desk.file("", "people.xlsx"))
    assert "people.xlsx is neither a table (.csv) nor cards (.vcf)" in said
    assert "cannot be read" in desk.refused("people", "import", desk.folder / "none.csv")


def test_the_status_tells_who_is_missing_quiet_never_and_double(desk: Desk) -> None:
    text = desk.said("status")
    assert "no mentor yet of this type: clinical, research, career" in text
    assert "1 pair of people may be one person: see `rapport people merges`" in text
    desk.said("people", "mentor", LEE, "clinical")
    desk.said("people", "do-not-contact", "Weber")
    desk.tick(NOW + timedelta(days=65))
    text = desk.said("status")
    assert "no mentor yet of this type: research, career" in text
    assert "Jane Lee has not heard from you since Mon 03 Aug 2026" in text
    assert "never to be written to: Jonas Weber" in text
    (account,) = json.loads(desk.said("status", "--json"))["accounts"]
    assert account["mentors_missing"] == ["research", "career"]
    assert account["long_unwritten"] == [{"whom": "Jane Lee", "since": "2026-08-03"}]
    assert (account["never"], account["proposed_merges"]) == (["Jonas Weber"], 1)


def test_a_profile_may_tell_it_too(desk: Desk) -> None:
    told = (ROOT / "config" / "profile.example.toml").read_text(encoding="utf-8")
    also = f'\n[[people]]\nname = "Jane Lee"\nemail = "{LEE}"\nalso = ["{SHORT}", "J. Lee"]\n'
    profile = desk.file(told + also, "me.toml")
    desk.said("connect", "--folder", desk.folder, "--address", ADDRESS, "--profile", profile)
    desk.tick(NOW + timedelta(hours=1))
    assert desk.said("people", "show", SHORT).startswith("Jane Lee: ")
    assert "Journal club" in desk.said("people", "show", LEE)


def test_a_role_is_told_in_any_word_that_a_table_may_use(desk: Desk) -> None:
    for word, called in (("pd", "program director"), ("APD", "program director"), ("Faculty", "attending")):
        assert desk.said("people", "role", LEE, word) == f"Jane Lee: {called}.\n"
    assert desk.said("people", "role", LEE, "program_director") == "Jane Lee: program director.\n"
    refusal = " ".join(desk.refused("people", "role", LEE, "boss").split())
    assert "There is no role 'boss'; known here: apd," in refusal
