"""A list of programs and everybody met go in; the order of first letters, with its reasons, comes out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from worker.domain.engagement import TOLD, Engagement, Kind
from worker.domain.names import fold, folded_full, folded_name
from worker.domain.narrative import DIRECTORS, PUBLIC_MAIL, Narrative, Office, Prospect
from worker.domain.person import Person
from worker.domain.programs import programs_of, spared


@dataclass(frozen=True, slots=True)
class Place:
    """A prospect's place in the order, and why."""

    rank: int
    """0 is written to first."""
    why: tuple[str, ...]
    yields_to: str = ""
    """Who at the same program is written to instead, or empty."""
    spared: str = ""
    """Why no first letter goes there at all: the user's own director or mentor, or their own institution."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who counts as one person: the directors of one outside program (playbook, "open conversation")."""

    programs: Mapping[str, str]
    """Address or folded full name to the program."""

    @classmethod
    def of(cls, me: Narrative) -> "Parties":
        """The parties of the programs on the user's list."""
        programs = {}
        names = programs_of(me.prospects)
        for prospect in me.prospects:
            if prospect.role in DIRECTORS:
                mark = prospect.address.lower() or folded_full(prospect.person)
                programs[mark] = f"program {names[fold(prospect.program)]}"
        programs.pop("", None)
        return cls(programs)

    def party_of(self, person: Person) -> str:
        """The program somebody directs, else themselves."""
        if not self.programs:
            return person.key
        by_name = self.programs.get(folded_full(person.name), person.key)
        return self.programs.get(person.email or person.key, by_name)


@lru_cache(maxsize=4096)
def prospect_key(prospect: Prospect) -> tuple[str, str]:
    """Who is meant: one person at one program, however both are spelt."""
    return fold(prospect.program), folded_name(prospect.person)


def prospect_of(me: Narrative, engagement: Engagement, person: Person) -> Prospect | None:
    """The line of the user's list behind an engagement."""
    at_program = [prospect for prospect in me.prospects if prospect.program == engagement.title]
    name = folded_name(person.name) if at_program else ""
    for prospect in at_program:
        same = folded_name(prospect.person) == name
        if same or prospect.address.lower() == (person.email or "-"):
            return prospect
    return None


def placed(engagements: Sequence[Engagement], me: Narrative, today: date) -> dict[str, Place]:
    """Every program's engagement id with its place: who is met first, then outsiders, specialty, place.

    Of several directors of one program, however it is called, the first who may be written to is; the others
    yield. Whom no letter introduces the user to has no place among them.
    """
    listed = [(e, p) for e in engagements if e.kind is Kind.PROSPECT and (p := _line(e, me)) is not None]
    met, names = _met_at(engagements, today), programs_of(me.prospects)
    kept = {e.id: why for e, p in listed if (why := _spared(e, p, me))}
    whys = {e.id: tuple(_reasons(p, met, me)) for e, p in listed if e.id not in kept}
    scored = sorted(
        enumerate((e, p) for e, p in listed if e.id not in kept),
        key=lambda n: (_score(whys[n[1][0].id]), _office(n[1][1], n[1][0]), n[0]),
    )
    order = [pair for _, pair in scored]
    first = _first_of_program(order, names)
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys(names[fold(p.program)] for _, p in order))}
    found = {id_: Place(len(ranks), (), spared=why) for id_, why in kept.items()}
    for engagement, prospect in order:
        program = names[fold(prospect.program)]
        found[engagement.id] = Place(
            rank=ranks[program],
            why=(_told_rank(ranks[program], len(ranks)), *(text for _, text in whys[engagement.id])),
            yields_to="" if first[program] == engagement.id else _name_of(first[program], order),
        )
    return found


def _spared(engagement: Engagement, prospect: Prospect, me: Narrative) -> str:
    return next(filter(None, (spared(me, prospect, e.person) for e in engagement.encounters)), "")


def _line(engagement: Engagement, me: Narrative) -> Prospect | None:
    return next(filter(None, (prospect_of(me, engagement, e.person) for e in engagement.encounters)), None)


def _told_rank(rank: int, programs: int) -> str:
    return f"number {rank + 1} of {programs} on your list"


def _score(reasons: Sequence[tuple[int, str]]) -> int:
    return -sum(weight for weight, _ in reasons)


def _office(prospect: Prospect, engagement: Engagement) -> int:
    """The director before an associate; whoever may not be written to last."""
    barred = any(encounter.person.do_not_contact for encounter in engagement.encounters)
    return 2 * barred + (prospect.role is not Office.DIRECTOR)


def _first_of_program(
    order: Sequence[tuple[Engagement, Prospect]], names: Mapping[str, str]
) -> dict[str, str]:
    first: dict[str, tuple[Engagement, Prospect]] = {}
    for engagement, prospect in order:
        program = names[fold(prospect.program)]
        before = first.setdefault(program, (engagement, prospect))
        if _office(prospect, engagement) < _office(before[1], before[0]):
            first[program] = engagement, prospect
    return {program: engagement.id for program, (engagement, _) in first.items()}


def _name_of(name: str, order: Sequence[tuple[Engagement, Prospect]]) -> str:
    return next(p.person for e, p in order if e.id == name)


def _reasons(prospect: Prospect, met: Mapping[str, str], me: Narrative) -> Iterator[tuple[int, str]]:
    """What speaks for a program, each with its weight: an earlier reason outweighs all later ones."""
    domain = prospect.address.lower().rpartition("@")[2]
    known = met.get(folded_full(prospect.person)) or met.get(domain)
    if known:
        yield 8, f"somebody there has met you: {known}"
    if prospect.takes_outsiders:
        yield 4, "it takes outside candidates"
    if _fits(prospect.specialty, (me.specialty,)):
        yield 2, f"{prospect.specialty} is your specialty"
    if place := next((p for p in me.places if _fits(f"{prospect.place} {prospect.program}", (p,))), ""):
        yield 1, f"it is in a place you named: {place}"


def _fits(text: str, wanted: Sequence[str]) -> bool:
    return any(fold(one) in fold(text) for one in wanted if one)


def _met_at(engagements: Sequence[Engagement], today: date) -> dict[str, str]:
    """Who has met the user by now, by folded name and by the domain of their address, institutions only."""
    found: dict[str, str] = {}
    for engagement in sorted(engagements, key=lambda e: (e.end, e.id)):
        if engagement.kind in TOLD or engagement.held or engagement.start > today:
            continue
        for encounter in engagement.encounters:
            told = f"{encounter.person.name or encounter.person.email}, {engagement.title}"
            domain = encounter.person.email.rpartition("@")[2]
            for key in filter(None, (folded_full(encounter.person.name), domain)):
                if key not in PUBLIC_MAIL:
                    found[key] = told
    return found
