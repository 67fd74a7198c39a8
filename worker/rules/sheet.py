"""A CSV file and the names its columns may bear go in; lines under our names, or faults, come out."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from worker.domain.names import fold
from worker.domain.plain_text import text_from

Columns = Mapping[str, tuple[str, ...]]
"""A column of ours, and what people call it at the head of theirs."""
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "si"})
NO = frozenset({"", "no", "n", "false", "0", "-", "nein", "non"})
MAIL_ELSEWHERE = (
    *("e-mail-adresse", "email-adresse", "mailadresse", "mail-adresse"),
    *("correo", "correo electronico", "direccion de correo electronico"),
    *("courriel", "adresse e-mail", "adresse email", "adresse mail", "adresse electronique"),
)
"""How the column of addresses is called in German, Spanish and French, folded."""
SAYS_DELIMITER = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
"""A first line by which Excel tells itself what parts the cells."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file, and its texts under our names."""

    number: int
    texts: Mapping[str, str]
    fault: str = ""
    """Why the line cannot be read at all, or empty."""

    def text(self, column: str) -> str:
        """What stands in a column, on one line."""
        return " ".join(self.texts.get(column, "").split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read. With a fault there are no lines."""

    columns: tuple[tuple[str, str], ...] = ()
    """What stands at the head of each column, and our name for it: empty where the column is ignored."""
    lines: tuple[Line, ...] = ()
    faults: tuple[str, ...] = ()
    """Each with the file's name."""


def read_sheet(data: bytes, file: str, columns: Columns, needed: Sequence[str]) -> Sheet:
    """A CSV file with a line of column names, parted by commas, semicolons or tabs (RFC 4180).

    In UTF-8, UTF-16 or Windows-1252 (`text_from`). The columns `needed` must be there.
    """
    try:
        rows = list(_rows(text_from(data)))
    except UnicodeDecodeError as fault:
        return Sheet(faults=(f"{file}: byte {fault.start + 1} is no text; save the file as UTF-8",))
    except csv.Error as fault:
        return Sheet(faults=(f"{file}: is no CSV file ({fault}); export the list again",))
    if not rows:
        names = ", ".join(list(columns)[:3])
        return Sheet(faults=(f"{file}: is empty; its first line names the columns: {names}",))
    (_, head), *body = rows
    named = tuple((name.strip(), _column(name, columns)) for name in head)
    if faults := tuple(_head_faults(named, file, needed)):
        return Sheet(named, faults=faults)
    return Sheet(named, tuple(_line(number, row, named) for number, row in body))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the number of its first line."""
    told = SAYS_DELIMITER.match(text)
    body = text[told.end() :] if told else text
    head = body.partition("\n")[0]
    delimiter = told[1] if told else max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    line = before = 1 + bool(told)
    for row in reader:
        if any(text.strip() for text in row):
            yield line, row
        line = before + reader.line_num


def _column(name: str, columns: Columns) -> str:
    plain = " ".join(fold(name).replace("?", "").split())
    return next((column for column, names in columns.items() if plain in names), "")


def _head_faults(named: Sequence[tuple[str, str]], file: str, needed: Sequence[str]) -> Iterator[str]:
    ours = [column for _, column in named]
    there = ", ".join(name for name, _ in named)
    yield from (
        f"{file}: line 1: no column is called {name}; the columns are: {there}"
        for name in needed
        if name not in ours
    )
    twice = sorted({column for column in ours if column and ours.count(column) > 1})
    yield from (f"{file}: line 1: two columns are read as {column}" for column in twice)


def _line(number: int, row: Sequence[str], named: Sequence[tuple[str, str]]) -> Line:
    if any(text.strip() for text in row[len(named) :]):
        cells = f"has {len(row)} cells, the first line has {len(named)}; put a text with a comma in quotes"
        return Line(number, {}, cells)
    return Line(number, {ours: text for (_, ours), text in zip(named, row, strict=False) if ours})
