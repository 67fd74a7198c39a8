"""Somebody noted as met on a day of service goes in; whether they work on that service comes out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from worker.domain.names import compatible, fold, parse_name
from worker.domain.narrative import PUBLIC_MAIL, Narrative
from worker.domain.person import Named


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works on a service, as far as its own events and the user's institution tell."""

    named: tuple[Named, ...]
    """Those named in its own events: shifts, the block, the list of the team."""
    here: frozenset[str]
    """E-mail domains of those who work there."""
    elsewhere: frozenset[str]
    """Domains of those who surely do not: on an external rotation the user's own institution."""

    @classmethod
    def of(cls, named: Iterable[Named], me: Narrative, *, external: bool) -> Self:
        """The staff of one service."""
        known = tuple(named)
        theirs, home = frozenset(filter(None, map(_domain, known))), frozenset(me.home_domains)
        here = theirs if external else theirs | home
        return cls(known, here, home - theirs if external else frozenset())

    def has(self, met: Named, meeting: str = "") -> bool:
        """Whether somebody belongs to it who was noted on one of its days (playbook, "merging").

        Not so with an address of another house, nor where a meeting of its own bears their name ("Coffee
        with Dr. Hart"), unless the service's own events name them: they are thanked for the talk alone.
        """
        if any(_is_same(met, colleague) for colleague in self.named):
            return True
        domain = _domain(met)
        if domain and (_lies_in(domain, self.elsewhere) or (self.here and not _lies_in(domain, self.here))):
            return False
        return not _names(meeting, met)


def is_of_another_house(named: Named, me: Narrative) -> bool:
    """Whether an address tells that somebody works elsewhere than the user."""
    domain = _domain(named)
    return bool(domain) and not _lies_in(domain, frozenset(me.home_domains))


def _domain(named: Named) -> str:
    """The domain of an address, where it tells where somebody works."""
    domain = named.email.rpartition("@")[2]
    return "" if domain in PUBLIC_MAIL else domain


def _lies_in(domain: str, houses: frozenset[str]) -> bool:
    return any(domain == house or domain.endswith(f".{house}") for house in houses)


def _is_same(one: Named, other: Named) -> bool:
    if one.email and other.email:
        return one.email == other.email
    return compatible(one.name, other.name)


def _names(title: str, named: Named) -> bool:
    """Whether a title has somebody's surname, or the one name that is known of them."""
    parts = parse_name(named.name)
    name = re.findall(r"\w+", fold(parts.surname or parts.given))
    return bool(name) and set(name) <= set(re.findall(r"\w+", fold(title)))
