"""No human gets two letters of one kind, not even under two names and addresses of which nobody is sure."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import AMARA, conversation, met, plan_year
from worker.domain.engagement import Engagement
from worker.domain.gathering import gather_engagements
from worker.domain.identity import token
from worker.domain.likeness import pair_of
from worker.domain.marking import set_apart
from worker.domain.narrative import Mentor, Narrative, Office, Prospect
from worker.domain.person import Person, Role
from worker.domain.plan import Kept, YearPlan
from worker.domain.touch import State, Touch

TODAY = date(2026, 10, 1)
AT_UNI = Person("jm@uni.de", "Jörg Müller", "jm@uni.de", role=Role.MET)
AT_BAY = "jmueller@bay.example.org"
LISTED = Prospect("Bay", "Jörg Müller", address=AT_BAY)


def year(me: Narrative, *lived: Engagement, have: tuple[Kept, ...] = ()) -> YearPlan:
    told = gather_engagements((), me, lambda _: False)
    until = date(2027, 6, 30)
    return plan_year(*lived, *told, today=TODAY, until=until, connected=TODAY, me=me, have=have)


def first_letters(plan: YearPlan) -> dict[str, Touch]:
    return {touch.person.email: touch for touch in plan.touches if touch.key.step == "first-letter"}


def listing(*prospects: Prospect, me: Narrative = AMARA) -> Narrative:
    return replace(me, prospects=prospects)


def test_a_first_letter_waits_while_its_addressee_may_be_somebody_who_was_met() -> None:
    met_him = conversation(date(2026, 10, 5), met(AT_UNI, noted=True))
    (letter,) = first_letters(year(listing(LISTED), met_him)).values()
    assert (letter.state, letter.person.email) == (State.HELD, AT_BAY)
    assert letter.why[-1] == (
        "may be the same person as Jörg Müller <jm@uni.de>: decide in `rapport people merges`"
    )
    apart = set_apart(listing(LISTED), pair_of(AT_UNI.key, AT_BAY))
    assert first_letters(year(apart, met_him))[AT_BAY].state is State.PLANNED


@pytest.mark.parametrize("other", ["Joerg Mueller", "Jörg Müller"])
def test_of_two_who_may_be_one_only_the_first_on_the_list_is_written_to(other: str) -> None:
    both = listing(LISTED, Prospect("Hill", other, address="mueller@hill.example.edu"))
    states = {email: touch.state for email, touch in first_letters(year(both)).items()}
    assert states == {AT_BAY: State.PLANNED, "mueller@hill.example.edu": State.HELD}


def test_a_namesake_of_a_mentor_waits_too() -> None:
    me = listing(LISTED, me=replace(AMARA, mentors=(Mentor("Jörg Müller", "jm@uni.de"),)))
    assert first_letters(year(me))[AT_BAY].state is State.HELD


def test_one_thank_you_goes_where_two_addresses_may_be_one_human() -> None:
    other = replace(AT_UNI, key="jm@gmail.com", email="jm@gmail.com")
    talks = [
        conversation(date(2026, 10, 5), met(AT_UNI, noted=True), title="Clinic"),
        conversation(date(2026, 10, 7), met(other, noted=True), title="Lab"),
    ]
    states = [touch.state for touch in year(AMARA, *talks).touches if "jm@" in touch.person.email]
    assert sorted(states) == [State.HELD, State.PLANNED]


def test_two_lines_with_one_address_are_one_letter() -> None:
    me = listing(
        LISTED,
        Prospect("Bay General Hospital", "J. Müller", address=AT_BAY.upper()),
        Prospect("Reed", "Sue Wong", Office.COORDINATOR, "wong@x.org"),
        Prospect("Reed Clinic", "Sue Wong", Office.COORDINATOR, "wong@x.org"),
    )
    going = [
        t.person.email for t in year(me).touches if t.state is State.PLANNED and "follow" not in t.key.step
    ]
    assert (going.count(AT_BAY), going.count("wong@x.org")) == (1, 1)


def sent(touch: Touch) -> Kept:
    assert touch.due
    gone = replace(touch, state=State.SENT)
    return Kept(gone, touch.subject, touch.anchor_day or touch.due, sent=touch.due)


def test_a_first_letter_that_went_is_not_written_again_under_another_name_of_the_program() -> None:
    before = first_letters(year(listing(Prospect("University of Northlake", "Ann Smith", address="s@n.org"))))
    again = listing(Prospect("Northlake University", "Dr. A. Smith", address="S@n.org"))
    (letter,) = first_letters(year(again, have=(sent(before["s@n.org"]),))).values()
    assert (letter.state, letter.why[-1]) == (State.DROPPED, "a first letter went to this address already")


NAMES = st.sampled_from(["Jörg Müller", "Joerg Mueller", "Mueller, Jörg", "Ann Ito", "Ann B. Ito"])
MAILS = st.sampled_from(["", AT_BAY, "jm@uni.de", "jm@gmail.com", "ito@bay.example.org", "ito@hill.edu"])
PROGRAMS = st.sampled_from(["Bay", "Bay Hospital", "Hill University", "University of Hill", "Reed"])
LINES = st.builds(Prospect, PROGRAMS, NAMES, st.sampled_from([Office.DIRECTOR, Office.COORDINATOR]), MAILS)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=6, unique=True))
def test_no_address_gets_two_first_letters_whatever_the_list(lines: list[Prospect]) -> None:
    going = [touch for touch in year(listing(*lines)).touches if touch.state is State.PLANNED]
    for cadence in {touch.key.cadence for touch in going}:
        own = [t for t in going if t.key.cadence == cadence and t.key.step in {"first-letter", "enquiry"}]
        assert len({t.key.person for t in own}) == len(own)
        mails = [t.person.email for t in own if t.person.email]
        assert len(set(mails)) == len(mails)
        shared = {line.address for line in lines if line.address and _bears_two(line.address, lines)}
        names = [t.person.name for t in own if t.person.email not in shared]
        assert len(set(names)) == len(names), "who bears one name waits until the user has decided"


def _bears_two(address: str, lines: list[Prospect]) -> bool:
    return len({token(line.person) for line in lines if line.address == address}) > 1
