"""The year ahead goes in; one JSON object for other programs comes out."""

import json
from typing import Any

from worker.domain.engagement import Engagement
from worker.domain.letter import Letter
from worker.domain.outlook import Outlook
from worker.domain.person import Person
from worker.domain.recognition.recognised import Label, Recognised
from worker.domain.season import Milestone
from worker.domain.touch import Touch


def write_json(outlook: Outlook) -> str:
    """Engagements, touches, milestones and warnings; dates ISO 8601, every `end` the last day, inclusive."""
    return _dumped(
        {
            "engagements": [_engagement(engagement) for engagement in outlook.engagements],
            "touches": [_touch(touch, outlook.letters.get(touch.id)) for touch in outlook.touches],
            "milestones": [_milestone(milestone) for milestone in outlook.milestones],
            "warnings": list(outlook.warnings),
        },
        indent=2,
    )


def write_recognised(line_id: str, one: Recognised | None, fault: str = "") -> str:
    """One answer of `rapport recognise`: id, label, people, group and the reasons.

    A line without a readable event is `none`, for the reason given in `fault`.
    """
    label = one.label if one else Label.NONE
    people = one.people if one and label is not Label.NONE else ()
    answer = {
        "id": line_id,
        "label": label.value,
        "people": [{"name": named.name, "email": named.email} for named in people],
        "group": one.group if one else None,
        "why": list(one.why) if one else [fault],
    }
    return _dumped(answer)


def _engagement(engagement: Engagement) -> dict[str, Any]:
    return {
        "id": engagement.id,
        "kind": engagement.kind.value,
        "title": engagement.title,
        "start": engagement.start.isoformat(),
        "end": engagement.end.isoformat(),
        "people": [_person(encounter.person) for encounter in engagement.encounters],
        "why": list(engagement.why),
        "held": engagement.held or None,
    }


def _touch(touch: Touch, letter: Letter | None) -> dict[str, Any]:
    return {
        "id": touch.id,
        "cadence": touch.key.cadence,
        "step": touch.key.step,
        "person": _person(touch.person),
        "engagement": touch.key.engagement,
        "window": [touch.window.earliest.isoformat(), touch.window.latest.isoformat()],
        "due": touch.due.isoformat() if touch.due else None,
        "subject": letter.subject if letter else None,
        "words": letter.words if letter else 0,
        "gaps": list(letter.gaps) if letter else [],
        "state": touch.state.value,
        "why": list(touch.why),
    }


def _milestone(milestone: Milestone) -> dict[str, Any]:
    return {
        "id": milestone.id,
        "title": milestone.told_title,
        "start": milestone.start.isoformat(),
        "end": milestone.end.isoformat(),
        "certainty": milestone.certainty.value,
        "source": ", ".join(milestone.source),
    }


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "email": person.email}


def _dumped(value: object, indent: int | None = None) -> str:
    """JSON text that any reader takes: a lone surrogate from a broken file becomes a replacement mark."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "replace").decode("utf-8")
