"""Which names mean one program, and whom no first letter goes to."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import AMARA, DESAI
from worker.domain.names import fold
from worker.domain.narrative import Mentor, Office, Prospect
from worker.domain.person import Person
from worker.domain.programs import one_program, programs_elsewhere, programs_of, spared


def same(*prospects: Prospect) -> bool:
    return len(set(programs_of(prospects).values())) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Northlake", "Northlake University"),
        ("Bay General Hospital", "Bay General"),
        ("The Harbor Clinic", "harbor clinic"),
        ("Hill University, Department of Surgery", "Hill University Hospital"),
    ],
)
def test_two_spellings_of_a_program_are_one(one: str, other: str) -> None:
    assert one_program(one, other)
    assert same(Prospect(one, "Ann Ito"), Prospect(other, "Bo Dean"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bay General", "Bay Regional"),
        ("Baylor University Medical Center", "Baylor College of Medicine"),
        ("Hill Clinic", "Hill University Hospital"),
        ("University", "Hospital"),
    ],
)
def test_two_programs_are_two(one: str, other: str) -> None:
    assert not one_program(one, other)
    assert not same(Prospect(one, "Ann Ito"), Prospect(other, "Bo Dean"))


def test_the_addresses_tell_two_programs_of_one_name_apart() -> None:
    east, west = "Washington University", "University of Washington"
    assert not same(
        Prospect(east, "Ann Ito", address="ito@east.example.edu"),
        Prospect(west, "Bo Dean", address="dean@west.example.edu"),
    )


def test_one_address_or_one_director_makes_one_program() -> None:
    assert same(Prospect("Bay", "Ann Ito", address="a@x.org"), Prospect("Hill", "A. Ito", address="A@X.org"))
    assert same(Prospect("Bay", "Ann Ito"), Prospect("Hill", "Ito, Ann", address="a@x.org"))
    assert not same(
        Prospect("Bay", "Ann Ito", address="a@x.org"), Prospect("Hill", "Ann Ito", address="a@y.edu")
    )
    assert not same(Prospect("Bay", "Ann Ito", Office.FACULTY), Prospect("Hill", "Ann Ito", Office.FACULTY))


PROSPECTS = st.lists(
    st.builds(
        Prospect,
        st.sampled_from(
            ["Bay General", "Bay General Hospital", "University of Hill", "Hill University", "Reed"]
        ),
        st.sampled_from(["Ann Ito", "Ito, Ann", "Bo Dean", "A. Ito"]),
        st.sampled_from([Office.DIRECTOR, Office.ASSOCIATE, Office.FACULTY]),
        st.sampled_from(["", "ito@bay.org", "ITO@bay.org", "dean@hill.edu", "x@reed.org"]),
    ),
    max_size=7,
)


@settings(max_examples=400, deadline=None)
@given(PROSPECTS, st.randoms(use_true_random=False))
def test_which_programs_are_one_depends_on_no_order(prospects: list[Prospect], random: Random) -> None:
    def parts(listed: list[Prospect]) -> set[frozenset[str]]:
        names = programs_of(tuple(listed))
        return {frozenset(n for n in names if names[n] == names[one]) for one in names}

    assert parts(random.sample(prospects, len(prospects))) == parts(prospects)
    names = programs_of(tuple(prospects))
    for one in prospects:
        for other in prospects:
            if one.address and one.address.lower() == other.address.lower():
                assert names[fold(one.program)] == names[fold(other.program)]


ITO = Person("ito@bay.org", "Ann Ito", "ito@bay.org")


def test_nobody_is_introduced_to_those_who_know_them() -> None:
    me = replace(AMARA, program_director=DESAI, home_domains=("lakeside.example.edu",))
    own = Prospect("Own Place", "Vikram Desai", address=DESAI.email)
    assert "your own program director" in spared(me, own, DESAI)
    home = Prospect("Elsewhere", "Ann Ito", address="ito@surgery.lakeside.example.edu")
    assert "your own institution" in spared(me, home, ITO)
    assert "your own institution" in spared(me, Prospect("Lakeside University", "Ann Ito"), ITO)
    assert "your mentor" in spared(replace(me, mentors=(Mentor("Ann Ito"),)), Prospect("Bay", "Ann Ito"), ITO)
    assert not spared(me, Prospect("Bay", "Ann Ito", address="ito@bay.org"), ITO)


def test_a_mentor_is_asked_for_no_introduction_to_the_users_own_place() -> None:
    me = replace(
        AMARA,
        program_director=DESAI,
        prospects=(
            Prospect("Own Place", "Vikram Desai", address=DESAI.email),
            Prospect("University of Northlake", "Ann Smith", address="s@n.org"),
            Prospect("Northlake University", "Bo Dean"),
            Prospect("Bay", "Sue Wong", Office.COORDINATOR),
        ),
    )
    assert programs_elsewhere(me) == ("University of Northlake",)
