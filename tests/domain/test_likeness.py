"""Who may be one person: what is proposed, with which words, and what is not; symmetric, in any order."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.domain.likeness import Known, Likeness, Weight, compare, find_alike, pair_of
from worker.domain.names import fold
from worker.domain.person import Person

SHORTS = {"tom": frozenset({"thomas"}), "tommy": frozenset({"thomas"}), "kate": frozenset({"katherine"})}
DAY = ("rotation-sicu-2026-08-03", date(2026, 8, 4))


def known(name: str = "", *addresses: str, met: bool = False, answered: str = "") -> Known:
    email = addresses[0] if addresses else ""
    person = Person(email or fold(name), name, email)
    days = frozenset({DAY}) if met else frozenset[tuple[str, date]]()
    heard = frozenset({answered} if answered else ())
    return Known(person, frozenset(addresses), heard, days)


def only(*people: Known) -> Likeness:
    (pair,) = find_alike(people)
    return pair


def test_one_full_name_at_two_addresses_is_proposed() -> None:
    pair = only(known("Jane Lee", "jl@harbor.edu"), known("Jane Lee", "jane@lakeside.edu"))
    assert pair.weight is Weight.STRONG
    assert pair.speaks_for == ("both are called Jane Lee",)
    assert pair.speaks_against == ("their addresses belong to harbor.edu and lakeside.edu",)


def test_an_initial_at_the_same_hospital_is_proposed() -> None:
    pair = only(known("J. Lee", "jlee@harbor.edu"), known("Jane Lee", "jane.lee@harbor.edu"))
    assert "J. Lee and Jane Lee may be one name, both at harbor.edu" in pair.speaks_for
    assert pair.kept.person.name == "Jane Lee"


def test_an_initial_at_another_hospital_is_not() -> None:
    assert not find_alike([known("J. Lee", "jlee@harbor.edu"), known("Jane Lee", "janelee@lakeside.edu")][:1])
    assert not find_alike([known("J. Lee", "office@harbor.edu"), known("Jane Lee", "jane@lakeside.edu")])


def test_a_name_cut_short_at_the_same_hospital_is_proposed() -> None:
    pair = only(known("Jon Weber", "jw@harbor.edu"), known("Jonathan Weber", "jonathan@harbor.edu"))
    assert pair.speaks_for == ("Jon Weber and Jonathan Weber may be one name, both at harbor.edu",)


@pytest.mark.parametrize("other", ["Jane Kim", "John Lee", "Jo Leeds"])
def test_other_names_at_the_same_hospital_are_other_people(other: str) -> None:
    assert not find_alike([known("Jane Lee", "a@harbor.edu"), known(other, "b@harbor.edu")])


def test_a_middle_name_more_is_proposed() -> None:
    pair = only(known("Jane M. Lee", "jml@harbor.edu"), known("Jane Lee", "jane@lakeside.edu"))
    assert "Jane Lee and Jane M. Lee differ in a middle name alone" in pair.speaks_for


def test_the_same_words_in_another_order_are_proposed() -> None:
    pair = only(known("Wei Zhang", "wz@harbor.edu"), known("Zhang Wei", "zw@harbor.edu"))
    assert "Wei Zhang and Zhang Wei are the same words in another order" in pair.speaks_for


def test_an_address_that_spells_a_name_is_proposed() -> None:
    pair = only(known("", "jane.lee@gmail.com"), known("Jane Lee", "jl@harbor.edu"))
    assert pair.speaks_for == (
        "the address jane.lee@gmail.com spells Jane Lee",
        "jane.lee@gmail.com fits nobody else you know",
    )
    assert pair.kept.person.email == "jl@harbor.edu"


def test_an_address_in_short_needs_more_than_itself() -> None:
    short, jane = known("", "jlee@harbor.edu"), known("Jane Lee", "jane@harbor.edu")
    assert only(short, jane).weight is Weight.WEAK
    away = known("Jane Lee", "jane@lakeside.edu")
    assert not find_alike([short, away])


def test_a_name_without_an_address_is_proposed_where_it_fits_one_alone() -> None:
    alone = known("J. Lee")
    pair = only(alone, known("Jane Lee", "jl@harbor.edu"))
    assert "J. Lee fits nobody else you know" in pair.speaks_for
    both = [alone, known("Jane Lee", "jl@harbor.edu"), known("John Lee", "jo@lakeside.edu")]
    assert not find_alike(both)


def test_a_surname_alone_is_never_enough() -> None:
    assert not find_alike([known("Dr. Lee"), known("Jane Lee", "jl@harbor.edu")])
    assert not find_alike([known("Patel", "p1@harbor.edu"), known("Patel", "p2@harbor.edu")])


def test_one_address_is_one_person() -> None:
    pair = only(known("Mia Ott", "mo@harbor.edu", "lab@harbor.edu"), known("Lab", "lab@harbor.edu"))
    assert pair.speaks_for == ("both have the address lab@harbor.edu",)


def test_one_mailbox_at_gmail_is_one_person() -> None:
    pair = only(known("Mia", "mia.ott@gmail.com"), known("Ott", "miaott+work@googlemail.com"))
    assert pair.weight is Weight.STRONG


def test_an_answer_from_the_others_address_is_proposed() -> None:
    pair = only(known("Mia Ott", "mo@harbor.edu", answered="zoe@x.org"), known("Z.", "zoe@x.org"))
    assert pair.speaks_for == ("a letter to Mia Ott was answered from zoe@x.org",)


def test_two_met_together_under_their_own_addresses_are_two() -> None:
    one = known("J. Lee", "jlee@harbor.edu", met=True)
    assert not find_alike([one, known("Jane Lee", "jane.lee@harbor.edu", met=True)])
    apart = known("Jane Lee", "jane.lee@harbor.edu")
    assert find_alike([one, apart])


def test_met_together_speaks_against_but_strong_evidence_is_shown() -> None:
    pair = only(known("Jane Lee", "jl@harbor.edu", met=True), known("Jane Lee", "j@gmail.com", met=True))
    assert pair.speaks_against == ("you met both on 2026-08-04, each with an address of their own",)


def test_who_is_said_to_be_two_is_not_proposed() -> None:
    people = [known("Jane Lee", "jl@harbor.edu"), known("Jane Lee", "j@gmail.com")]
    assert find_alike(people)
    assert not find_alike(people, (pair_of("j@gmail.com", "jl@harbor.edu"),))
    assert pair_of("a", "b") == pair_of("b", "a")


def test_the_surest_comes_first() -> None:
    found = find_alike(
        [
            known("J. Roe"),
            known("Jack Roe", "jr@x.edu"),
            known("Jane Lee", "jl@harbor.edu"),
            known("Jane Lee", "j@gmail.com"),
        ]
    )
    assert [pair.weight for pair in found] == [Weight.STRONG, Weight.WEAK]


NAMES = st.sampled_from(
    [
        "Jane Lee",
        "J. Lee",
        "Lee",
        "",
        "Lee Jane",
        "Jane M. Lee",
        "Jan Lee",
        "John Lee",
        "Wei Zhang",
        "李 明",
        "X",
        "Jörg Müller",
        "Joerg Mueller",
        "Mueller Jorg",
        "Helen Marsh",
        "Hellen Marsh",
        "Helen Marshall",
        "Tom Hale",
        "Thomas Hale",
    ]
)
ADDRESSES = st.sampled_from(
    ["jlee@harbor.edu", "jane.lee@gmail.com", "janelee+x@gmail.com", "leej@lakeside.edu", "wz@harbor.edu"]
)


@st.composite
def acquaintances(draw: st.DrawFn) -> list[Known]:
    people = {}
    for number in range(draw(st.integers(2, 6))):
        addresses = draw(st.lists(ADDRESSES, unique=True, max_size=2))
        name = draw(NAMES)
        person = Person(f"key{number}", name, addresses[0] if addresses else "")
        answered = draw(st.frozensets(ADDRESSES, max_size=1)) - set(addresses)
        days = frozenset({DAY}) if draw(st.booleans()) else frozenset[tuple[str, date]]()
        people[person.key] = Known(person, frozenset(addresses), answered, days)
    return list(people.values())


@settings(max_examples=400, deadline=None)
@given(acquaintances(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_known_does_not_matter(people: list[Known], random: object) -> None:
    found = find_alike(people, (), SHORTS)
    shuffled = sorted(people, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert find_alike(shuffled, (), SHORTS) == found
    for one in people:
        for other in people:
            if one is not other:
                assert compare(one, other, people, SHORTS) == compare(other, one, people, SHORTS)


@settings(max_examples=400, deadline=None)
@given(acquaintances())
def test_every_pair_is_two_people_once_with_a_reason(people: list[Known]) -> None:
    found = find_alike(people)
    assert len({pair.pair for pair in found}) == len(found)
    for pair in found:
        assert pair.kept.person.key != pair.gone.person.key
        assert pair.speaks_for
        assert len(set(pair.speaks_for)) == len(pair.speaks_for)


@settings(max_examples=400, deadline=None)
@given(acquaintances())
def test_nothing_is_missed_by_looking_only_at_who_is_near(people: list[Known]) -> None:
    """The pairs that are compared at all are all that a comparison of everybody would propose."""
    everybody = sorted(people, key=lambda one: one.person.key)
    whole = {
        found.pair
        for number, one in enumerate(everybody)
        for other in everybody[number + 1 :]
        if (found := compare(one, other, everybody, SHORTS))
    }
    assert {pair.pair for pair in find_alike(people, (), SHORTS)} == whole


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Jörg Müller", "Joerg Mueller"),
        ("Jorg Muller", "Joerg Mueller"),
        ("Ürsula Ött", "Ursula Oett"),
        ("Søren Ågård", "Soeren Aagaard"),
    ],
)
def test_a_name_with_marks_and_without_is_proposed(name: str, other: str) -> None:
    pair = only(known(name, "a@harbor.edu"), known(other, "b@lakeside.edu"))
    assert pair.weight is Weight.FAIR
    assert any("one name, with marks and without" in words for words in pair.speaks_for)


def test_a_short_form_is_proposed_and_weighs_less_between_two_organisations() -> None:
    tom, thomas = known("Tom Hale", "t@gmail.com"), known("Thomas Hale", "thale@bay.org")
    (pair,) = find_alike([tom, thomas], (), SHORTS)
    assert pair.speaks_for == ("Tom Hale may be short for Thomas Hale",)
    assert find_alike([known("Tom Hale", "t@harbor.edu"), thomas], (), SHORTS) == ()
    assert find_alike([tom, known("Kate Hale", "k@bay.org")], (), SHORTS) == ()
    tommy = known("Tommy Hale", "tommy@bay.org")
    assert len(find_alike([tom, thomas, tommy], (), SHORTS)) == 3


@pytest.mark.parametrize(
    ("name", "other"),
    [("Helen Marsh", "Hellen Marsh"), ("Jane Whitaker", "Jane Whittaker")],
)
def test_a_slip_of_the_pen_at_one_organisation_is_proposed(name: str, other: str) -> None:
    assert find_alike([known(name, "a@harbor.edu"), known(other, "b@harbor.edu")])
    assert not find_alike([known(name, "a@harbor.edu"), known(other, "b@lakeside.edu")])


def test_two_other_letters_are_no_slip_of_the_pen() -> None:
    stefanie, stephanie = known("Stefanie Braun", "a@harbor.edu"), known("Stephanie Braun", "b@harbor.edu")
    assert not find_alike([stefanie, stephanie])


@pytest.mark.parametrize("other", ["Joan Lee", "Juan Lee", "John Leo", "Joann Lee"])
def test_another_letter_in_a_short_name_is_another_name(other: str) -> None:
    assert not find_alike([known("John Lee", "a@harbor.edu"), known(other, "b@harbor.edu")])
