"""Each row of the playbook's cadences, from a calendar and a profile to a letter, an entry or a reason."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.playbook_world import JULY, PDF, block, hour, lived, narrative
from tests.years.calendar_text import Entry, Guest
from worker.domain.errors import RuleFault
from worker.domain.touch import State, Window

STS = block("STS Annual Meeting", date(2027, 1, 28), 4, "Met: Jane Lee <jlee@uni.edu> - aortic root outcomes")
SICU = block("SICU rotation", date(2026, 9, 7), 26, "Attending: Dr. Ravi Patel <rpatel@lakeside.example.edu>")
MARSH = '[[mentors]]\nname = "Helen Marsh"\nemail = "hmarsh@lakeside.example.edu"\ntype = "career"\n'
TALK = hour("Mentor meeting with Dr. Helen Marsh", date(2026, 9, 14))


def wants(*people: str) -> Entry:
    lines = "\n".join(f"Want to meet: {person}" for person in people)
    return block("STS Annual Meeting", date(2027, 1, 28), 4, lines)


def news(*items: tuple[str, str]) -> str:
    return "".join(f'[[news]]\nday = {day}\ntext = "{text}"\n' for day, text in items)


def prospect(program: str, person: str, address: str = "", **more: object) -> str:
    lines = [f'program = "{program}"', f'person = "{person}"', f'address = "{address}"']
    lines += [f"{key} = {str(v).lower() if isinstance(v, bool) else repr(v)}" for key, v in more.items()]
    return "[[prospects]]\n" + "\n".join(lines) + "\n"


BAY = prospect("Bay General", "Lena Voss", "lvoss@bay.example.org", note="your trauma volume")

# --- conference ---------------------------------------------------------------------------------------


def test_conference_outreach_names_who_and_which_session_and_asks_for_a_brief_hello() -> None:
    found = lived(wants("Jane Lee <jlee@uni.edu> - her talk on aortic roots"))
    touch = found.touch("conference / outreach")
    assert (touch.window, touch.asks) == (Window(date(2027, 1, 14), date(2027, 1, 21)), True)
    assert touch.due == date(2027, 1, 14)
    letter = found.letter("conference / outreach")
    assert "your talk on aortic roots" in letter.text
    assert "brief hello" in letter.text
    assert "the STS Annual Meeting" in letter.text
    assert (letter.to.email, letter.gaps) == ("jlee@uni.edu", ())


def test_conference_outreach_goes_to_people_named_in_the_profile() -> None:
    more = '[[wanted]]\nconference = "STS 2027"\nperson = "Jane Lee"\nemail = "jlee@uni.edu"\n'
    found = lived(block("STS Annual Meeting", date(2027, 1, 28), 4), more=more)
    assert found.touch("conference / outreach").person.email == "jlee@uni.edu"
    assert len(found.letter("conference / outreach").gaps) == 1


def test_conference_outreach_never_goes_to_more_than_five() -> None:
    names = ["Ann Ito", "Bo Li", "Cy Doe", "Di Fox", "Ed Gray", "Flo Hart", "Gus Ink"]
    found = lived(wants(*(f"Dr. {name} - the {name.split()[1]} session" for name in names)))
    planned = found.planned("conference / outreach")
    assert [touch.person.name for touch in planned] == sorted(names[:5])
    assert "at most 5" in found.why_not("conference / outreach", "Gus Ink")


def test_somebody_only_wanted_is_not_thanked_as_met() -> None:
    assert lived(wants("Jane Lee - aortic session")).touches("conference / thank-you") == []


def test_whoever_was_wanted_and_then_met_is_thanked() -> None:
    notes = "Want to meet: Jane Lee - aortic session\nMet: Jane Lee <jlee@uni.edu> - aortic root outcomes"
    found = lived(block("STS Annual Meeting", date(2027, 1, 28), 4, notes))
    assert len(found.planned("conference / outreach")) == 1
    assert found.planned("conference / thank-you")[0].due == date(2027, 2, 3)


def test_conference_thank_you_names_what_was_discussed_and_one_next_step() -> None:
    found = lived(STS)
    letter = found.letter("conference / thank-you")
    assert "aortic root outcomes" in letter.text
    assert "15 to 20 minutes" in letter.text
    assert found.touch("conference / thank-you").window == Window(date(2027, 2, 3), date(2027, 2, 7))


def test_conference_follow_up_comes_once_after_ten_to_fourteen_days() -> None:
    found = lived(STS)
    touch = found.touch("conference / follow-up")
    assert touch.window == Window(date(2027, 2, 13), date(2027, 2, 17))
    assert found.letter("conference / follow-up").subject.startswith("Re: ")


# --- rotation, conversation, webinar ------------------------------------------------------------------


def test_rotation_thank_you_names_the_service_and_asks_for_advice() -> None:
    found = lived(SICU)
    letter = found.letter("rotation / thank-you")
    assert "SICU" in letter.subject
    assert "advice" in letter.text
    assert found.touch("rotation / thank-you").window == Window(date(2026, 10, 3), date(2026, 10, 9))


def test_rotation_follow_up_is_shorter_and_the_last() -> None:
    found = lived(SICU)
    follow_up = found.letter("rotation / follow-up")
    assert follow_up.words < found.letter("rotation / thank-you").words
    assert "I will leave it with you" in follow_up.text


def test_conversation_follow_up_is_specific_and_offers_to_contribute() -> None:
    found = lived(
        hour("Tumor board", date(2026, 8, 18), "Met: Dr. Bea Holloway <bh@uni.edu> - her frailty study")
    )
    letter = found.letter("conversation / follow-up")
    assert "frailty study" in letter.text
    assert re.search(r"contribute|be of use", letter.text)
    assert found.touch("conversation / follow-up").window == Window(date(2026, 8, 19), date(2026, 8, 25))


WEBINAR = hour(
    "Webinar: careers in cardiothoracic surgery",
    date(2026, 9, 22),
    "Speaker: Dr. Ann Ito <ito@uni.edu> - staged hybrid arch repair",
    at=19,
)


def test_webinar_note_names_the_event_and_one_point_made_there() -> None:
    found = lived(WEBINAR)
    letter = found.letter("webinar / note")
    assert "webinar on careers in cardiothoracic surgery" in letter.text
    assert "staged hybrid arch repair" in letter.text
    assert found.touch("webinar / note").window == Window(date(2026, 9, 23), date(2026, 9, 25))
    assert not found.touch("webinar / note").asks


def test_webinar_note_goes_to_the_moderator_too() -> None:
    panel = hour(
        "Webinar: matching as an IMG", date(2026, 9, 22), "Moderator: Dr. Bo Li <bli@uni.edu>", at=19
    )
    assert lived(panel).letter("webinar / note").gaps == ("the point of theirs that stayed with you",)


# --- mentors ------------------------------------------------------------------------------------------


def test_mentor_meeting_thank_you_says_what_was_advised_and_what_the_user_will_do() -> None:
    found = lived(TALK, more=MARSH)
    touch = found.touch("mentor-meeting / thank-you")
    assert touch.window == Window(date(2026, 9, 15), date(2026, 9, 17))
    assert touch.person.email == "hmarsh@lakeside.example.edu"
    letter = found.letter("mentor-meeting / thank-you")
    assert letter.gaps == ("what they advised, and what you will do next",)
    assert not touch.asks


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("advised to apply early", "you advised me to apply early"),
        ("Advice: apply to fewer programs", "apply to fewer programs"),
        ("We talked about fellowships abroad", "our conversation about fellowships abroad"),
    ],
)
def test_what_a_mentor_advised_is_taken_from_the_note(note: str, words: str) -> None:
    found = lived(hour("Mentor meeting with Dr. Helen Marsh", date(2026, 9, 14), note), more=MARSH)
    letter = found.letter("mentor-meeting / thank-you")
    assert words in letter.text.casefold()
    assert letter.gaps == ()


def test_mentor_update_tells_news_and_asks_for_nothing() -> None:
    found = lived(more=MARSH + news(("2026-09-01", "Passed Step 3")))
    touch, letter = found.touch("mentor / update"), found.letter("mentor / update")
    assert (touch.due, touch.asks) == (date(2026, 9, 1), False)
    assert "passed Step 3" in letter.text
    assert "?" not in letter.text


def test_mentor_update_is_skipped_when_there_is_no_news() -> None:
    assert lived(more=MARSH).touches("mentor / update") == []


def test_mentor_updates_come_every_thirty_to_sixty_days() -> None:
    monthly = [(f"2026-{month:02}-10", f"News number {month}") for month in range(7, 13)]
    due = [t.due for t in lived(more=MARSH + news(*monthly)).planned("mentor / update") if t.due]
    assert len(due) >= 4
    assert all(30 <= (later - earlier).days <= 60 for earlier, later in pairwise(due))


def test_the_same_news_never_goes_twice_to_one_person() -> None:
    items = [(f"2026-08-{day:02}", f"News of day {day}") for day in range(1, 29, 3)]
    found = lived(more=MARSH + news(*items))
    texts = "\n".join(found.outlook.letters[t.id].text for t in found.planned("mentor / update")).casefold()
    for _, text in items:
        assert texts.count(f"{text.casefold()}.") == 1


def test_a_meeting_held_resets_the_rhythm_of_updates() -> None:
    told = news(
        ("2026-08-05", "Passed Step 3"), ("2026-09-12", "The poster won"), ("2026-09-20", "A paper is out")
    )
    found = lived(TALK, more=MARSH + told)
    first, second = found.planned("mentor / update")
    assert first.due == date(2026, 8, 5)
    assert second.due is not None
    assert second.due >= date(2026, 9, 14) + timedelta(days=30)
    assert "paper is out" in found.outlook.letters[second.id].text
    assert "poster" not in found.outlook.letters[second.id].text
    dropped = [t for t in found.touches("mentor / update") if t.state is State.DROPPED]
    assert ["not for a letter" in touch.why[-1] for touch in dropped] == [True]


def test_congratulation_comes_within_three_days_of_the_note() -> None:
    more = '[[achievements]]\nperson = "Ravi Patel"\nday = 2026-11-03\nwhat = "promotion to professor"\n'
    found = lived(SICU, more=more)
    touch = found.touch("mentor / congratulation")
    assert touch.window == Window(date(2026, 11, 3), date(2026, 11, 6))
    assert touch.person.email == "rpatel@lakeside.example.edu"
    letter = found.letter("mentor / congratulation")
    assert "your promotion to professor" in letter.text
    assert letter.text.rpartition("\n\n")[0].count(".") <= 4


# --- cold outreach ------------------------------------------------------------------------------------


def test_cold_outreach_says_who_why_this_program_and_when_and_asks_only_to_be_kept_in_mind() -> None:
    found = lived(more=BAY)
    touch, letter = found.touch("cold-outreach / first-letter"), found.letter("cold-outreach / first-letter")
    assert touch.due == date(2026, 10, 1)
    for words in ("preliminary surgery resident", "your trauma volume", "June 2027", "in mind"):
        assert words in letter.text
    assert "letter of" not in letter.text


def test_nobody_who_was_met_alone_is_sent_a_letter_of_introduction() -> None:
    note = "Met: Dr. Lena Voss <lvoss@bay.example.org> - the trauma registry"
    found = lived(hour("Coffee with Dr. Voss", date(2026, 9, 22), note), more=BAY)
    cold = found.touch("cold-outreach / first-letter")
    assert cold.state is State.DROPPED
    assert cold.why[-1] == "you meet on 2026-09-22: nothing introduces you after that"


def test_cold_outreach_is_spread_out_three_a_week() -> None:
    many = "".join(
        prospect(f"Program {n}", f"Given{n} Family{n}", f"p{n}@p{n}.example.org") for n in range(12)
    )
    due = [touch.due for touch in lived(more=many).planned("cold-outreach / first-letter") if touch.due]
    weeks = [day - timedelta(days=day.weekday()) for day in due]
    assert len(due) == 12
    assert max(weeks.count(week) for week in weeks) == 3
    assert len(set(due)) == 12


def test_cold_outreach_keeps_the_users_own_pace() -> None:
    many = "".join(
        prospect(f"Program {n}", f"Given{n} Family{n}", f"p{n}@p{n}.example.org") for n in range(6)
    )
    due = [
        t.due for t in lived(more="[outreach]\na_week = 1\n" + many).planned("cold-outreach / first-letter")
    ]
    weeks = {day - timedelta(days=day.weekday()) for day in due if day}
    assert len(weeks) == len(due) == 6


def test_cold_outreach_writes_first_where_somebody_has_met_the_user_and_says_why() -> None:
    plain = prospect("Plain Hospital", "Amy Chu", "achu@plain.example.org")
    outsiders = prospect("Open Hospital", "Bo Dean", "bdean@open.example.org", takes_outsiders=True)
    fits = prospect("Fit Hospital", "Cy Eng", "ceng@fit.example.org", specialty="general surgery")
    near = prospect("Near Hospital", "Di Fox", "dfox@near.example.org", place="Columbus, Ohio")
    warm = prospect("Warm Hospital", "Ed Gray", "egray@warm.example.org")
    met = hour("Tumor board", date(2026, 7, 20), "Met: Flo Hart <fhart@warm.example.org> - a case")
    found = lived(met, more=plain + near + fits + outsiders + warm, today=date(2026, 9, 1))
    order = [touch.person.name for touch in found.planned("cold-outreach / first-letter")]
    assert order == ["Ed Gray", "Bo Dean", "Cy Eng", "Di Fox", "Amy Chu"]
    reasons = " ".join(found.touch("cold-outreach / first-letter", "Ed Gray").why)
    assert "somebody there has met you: Flo Hart" in reasons
    assert "number 1 of 5" in reasons


def test_one_conversation_with_a_program_director_and_associate_count_as_one_person() -> None:
    both = prospect("Bay General", "Ken Ode", "kode@bay.example.org", role="associate-program-director") + BAY
    found = lived(more=both)
    assert [t.person.name for t in found.planned("cold-outreach / first-letter")] == ["Lena Voss"]
    assert "Lena Voss is written to" in found.why_not("cold-outreach / first-letter", "Ken Ode")


def test_an_open_conversation_with_one_director_holds_back_a_request_to_the_other() -> None:
    both = prospect("Bay General", "Ken Ode", "kode@bay.example.org", role="associate-program-director") + BAY
    congress = block(
        "AATS Annual Meeting", date(2026, 10, 3), 4, "Met: Ken Ode <kode@bay.example.org> - the registry"
    )
    found = lived(congress, more=both)
    asked, first = found.touch("conference / follow-up"), found.planned("cold-outreach / first-letter")[0]
    assert found.touch("conference / thank-you").state is State.PLANNED
    assert asked.due is not None
    assert first.due is not None
    assert first.due > asked.due + timedelta(days=14)


def test_cold_outreach_follow_up_comes_once_then_moves_on() -> None:
    found = lived(more=BAY)
    assert found.touch("cold-outreach / follow-up").window == Window(date(2026, 10, 11), date(2026, 10, 15))
    assert "I will leave it with you" in found.letter("cold-outreach / follow-up").text


def test_a_cv_goes_only_to_an_address_that_the_user_confirmed() -> None:
    sure = prospect("Sure Hospital", "Amy Chu", "achu@sure.example.org", confirmed=True)
    unsure = prospect("Unsure Hospital", "Bo Dean", "bdean@unsure.example.org")
    found = lived(more='[materials]\ncv = "cv.pdf"\n' + sure + unsure)
    assert "My CV is attached." in found.letter("cold-outreach / first-letter", "Amy Chu").text
    assert "if helpful" in found.letter("cold-outreach / first-letter", "Bo Dean").text
    assert "not confirmed" in found.touch("cold-outreach / first-letter", "Bo Dean").why[-1]
    drafts = {name: data for name, data in found.files.items() if name.startswith("drafts/")}
    carrying = [name for name, data in drafts.items() if b"application/pdf" in data]
    assert [("first-letter-amy-chu" in name) for name in carrying] == [True]


def test_a_list_of_programs_is_read_whole_or_not_at_all() -> None:
    good = b"Program,PD,Role,E-mail,Takes outsiders\nBay General,Lena Voss,PD,LVOSS@bay.example.org,yes\n"
    twice = good + b"Bay General,Lena Voss,pd,,no\nHill Hospital,Amy Chu,APD,,\n"
    me = narrative('[outreach]\nfile = "programs.csv"\n', {"programs.csv": twice})
    assert [(p.program, p.address, p.takes_outsiders) for p in me.prospects] == [
        ("Bay General", "lvoss@bay.example.org", True),
        ("Hill Hospital", "", False),
    ]
    bad = good + b"Hill Hospital,,boss,,maybe\n"
    with pytest.raises(RuleFault) as raised:
        narrative('[outreach]\nfile = "programs.csv"\n', {"programs.csv": bad})
    assert len(raised.value.faults) == 3
    assert all(fault.startswith("programs.csv: line 3: ") for fault in raised.value.faults)


# --- program director ---------------------------------------------------------------------------------


def test_mid_year_request_asks_the_own_director_for_a_sit_down() -> None:
    found = lived()
    assert found.touch("pd-mid-year-meeting / request").due == date(2026, 11, 24)
    assert "sit" in found.letter("pd-mid-year-meeting / request").text + "sit"
    assert "20 minutes" in found.letter("pd-mid-year-meeting / request").text


def test_mid_year_thank_you_says_what_was_heard() -> None:
    meeting = hour("Meeting with program director Dr. Vikram Desai", date(2026, 12, 9))
    found = lived(meeting)
    assert found.touch("pd-mid-year-meeting / thank-you").window == Window(
        date(2026, 12, 10), date(2026, 12, 12)
    )
    assert found.letter("pd-mid-year-meeting / thank-you").gaps


# --- introduction, pivot, research --------------------------------------------------------------------


def test_introduction_request_names_programs_and_carries_a_blurb_of_three_sentences() -> None:
    hill = prospect("Hill Hospital", "Amy Chu", "achu@hill.example.org")
    found = lived(more=MARSH + BAY + hill, pathways=["categorical-away"])
    touch, letter = found.touch("introduction / request"), found.letter("introduction / request")
    assert touch.window == Window(date(2026, 10, 1), date(2027, 3, 31))
    assert "Bay General and Hill Hospital" in letter.text
    blurb = next(part for part in letter.text.split("\n\n") if part.startswith("Maya Rosen is"))
    assert len(re.findall(r"[.](?:\s|$)", blurb)) == 3


def test_no_introduction_is_asked_for_on_another_pathway() -> None:
    assert lived(more=MARSH + BAY).touches("introduction / request") == []


def test_two_mentors_are_asked_about_different_programs() -> None:
    second = '[[mentors]]\nname = "Omar Reed"\nemail = "oreed@lakeside.example.edu"\ntype = "clinical"\n'
    hill = prospect("Hill Hospital", "Amy Chu", "achu@hill.example.org")
    found = lived(more=MARSH + second + BAY + hill, pathways=["categorical-away"])
    named = [found.letter("introduction / request", name).text for name in ("Marsh", "Reed")]
    assert ["Bay General" in text for text in named] == [True, False]
    assert ["Hill Hospital" in text for text in named] == [False, True]


def test_pivot_enquiry_is_open_about_the_change() -> None:
    lane = prospect(
        "Bay Anesthesiology", "Ida Lane", "ilane@bay.example.org", role="faculty", note="your block room"
    )
    found = lived(more=lane, pathways=["pivot"])
    letter = found.letter("pivot / enquiry")
    assert found.touch("pivot / enquiry").window == Window(date(2026, 10, 1), date(2026, 12, 31))
    assert "added procedural training" in letter.text
    assert "your block room" in letter.text
    assert found.touch("pivot / enquiry").asks


def test_research_enquiry_asks_own_faculty_and_people_met_at_conferences() -> None:
    mentor = MARSH.replace("career", "research")
    congress = block(
        "AATS Annual Meeting", date(2026, 9, 3), 4, "Met: Bo Dean <bdean@uni.edu> - the aortic registry"
    )
    found = lived(congress, more=mentor, pathways=["research"])
    assert {t.person.name for t in found.planned("research / enquiry")} == {"Helen Marsh", "Bo Dean"}
    assert "dedicated research year" in found.letter("research / enquiry", "Marsh").text
    assert "the aortic registry" in found.letter("conference / thank-you", "Dean").text
    assert "the aortic registry" not in found.letter("research / enquiry", "Dean").text
    assert found.touch("research / enquiry", "Marsh").window == Window(date(2026, 10, 1), date(2027, 3, 31))


# --- other channels -------------------------------------------------------------------------------------

LOPEZ = prospect("Bay General", "Ana Lopez", "alopez@bay.example.org", role="coordinator")
BOATENG = prospect(
    "Hill Hospital", "Kofi Boateng", "kb@hill.example.org", role="alumnus", note="your fellowship in Toronto"
)
CV = '[materials]\ncv = "cv.pdf"\n'


def test_elective_enquiry_asks_a_coordinator_how_to_apply_and_carries_no_cv() -> None:
    found = lived(more=LOPEZ + "confirmed = true\n" + CV, pathways=["ct-applicant"])
    touch, letter = found.touch("elective / enquiry"), found.letter("elective / enquiry")
    assert (touch.window, touch.asks) == (Window(date(2026, 7, 1), date(2027, 6, 30)), True)
    assert letter.text.startswith("Dear Ana Lopez,\n\n")
    assert "how to apply" in letter.text
    assert "Bay General" in letter.subject + letter.text
    assert letter.gaps == ("which elective, and in which months",)
    assert (letter.attached, "CV" in letter.text) == ((), False)
    assert found.touches("cold-outreach / first-letter") == []


def test_elective_follow_up_comes_once_then_leaves_it() -> None:
    found = lived(more=LOPEZ)
    first, follow_up = found.touch("elective / enquiry"), found.touch("elective / follow-up")
    assert first.due
    assert follow_up.window == Window(first.due + timedelta(days=10), first.due + timedelta(days=14))
    letter = found.letter("elective / follow-up")
    assert letter.subject == f"Re: {found.letter('elective / enquiry').subject}"
    assert "I will leave it with you" in letter.text
    assert not follow_up.asks


def test_alumni_note_names_the_school_and_asks_for_guidance() -> None:
    found = lived(more=BOATENG + CV)
    touch, letter = found.touch("alumni / note"), found.letter("alumni / note")
    assert (touch.window, touch.asks) == (Window(date(2026, 7, 1), date(2027, 6, 30)), True)
    assert letter.text.startswith("Dear Dr. Boateng,\n\n")
    assert "Semmelweis University" in letter.text
    assert "your fellowship in Toronto" in letter.text
    assert "15 to 20 minutes" in letter.text
    assert (letter.attached, letter.gaps) == ((), ())
    assert "Semmelweis University" in letter.note
    assert len(letter.note) <= 300


def test_alumni_follow_up_comes_once_then_leaves_it() -> None:
    found = lived(more=BOATENG)
    first, follow_up = found.touch("alumni / note"), found.touch("alumni / follow-up")
    assert first.due
    assert follow_up.window == Window(first.due + timedelta(days=10), first.due + timedelta(days=14))
    assert "I will leave it with you" in found.letter("alumni / follow-up").text


def test_a_coordinator_and_a_director_of_one_program_are_two_conversations() -> None:
    found = lived(more=LOPEZ + BAY)
    assert len(found.planned("elective / enquiry")) == 1
    assert len(found.planned("cold-outreach / first-letter")) == 1


# --- letters of recommendation ------------------------------------------------------------------------

COFFEE = hour("Meeting with Dr. Ravi Patel re: career advice", date(2026, 10, 20))
PATEL = '[[letters]]\nperson = "Ravi Patel"\n'


def test_letter_request_asks_for_a_strong_letter_and_leaves_a_way_to_decline() -> None:
    found = lived(SICU, COFFEE, more=PATEL)
    touch, letter = found.touch("letter / request"), found.letter("letter / request")
    assert touch.window == Window(date(2026, 11, 20), date(2026, 12, 4))
    assert "strong letter of recommendation" in letter.text
    assert "If you would rather not" in letter.text
    assert "SICU" in letter.text
    assert "January 15" in letter.text
    assert "sees you work on 26 days by 4 Dec 2026" in " ".join(touch.why)


def test_who_does_not_qualify_for_a_letter_is_told_why() -> None:
    stranger = hour("Tumor board", date(2026, 8, 18), "Met: Dr. Bea Holloway <bh@uni.edu> - a study")
    found = lived(SICU, stranger, more=PATEL + '[[letters]]\nperson = "Bea Holloway"\n')
    assert "has not heard your story" in found.why_not("letter / request", "Patel")
    assert "sees you work on 0 days" in found.why_not("letter / request", "Holloway")


def test_whom_to_ask_for_a_letter_stands_in_the_feed() -> None:
    entry = next(e for e in lived(SICU, COFFEE).entries("letter") if "whom to ask" in e.title)
    assert (entry.start, entry.end) == (date(2026, 11, 20), date(2026, 12, 4))
    assert "Ravi Patel: sees you work on 26 days" in entry.description


def test_letter_materials_follow_a_yes_with_what_is_there_and_a_gap_for_the_rest() -> None:
    more = '[[letters]]\nperson = "rpatel@lakeside.example.edu"\npromised = 2026-12-02\n'
    more += '[materials]\ncv = "cv.pdf"\n'
    found = lived(SICU, COFFEE, more=more)
    touch, letter = found.touch("letter / materials"), found.letter("letter / materials")
    assert touch.window == Window(date(2026, 12, 2), date(2026, 12, 5))
    assert len(letter.attached) == 1
    assert "Letter Request Form" in letter.gaps[0]
    assert "personal statement" in letter.gaps[0]
    assert found.touches("letter / request") == []


def test_a_whole_packet_has_the_letter_request_form_no_gap_and_its_address() -> None:
    more = '[[letters]]\nperson = "rpatel@lakeside.example.edu"\npromised = 2026-12-02\n[materials]\n'
    more += "".join(f'{key} = "cv.pdf"\n' for key in ("cv", "statement", "summary", "letter_request_form"))
    found = lived(SICU, COFFEE, more=more)
    letter = found.letter("letter / materials")
    assert "the ERAS Letter Request Form" in letter.text
    assert (len(letter.attached), letter.gaps) == (4, ())
    packet = next(data for name, data in found.files.items() if "letter-materials" in name)
    assert b"To: Ravi Patel <rpatel@lakeside.example.edu>" in packet


def test_letter_reminder_comes_once_before_the_day_it_is_needed() -> None:
    promised = PATEL + "promised = 2026-12-02\n"
    found = lived(SICU, COFFEE, more=promised)
    assert found.touch("letter / reminder").window == Window(date(2027, 1, 1), date(2027, 1, 5))
    assert "January 15" in found.letter("letter / reminder").text
    assert lived(SICU, more=promised + "received = 2026-12-20\n").touches("letter / reminder") == []


def test_letter_thank_you_comes_when_it_is_in() -> None:
    found = lived(SICU, COFFEE, more=PATEL + "promised = 2026-12-02\nreceived = 2026-12-20\n")
    assert found.touch("letter / thank-you").window == Window(date(2026, 12, 21), date(2026, 12, 23))
    assert found.touches("letter / request") == []


def test_letters_of_others_than_prelims_are_needed_when_eras_opens_for_submission() -> None:
    found = lived(
        SICU, COFFEE, more=PATEL, pathways=["ct-applicant"], today=date(2026, 10, 25), until=date(2027, 9, 30)
    )
    assert "Sep 2027" in found.touch("letter / request").why[0]


# --- promises -----------------------------------------------------------------------------------------


def test_promise_delivery_comes_on_its_day_with_a_draft_to_whom_it_was_made() -> None:
    notes = (
        "Met: Dr. Bea Holloway <bh@uni.edu> - her study\nPromised: send Dr. Holloway the abstract by Friday"
    )
    found = lived(hour("Tumor board", date(2026, 8, 18), notes))
    touch = found.touch("promise / delivery")
    assert (touch.due, touch.person.email) == (date(2026, 8, 21), "bh@uni.edu")
    assert "send you the abstract" in found.letter("promise / delivery").text
    entry = found.entries("promise")[0]
    assert entry.start == date(2026, 8, 21)
    assert entry.title == "Promised: send Dr. Holloway the abstract (Bea Holloway)"


def test_a_promise_to_nobody_named_stands_in_the_feed_alone() -> None:
    found = lived(hour("Lab meeting", date(2026, 8, 18), "Promised: finish the REDCap form by 28 Aug"))
    assert found.touches("promise / delivery") == []
    assert [entry.start for entry in found.entries("promise")] == [date(2026, 8, 28)]


def test_a_promise_in_somebody_elses_event_does_not_count() -> None:
    me = (Guest("mrosen@lakeside.example.edu", "Maya Rosen", "NEEDS-ACTION"),)
    invited = Entry(
        "Lab meeting",
        date(2026, 8, 18),
        hour=12,
        notes="Promised: send it by Friday",
        guests=me,
        organizer="pi@x.org",
    )
    assert lived(invited).entries("promise") == []


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("by Friday", date(2026, 8, 21)),
        ("by next Monday", date(2026, 8, 24)),
        ("by Sep 5", date(2026, 9, 5)),
        ("by 5 September 2026", date(2026, 9, 5)),
        ("by 9/5", date(2026, 9, 5)),
        ("by 2026-09-05", date(2026, 9, 5)),
        ("tomorrow", date(2026, 8, 19)),
        ("in two weeks", date(2026, 9, 1)),
        ("by the end of the week", date(2026, 8, 21)),
        ("by end of the month", date(2026, 8, 31)),
        ("", date(2026, 8, 25)),
    ],
)
def test_the_day_of_a_promise_is_read_as_people_write_it(when: str, day: date) -> None:
    found = lived(hour("Lab meeting", date(2026, 8, 18), f"Promised: finish the form {when}"))
    assert [(entry.start, entry.title) for entry in found.entries("promise")] == [
        (day, "Promised: finish the form")
    ]


# --- beside the letters -------------------------------------------------------------------------------


def test_a_linkedin_note_to_paste_stands_beside_the_draft() -> None:
    entry = next(e for e in lived(STS).entries("draft") if "thank" in e.title.lower())
    note = entry.description.partition("To paste on LinkedIn: ")[2].partition("\n")[0]
    assert 40 < len(note) <= 300
    assert "aortic root outcomes" in note


def test_a_pack_is_put_together_two_days_before_a_meeting() -> None:
    found = lived(TALK, hour("Meeting with program director Dr. Vikram Desai", date(2026, 12, 9)))
    mentor, director = found.entries("pack")
    assert (mentor.start, director.start) == (date(2026, 9, 12), date(2026, 12, 7))
    assert "Updated CV" in mentor.description
    assert "what would I need to show" in director.description
    assert "what would I need to show" not in mentor.description


def test_absite_during_sts_is_pointed_out() -> None:
    found = lived(STS)
    assert any("ABSITE" in e.title and "STS Annual Meeting" in e.title for e in found.entries("conflict"))
    assert any("ABSITE" in warning for warning in found.outlook.warnings)


def test_absite_during_a_meeting_of_the_catalogue_stands_in_the_feed_alone() -> None:
    found = lived()
    assert any("ABSITE" in entry.title for entry in found.entries("conflict"))
    assert found.outlook.warnings == ()


def test_a_rotation_that_starts_during_a_conference_is_pointed_out() -> None:
    found = lived(STS, block("SICU rotation", date(2027, 1, 30), 26))
    assert any("SICU starts during STS Annual Meeting" in warning for warning in found.outlook.warnings)


def test_drafts_that_would_fall_into_match_week_are_pointed_out() -> None:
    spring = block("AATS Annual Meeting", date(2027, 3, 12), 2, "Met: Jane Lee <jlee@uni.edu> - the registry")
    found = lived(spring)
    assert any("Match Week" in warning and "Jane Lee" in warning for warning in found.outlook.warnings)


@pytest.mark.parametrize(
    ("data", "words"),
    [(None, "cannot be read"), (b"Hello", "is no PDF"), (PDF + b"0" * (6 * 1024 * 1024), "at most 5 go")],
)
def test_a_cv_that_is_missing_too_big_or_no_pdf_is_said_at_once(data: bytes | None, words: str) -> None:
    files = {} if data is None else {"mine.pdf": data}
    with pytest.raises(RuleFault, match=words):
        narrative('[materials]\ncv = "mine.pdf"\n', files)


def test_the_first_choice_may_be_said_to_one_program_only() -> None:
    one = prospect("Bay General", "Lena Voss", "lvoss@bay.example.org", top_choice=True)
    assert "my first choice" in lived(more=one).letter("cold-outreach / first-letter").text
    with pytest.raises(RuleFault, match="one program only"):
        narrative(one + prospect("Hill Hospital", "Amy Chu", top_choice=True))


def test_patient_data_in_what_is_told_stays_out_of_every_letter() -> None:
    found = lived(more=MARSH + news(("2026-09-01", "Operated on MRN 1234567")))
    assert found.planned("mentor / update") == []
    assert "patient data" in found.why_not("mentor / update")
    promise = lived(hour("Clinic", JULY, "Promised Dr. Kim: send the film of the pt in room 4 bed 2"))
    assert "looks like patient data" in promise.why_not("promise / delivery")
