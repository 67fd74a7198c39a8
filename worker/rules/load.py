"""The folder config/ goes in; one immutable rule book comes out, or every fault in it at once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from worker.domain.cadence import Cadence, Limits
from worker.domain.calendar_days import Holiday
from worker.domain.errors import Refused, RuleFault
from worker.domain.freshness import Freshness
from worker.domain.names import fold
from worker.domain.narrative import Narrative
from worker.domain.quota import Quota
from worker.domain.reading import Publisher
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.rolling import SeasonRule
from worker.domain.rulebook import RuleBook
from worker.domain.sample import SampleEvent
from worker.domain.season import Almanac, Conference, Mark, Milestone
from worker.rules import checks
from worker.rules.profile import narrative_from
from worker.rules.structure import structured, structured_file
from worker.rules.toml import Tables, named_tables, read_toml

Noun = TypeVar("Noun")

MATCH_WEEK = "match-week"
"""How the id of an NRMP milestone ends that is a Match Week."""


@dataclass(frozen=True, slots=True)
class SampleYear:
    """The whole of sample.toml: one [[event]] after the other."""

    event: tuple[SampleEvent, ...]


def load_rules(folder: Path) -> RuleBook:
    """The rules in this folder. Raises RuleFault with one line for every fault, whichever file it is in."""
    faults: list[str] = []
    limits, cadences = _cadences(folder / "cadences.toml", faults)
    lexicon = structured_file(Lexicon, read_toml(folder / "lexicon.toml", faults), "lexicon.toml", faults)
    almanac = _almanac(folder, faults)
    holidays = _nouns(Holiday, read_toml(folder / "holidays.toml", faults), "holidays.toml", faults)
    publishers = _nouns(Publisher, read_toml(folder / "feeds.toml", faults), "feeds.toml", faults, key="name")
    quotas = _nouns(Quota, read_toml(folder / "quotas.toml", faults), "quotas.toml", faults, key="api")
    sources = _sources(folder / "sources.toml", faults)
    shorts = _shorts(folder / "given_names.toml", sources, faults)
    rolling = _nouns(SeasonRule, read_toml(folder / "rolling.toml", faults), "rolling.toml", faults)
    fresh = read_toml(folder / "freshness.toml", faults)
    freshness = structured_file(Freshness, fresh, "freshness.toml", faults) if fresh else None
    faults += checks.rolling_faults(rolling, almanac.milestones)
    faults += _faults_between(
        cadences, almanac, (*holidays, *quotas, *rolling), sources, frozenset(map(_file_of, faults))
    )
    if faults or limits is None or lexicon is None or freshness is None:
        raise RuleFault(tuple(faults))
    return RuleBook(
        cadences=cadences,
        limits=limits,
        lexicon=lexicon,
        conferences=almanac.conferences,
        milestones=almanac.milestones,
        training_year=almanac.marks,
        holidays=holidays,
        publishers=publishers,
        quotas=quotas,
        sources=MappingProxyType(sources),
        match_weeks=_match_weeks(almanac.milestones),
        freshness=freshness,
        rolling=rolling,
        shorts=MappingProxyType(shorts),
    )


def load_profile(path: Path, known_fields: Collection[str] = ()) -> Narrative:
    """The user's story from their profile; `known_fields` as in `narrative_from`.

    Raises Refused where there is no such file, RuleFault with one line for every fault in it.
    """
    if not path.is_file():
        raise Refused(f"{path}: there is no such profile; copy config/profile.example.toml and fill it in.")
    return narrative_from(_whole(path), path.name, known_fields, path.parent)


def load_sample(path: Path) -> tuple[SampleEvent, ...]:
    """The lines of the sample year. Raises RuleFault with one line for every fault in the file."""
    faults: list[str] = []
    sample = structured_file(SampleYear, _whole(path), path.name, faults)
    if sample is None:
        raise RuleFault(tuple(faults))
    return sample.event


def _whole(path: Path) -> Tables:
    """The file's tables. Raises RuleFault when it is no TOML."""
    faults: list[str] = []
    tables = read_toml(path, faults)
    if faults:
        raise RuleFault(tuple(faults))
    return tables


def check_templates(book: RuleBook, templates: Path) -> tuple[str, ...]:
    """Letters that a cadence wants and `templates`/letters/<cadence>/<step>/ has not, one line each."""
    letters = templates / "letters"
    wanted = ((cadence.name, step.name) for cadence in book.cadences for step in cadence.steps)
    files = [
        letters / cadence / step / file for cadence, step in wanted for file in ("subject.txt", "body.txt")
    ]
    return tuple(
        f"templates/{path.relative_to(templates)}: is missing" for path in files if not path.is_file()
    )


def _cadences(path: Path, faults: list[str]) -> tuple[Limits | None, tuple[Cadence, ...]]:
    """The limits and the rhythms; a cadence's kind is its own name where it says none."""
    tables = read_toml(path, faults)
    if not tables:
        return None, ()
    limits = structured(Limits, tables.pop("limits", {}), f"{path.name}: [limits]", faults)
    for name, table in tables.items():
        if isinstance(table, dict):
            table.setdefault("kind", name)
    return limits, _nouns(Cadence, tables, path.name, faults, key="name")


def _almanac(folder: Path, faults: list[str]) -> Almanac:
    """Every date in the folder; a milestone that gives no `end` is one day."""
    seasons = read_toml(folder / "seasons.toml", faults)
    for table in seasons.values():
        if isinstance(table, dict) and "start" in table:
            table.setdefault("end", table["start"])
    return Almanac(
        milestones=_nouns(Milestone, seasons, "seasons.toml", faults),
        marks=_nouns(Mark, read_toml(folder / "milestones.toml", faults), "milestones.toml", faults),
        conferences=_nouns(
            Conference, read_toml(folder / "conferences.toml", faults), "conferences.toml", faults
        ),
    )


def _nouns(
    kind: type[Noun], tables: Tables, file: str, faults: list[str], key: str = "id"
) -> tuple[Noun, ...]:
    """One noun for each table without fault, in the order of the file."""
    named = named_tables(tables, key, file, faults)
    made = (structured(kind, table, place, faults) for place, table in named)
    return tuple(noun for noun in made if noun is not None)


def _sources(path: Path, faults: list[str]) -> Mapping[str, str]:
    """Where dates come from: key to text."""
    tables = read_toml(path, faults)
    faults += [
        f"{path.name}: {key} must be text in quotes" for key, text in tables.items() if not _is_text(text)
    ]
    return {key: text for key, text in tables.items() if _is_text(text)}


def _shorts(path: Path, sources: Mapping[str, str], faults: list[str]) -> dict[str, frozenset[str]]:
    """Each short form to the given names that it may stand for."""
    tables = read_toml(path, faults)
    unknown = [key for key in tables.get("source", []) if key not in sources]
    faults += [f"{path.name}: source: {key} does not stand in sources.toml" for key in unknown]
    found: dict[str, frozenset[str]] = {}
    for name, shorts in tables.get("short", {}).items():
        if not isinstance(shorts, list) or not all(map(_is_text, shorts)):
            faults.append(f"{path.name}: {name} must be a list of short forms in quotes")
            continue
        for short in shorts:
            found[fold(short)] = found.get(fold(short), frozenset()) | {fold(name)}
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _faults_between(
    cadences: tuple[Cadence, ...],
    almanac: Almanac,
    sourced: tuple[Holiday | Quota | SeasonRule, ...],
    sources: Mapping[str, str],
    broken: frozenset[str],
) -> Iterator[str]:
    """Faults between files; what hangs on a broken file is not blamed for it."""
    yield from checks.alias_faults(almanac.conferences)
    yield from checks.id_faults(almanac)
    if not broken & {"seasons.toml", "milestones.toml"}:
        marks = {milestone.mark for milestone in almanac.milestones} | {mark.id for mark in almanac.marks}
        yield from checks.anchor_faults(cadences, marks)
    if "quotas.toml" not in broken:
        yield from checks.quota_faults(entry for entry in sourced if isinstance(entry, Quota))
    if "sources.toml" not in broken:
        yield from checks.source_faults(almanac, sourced, sources)


def _file_of(fault: str) -> str:
    return fault.partition(":")[0]


def _match_weeks(milestones: tuple[Milestone, ...]) -> tuple[tuple[date, date], ...]:
    """(Monday, Friday) of each Match Week of the main match, oldest first."""
    weeks = [m for m in milestones if m.category == "nrmp" and m.id.endswith(MATCH_WEEK)]
    mondays = sorted(week.start - timedelta(days=week.start.weekday()) for week in weeks)
    return tuple((monday, monday + timedelta(days=4)) for monday in mondays)
