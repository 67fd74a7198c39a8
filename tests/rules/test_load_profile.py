"""The user's profile loads into their narrative, and every fault in it is told at once."""

from datetime import date
from pathlib import Path

import pytest

from worker.domain.errors import Refused, RuleFault
from worker.domain.narrative import Narrative, Pathway, Stage
from worker.domain.person import Role
from worker.rules.load import load_profile, load_rules

CONFIG = Path(__file__).parents[2] / "config"


def profile(folder: Path, text: str) -> Path:
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str, *known_fields: str) -> tuple[str, ...]:
    with pytest.raises(RuleFault) as raised:
        load_profile(profile(folder, text), known_fields)
    return raised.value.faults


def test_the_example_profile_tells_a_whole_story() -> None:
    fields = {conference.field for conference in load_rules(CONFIG).conferences}
    me = load_profile(CONFIG / "profile.example.toml", fields)
    assert me.told
    assert me.stage is Stage.PRELIM
    assert me.year_start == date(2026, 7, 1)
    assert me.program_director is not None
    assert me.program_director.role is Role.PROGRAM_DIRECTOR
    assert all((me.goal, me.interest, me.one_liner, me.introduction, me.signature, me.fields, me.quiet_days))


def test_every_key_of_the_example_is_explained() -> None:
    lines = (CONFIG / "profile.example.toml").read_text(encoding="utf-8").splitlines()
    keys = [line for line in lines if " = " in line]
    assert len(keys) > 20
    assert [line for line in keys if "#" not in line.partition(" = ")[2]] == []


def test_an_empty_profile_tells_nothing_and_is_no_fault(tmp_path: Path) -> None:
    assert load_profile(profile(tmp_path, "")) == Narrative()


def test_the_home_domain_comes_from_the_own_addresses_but_not_from_a_public_provider(tmp_path: Path) -> None:
    me = load_profile(profile(tmp_path, '[me]\naddresses = ["Al@Gmail.com", "A.Lee@Uni.EDU"]'))
    assert me.addresses == ("al@gmail.com", "a.lee@uni.edu")
    assert me.home_domains == ("uni.edu",)


def test_home_domains_that_are_told_win(tmp_path: Path) -> None:
    text = '[me]\naddresses = ["a@uni.edu"]\n[training]\nhome_domains = ["Hospital.org"]'
    assert load_profile(profile(tmp_path, text)).home_domains == ("hospital.org",)


def test_a_person_to_skip_is_known_by_address_or_by_folded_name(tmp_path: Path) -> None:
    text = (
        '[[people]]\nname = "Dr. José  Núñez"\nskip = true\n'
        '[[people]]\nemail = "Kim@x.org"\nskip = true\ndo_not_contact = true\n'
        '[[people]]\nname = "Ann Ito"\nrole = "mentor"\n'
    )
    me = load_profile(profile(tmp_path, text))
    assert me.skip == ("jose nunez", "kim@x.org")
    assert [person.do_not_contact for person in me.people] == [False, True, False]
    assert me.people[2].role is Role.MENTOR


def test_pathways_keep_their_order(tmp_path: Path) -> None:
    me = load_profile(profile(tmp_path, '[me]\npathways = ["research", "pivot"]'))
    assert me.pathways == (Pathway.RESEARCH, Pathway.PIVOT)


def test_a_wrong_stage_lists_the_right_ones(tmp_path: Path) -> None:
    assert faults_of(tmp_path, '[me]\nstage = "intern"') == (
        "profile.toml: [me] stage must be one of student, graduate, prelim, research-year",
    )


def test_unknown_keys_and_tables_get_a_near_suggestion(tmp_path: Path) -> None:
    assert faults_of(tmp_path, "[me]\nadresses = []\n[trainig]\n") == (
        "profile.toml: [me] unknown key 'adresses'; did you mean 'addresses'?",
        "profile.toml: unknown key 'trainig'; did you mean 'training'?",
    )


def test_faults_of_meaning_are_all_told(tmp_path: Path) -> None:
    text = """
[me]
name = "a\\nBcc: b@x.org"
addresses = ["x", "a@uni.edu"]
time_zone = "Mars/Olympus"
fields = ["surgry"]
[training]
year_start = 2026-07-01
mid_year_day = 2027-07-01
[program_director]
email = "a b@c"
[[people]]
title = "Dr."
"""
    assert faults_of(tmp_path, text, "surgery") == (
        "profile.toml: [me] name must be one line",
        "profile.toml: [me] addresses: 'x' is no e-mail address such as jane.lee@hospital.org",
        "profile.toml: [me] time_zone: 'Mars/Olympus' is no zone such as America/New_York or America/Chicago",
        "profile.toml: [me] fields: unknown field 'surgry'; did you mean 'surgery'?",
        "profile.toml: [training] mid_year_day 2027-07-01 must lie in the year that begins on 2026-07-01",
        "profile.toml: [program_director] email: 'a b@c' is no e-mail address such as jane.lee@hospital.org",
        "profile.toml: [[people]] 1: needs a name or an email",
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[me]\nname = 3", "profile.toml: [me] name must be text in quotes"),
        ('[me]\npathways = "research"', "profile.toml: [me] pathways must be a list in [ ]"),
        (
            '[training]\nyear_start = "2026-07-01"',
            "profile.toml: [training] year_start must be a day such as 2027-01-28, without quotes",
        ),
        (
            "[quiet]\ndays = [2026-12-24, 3]",
            "profile.toml: [quiet] days 2: must be a day such as 2027-01-28, without quotes",
        ),
        (
            '[[people]]\nname = "A"\n[[people]]\nname = "B"\nskip = "yes"',
            "profile.toml: [[people]] 2: skip must be true or false",
        ),
        ("me = 3", "profile.toml: [me] must be a table"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    assert faults_of(tmp_path, text) == (fault,)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[me]\nname = \n", "at line 2, column 8"),
        ("[me]\nname = ", "at line 2, column 8, the end of the file"),
        ("[me\n", "at line 1, column 4"),
        ("[me]\n\n[me]\n", "at line 3, column 4"),
    ],
)
def test_what_is_no_toml_is_told_with_line_and_column(tmp_path: Path, text: str, place: str) -> None:
    (fault,) = faults_of(tmp_path, text)
    assert fault.startswith("profile.toml: ")
    assert place in fault


def test_a_number_too_long_to_read_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, f"[me]\nname = {'9' * 5000}\n")
    assert fault.startswith("profile.toml: ")


def test_a_profile_that_is_not_there_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"copy config/profile\.example\.toml"):
        load_profile(tmp_path / "none.toml")


def test_the_marked_lines_of_the_example_are_a_profile_too(tmp_path: Path) -> None:
    text = (CONFIG / "profile.example.toml").read_text(encoding="utf-8").partition("# What follows")[2]
    told = "\n".join(line.removeprefix("# ") for line in text.splitlines()[1:])
    for name in ("cv.pdf", "statement.pdf", "summary.pdf", "lrf.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.4\n")
    (tmp_path / "programs.csv").write_text("program,person\nHill Hospital,Amy Chu\n", encoding="utf-8")
    me = load_profile(profile(tmp_path, told))
    assert (len(me.mentors), len(me.news), len(me.achievements), len(me.wanted)) == (1, 1, 1, 1)
    assert [prospect.program for prospect in me.prospects] == ["Bay General Hospital", "Hill Hospital"]
    assert me.referees[0].promised == date(2026, 11, 24)
    assert me.materials.cv == str((tmp_path / "cv.pdf").resolve())
    assert me.materials.letter_request_form == str((tmp_path / "lrf.pdf").resolve())


def test_what_is_told_wrongly_is_named_with_its_place(tmp_path: Path) -> None:
    text = (
        '[[mentors]]\ntype = "career"\n[[news]]\nday = 2026-09-01\ntext = ""\n'
        '[[prospects]]\nprogram = "Bay"\nperson = "Lena"\naddress = "lena"\n'
        "[outreach]\na_week = -1\n"
    )
    assert faults_of(tmp_path, text) == (
        "profile.toml: [[mentors]] 1: needs a name or an email",
        "profile.toml: [[news]] 1: text must not be empty",
        "profile.toml: [[prospects]] 1: address: 'lena' is no e-mail address such as jane.lee@hospital.org",
        "profile.toml: [outreach] a_week must not be below 0",
    )


def test_a_list_of_programs_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert faults_of(tmp_path, '[outreach]\nfile = "programs.csv"\n')[0].startswith("programs.csv: ")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "programs.csv: is empty"),
        (b"Hospital;City\nBay;Ohio\n", "programs.csv: line 1: no column is called person"),
        (b"program,person,role\nBay,Lena,boss\n", "programs.csv: line 2: role: unknown 'boss'"),
        (b"program,person,email\nBay,Lena Voss,a@x.org\nBay,Lena Voss,b@x.org\n", "programs.csv: line 3: "),
        (b"program,person\n\x81\xfe,x\n", "programs.csv: byte 16 is no text"),
    ],
)
def test_every_bad_line_of_a_list_is_named(tmp_path: Path, data: bytes, fault: str) -> None:
    (tmp_path / "programs.csv").write_bytes(data)
    assert faults_of(tmp_path, '[outreach]\nfile = "programs.csv"\n')[0].startswith(fault)
