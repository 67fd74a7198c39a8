"""What the user says about who is one person: chains, circles, and the story told under the kept key."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import AMARA, DESAI
from worker.domain.directory import Directory
from worker.domain.identity import Identities, are_together, grouped, is_one, token, united
from worker.domain.marking import joined, parted, set_apart, with_never, with_role
from worker.domain.narrative import Apart, Mentor, Prospect, Referee, SamePerson
from worker.domain.person import Named, Person, Role

A, B, C = "a@harbor.edu", "b@lakeside.edu", "c@gmail.com"
JANE = SamePerson(A, "Jane Lee", (B, "J. Lee"))


def test_an_address_and_a_spelling_stand_for_the_one_who_is_kept() -> None:
    directory = Directory.of((), replace(AMARA, same=(JANE,)))
    for named in (Named("", B), Named("J. Lee"), Named("Dr. J. Lee, MD", B), Named("Jane Lee")):
        person = directory.person(named)
        assert (person.key, person.name, person.email) == (A, "Jane Lee", A)
    assert directory.person(Named("Jane Lee", C)).key == C, (
        "what is said of two addresses is said of no third"
    )
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


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("jlee@harbor.edu", "jane.lee@harbor.edu", True),
        ("jlee@harbor.edu", "jane@surgery.harbor.edu", True),
        ("j.lee@gmail.com", "jlee+cv@googlemail.com", True),
        ("jlee@harbor.edu", "jlee@lakeside.edu", False),
        ("jlee@harbor.edu", "jlee@gmail.com", False),
        ("jlee@gmail.com", "jane@gmail.com", False),
        ("jlee@harbor.edu", "jlee@newharbor.edu", False),
    ],
)
def test_two_addresses_of_one_name_are_one_person_at_one_organisation_alone(
    one: str, other: str, *, together: bool
) -> None:
    directory = Directory.of((Named("Jane Lee", one), Named("Jane Lee", other)), AMARA)
    keys = {directory.person(Named("Jane Lee", email)).key for email in (one, other)}
    assert len(keys) == (1 if together else 2)
    assert is_one(Person(one, "Jane Lee", one), Person(other, "Jane Lee", other)) is together


def test_an_initial_at_one_hospital_joins_nobody() -> None:
    told = (Named("J. Lee", "john@harbor.edu"), Named("J. Lee", "jane@harbor.edu"))
    directory = Directory.of(told, AMARA)
    assert {directory.person(one).key for one in told} == {"john@harbor.edu", "jane@harbor.edu"}


def test_a_name_alone_is_the_one_person_who_bears_it_and_nobody_where_two_do() -> None:
    one = Directory.of((Named("Jane Lee", A), Named("Jane Lee")), AMARA)
    assert one.person(Named("Jane Lee")).key == A
    two = Directory.of((Named("Jane Lee", A), Named("Jane Lee", B)), AMARA)
    assert two.person(Named("Jane Lee")).key == "jane lee"


def test_a_new_address_of_a_director_is_a_question_and_no_fact() -> None:
    """Somebody who changes jobs is another person here until the user joins the two."""
    before = Person(A, "Jane Lee", A)
    directory = Directory.of((Named("Jane Lee", B),), AMARA, (before,))
    assert directory.person(Named("Jane Lee", B)).key == B
    me = joined(AMARA, before, Person(B, "Jane Lee", B))
    assert Directory.of((Named("Jane Lee", B),), me, (before,)).person(Named("Jane Lee", B)).key == A


def test_a_letter_to_a_name_alone_keeps_its_key_when_the_address_is_known() -> None:
    before = Person("jane lee", "Jane Lee")
    directory = Directory.of((Named("Jane Lee", A),), AMARA, (before,))
    assert directory.person(Named("Jane Lee", A)).key == "jane lee"
    assert directory.person(Named("", A)).key == "jane lee"


def test_a_line_of_the_list_is_not_sent_to_a_namesake_at_another_house() -> None:
    same = SamePerson("jmueller@uni.de", "Jörg Müller", ("jm@gmail.com",))
    listed = Prospect("St. Mary's", "Jörg Müller", address="jmueller@stmarys.example.org", confirmed=True)
    assert united(replace(AMARA, same=(same,), prospects=(listed,))).prospects == (listed,)


NAMED = st.builds(
    Named,
    st.sampled_from(["Jane Lee", "Lee, Jane", "J. Lee", "Mia Ott", "Lee", "Joerg Mueller", ""]),
    st.sampled_from(["", A, B, C, "jlee@harbor.edu", "jl@surgery.harbor.edu", "c.@gmail.com", "mo@x.org"]),
).filter(lambda one: bool(one.name or one.email))
WRITTEN = st.builds(
    lambda one: Person(one.email or token(one.name), one.name, one.email),
    NAMED,
)


@settings(max_examples=600, deadline=None)
@given(st.lists(NAMED, max_size=8), st.lists(WRITTEN, max_size=3), st.randoms(use_true_random=False))
def test_who_is_who_depends_on_no_order_and_is_settled_at_once(
    told: list[Named], written: list[Person], random: Random
) -> None:
    directory = Directory.of(told, AMARA, written)
    again = Directory.of(random.sample(told, len(told)), AMARA, written)
    people = [directory.person(one) for one in told]
    assert [again.person(one) for one in told] == people
    assert Directory.of([*told, *told], AMARA, written) == directory
    for one, person in zip(told, people, strict=True):
        if one.email:
            assert directory.person(Named("", one.email)).key == person.key, "one address is one person"


@settings(max_examples=600, deadline=None)
@given(st.lists(NAMED.filter(lambda one: bool(one.email)), min_size=2, max_size=8))
def test_two_are_joined_only_by_links_that_each_hold_alone(told: list[Named]) -> None:
    directory = Directory.of(told, AMARA)
    keys = {one.email: directory.person(one).key for one in told}
    for one in told:
        for other in told:
            linked = one.email == other.email or is_one(_person(one), _person(other))
            assert is_one(_person(one), _person(other)) == is_one(_person(other), _person(one))
            if linked:
                assert keys[one.email] == keys[other.email]
    mails = set(keys)
    alone = [one for one in told if not any(are_together(one.email, mail) for mail in mails - {one.email})]
    assert all(keys[one.email] == one.email for one in alone)


def _person(one: Named) -> Person:
    return Person(one.email, one.name, one.email)


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))),
    st.randoms(use_true_random=False),
)
def test_groups_are_the_same_in_any_order_and_from_either_side(
    pairs: list[tuple[str, str]], random: Random
) -> None:
    groups = grouped(pairs)
    turned = [(b, a) for a, b in random.sample(pairs, len(pairs))]
    assert grouped(turned) == groups
    assert all(groups[a] == groups[b] for a, b in pairs)
    assert grouped([(a, b) for a, group in groups.items() for b in group]) == groups
