"""A narrative and what the user says of a person go in; the narrative that tells it comes out."""

from dataclasses import replace

from worker.domain.identity import Identities, is_full, is_one, mentor_person, token
from worker.domain.narrative import Apart, Mentor, MentorType, Narrative, SamePerson
from worker.domain.person import Person, Role


def with_role(me: Narrative, person: Person, role: Role) -> Narrative:
    """What somebody is to the user. What a calendar says more of them still holds."""
    told = [replace(one, role=role) if is_told(me, one, person) else one for one in me.people]
    if tuple(told) == me.people and not any(is_told(me, one, person) for one in me.people):
        told.append(replace(person, role=role, do_not_contact=False))
    return replace(me, people=tuple(told))


def with_never(me: Narrative, person: Person, *, never: bool) -> Narrative:
    """Whether nothing is ever to be written to somebody."""
    told = [replace(one, do_not_contact=never) if is_told(me, one, person) else one for one in me.people]
    if never and not any(is_told(me, one, person) for one in me.people):
        told.append(replace(person, role=Role.GUEST, do_not_contact=True))
    return replace(me, people=tuple(told))


def with_mentor(me: Narrative, person: Person, kind: MentorType | None) -> Narrative:
    """What somebody is good for as a mentor; None: they are none."""
    others = tuple(one for one in me.mentors if not is_mentor(me, one, person))
    own = next((one for one in me.mentors if is_mentor(me, one, person)), None)
    if kind is None:
        return replace(me, mentors=others)
    if own is None:
        mentor = Mentor(person.name, person.email, kind, person.title)
        return replace(me, mentors=(*me.mentors, mentor))
    return replace(me, mentors=tuple(replace(one, type=kind) if one == own else one for one in me.mentors))


def joined(me: Narrative, kept: Person, gone: Person, addresses: tuple[str, ...] = ()) -> Narrative:
    """Two are one person, under the key of the first. `addresses`: everything that reaches the second."""
    name = gone.name if is_full(gone.name) and token(gone.name) != token(kept.name) else ""
    also = dict.fromkeys(filter(None, (gone.key, gone.email, *addresses, name)))
    also.pop(kept.key, None)
    entry = SamePerson(kept.key, kept.name if is_full(kept.name) else "", tuple(also))
    pair = {kept.key, gone.key}
    return replace(
        me,
        same=(*me.same, entry),
        apart=tuple(one for one in me.apart if {one.one, one.other} != pair),
    )


def parted(me: Narrative, key: str, gone: str) -> Narrative:
    """Two are two people again. Unchanged where nobody had joined them."""
    left = tuple(one for one in me.same if not (one.key == key and gone in one.also[:1]))
    return replace(me, same=left)


def set_apart(me: Narrative, pair: Apart) -> Narrative:
    """Two are two people, though much speaks for one: nobody asks again."""
    return me if pair in me.apart else replace(me, apart=(*me.apart, pair))


def is_told(me: Narrative, told: Person, person: Person) -> bool:
    """Whether an entry of the narrative tells of this person: the same key, address, or full name."""
    return is_one(Identities.of(me).person(told), person)


def is_mentor(me: Narrative, mentor: Mentor, person: Person) -> bool:
    """Whether a mentor of the narrative is this person."""
    return is_told(me, mentor_person(mentor), person)
