"""Engagements with the people met in them go in; the same come out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from worker.domain.engagement import Encounter, Engagement, Kind
from worker.domain.person import Person, Role
from worker.store.codec import decoded, encoded
from worker.store.opening import Database
from worker.store.people import people_of, write_people
from worker.store.tables import EncounterRow, EngagementRow


@dataclass(frozen=True, slots=True)
class SqlEngagements:
    """The reasons to write, account by account."""

    database: Database

    def all(self, account: int) -> tuple[Engagement, ...]:
        """Every engagement, by first day."""
        rows = select(EngagementRow).where(EngagementRow.account_id == account)
        with self.database.reading() as session:
            met = _encounters(session, account)
            found = session.scalars(rows.order_by(EngagementRow.start, EngagementRow.id))
            return tuple(_engagement_from(row, met.get(row.id, ())) for row in found)


def replace_engagements(session: Session, account: int, engagements: Sequence[Engagement]) -> None:
    """Remember these and no others, in the caller's transaction. People stay: letters went to them."""
    write_people(session, account, (e.person for one in engagements for e in one.encounters))
    session.execute(delete(EncounterRow).where(EncounterRow.account_id == account))
    session.execute(delete(EngagementRow).where(EngagementRow.account_id == account))
    session.add_all(_row_for(account, engagement) for engagement in engagements)
    session.flush()
    session.add_all(
        _encounter_row(account, engagement.id, place, encounter)
        for engagement in engagements
        for place, encounter in enumerate(engagement.encounters)
    )
    session.flush()


def _row_for(account: int, engagement: Engagement) -> EngagementRow:
    return EngagementRow(
        account_id=account,
        id=engagement.id,
        kind=engagement.kind.value,
        subject=engagement.subject,
        title=engagement.title,
        start=engagement.start,
        end=engagement.end,
        days=encoded(engagement.days),
        why=encoded(engagement.why),
        held=engagement.held,
        place=engagement.place,
        external=engagement.external,
        in_field=engagement.in_field,
        updated_at=engagement.updated,
    )


def _encounter_row(account: int, engagement: str, place: int, encounter: Encounter) -> EncounterRow:
    return EncounterRow(
        account_id=account,
        engagement=engagement,
        person=encounter.person.key,
        place_in_order=place,
        days=encoded(encounter.days),
        topic=encounter.topic,
        noted=encounter.noted,
        withheld=encounter.withheld,
        role=encounter.role.value,
    )


def _encounters(session: Session, account: int) -> Mapping[str, Sequence[Encounter]]:
    people = people_of(session, account)
    rows = select(EncounterRow).where(EncounterRow.account_id == account)
    met: dict[str, list[Encounter]] = defaultdict(list)
    for row in session.scalars(rows.order_by(EncounterRow.place_in_order)):
        met[row.engagement].append(_encounter_from(row, people[row.person]))
    return met


def _encounter_from(row: EncounterRow, person: Person) -> Encounter:
    return Encounter(
        person=person,
        days=decoded(tuple[date, ...], row.days),
        topic=row.topic,
        noted=row.noted,
        withheld=row.withheld,
        role=Role(row.role),
    )


def _engagement_from(row: EngagementRow, encounters: Iterable[Encounter]) -> Engagement:
    return Engagement(
        id=row.id,
        kind=Kind(row.kind),
        subject=row.subject,
        title=row.title,
        start=row.start,
        end=row.end,
        days=decoded(tuple[date, ...], row.days),
        encounters=tuple(encounters),
        why=tuple(row.why),
        held=row.held,
        place=row.place,
        external=row.external,
        in_field=row.in_field,
        updated=row.updated_at,
    )
