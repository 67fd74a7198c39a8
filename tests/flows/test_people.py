"""One person under several addresses: proposed with evidence, joined, parted; nothing is written twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.mail_world import MailWorld
from tests.flows.reading_cast import Desk
from tests.house import AMARA, DESAI, PATEL
from worker.domain.account import JournalLine
from worker.domain.errors import Refused, RuleFault
from worker.domain.ledger import Facts
from worker.domain.narrative import Apart, Mentor, MentorType, Office, Prospect
from worker.domain.newcomer import Newcomer, PeopleFile
from worker.domain.person import Role
from worker.domain.plan import Contact
from worker.domain.touch import State
from worker.flows.know_people import (
    Acquaintance,
    alike_among,
    missing_mentors,
    people_known,
    person_meant,
)
from worker.flows.outcome import ANSWERED_FROM
from worker.flows.plan_year import plan_again
from worker.flows.tell_people import (
    accept_likeness,
    dismiss_likeness,
    join_people,
    part_people,
    preview_people,
    take_in_people,
    tell_mentor,
    tell_never,
    tell_role,
)

WORK = "rpatel@lakeside.example.edu"
HOME = "raj.patel@gmail.com"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Ravi Patel on the SICU, and, a week after it, somebody called R. Patel with another address."""
    found = Desk.at(tmp_path / "data")
    found.service("SICU", date(2026, 7, 6), "Ravi Patel", days=26)
    found.google.add(
        "Coffee", datetime(2026, 8, 14, 20, tzinfo=UTC), description=f"Met: R. Patel <{HOME}> - his registry"
    )
    found.connect(AMARA)
    found.read()
    return found


def known(desk: Desk) -> tuple[Acquaintance, ...]:
    return people_known(desk.tools, desk.account, desk.now)


def test_somebody_has_the_weightiest_role_wherever_they_are_shown(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path / "data")
    desk.service("SICU", date(2026, 7, 6), "Ravi Patel", days=26)
    bay = Prospect("Bay General", "Ravi Patel", Office.DIRECTOR, WORK)
    desk.connect(replace(AMARA, prospects=(bay,)))
    desk.read()
    assert person_meant(known(desk), WORK).person.role is Role.PROGRAM_DIRECTOR


@pytest.mark.parametrize("words", ["Joerg Mueller", "Jorg Muller", "Jörg Müller"])
def test_somebody_is_found_by_the_whole_name_however_its_marks_are_typed(tmp_path: Path, words: str) -> None:
    desk = Desk.at(tmp_path / "data")
    desk.connect(replace(AMARA, prospects=(Prospect("Bay General", "Jörg Müller", address=WORK),)))
    desk.read()
    assert person_meant(known(desk), words).person.email == WORK


def who(desk: Desk, words: str) -> Acquaintance:
    return person_meant(known(desk), words)


def join(desk: Desk, kept: str = WORK, gone: str = HOME) -> None:
    join_people(desk.tools, desk.account.id, who(desk, kept), who(desk, gone), desk.now)
    plan_again(desk.tools, desk.account.id, desk.now)


def letters(desk: Desk) -> list[tuple[str, str, State]]:
    rows = desk.tools.touches.of(desk.account.id)
    keys = [(row, row.kept.touch.key) for row in rows if "patel" in row.kept.touch.key.person]
    return [(key.person, key.engagement.partition("-")[0], row.state) for row, key in keys]


def send(desk: Desk, person: str, engagement: str) -> None:
    """The letter for that engagement is drafted and sent on its morning."""
    row = next(
        row
        for row in desk.rows(State.PLANNED)
        if row.kept.touch.key.person == person and row.kept.touch.key.engagement.startswith(engagement)
    )
    assert row.due_at
    desk.draft(row, sent=row.due_at)
    plan_again(desk.tools, desk.account.id, desk.now)


def test_two_addresses_are_two_people_until_the_user_says_otherwise(desk: Desk) -> None:
    assert {one.person.key for one in known(desk) if "Patel" in one.called} == {WORK, HOME}
    join(desk)
    (one,) = [one for one in known(desk) if "Patel" in one.called]
    assert (one.person.key, one.called, sorted(one.addresses)) == (WORK, "Ravi Patel", [HOME, WORK])
    assert [met.engagement.title for met in one.met] == ["SICU", "Coffee"]
    assert one.joined == (HOME,)


def test_what_is_met_later_under_the_other_address_is_met_by_the_same_person(desk: Desk) -> None:
    join(desk)
    desk.google.add("Clinic", datetime(2026, 10, 2, 9, tzinfo=UTC), description=f"Met: R. Patel <{HOME}>")
    desk.later(hours=1)
    engagement = next(e for e in desk.tools.engagements.all(desk.account.id) if e.title == "Clinic")
    assert [(e.person.key, e.person.email) for e in engagement.encounters] == [(WORK, WORK)]


def test_unwritten_letters_are_planned_anew_for_the_one_who_is_kept(desk: Desk) -> None:
    assert {person for person, _, _ in letters(desk)} == {WORK, HOME}
    join(desk)
    planned = {person for person, _, state in letters(desk) if state is State.PLANNED}
    assert planned == {WORK}


@pytest.mark.parametrize(("kept", "gone"), [(WORK, HOME), (HOME, WORK)])
def test_joining_and_parting_writes_no_letter_twice(desk: Desk, kept: str, gone: str) -> None:
    send(desk, WORK, "rotation")
    join(desk, kept, gone)
    assert [one for one in letters(desk) if one[1] == "rotation"][:1] == [(kept, "rotation", State.SENT)]
    assert sum(kind == "rotation" and state is State.SENT for _, kind, state in letters(desk)) == 1
    planned = [one for one in letters(desk) if one[2] is State.PLANNED and one[1] == "rotation"]
    assert [row.kept.touch.key.step for row in desk.rows(State.PLANNED)].count("thank-you") == 0, planned
    part_people(desk.tools, desk.account.id, who(desk, kept), gone, desk.now)
    plan_again(desk.tools, desk.account.id, desk.now)
    again = [r.kept.touch.key for r in desk.rows(State.PLANNED) if r.kept.touch.key.step == "thank-you"]
    assert not again


def test_the_follow_up_of_a_letter_goes_on_after_joining(desk: Desk) -> None:
    send(desk, WORK, "rotation")
    assert ("follow-up", WORK) in steps(desk)
    join(desk, HOME, WORK)
    assert ("follow-up", HOME) in steps(desk)
    assert ("follow-up", WORK) not in steps(desk)


def steps(desk: Desk) -> list[tuple[str, str]]:
    keys = [row.kept.touch.key for row in desk.rows(State.PLANNED)]
    return [(key.step, key.person) for key in keys]


def test_contacts_and_bounces_go_with_the_person(desk: Desk) -> None:
    number = desk.account.id
    desk.tools.people.learn_address(number, HOME, "rp@old.example.org", bad_since=desk.now)
    desk.tools.people.note_contact(number, Contact(HOME, date(2026, 8, 20)), "told")
    join(desk)
    one = who(desk, WORK)
    assert one.contacts == (date(2026, 8, 20),)
    assert one.addresses == {WORK, HOME, "rp@old.example.org"}
    assert one.bad == ("rp@old.example.org",)


def test_who_is_parted_has_their_own_address_again(desk: Desk) -> None:
    join(desk)
    part_people(desk.tools, desk.account.id, who(desk, WORK), HOME, desk.now)
    plan_again(desk.tools, desk.account.id, desk.now)
    assert who(desk, WORK).addresses == {WORK}
    assert who(desk, HOME).addresses == {HOME}


def test_parting_who_was_never_joined_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="was not joined with Ravi Patel"):
        part_people(desk.tools, desk.account.id, who(desk, WORK), "jane@x.org", desk.now)


def test_a_likeness_is_proposed_with_its_evidence_and_never_silent(desk: Desk) -> None:
    (pair,) = alike_among(desk.tools, desk.account, known(desk))
    assert (pair.kept.person.key, pair.gone.person.key) == (WORK, HOME)
    assert "R. Patel and Ravi Patel may be one name" in pair.speaks_for
    assert not desk.account.me.same
    accept_likeness(desk.tools, desk.account.id, pair, desk.now)
    assert alike_among(desk.tools, desk.account, known(desk)) == ()
    assert desk.said("joined") == ["R. Patel is the same person"]


def test_a_dismissed_likeness_is_not_proposed_again(desk: Desk) -> None:
    (pair,) = alike_among(desk.tools, desk.account, known(desk))
    dismiss_likeness(desk.tools, desk.account.id, pair, desk.now)
    assert alike_among(desk.tools, desk.account, known(desk)) == ()
    assert desk.account.me.apart == (Apart(HOME, WORK),)


def test_an_answer_from_an_unknown_address_is_noted(mail: MailWorld) -> None:
    touch = mail.drafted()
    mail.hand.send(touch)
    mail.watch()
    mail.turn(hours=1)
    mail.hand.receive("Ravi <raj@elsewhere.example.org>", thread=mail.touch().thread_id)
    mail.watch()
    assert mail.touch().state is State.ANSWERED
    lines = [line for line in mail.tools.journal.latest(mail.number, 50) if line.what == ANSWERED_FROM]
    assert [(line.about, line.text) for line in lines] == [(PATEL.key, "raj@elsewhere.example.org")]


def test_an_answer_from_another_known_address_is_evidence(desk: Desk) -> None:
    desk.google.add(
        "Lab", datetime(2026, 8, 3, 9, tzinfo=UTC), description="Met: Nora Quist <nq@harbor.example.edu>"
    )
    desk.later(hours=1)
    line = JournalLine(desk.now, ANSWERED_FROM, WORK, "nq@harbor.example.edu")
    desk.tools.journal.note(desk.account.id, line)
    first, *_ = alike_among(desk.tools, desk.account, known(desk))
    assert "a letter to Ravi Patel was answered from nq@harbor.example.edu" in first.speaks_for


def test_a_mark_stands_at_once_and_can_be_taken_back(desk: Desk) -> None:
    number = desk.account.id
    tell_never(desk.tools, number, who(desk, WORK), desk.now, never=True)
    assert who(desk, WORK).person.do_not_contact
    with pytest.raises(Refused, match="already"):
        tell_never(desk.tools, number, who(desk, WORK), desk.now, never=True)
    plan_again(desk.tools, number, desk.now)
    assert ("thank-you", WORK) not in steps(desk)
    tell_never(desk.tools, number, who(desk, WORK), desk.now, never=False)
    plan_again(desk.tools, number, desk.now)
    assert not who(desk, WORK).person.do_not_contact
    assert ("thank-you", WORK) in steps(desk)


def test_a_mark_of_one_holds_for_both_once_they_are_one(desk: Desk) -> None:
    tell_never(desk.tools, desk.account.id, who(desk, HOME), desk.now, never=True)
    join(desk)
    assert who(desk, WORK).person.do_not_contact
    assert ("thank-you", WORK) not in steps(desk)


def test_roles_and_mentors_are_told_by_word(desk: Desk) -> None:
    number = desk.account.id
    assert missing_mentors(desk.account.me) == tuple(MentorType)
    tell_role(desk.tools, number, who(desk, HOME), Role.PROGRAM_DIRECTOR, desk.now)
    tell_mentor(desk.tools, number, who(desk, WORK), MentorType.CLINICAL, desk.now)
    assert who(desk, HOME).person.role is Role.PROGRAM_DIRECTOR
    assert who(desk, WORK).mentor is MentorType.CLINICAL
    assert list(desk.account.me.mentors) == [Mentor("Ravi Patel", WORK, MentorType.CLINICAL, "Dr.")]
    assert missing_mentors(desk.account.me) == (MentorType.RESEARCH, MentorType.CAREER)
    tell_mentor(desk.tools, number, who(desk, WORK), MentorType.CAREER, desk.now)
    assert [one.type for one in desk.account.me.mentors] == [MentorType.CAREER]
    tell_mentor(desk.tools, number, who(desk, WORK), None, desk.now)
    assert not desk.account.me.mentors


def test_a_person_is_meant_by_address_name_or_a_part_of_them(desk: Desk) -> None:
    people = known(desk)
    assert person_meant(people, WORK.upper()).person.key == WORK
    assert person_meant(people, "Dr. Ravi Patel").person.key == WORK
    assert person_meant(people, "raj.pat").person.key == HOME
    with pytest.raises(Refused, match=f"R. Patel <{HOME}>; Ravi Patel <{WORK}>"):
        person_meant(people, "patel")
    with pytest.raises(Refused, match="Nobody here is known as 'Xu'"):
        person_meant(people, "Xu")


def test_the_own_director_is_known_though_never_met(desk: Desk) -> None:
    assert who(desk, DESAI.email).person.role is Role.PROGRAM_DIRECTOR


def test_an_open_conversation_shows_until_it_is_over(desk: Desk) -> None:
    send(desk, WORK, "rotation")
    (row,) = [row for row in who(desk, WORK).letters if row.state is State.SENT]
    assert row.kept.sent
    days = timedelta(days=desk.tools.rules.limits.open_without_follow_up)
    assert who(desk, WORK).open_until == row.kept.sent + days
    desk.now += timedelta(days=60)
    assert who(desk, WORK).open_until is None


def test_a_mentor_without_a_word_for_two_months_is_long_unwritten(desk: Desk) -> None:
    tell_mentor(desk.tools, desk.account.id, who(desk, WORK), MentorType.CLINICAL, desk.now)
    assert who(desk, WORK).quiet_since is None
    desk.now += timedelta(days=60)
    assert who(desk, WORK).quiet_since is None
    desk.now += timedelta(days=1)
    assert who(desk, WORK).quiet_since == date(2026, 7, 6)
    desk.tools.people.note_contact(desk.account.id, Contact(WORK, date(2026, 9, 1)), "told")
    assert who(desk, WORK).quiet_since is None


def test_who_answered_once_and_heard_nothing_since_is_long_unwritten(desk: Desk) -> None:
    send(desk, WORK, "rotation")
    (row,) = [row for row in who(desk, WORK).letters if row.state is State.SENT]
    desk.tools.touches.record(row.id, State.ANSWERED, Facts())
    desk.now += timedelta(days=desk.tools.rules.limits.quiet_days)
    assert who(desk, WORK).quiet_since is None
    desk.now += timedelta(days=1)
    assert who(desk, WORK).quiet_since == row.kept.sent
    assert who(desk, HOME).quiet_since is None, "never answered"


def test_a_file_is_taken_in_whole_or_not_at_all(desk: Desk) -> None:
    good = Newcomer(2, "Nora Quist", ("nq@harbor.example.edu", "nora@gmail.com"), role=Role.SPEAKER)
    marked = Newcomer(3, "Ravi Patel", (WORK,), mentor=MentorType.CLINICAL)
    file = PeopleFile((good, marked))
    before = desk.account.me
    found = preview_people(desk.tools, desk.account.id, file, desk.now)
    assert [(one.is_new, one.changes) for one in found.people] == [(True, ()), (False, ("clinical mentor",))]
    assert desk.account.me == before
    broken = PeopleFile((good,), faults=("people.csv: line 4: has neither a name nor an address",))
    with pytest.raises(RuleFault, match="nothing was taken"):
        take_in_people(desk.tools, desk.account.id, broken, desk.now)
    assert desk.account.me == before
    take_in_people(desk.tools, desk.account.id, file, desk.now)
    one = who(desk, "nora@gmail.com")
    assert (one.person.email, one.person.role) == ("nq@harbor.example.edu", Role.SPEAKER)
    assert who(desk, WORK).mentor is MentorType.CLINICAL
    again = preview_people(desk.tools, desk.account.id, file, desk.now)
    assert [(one.is_new, one.changes) for one in again.people] == [(False, ()), (False, ())]


def test_a_line_that_would_join_two_people_is_refused(desk: Desk) -> None:
    file = PeopleFile((Newcomer(2, "", (WORK, HOME)),))
    with pytest.raises(RuleFault, match=r"line 2: .+ whom you know as 2 people"):
        preview_people(desk.tools, desk.account.id, file, desk.now)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("Zoe Quist", "Zoe Quist <zq@harbor.example.edu>"),
        ("Zoe Quist <zq@harbor.example.edu>", "Zoe Quist <a.quist@lakeside.example.edu>"),
    ],
)
def test_an_address_that_becomes_known_later_writes_no_letter_again(
    tmp_path: Path, first: str, later: str
) -> None:
    desk = Desk.at(tmp_path / "data")
    desk.google.add("Clinic", datetime(2026, 7, 6, 14, tzinfo=UTC), description=f"Met: {first} - roots")
    desk.connect(AMARA)
    desk.read()
    (row,) = desk.rows(State.PLANNED)
    desk.draft(row, sent=row.due_at)
    desk.google.add("Lab", datetime(2026, 7, 8, 14, tzinfo=UTC), description=f"Met: {later} - roots")
    desk.later(hours=2)
    assert [row.kept.touch.key.engagement for row in desk.rows(State.PLANNED)] == []
    quists = [one for one in known(desk) if one.called == "Zoe Quist"]
    assert sorted(met.engagement.title for one in quists for met in one.met) == ["Clinic", "Lab"]
    pairs = alike_among(desk.tools, desk.account, known(desk))
    assert len(quists) == 1 + len(pairs), "who may be two is asked about"


def test_a_spelling_of_which_nothing_is_left_is_nobody(desk: Desk) -> None:
    desk.google.add("Lab", datetime(2026, 8, 3, 9, tzinfo=UTC), description="Met: Zoe Quist")
    desk.later(hours=1)
    desk.google.add(
        "Club", datetime(2026, 8, 4, 9, tzinfo=UTC), description="Met: Zoe Quist <z@x.example.org>"
    )
    desk.later(hours=1)
    assert [one.person.key for one in known(desk) if one.called == "Zoe Quist"] == ["z@x.example.org"]
