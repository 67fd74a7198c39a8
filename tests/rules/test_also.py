"""`also` in a profile: further addresses and spellings of one person."""

import pytest

from worker.domain.errors import RuleFault
from worker.domain.narrative import Narrative, SamePerson
from worker.rules.profile import narrative_from


def read(*people: dict[str, object], **tables: object) -> Narrative:
    return narrative_from({"people": list(people), **tables}, "me.toml", ())


def test_further_addresses_and_spellings_are_one_person() -> None:
    me = read({"name": "Jane Lee", "email": "JL@x.org", "also": ["j@y.org", "J. Lee"]})
    assert me.same == (SamePerson("jl@x.org", "Jane Lee", ("j@y.org", "J. Lee")),)


def test_the_own_director_may_have_several_addresses() -> None:
    me = read(program_director={"name": "Vikram Desai", "email": "vd@x.org", "also": ["v@y.org"]})
    assert me.same == (SamePerson("vd@x.org", "Vikram Desai", ("v@y.org",)),)


@pytest.mark.parametrize(
    ("also", "said"),
    [
        (["a@b"], "me.toml: [[people]] 1: also: 'a@b' is no e-mail address such as jane.lee@hospital.org"),
        ([" "], "me.toml: [[people]] 1: also: each must be an address or a name, on one line"),
        (["J.\nLee"], "me.toml: [[people]] 1: also: each must be an address or a name, on one line"),
        ("J. Lee", "me.toml: [[people]] 1: also must be a list in [ ]"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place(also: object, said: str) -> None:
    with pytest.raises(RuleFault) as fault:
        read({"name": "Jane Lee", "also": also})
    assert fault.value.faults == (said,)


def test_a_spelling_that_stands_for_two_people_is_a_fault() -> None:
    with pytest.raises(RuleFault, match=r"'J. LEE' is said of two people"):
        read({"name": "Jane Lee", "also": ["J. Lee"]}, {"name": "John Lee", "also": ["J. LEE"]})
