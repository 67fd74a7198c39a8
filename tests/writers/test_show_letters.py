"""The page of all letters shows every one of them."""

from tests.house import ROOT
from tests.writers import show_letters
from tests.writers.letter_cast import SITUATIONS, STEPS, WORDINGS


def test_the_page_shows_every_letter_in_every_wording_and_thirty_situations() -> None:
    text, count, faults = show_letters.page()
    assert faults == []
    assert count == len(STEPS) * len(WORDINGS) * (SITUATIONS + 1)
    assert text.count("<pre>") == count
    assert SITUATIONS >= 30
    for cadence, step in STEPS:
        assert f"<h2>{cadence} / {step}</h2>" in text


def test_make_letters_writes_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "tests/writers/show_letters.py out/letters/index.html" in makefile
