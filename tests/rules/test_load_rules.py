"""The rule book loads whole, and every fault is told at once with its place."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from worker.domain.errors import RuleFault
from worker.domain.season import Certainty
from worker.rules.checks import quota_faults
from worker.rules.load import check_templates, load_rules, load_sample

CONFIG = Path(__file__).parents[2] / "config"

Edit = Callable[[str, str, str], tuple[str, ...]]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Replaces a piece of text in a copy of config/ and gives the faults that follow."""

    def edit(file: str, old: str, new: str) -> tuple[str, ...]:
        shutil.copytree(CONFIG, tmp_path / "config", dirs_exist_ok=True)
        path = tmp_path / "config" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(RuleFault) as raised:
            load_rules(tmp_path / "config")
        return raised.value.faults

    return edit


def test_the_rules_that_ship_are_sound() -> None:
    book = load_rules(CONFIG)
    assert len(book.conferences) == 41
    assert {cadence.name for cadence in book.cadences} >= {"conference", "rotation", "conversation"}
    assert (date(2027, 3, 15), date(2027, 3, 19)) in book.match_weeks
    assert book.checked == date(2026, 11, 21)


def test_no_date_rests_on_memory_or_the_guides() -> None:
    book = load_rules(CONFIG)
    keys = {key for entry in book.milestones for key in entry.source}
    keys |= {key for mark in book.training_year for key in mark.source}
    for conference in book.conferences:
        keys |= {key for edition in conference.editions for key in edition.source}
        keys |= {key for deadline in conference.deadlines for key in deadline.source}
    assert keys <= set(book.sources)
    assert not keys & {"MEM", "SEEDS"}


def test_every_expected_date_tells_its_rule() -> None:
    book = load_rules(CONFIG)
    expected = [entry for entry in book.milestones if entry.certainty is Certainty.EXPECTED]
    assert expected
    assert all(entry.rule for entry in expected)


def test_a_short_form_leads_to_every_name_it_may_stand_for() -> None:
    assert load_rules(CONFIG).shorts["alex"] >= {"alexander", "alexandra"}


def test_a_window_the_wrong_way_round_is_told_with_its_step(edited: Edit) -> None:
    faults = edited("cadences.toml", "window = [3, 7]", "window = [7, 3]")
    assert faults == ("cadences.toml: [conference] step 1: window must be two whole numbers, earliest first",)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "cadences.toml",
            "window = [3, 7]",
            'window = "3 to 7"',
            "cadences.toml: [conference] step 1: window must be two whole numbers",
        ),
        (
            "cadences.toml",
            "window = [3, 7]",
            "window = [3, 7.5]",
            "cadences.toml: [conference] step 1: window must be two whole numbers",
        ),
        (
            "cadences.toml",
            'after = "thank-you"',
            'after = "thanks"',
            "cadences.toml: [conference] step 2: after must name an earlier step (thank-you)",
        ),
        (
            "cadences.toml",
            "merges = true",
            "merge = true",
            "cadences.toml: [conference] step 1: unknown key 'merge'; did you mean 'merges'?",
        ),
        (
            "cadences.toml",
            'milestone = "mid-year-meeting"',
            'milestone = "midyear"',
            (
                "cadences.toml: [pd-mid-year-meeting] step 1: "
                "milestone 'midyear' is neither in milestones.toml nor a mark in seasons.toml"
            ),
        ),
        (
            "cadences.toml",
            "words = 200",
            "words = true",
            "cadences.toml: [limits] words must be a whole number",
        ),
        ("cadences.toml", "words = 200", "", "cadences.toml: [limits] words is missing"),
        (
            "given_names.toml",
            'source = ["NICKNAMES"]',
            'source = ["HEARSAY"]',
            "given_names.toml: source: HEARSAY does not stand in sources.toml",
        ),
        (
            "given_names.toml",
            'anthony = ["tony"]',
            'anthony = "tony"',
            "given_names.toml: anthony must be a list of short forms in quotes",
        ),
        (
            "cadences.toml",
            "a_week = 8",
            "a_week = 0",
            "cadences.toml: [limits] a_week must be at least 1",
        ),
        (
            "cadences.toml",
            "min_days = 5",
            'min_days = "5"',
            "cadences.toml: [rotation] min_days must be a whole number",
        ),
        (
            "cadences.toml",
            'kind = "pd-meeting"',
            'kind = "pd"',
            (
                "cadences.toml: [pd-mid-year-meeting] kind must be one of conference, rotation, webinar, "
                "mentor-meeting, pd-meeting, conversation, promise, wanted, news, achievement, prospect, "
                "introduction, pivot, research, letter, elective, alumni"
            ),
        ),
        (
            "seasons.toml",
            "start = 2026-03-16\nend = 2026-03-20",
            "start = 2026-03-16\nend = 2026-03-15",
            "seasons.toml: [nrmp-2026-match-week] end must not be before start",
        ),
        (
            "seasons.toml",
            "start = 2025-06-04",
            'start = "2025-06-04"',
            "seasons.toml: [eras-2026-open] start must be a day such as 2027-01-28, without quotes",
        ),
        (
            "seasons.toml",
            'source = ["AAMC26"]\n',
            "",
            "seasons.toml: [eras-2026-open] source is missing",
        ),
        (
            "seasons.toml",
            'certainty = "published"\n',
            "",
            "seasons.toml: [eras-2026-open] certainty is missing",
        ),
        (
            "seasons.toml",
            'certainty = "published"',
            'certainty = "expected"',
            "seasons.toml: [eras-2026-open] rule is missing: an expected date says by which rule",
        ),
        (
            "conferences.toml",
            "checked = 2026-11-21\n",
            "",
            "conferences.toml: [aats] edition 1: checked is missing",
        ),
        (
            "conferences.toml",
            'aliases = ["STSA"]',
            'aliases = ["STS"]',
            (
                "conferences.toml: [sts] alias 'sts' is also [stsa]'s: "
                "list 'Southern Thoracic Surgical Association Annual Meeting' under collisions"
            ),
        ),
        (
            "conferences.toml",
            'source = ["ARIZ", "CONVENE"]',
            'source = ["ARIZONA"]',
            "conferences.toml: [aats] edition 1: source 'ARIZONA' is not in sources.toml",
        ),
        (
            "milestones.toml",
            "start = { month = 6, day = 15 }",
            "start = { month = 13, day = 15 }",
            (
                "milestones.toml: [mid-year-meeting] start must be { month = 6, day = 15 }, "
                "month 1 being the first of the training year, "
                'or { calendar_month = 1, weekday = "thursday", nth = -1 }'
            ),
        ),
        (
            "milestones.toml",
            "[absite]",
            "[nrmp-2027-match-week]",
            "milestones.toml: id 'nrmp-2027-match-week' is taken in seasons.toml",
        ),
        (
            "holidays.toml",
            "day = 19",
            "day = 31",
            (
                "holidays.toml: [juneteenth] needs month and day, "
                "or month, weekday and nth (1 to 4, or -1 for the last)"
            ),
        ),
        (
            "sources.toml",
            'WIKI = "https://en.wikipedia.org/wiki/Match_Day_(medicine) (third Friday of March)"',
            "WIKI = 3",
            "sources.toml: WIKI must be text in quotes",
        ),
        (
            "seasons.toml",
            "[eras-2026-open]",
            "[Eras-2026]",
            "seasons.toml: [Eras-2026] 'Eras-2026' must be lower-case words with hyphens",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(edited: Edit, file: str, old: str, new: str, fault: str) -> None:
    assert edited(file, old, new)[0] == fault


def test_faults_of_all_files_are_told_at_once(tmp_path: Path, edited: Edit) -> None:
    edited("cadences.toml", "window = [3, 7]", "window = [7, 3]")
    holidays = tmp_path / "config" / "holidays.toml"
    holidays.write_text("x =\n", encoding="utf-8")
    (tmp_path / "config" / "conferences.toml").unlink()
    with pytest.raises(RuleFault) as raised:
        load_rules(tmp_path / "config")
    assert [fault.partition(":")[0] for fault in raised.value.faults] == [
        "cadences.toml",
        "conferences.toml",
        "holidays.toml",
    ]


def test_two_faults_in_one_table_are_both_told(edited: Edit) -> None:
    faults = edited("cadences.toml", 'anchor = "end"\nwindow = [3, 7]', 'anchor = "ending"\nwindow = 3')
    assert faults == (
        (
            "cadences.toml: [conference] step 1: anchor must be one of start, end, sent, milestone, months, "
            "rhythm, promised, received"
        ),
        "cadences.toml: [conference] step 1: window must be two whole numbers",
    )


def test_an_empty_folder_names_every_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RuleFault) as raised:
        load_rules(tmp_path)
    missing = {fault.partition(":")[0] for fault in raised.value.faults if "the file is missing" in fault}
    assert missing == {
        "cadences.toml",
        "conferences.toml",
        "feeds.toml",
        "freshness.toml",
        "given_names.toml",
        "holidays.toml",
        "lexicon.toml",
        "milestones.toml",
        "quotas.toml",
        "rolling.toml",
        "seasons.toml",
        "sources.toml",
    }


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    (tmp_path / "config" / "sources.toml").write_bytes(b"A = '\xff'")
    with pytest.raises(RuleFault, match=r"sources\.toml: byte 6 is not UTF-8"):
        load_rules(tmp_path / "config")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    path = tmp_path / "config" / "cadences.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_rules(tmp_path / "config") == load_rules(CONFIG)


def test_a_letter_without_templates_is_told(tmp_path: Path) -> None:
    book = load_rules(CONFIG)
    for cadence in book.cadences:
        for step in cadence.steps:
            folder = tmp_path / "letters" / cadence.name / step.name
            folder.mkdir(parents=True)
            (folder / "subject.txt").touch()
            (folder / "body.txt").touch()
    (tmp_path / "letters" / "rotation" / "thank-you" / "body.txt").unlink()
    assert check_templates(book, tmp_path) == ("templates/letters/rotation/thank-you/body.txt: is missing",)


def test_the_sample_year_loads() -> None:
    assert len(load_sample(CONFIG / "sample.toml")) > 10


def test_a_fault_in_the_sample_year_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "sample.toml"
    path.write_text('[[event]]\ntitle = "SICU"\n[[event]]\ntitle = 3\n', encoding="utf-8")
    with pytest.raises(RuleFault) as raised:
        load_sample(path)
    assert raised.value.faults == ("sample.toml: [[event]] 2: title must be text in quotes",)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("user_per_minute = 6000", "user_per_minute = 0", "quotas.toml: [gmail] user_per_minute must be at"),
        ("user_per_minute = 6000", "user_per_minute = 100", "quotas.toml: [gmail] at_once lets no account"),
        ("at_once = 0.25", "at_once = 1.0", "quotas.toml: [gmail] at_once must lie between"),
        ('"users.getProfile" = 1', '"users.getProfile" = 0', "quotas.toml: [gmail] units users.getProfile"),
        ('source = ["GMAILQUOTA"]', 'source = ["HEARSAY"]', "quotas.toml: [gmail] source 'HEARSAY' is not"),
    ],
)
def test_a_quota_that_cannot_be_meant_is_told(edited: Edit, old: str, new: str, fault: str) -> None:
    assert any(line.startswith(fault) for line in edited("quotas.toml", old, new))


def test_an_api_without_a_quota_is_told() -> None:
    gmail = [quota for quota in load_rules(CONFIG).quotas if quota.api == "gmail"]
    assert list(quota_faults(gmail)) == ["quotas.toml: [calendar] is missing"]
