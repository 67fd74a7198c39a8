"""A name and addresses as people write them go in; one person, and how to greet them, comes out."""

import re
from dataclasses import dataclass
from enum import StrEnum

ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")
"""An e-mail address as people type one: narrower than RFC 5322 allows, wide enough for every real one."""


class Role(StrEnum):
    """What somebody is to the user (playbook, "People")."""

    ATTENDING = "attending"
    CHIEF = "chief"
    PROGRAM_DIRECTOR = "program-director"
    SPEAKER = "speaker"
    COORDINATOR = "coordinator"
    """Looks after electives or residents at a program: no doctor unless a title says so."""
    MENTOR = "mentor"
    MET = "met"
    """Noted as met, with no other role known."""
    GUEST = "guest"
    """On the guest list or the organiser, with no other role known."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody as one event names them. At least one of `name` and `email` is not empty."""

    name: str
    """As written, without title or degrees where that is certain ("Jane Lee"); may be empty."""
    email: str = ""
    """Lower case, or empty where the event shows none."""
    role: Role = Role.GUEST
    topic: str = ""
    """What was talked about, in the user's own words; empty where nothing is noted."""
    noted: bool = False
    """Named in words in the description ("Met:", "Attending:", ...), not only on the guest list."""
    title: str = ""
    """The title as written ("Dr.", "Prof."), or empty."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the user met or will write to."""

    key: str
    """Identity: the e-mail address, or the folded name where none is known."""
    name: str
    """Without title and degrees; may be empty where only an address is known."""
    email: str = ""
    title: str = ""
    role: Role = Role.GUEST
    do_not_contact: bool = False
