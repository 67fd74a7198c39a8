"""Final verdicts go in; one id for all events of one rotation or one congress comes out."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from worker.domain.recognition.deciding import Verdict
from worker.domain.recognition.lexicon import Lengths
from worker.domain.recognition.neighbours import LONGEST_HOST, NESTED, ROW, subject_of
from worker.domain.recognition.reading import Shape
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.weighing import number_of_block
from worker.domain.recognition.words import folded

WEEK = 7
"""Days between two such blocks from which on they are two rotations."""
ENDLESS = 1000
"""Days: no block is so long."""
PART = re.compile(
    r"\b(?:part|teil|parte|partie|half|pt\.?|cz\.?)\s?\d\b|\b(?:first|second|1st|2nd) half\b", re.IGNORECASE
)
"""Blocks that say themselves that they are pieces of one."""
GROUPED = (Label.ROTATION, Label.CONFERENCE)
FEW = 3
"""So many shifts of another service inside a block belong to it; more are a service of their own."""
CLERKSHIP = 28
"""Days from which on a placement may be made of blocks on several services."""
SHORTEST = 3
"""Letters of a service's name."""
WORD_LENGTH = 4
"""Letters of a word that two titles may have in common."""


@dataclass(slots=True)
class Cluster:
    """Events of one service or meeting that lie together."""

    label: Label
    subject: str
    members: list[Verdict]

    @property
    def blocks(self) -> list[Verdict]:
        """The entries for the whole of it."""
        return [one for one in self.members if one.reading.shape is Shape.BLOCK]

    @property
    def name(self) -> str:
        """The group's id."""
        first = min(self.members, key=_by_day).reading.event.first_day
        return f"{self.label.value}-{self.subject.replace(' ', '-')}-{first.isoformat()}"


def groups_of(verdicts: Sequence[Verdict], lengths: Lengths, services: Container[str] = ()) -> dict[str, str]:
    """Event id -> group id, for events that are not alone; `services`: those that may last a year."""
    leave = frozenset(
        day for v in verdicts if "leave" in v.vetoes and not v.closed for day in v.reading.event.days
    )
    by_subject: dict[tuple[Label, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.label in GROUPED:
            by_subject[verdict.label, subject_of(verdict)].append(verdict)
    clusters: list[Cluster] = []
    for (label, subject), members in sorted(by_subject.items()):
        gap = lengths.short_gap_days if label is Label.ROTATION else lengths.congress_gap_days
        long = lengths.month_days if subject not in services else ENDLESS
        parts = _clusters(members, gap, long, leave)
        if label is Label.ROTATION:
            elsewhere = _days_of_others(by_subject, subject)
            parts = [part for whole in parts for part in _apart(whole, elsewhere)]
        clusters += (Cluster(label, subject, found) for found in parts)
    found = [cluster for cluster in _settled(clusters, services) if len(cluster.members) > 1]
    return {
        verdict.reading.event.id: name
        for name, cluster in ((cluster.name, cluster) for cluster in found)
        for verdict in cluster.members
    }


def _days_of_others(by_subject: Mapping[tuple[Label, str], Sequence[Verdict]], subject: str) -> Counter[date]:
    """On how many entries of other services each day is worked."""
    return Counter(
        verdict.reading.event.first_day
        for (label, other), members in by_subject.items()
        if label is Label.ROTATION and other != subject
        for verdict in members
        if verdict.reading.shape in {Shape.SHIFT, Shape.DAY}
    )


def _apart(members: Sequence[Verdict], elsewhere: Mapping[date, int]) -> list[list[Verdict]]:
    """Single days of one service, parted where the user was on another for two weeks in between."""
    parts: list[list[Verdict]] = [[members[0]]]
    last = members[0].reading.event.last_day
    for verdict in members[1:]:
        first = verdict.reading.event.first_day
        away = sum(last < day < first for day in elsewhere) if (first - last).days > 2 * WEEK else 0
        if away >= ROW:
            parts.append([])
        parts[-1].append(verdict)
        last = max(last, verdict.reading.event.last_day)
    return parts


def _settled(clusters: Sequence[Cluster], services: Container[str]) -> list[Cluster]:
    """The same, with shifts that another service's name stands on in the block they lie in."""
    parts = [part for whole in clusters for part in _parted(whole, services)]
    hosts = [c for c in parts if c.label is Label.ROTATION and c.blocks and c.subject not in services]
    kept: list[Cluster] = []
    for cluster in sorted(parts, key=lambda c: not c.blocks):
        host = _host_of(cluster, hosts) if cluster.label is Label.ROTATION else None
        if host is None:
            kept.append(cluster)
        else:
            host.members += cluster.members
            hosts = [one for one in hosts if one is not cluster]
    return kept


def _parted(cluster: Cluster, services: Container[str]) -> list[Cluster]:
    """Days inside a research year that do not name it may be another block's."""
    if cluster.subject not in services or cluster.label is not Label.ROTATION:
        return [cluster]
    strays = [v for v in cluster.members if v not in cluster.blocks and cluster.subject not in _services(v)]
    rest = [verdict for verdict in cluster.members if verdict not in strays]
    parts = (rest, *([verdict] for verdict in strays)) if rest else ([verdict] for verdict in strays)
    return [Cluster(cluster.label, cluster.subject, part) for part in parts]


def _host_of(cluster: Cluster, hosts: Iterable[Cluster]) -> Cluster | None:
    """The only block that all of it lies in, if it is few shifts, or has words in common with the block."""
    around = [
        (host, block)
        for host in hosts
        if host is not cluster
        for block in host.blocks
        if _holds(block, cluster)
    ]
    kin = [(host, block) for host, block in around if _are_kin(cluster, host, block)]
    few = len(cluster.members) <= FEW and not cluster.blocks
    for found in (kin, around if few else []):
        if len({id(host) for host, _ in found}) == 1:
            return found[0][0]
    return None


def _holds(block: Verdict, cluster: Cluster) -> bool:
    """Whether a cluster lies inside a block, and is no rotation of its own."""
    whole = block.reading.event
    days = [one.reading.event for one in cluster.members]
    if whole.day_count > LONGEST_HOST:
        return False
    if any(not whole.first_day <= event.first_day <= whole.last_day for event in days):
        return False
    longest = max((one.reading.event.day_count for one in cluster.blocks), default=0)
    return not longest or (
        "placement" in block.reading.title and whole.day_count >= max(CLERKSHIP, longest * NESTED)
    )


def _are_kin(cluster: Cluster, host: Cluster, block: Verdict) -> bool:
    """Whether the block's title names the service, or the same place, or is of a clerkship with several."""
    named = (host.subject, *_services(block), *_noted_services(block))
    if cluster.blocks or any(_are_alike(cluster.subject, name) for name in named):
        return True
    words, placed = _words(block), "placement" in block.reading.title
    tied = sum(
        bool(
            words & _words(one)
            or host.subject in _services(one)
            or (placed and "placement" in one.reading.title)
        )
        for one in cluster.members
    )
    return tied * 2 > len(cluster.members)


def _are_alike(one: str, other: str) -> bool:
    """Whether two services may be one: "ICU" is the SICU of whoever is on no other."""
    return min(len(one), len(other)) >= SHORTEST and (one.endswith(other) or other.endswith(one))


def _services(verdict: Verdict) -> set[str]:
    """The services that a title names."""
    hits = (hit for kind in ("service", "code") for hit in verdict.reading.title.of(kind))
    return {folded(hit.sign.split(":", 1)[1]) for hit in hits}


def _noted_services(block: Verdict) -> set[str]:
    """The services that the description of a block names: "you will be on the Blue service"."""
    hits = block.reading.noted.of("service")
    return {folded(hit.sign.split(":", 1)[1]) for hit in hits}


def _words(verdict: Verdict) -> set[str]:
    """The words of a title that nothing explains, as the names of places."""
    return {token.folded for token in verdict.reading.rest if len(token.folded) >= WORD_LENGTH}


def _clusters(
    members: Iterable[Verdict], gap: int, month: int, leave: frozenset[date]
) -> list[list[Verdict]]:
    """Events of one service or meeting, parted by long gaps and where another block begins."""
    clusters: list[list[Verdict]] = []
    last, block = date.min, None
    for verdict in sorted(members, key=_by_day):
        event = verdict.reading.event
        whole = verdict.reading.shape in {Shape.BLOCK, Shape.DAYS}
        apart = event.first_day - last > timedelta(days=gap + 1)
        if not clusters or apart or (whole and block is not None and _are_two(block, verdict, month, leave)):
            clusters.append([])
            last, block = event.last_day, None
        clusters[-1].append(verdict)
        last = max(last, event.last_day)
        if whole and (block is None or event.last_day > block.reading.event.last_day):
            block = verdict
    return clusters


def _by_day(verdict: Verdict) -> tuple[date, int, str]:
    event = verdict.reading.event
    return event.first_day, -event.day_count, event.id


def _are_two(before: Verdict, after: Verdict, month: int, leave: frozenset[date]) -> bool:
    """Two blocks of one service: with other numbers, or each a month long and named differently."""
    one, other = before.reading.event, after.reading.event
    if before.label is Label.CONFERENCE:
        return False
    if PART.search(before.reading.headline) and PART.search(after.reading.headline):
        return False
    first, second = number_of_block(before.reading.headline), number_of_block(after.reading.headline)
    if first and second:
        return first != second
    long = min(one.day_count, other.day_count) >= month
    between = (other.first_day - one.last_day).days
    free = sum(one.last_day < day < other.first_day for day in leave)
    apart = between - free > WEEK
    return long and other.first_day > one.last_day and (apart or before.reading.key != after.reading.key)
