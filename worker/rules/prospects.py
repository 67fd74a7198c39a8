"""A list of programs (CSV) goes in; prospects come out, duplicates merged, or every bad line at once."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from worker.domain.errors import RuleFault
from worker.domain.names import fold, full_name, parse_name
from worker.domain.narrative import Office, Prospect
from worker.rules.structure import did_you_mean

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "program": ("program", "programme", "hospital", "institution", "program name", "site"),
    "person": ("person", "name", "contact", "director", "program director", "pd", "pd name"),
    "role": ("role", "position", "title", "office"),
    "address": ("address", "email", "e-mail", "mail", "email address", "pd email"),
    "specialty": ("specialty", "speciality", "field", "discipline"),
    "takes_outsiders": (
        *("takes_outsiders", "takes outsiders", "takes-outsiders", "outsiders", "outside candidates"),
        *("takes outside candidates", "img friendly", "takes imgs", "img"),
    ),
    "note": ("note", "notes", "why", "reason", "comment"),
    "place": ("place", "city", "state", "location", "town"),
    "confirmed": ("confirmed", "address confirmed", "checked"),
    "top_choice": ("top_choice", "top choice", "first choice"),
}
"""A column of ours, and what people call it at the head of theirs."""
NEEDED = ("program", "person")
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui"})
NO = frozenset({"", "no", "n", "false", "0", "-"})
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
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: its number in the file, and its texts under our names."""

    number: int
    texts: Mapping[str, str]

    def text(self, column: str) -> str:
        """What stands in a column, on one line."""
        return " ".join(self.texts.get(column, "").split())


def prospects_from(data: bytes, file: str) -> tuple[Prospect, ...]:
    """The prospects of a CSV file with a line of column names, parted by commas, semicolons or tabs.

    One person at one program on two lines is one prospect. Raises RuleFault with a line for every fault;
    then nothing of the list is taken.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RuleFault((f"{file}: byte {fault.start + 1} is not UTF-8; save the file as UTF-8",)) from fault
    lines, faults = _lines(text, file)
    listed = [(line, _prospect(line, file, faults)) for line in lines]
    merged = _merged(listed, file, faults)
    if faults:
        raise RuleFault(tuple(faults))
    return merged


def _lines(text: str, file: str) -> tuple[list[Line], list[str]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not rows:
        return [], [f"{file}: is empty; its first line names the columns: program, person, address"]
    columns = [_column(name) for name in rows[0]]
    faults = [
        f"{file}: line 1: no column is called {needed}{_hint(rows[0])}"
        for needed in NEEDED
        if needed not in columns
    ]
    twice = {name for name in columns if name and columns.count(name) > 1}
    faults += [f"{file}: line 1: two columns are read as {name}" for name in sorted(twice)]
    lines = [
        Line(number, {column: text for column, text in zip(columns, row, strict=False) if column})
        for number, row in enumerate(rows[1:], start=2)
        if any(text.strip() for text in row)
    ]
    return ([] if faults else lines), faults


def _column(name: str) -> str:
    plain = " ".join(fold(name).replace("?", "").split())
    return next((column for column, names in COLUMNS.items() if plain in names), "")


def _hint(names: Sequence[str]) -> str:
    return f"; the columns are: {', '.join(name.strip() for name in names)}"


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
    yield from (f"{needed} is empty" for needed in NEEDED if not line.text(needed))
    role = fold(line.text("role"))
    if role not in OFFICES:
        yield f"role: unknown '{role}'{did_you_mean(role, (name for name in OFFICES if name))}"
    for column in ("takes_outsiders", "confirmed", "top_choice"):
        if fold(line.text(column)) not in YES | NO:
            yield f"{column}: '{line.text(column)}' is neither yes nor no"


def _merged(
    listed: Sequence[tuple[Line, Prospect | None]], file: str, faults: list[str]
) -> tuple[Prospect, ...]:
    """One prospect for each person at each program, with all that its lines tell."""
    kept: dict[tuple[str, str], Prospect] = {}
    for line, prospect in listed:
        if prospect is None:
            continue
        key = fold(prospect.program), fold(full_name(parse_name(prospect.person)))
        before = kept.get(key)
        if before and before.address and prospect.address and before.address != prospect.address:
            faults.append(f"{file}: line {line.number}: {prospect.person} has another address above")
        kept[key] = _joined(before, prospect) if before else prospect
    return tuple(kept.values())


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
