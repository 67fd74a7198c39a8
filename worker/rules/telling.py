"""What a profile tells beside the story (news, programs, files) goes in; every fault in it comes out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from worker.domain.names import fold
from worker.domain.narrative import Achievement, Materials, Mentor, News, Prospect, Referee, Wanted
from worker.domain.person import ADDRESS

LARGEST = 5 * 1024 * 1024
"""Bytes of a file that goes with a letter: more is turned away by many a hospital's mail server."""
MEGABYTE = 1024 * 1024
PDF = b"%PDF-"
FILES = ("cv", "statement", "summary", "letter_request_form")
Told = News | Achievement | Prospect | Referee | Wanted | Mentor


def told_faults(table: str, told: Sequence[Told]) -> Iterator[str]:
    """What a list of tables cannot mean, each fault behind its place."""
    for position, one in enumerate(told, 1):
        yield from (f"[[{table}]] {position}: {line}" for line in _faults(one))


def _faults(one: Told) -> Iterator[str]:
    texts = ((key, getattr(one, key)) for key in one.__slots__)
    yield from (
        f"{key} must be one line" for key, text in texts if isinstance(text, str) and "\n" in text.strip()
    )
    for key in _needed(one):
        if not getattr(one, key).strip():
            yield f"{key} must not be empty"
    for key in ("email", "address"):
        if (text := getattr(one, key, "")) and not ADDRESS.fullmatch(text):
            yield f"{key}: '{text}' is no e-mail address such as jane.lee@hospital.org"
    if isinstance(one, Mentor) and not (one.name.strip() or one.email):
        yield "needs a name or an email"


def _needed(one: Told) -> tuple[str, ...]:
    if isinstance(one, News):
        return ("text",)
    if isinstance(one, Achievement):
        return ("person", "what")
    if isinstance(one, Prospect):
        return ("program", "person")
    if isinstance(one, Wanted):
        return ("conference", "person")
    return ("person",) if isinstance(one, Referee) else ()


def top_choice_faults(prospects: Sequence[Prospect]) -> Iterator[str]:
    """That a program is the first choice may be said to one alone (playbook, "one truth")."""
    chosen = {fold(p.program): p.program for p in prospects if p.top_choice}
    if len(chosen) > 1:
        yield f"top_choice: one program only can be the first choice, not {' and '.join(chosen.values())}"


def material_faults(materials: Materials, folder: Path = Path()) -> Iterator[str]:
    """Files that are missing, too big, or no PDF. `folder`: where those lie that are named without one."""
    for key in FILES:
        if name := getattr(materials, key):
            yield from (f"[materials] {key}: {fault}" for fault in file_faults(folder / name))


def file_faults(path: Path) -> Iterator[str]:
    """Why a file cannot go with a letter."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(len(PDF))
    except OSError as fault:
        yield f"{path.name} cannot be read ({fault.strerror}); put the PDF there or take the line out"
        return
    if start != PDF:
        yield f"{path.name} is no PDF; save it as PDF"
    if size > LARGEST:
        yield f"{path.name} has {size / MEGABYTE:.1f} MB; at most {LARGEST // MEGABYTE} go with a letter"


def at_home(materials: Materials, folder: Path) -> Materials:
    """The files by their whole paths, so that they are found from anywhere."""
    paths = {key: str((folder / name).resolve()) for key in FILES if (name := getattr(materials, key))}
    return replace(materials, **paths)
