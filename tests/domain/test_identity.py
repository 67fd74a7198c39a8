"""What the user says about who is one person: chains, circles, and the story told under the kept key."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.house import AMARA, DESAI
from worker.domain.directory import Directory
from worker.domain.identity import Identities, united
from worker.domain.marking import joined, parted, set_apart, with_never, with_role
from worker.domain.narrative import Apart, Mentor, Prospect, Referee, SamePerson
from worker.domain.person import Named, Person, Role

A, B, C = "a@harbor.edu", "b@lakeside.edu", "c@gmail.com"
JANE = SamePerson(A, "Jane Lee", (B, "J. Lee"))


def test_an_address_and_a_spelling_stand_for_the_one_who_is_kept() -> None:
    directory = Directory.of((), replace(AMARA, same=(JANE,)))
    for named in (Named("", B), Named("J. Lee"), Named("Dr. J. Lee, MD", C), Named("Jane Lee")):
        person = directory.person(named)
        assert (person.key, person.name, person.email) == (A, "Jane Lee", A)
    assert directory.person(Named("John Lee", "john@x.org")).key == "john@x.org"


def test_whose_key_is_a_name_is_written_to_at_the_first_address() -> None:
    me = replace(AMARA, same=(SamePerson("jane lee", "Jane Lee", (B, C)),))
    assert Directory.of((), me).person(Named("", C)).email == B


def test_a_chain_leads_to_its_end_in_any_order() -> None:
    first, second = SamePerson(A, "", (B,)), SamePerson(B, "", (C,))
    for same in ((first, second), (second, first)):
        who = Identities.of(replace(AMARA, same=same))
        assert [who.key_of(key) for key in (A, B, C)] == [A, A, A]


def test_a_circle_ends_somewhere_and_for_all_alike() -> None:
    who = Identities.of(replace(AMARA, same=(SamePerson(A, "", (B,)), SamePerson(B, "", (A,)))))
    assert who.key_of(A) == who.key_of(B)


def test_what_is_said_twice_is_said_once() -> None:
    entries = (SamePerson(A), SamePerson(B, "", (A,)), SamePerson(C, "", (B,)), SamePerson(C, "", (B,)))
    who = Identities.of(replace(AMARA, same=entries))
    assert [who.key_of(key) for key in (A, B, C)] == [C, C, C]


KEYS = st.sampled_from([A, B, C, "jane lee", "mia ott", "d@x.org"])


@given(st.lists(st.builds(SamePerson, KEYS, st.just(""), st.lists(KEYS, max_size=3).map(tuple)), max_size=5))
def test_a_kept_key_stands_for_itself(same: list[SamePerson]) -> None:
    who = Identities.of(replace(AMARA, same=tuple(same)))
    for entry in same:
        kept = who.key_of(entry.key)
        assert who.key_of(kept) == kept


def test_the_story_is_told_under_the_key_that_is_kept() -> None:
    me = replace(
        AMARA,
        same=(SamePerson(A, "Jane Lee", (B, DESAI.key)),),
        mentors=(Mentor("J. Lee", B),),
        referees=(Referee(B),),
        skip=(B,),
        people=(Person(B, "J. Lee", B, role=Role.CHIEF),),
        prospects=(Prospect("Bay", "J. Lee", address=B, confirmed=True),),
    )
    told = united(me)
    assert told.program_director
    assert (told.program_director.key, told.program_director.email) == (A, A)
    assert (told.mentors[0].email, told.referees[0].person, told.skip) == (A, A, (A,))
    assert (told.people[0].key, told.people[0].role) == (A, Role.CHIEF)
    assert (told.prospects[0].address, told.prospects[0].confirmed) == (A, False)
    assert united(told) == told
    assert united(AMARA) is AMARA


def test_what_is_joined_is_parted_again_without_a_trace() -> None:
    kept, gone, third = Person(A, "Jane Lee", A), Person(B, "J. Lee", B), Person(C, "", C)
    me = joined(joined(AMARA, kept, gone, ("old@x.org",)), kept, third)
    assert me.same[0] == SamePerson(A, "Jane Lee", (B, "old@x.org", "J. Lee"))
    assert parted(me, A, B).same == (SamePerson(A, "Jane Lee", (C,)),)
    assert parted(parted(me, A, B), A, C) == AMARA


def test_joining_takes_back_that_they_are_two() -> None:
    me = set_apart(AMARA, Apart(A, B))
    assert set_apart(me, Apart(A, B)) == me
    assert joined(me, Person(A, "", A), Person(B, "", B)).apart == ()


def test_a_mark_changes_the_entry_that_is_there() -> None:
    me = replace(AMARA, people=(Person(B, "Jane Lee", B, "Dr.", Role.CHIEF),), same=(JANE,))
    jane = Person(A, "Jane Lee", A)
    barred = with_never(me, jane, never=True)
    assert barred.people == (Person(B, "Jane Lee", B, "Dr.", Role.CHIEF, do_not_contact=True),)
    assert with_never(barred, jane, never=False) == me
    assert [one.role for one in with_role(me, jane, Role.SPEAKER).people] == [Role.SPEAKER]
