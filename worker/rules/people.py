"""A table of people (CSV) goes in; who is in it, lines of one person joined, and every bad line come out."""

from collections.abc import Iterator, Mapping

from worker.domain.errors import Refused
from worker.domain.names import fold, full_name, parse_name
from worker.domain.narrative import MentorType
from worker.domain.newcomer import Newcomer, PeopleFile, without_doubles
from worker.domain.person import ADDRESS, Role
from worker.rules.sheet import MAIL_ELSEWHERE, NO, YES, Columns, Line, read_sheet
from worker.rules.structure import did_you_mean

COLUMNS: Columns = {
    "name": (
        *("name", "full name", "display name", "person", "contact", "who", "file as"),
        *("anzeigename", "kontakt"),
        *("vollstandiger name", "nombre", "nombre completo", "contacto", "nom", "nom complet"),
    ),
    "first": (
        *("first", "first name", "given name", "given", "forename"),
        *("vorname", "nombre de pila", "primer nombre", "prenom"),
    ),
    "middle": ("middle", "middle name", "additional name", "zweiter vorname", "segundo nombre"),
    "last": (
        *("last", "last name", "surname", "family name", "family"),
        *("nachname", "familienname", "zuname", "apellido", "apellidos", "nom de famille"),
    ),
    "email": (
        *("email", "e-mail", "mail", "address", "email address", "e-mail address", "e-mail 1 - value"),
        *("primary email", "email 1", "work email", *MAIL_ELSEWHERE),
    ),
    "email2": (
        *("email 2", "e-mail 2", "e-mail 2 address", "e-mail 2 - value", "email 2 address", "other email"),
        *("secondary email", "home email", "personal email", *(f"{name} 2" for name in MAIL_ELSEWHERE)),
    ),
    "email3": (
        *("email 3", "e-mail 3", "e-mail 3 address", "e-mail 3 - value", "email 3 address"),
        *(f"{name} 3" for name in MAIL_ELSEWHERE),
    ),
    "title": (
        *("title", "prefix", "name prefix", "salutation", "titel", "anrede"),
        *("titulo", "tratamiento", "titre", "civilite"),
    ),
    "role": (
        *("role", "relation", "relationship", "relation to me", "rolle", "beziehung"),
        *("rol", "relacion"),
    ),
    "mentor": ("mentor", "mentor type", "mentor_type", "mentorin", "mentora"),
    "never": (
        *("do_not_contact", "do not contact", "do-not-contact", "never", "never contact"),
        *("nicht kontaktieren", "no contactar", "ne pas contacter"),
    ),
}
"""As people, Google Contacts, Outlook and LinkedIn write them, also in German, Spanish and French, folded."""
ADDRESSES = ("email", "email2", "email3")
SEVERAL = " ::: "
"""How Google Contacts puts several addresses into one cell."""
ROLES: Mapping[str, Role] = {
    **{role.value: role for role in Role},
    **dict.fromkeys(("faculty", "surgeon", "professor", "consultant", "staff"), Role.ATTENDING),
    **dict.fromkeys(("chief resident", "senior resident", "senior", "resident", "fellow"), Role.CHIEF),
    **dict.fromkeys(
        ("pd", "program director", "programme director", "apd", "associate program director"),
        Role.PROGRAM_DIRECTOR,
    ),
    **dict.fromkeys(("panellist", "panelist", "moderator"), Role.SPEAKER),
}
"""What a table, or somebody at a terminal, may call a role, folded."""
MENTORS: Mapping[str, MentorType] = {
    **{kind.value: kind for kind in MentorType},
    **dict.fromkeys(("academic", "research / academic"), MentorType.RESEARCH),
    **dict.fromkeys(("process", "strategy", "career / process"), MentorType.CAREER),
}


def find_role(word: str) -> Role | None:
    """The role of that name, as a table or somebody at a terminal calls it: "pd", "Faculty"."""
    name = " ".join(fold(word).replace("_", " ").split())
    return ROLES.get(name) or ROLES.get(name.replace(" ", "-"))


def role_called(word: str) -> Role:
    """The role of that name. Raises Refused, with the nearest name, where there is none."""
    if role := find_role(word):
        return role
    raise Refused(f"There is no role '{word}'{did_you_mean(fold(word), ROLES)}.")


def people_in_table(data: bytes, file: str) -> PeopleFile:
    """Everybody in a CSV file. With a fault in any line nothing of it may be taken."""
    sheet = read_sheet(data, file, COLUMNS, ())
    faults = list(sheet.faults)
    if not faults and not {"name", "first", "last", *ADDRESSES} & {ours for _, ours in sheet.columns}:
        there = ", ".join(name for name, _ in sheet.columns)
        faults.append(f"{file}: line 1: no column is called name or email; the columns are: {there}")
        return PeopleFile(columns=sheet.columns, faults=tuple(faults))
    newcomers = []
    for line in sheet.lines:
        found = tuple(_line_faults(line))
        faults += [f"{file}: line {line.number}: {fault}" for fault in found]
        if not found:
            newcomers.append(_newcomer(line))
    people, told = without_doubles(newcomers)
    return PeopleFile(people, sheet.columns, told, tuple(faults))


def _line_faults(line: Line) -> Iterator[str]:
    if line.fault:
        yield line.fault
        return
    if not (_name(line) or _addresses(line)):
        yield "has neither a name nor an address"
    for address in _addresses(line):
        if not ADDRESS.fullmatch(address):
            yield f"email: '{address}' is no e-mail address such as jane.lee@hospital.org"
    role, mentor = fold(line.text("role")), fold(line.text("mentor"))
    if role and find_role(role) is None:
        yield f"role: unknown '{role}'{did_you_mean(role, ROLES)}"
    if mentor and mentor not in MENTORS:
        yield f"mentor: unknown '{mentor}'{did_you_mean(mentor, MENTORS)}"
    if fold(line.text("never")) not in YES | NO:
        yield f"do not contact: '{line.text('never')}' is neither yes nor no"


def _newcomer(line: Line) -> Newcomer:
    written = _name(line)
    parts = parse_name(written)
    return Newcomer(
        line=line.number,
        name=full_name(parts) or written,
        addresses=_addresses(line),
        title=parse_name(f"{line.text('title')} X").title or parts.title,
        role=find_role(line.text("role")),
        mentor=MENTORS.get(fold(line.text("mentor"))),
        never=fold(line.text("never")) in YES,
    )


def _name(line: Line) -> str:
    """The whole name. Beside a first name alone "Name" is the surname ("Vorname; Name"), and the reverse."""
    whole, first, last = map(line.text, ("name", "first", "last"))
    if not whole or (first and last):
        return whole or " ".join(filter(None, (first, line.text("middle"), last)))
    there = fold(whole)
    parts = (first if fold(first) not in there else "", whole, last if fold(last) not in there else "")
    return " ".join(filter(None, parts))


def _addresses(line: Line) -> tuple[str, ...]:
    """Every address of a line, lower case, in order and once."""
    cells = (cell for column in ADDRESSES for cell in line.text(column).split(SEVERAL))
    return tuple(dict.fromkeys(cell.strip().lower() for cell in cells if cell.strip()))
