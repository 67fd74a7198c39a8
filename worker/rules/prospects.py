"""A list of programs (CSV) goes in; how it is read, its prospects and every bad line come out at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from worker.domain.errors import RuleFault
from worker.domain.names import fold
from worker.domain.narrative import Office, Prospect
from worker.domain.outreach import prospect_key
from worker.domain.patient_data import looks_like_patient_data
from worker.domain.person import ADDRESS
from worker.domain.prospecting import same_prospect
from worker.rules.sheet import MAIL_ELSEWHERE, NO, YES, Columns, Line, read_sheet
from worker.rules.structure import did_you_mean

COLUMNS: Columns = {
    "program": (
        *("program", "programme", "hospital", "institution", "program name", "site"),
        *("programm", "klinik", "krankenhaus", "programa", "institucion", "hopital", "etablissement"),
    ),
    "person": (
        *("person", "name", "contact", "director", "program director", "pd", "pd name"),
        *("leiter", "leitung", "direktor", "direktorin", "ansprechpartner", "nombre", "contacto"),
        *("directora", "nom", "directeur", "directrice"),
    ),
    "role": (
        *("role", "position", "title", "office", "rolle", "funktion", "cargo", "puesto", "funcion"),
        *("fonction", "poste"),
    ),
    "address": ("address", "email", "e-mail", "mail", "email address", "pd email", *MAIL_ELSEWHERE),
    "specialty": (
        *("specialty", "speciality", "field", "discipline", "fach", "fachgebiet"),
        *("especialidad", "specialite"),
    ),
    "takes_outsiders": (
        *("takes_outsiders", "takes outsiders", "takes-outsiders", "outsiders", "outside candidates"),
        *("takes outside candidates", "img friendly", "takes imgs", "img"),
    ),
    "note": (
        *("note", "notes", "why", "reason", "comment", "notiz", "notizen", "bemerkung", "nota", "notas"),
        *("remarque", "commentaire"),
    ),
    "place": (
        *("place", "city", "state", "location", "town", "ort", "stadt", "ciudad", "lugar", "ville", "lieu"),
    ),
    "confirmed": ("confirmed", "address confirmed", "checked"),
    "top_choice": ("top_choice", "top choice", "first choice"),
}
NEEDED = ("program", "person")
OFFICES: Mapping[str, Office] = {
    **dict.fromkeys(("", "pd", "program director", "director", "program-director"), Office.DIRECTOR),
    **dict.fromkeys(
        (
            *("apd", "associate program director", "assistant program director", "associate pd"),
            *("associate director", "associate-program-director"),
        ),
        Office.ASSOCIATE,
    ),
    **dict.fromkeys(("faculty", "attending", "surgeon", "professor"), Office.FACULTY),
    **dict.fromkeys(("research", "research faculty", "pi", "principal investigator"), Office.RESEARCH),
    **dict.fromkeys(
        (
            *("coordinator", "program coordinator", "residency coordinator", "clerkship coordinator"),
            *("elective coordinator", "student coordinator", "medical student coordinator", "administrator"),
        ),
        Office.COORDINATOR,
    ),
    **dict.fromkeys(("alumnus", "alumna", "alum", "alumni", "same school"), Office.ALUMNUS),
}


@dataclass(frozen=True, slots=True)
class ProgramList:
    """A list of programs as it was read. With a fault nothing of it may be taken."""

    columns: tuple[tuple[str, str], ...] = ()
    """What stands at the head of each column, and our name for it: empty where the column is ignored."""
    prospects: tuple[Prospect, ...] = ()
    merged: tuple[str, ...] = ()
    """Each line that tells of somebody who stands above, in words."""
    faults: tuple[str, ...] = ()
    """Each with file and line."""

    @property
    def told(self) -> frozenset[str]:
        """Our names of the columns that the list has."""
        return frozenset(ours for _, ours in self.columns if ours)


def prospects_from(data: bytes, file: str) -> tuple[Prospect, ...]:
    """The prospects of a CSV file, one for each person at each program.

    Raises RuleFault with a line for every fault; then nothing of the list is taken.
    """
    found = program_list(data, file)
    if found.faults:
        raise RuleFault(found.faults)
    return found.prospects


def program_list(data: bytes, file: str) -> ProgramList:
    """A CSV file with a line of column names, parted by commas, semicolons or tabs (RFC 4180), as read."""
    sheet = read_sheet(data, file, COLUMNS, NEEDED)
    faults = list(sheet.faults)
    listed = [(line, _prospect(line, file, faults)) for line in sheet.lines]
    prospects, merged = _merged(listed, file, faults)
    return ProgramList(sheet.columns, prospects, merged, tuple(faults))


def _prospect(line: Line, file: str, faults: list[str]) -> Prospect | None:
    found = list(_line_faults(line))
    faults += [f"{file}: line {line.number}: {fault}" for fault in found]
    if found:
        return None
    return Prospect(
        program=line.text("program"),
        person=line.text("person"),
        role=OFFICES[fold(line.text("role"))],
        address=line.text("address").lower(),
        specialty=line.text("specialty"),
        takes_outsiders=fold(line.text("takes_outsiders")) in YES,
        note=line.text("note"),
        place=line.text("place"),
        confirmed=fold(line.text("confirmed")) in YES,
        top_choice=fold(line.text("top_choice")) in YES,
    )


def _line_faults(line: Line) -> Iterator[str]:
    if line.fault:
        yield line.fault
        return
    yield from (f"{needed} is empty" for needed in NEEDED if not line.text(needed))
    role = fold(line.text("role"))
    if role not in OFFICES:
        yield f"role: unknown '{role}'{did_you_mean(role, (name for name in OFFICES if name))}"
    for column in ("takes_outsiders", "confirmed", "top_choice"):
        if fold(line.text(column)) not in YES | NO:
            yield f"{column}: '{line.text(column)}' is neither yes nor no"
    if (address := line.text("address")) and not ADDRESS.fullmatch(address):
        yield f"address: '{address}' is no e-mail address such as jane.lee@hospital.org"
    if why := looks_like_patient_data(line.text("note")):
        yield f"note: this looks like {why}; take it out"


def _merged(
    listed: Sequence[tuple[Line, Prospect | None]], file: str, faults: list[str]
) -> tuple[tuple[Prospect, ...], tuple[str, ...]]:
    """One prospect for each person at each program, with all that its lines tell; and which were joined."""
    kept: list[Prospect] = []
    above: list[int] = []
    merged: list[str] = []
    for line, prospect in listed:
        if prospect is None:
            continue
        place = next((n for n, other in enumerate(kept) if same_prospect(other, prospect)), None)
        if place is None:
            kept.append(prospect)
            above.append(line.number)
            continue
        before = kept[place]
        if before.address and prospect.address and before.address != prospect.address:
            faults.append(f"{file}: line {line.number}: {prospect.person} has another address above")
        merged.append(f"line {line.number}: {_stands_above(prospect, before, above[place])}")
        kept[place] = _joined(before, prospect)
    return tuple(kept), tuple(merged)


def _stands_above(one: Prospect, before: Prospect, number: int) -> str:
    """What was merged, and by what: one address is one person, whatever the program is called."""
    whom = f"{one.person} at {one.program}"
    if prospect_key(one) == prospect_key(before):
        return f"{whom} stands in line {number} already"
    return f"{whom} has the address of {before.person} at {before.program}, line {number}: one person"


def _joined(one: Prospect, other: Prospect) -> Prospect:
    return replace(
        one,
        address=one.address or other.address,
        specialty=one.specialty or other.specialty,
        takes_outsiders=one.takes_outsiders or other.takes_outsiders,
        note=one.note or other.note,
        place=one.place or other.place,
        confirmed=one.confirmed or other.confirmed,
        top_choice=one.top_choice or other.top_choice,
    )
