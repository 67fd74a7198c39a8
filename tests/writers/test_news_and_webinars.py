"""News and titles as people type them go in; a letter says them as one says them."""

from dataclasses import replace
from datetime import date

import pytest

from tests.writers.letter_cast import AMARA, LETTERS, brief_of
from tests.writers.letter_lint import SUBJECT
from worker.domain.wording import ALL, Wording
from worker.writers.cleaning import named
from worker.writers.mime import write_mime
from worker.writers.news import LINE, news_told
from worker.writers.webinar import webinar_from


@pytest.mark.parametrize(
    ("news", "told"),
    [
        (
            ("The abstract was accepted at STS", "Passed Step 3!"),
            "the abstract was accepted at STS. I passed Step 3.",
        ),
        (
            ("got the grant", "Published a paper in JTCVS with Dr. Lee"),
            "I got the grant. I published a paper in JTCVS with Dr. Lee.",
        ),
        (("I passed Step 3. We won the quiz",), "I passed Step 3. We won the quiz."),
        (("invited to speak at grand rounds",), "I was invited to speak at grand rounds."),
        (("first-author paper in print",), f"{LINE}First-author paper in print."),
        (("interview at Bay General",), f"{LINE}Interview at Bay General."),
        (("poster accepted at STS 2027.",), "my poster was accepted at STS 2027."),
        (("2nd author paper submitted to JTCVS",), "my 2nd author paper was submitted to JTCVS."),
        (("didn't match at Rush",), "I didn't match at Rush."),
        (
            ("My abstract was accepted at STS", "the abstract was accepted at STS."),
            "my abstract was accepted at STS.",
        ),
    ],
)
def test_news_are_sentences_of_one_person_and_tense(news: tuple[str, ...], told: str) -> None:
    assert news_told(news) == told


def test_what_makes_no_sentence_makes_every_news_a_line() -> None:
    news = ("I passed Step 3!", "Rotation went well; Published a paper", "got the grant")
    lines = ["I passed Step 3.", "Rotation went well.", "I published a paper.", "I got the grant."]
    assert news_told(news).split(LINE) == ["", *lines]
    text = LETTERS.write_letter(brief_of("mentor", "update", news=news)).text
    assert "\n" + "\n".join(lines) + "\n\n" in text


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("STS Webinar: Aortic dissection 2", "the webinar on Aortic dissection"),
        ("Webinar on STS: Aortic dissection 2", "the webinar on Aortic dissection"),
        ("TSDA Webinar: Applying to I-6", "the webinar on Applying to I-6"),
        ("Webinar: SCORE noon webinar on ECMO", "the webinar on ECMO"),
        ("Webinar series #3: Part 2: Frailty", "the webinar on Frailty"),
        ("Webinar 3/6: VATS lobectomy", "the webinar on VATS lobectomy"),
        ("ACS Webinar - The Future of Surgery, Part II", "the webinar on The Future of Surgery"),
        ("Webinar: USMLE Step 2", "the webinar on USMLE Step 2"),
        ("Live Q&A: matching as an IMG", "the webinar on matching as an IMG"),
        ("ECMO: when to start", "the webinar on ECMO: when to start"),
        ("AATS webinar 2027", "the AATS webinar"),
        ("Aortic Webinar", "the Aortic webinar"),
        ("How to match in CT surgery: a webinar", "the webinar on How to match in CT surgery"),
        ("webinar", "the webinar"),
        ("", "the webinar"),
    ],
)
def test_a_webinar_is_called_by_its_subject(title: str, words: str) -> None:
    assert webinar_from(title) == words


@pytest.mark.parametrize("wording", ALL)
def test_a_webinar_at_no_known_hour_is_no_evening(wording: Wording) -> None:
    assert "evening" not in LETTERS.write_letter(brief_of("webinar", "note", wording=wording)).text


def test_an_evening_is_named_where_it_was_one() -> None:
    evening = brief_of("webinar", "note", wording=(0, 1), evening=True)
    assert "gives an evening to people in training" in LETTERS.write_letter(evening).text


@pytest.mark.parametrize(
    ("cadence", "about", "subject"),
    [
        (
            "rotation",
            "Cardiothoracic Surgery",
            "Thank you for your teaching during my Cardiothoracic Surgery rotation",
        ),
        (
            "conference",
            "Regional Thoracic Society Annual Meeting",
            "Thank you for your time at the Regional Thoracic Society Annual Meeting",
        ),
        (
            "rotation",
            "Pediatric Cardiothoracic Surgery and Transplantation",
            "Thank you for your teaching during my rotation",
        ),
        (
            "conference",
            "International Society of Minimally Invasive Cardiothoracic Surgery Annual Meeting",
            "Thank you for your time at the meeting",
        ),
    ],
)
def test_a_subject_is_whole_or_does_without_the_name(cadence: str, about: str, subject: str) -> None:
    letter = LETTERS.write_letter(brief_of(cadence, "thank-you", about=about))
    assert letter.subject == subject
    assert len(letter.subject) <= SUBJECT


def test_a_long_title_ends_where_a_part_of_it_ends() -> None:
    long = "International Society for Heart and Lung Transplantation Annual Meeting and Scientific Sessions"
    assert named(long) == "International Society for Heart and Lung Transplantation Annual Meeting"


def test_a_packet_with_everything_in_it_has_no_gap() -> None:
    whole = brief_of("letter", "materials", missing=(), needed=date(2027, 1, 15))
    assert LETTERS.write_letter(whole).gaps == ()


def test_a_packet_names_what_is_missing_from_it() -> None:
    lacking = brief_of("letter", "materials", missing=("the ERAS Letter Request Form",))
    assert LETTERS.write_letter(lacking).gaps == ("attach the ERAS Letter Request Form",)


def test_a_subject_of_full_length_stands_on_one_line_of_the_message() -> None:
    letter = LETTERS.write_letter(brief_of("rotation", "thank-you", about="Cardiothoracic Surgery and Lungs"))
    for subject in (letter.subject, f"Re: {letter.subject}"):
        mime = write_mime(replace(letter, subject=subject), AMARA, ref="x", hold_recipient=True)
        assert f"\r\nSubject: {subject}\r\n".encode() in mime
