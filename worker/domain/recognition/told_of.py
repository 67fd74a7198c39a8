"""Those whom a note names go in; those it only tells of, and patients, are told apart from the ones met."""

import re
from collections.abc import Sequence
from dataclasses import replace

from worker.domain.patient_data import is_appointment, is_doctors, names_patient
from worker.domain.recognition.mention import Mention
from worker.domain.recognition.spelling import TOPIC

ANOTHER = re.compile(r"(?:[,.;&+/]|\band)\s*(?:also\s+)?$", re.IGNORECASE)
"""Before the next person of a list."""
COMES_ALONG = re.compile(
    r"\b(?:and|or|with|plus|incl\w*|also|then|joined by|join|joining|attendees|dean|chair|chief|both|pd|apd|"
    r"program director|dr|prof)\.?\s*$",
    re.IGNORECASE,
)
"""Before somebody in a sentence who was there, too."""
TELLS = re.compile(
    r"\s+(?:is|was|has|had|will|might|may|could|would|wants|needs|runs|leads|knows|takes|works|left|moved|hired|just|"
    r"does|doesn't|likes|loves|retired|trained)\s+(?!(?:the|my|our|also|there|here|joining|coming|on|in|join|come|be)\b)"
)
"""Behind somebody of whom something is told."""
IN_THEATRE = re.compile(r"\b(?:theatres?|list|ward round|firm|registrar|consultant)\b", re.IGNORECASE)
"""Words of British and Irish hospitals, where a surgeon is called "Mr" or "Ms"."""
THEY_DID = re.compile(r"\b(?:he|she|they|who)\b[^,.;]*$", re.IGNORECASE)
"""Before somebody whom another met: "said she met Dr. Hall"."""


def as_noted(mentions: Sequence[Mention], notes: str) -> list[Mention]:
    """Those who were there, each with all that their line says of them.

    In "Met: Dr. Tan - will introduce me to Dr. Hall" the user was only told of Dr. Hall; what stands behind
    "Met: Dr. Lund - loves sailing; talked about ECMO" is about Dr. Lund to its end.
    """
    there = [m for m in mentions if not any(_is_told(m, other, notes) for other in mentions)]
    return [replace(m, topic=_own_part(m, _whole_topic(m, mentions, notes), there)) for m in there]


def _own_part(mention: Mention, topic: str, there: Sequence[Mention]) -> str:
    """What is said of somebody, up to the next one of the line who was there."""
    behind = [(topic.find(m.name), m.title) for m in there if m.start > mention.end and m.name in topic]
    if not behind:
        return topic
    at, title = min(behind)
    own = topic[:at].rstrip().removesuffix(title).rstrip()
    return ANOTHER.sub("", own).rstrip(" ,.;(")


def without_named_in_passing(mentions: Sequence[Mention], notes: str) -> list[Mention]:
    """Without those whom a sentence only names: "said Dr. Hall needs a fellow", "Dr. Hall is hiring"."""
    return [m for m in mentions if m.cued or m.met or m.email or not _is_in_passing(m, notes)]


def _is_in_passing(mention: Mention, notes: str) -> bool:
    before = notes[notes.rfind("\n", 0, mention.start) + 1 : mention.start]
    within = re.search(r"\w\s*$", before) and not COMES_ALONG.search(before)
    return bool(within or TELLS.match(notes, mention.end))


def _whole_topic(mention: Mention, mentions: Sequence[Mention], notes: str) -> str:
    """What a line says of somebody to its end, or, of people named together, what they share."""
    said = TOPIC.match(notes, mention.end) if mention.met and not mention.topic else None
    if said and not any(said.start() <= other.start < said.end() for other in mentions):
        return said["topic"].strip(" .;")
    return _rest_of_line(mention, mentions, notes) if mention.topic else ""


def _rest_of_line(mention: Mention, mentions: Sequence[Mention], notes: str) -> str:
    at = notes.find(mention.topic, mention.end)
    end = at + len(mention.topic)
    line_end = notes.find("\n", end) if "\n" in notes[end:] else len(notes)
    rest = notes[end:line_end]
    others = any(end <= other.start < line_end for other in mentions)
    if at < 0 or "\n" in notes[mention.end : at] or others or not rest.lstrip().startswith(";"):
        return mention.topic
    return f"{mention.topic}{rest}".rstrip(" .;")


def is_patient(mention: Mention, title: str, notes: str) -> bool:
    """Whether a note, or what the appointment is called, shows that somebody is a patient.

    What is noted behind a dash is about whoever was met: "Met: Mr. Kavanagh - CABG" is a surgeon, as
    surgeons are called in Britain and Ireland.
    """
    line = notes[notes.rfind("\n", 0, mention.start) + 1 :].partition("\n")[0]
    parts = re.split(r"\s[-\u2013\u2014]\s|:\s", line)
    if not mention.title or is_doctors(mention.title):
        return False
    if is_appointment(title) or (mention.name in line and is_appointment(line)):
        return True
    if mention.name in title and not IN_THEATRE.search(title) and names_patient(title):
        return True
    return any(names_patient(part) for part in parts if mention.name in part)


def _is_told(mention: Mention, other: Mention, text: str) -> bool:
    """Whether somebody stands in what was said by another, who was met."""
    said = TOPIC.match(text, other.end) if other.met and other.end <= mention.start else None
    if said is None or not said.start("topic") <= mention.start < said.end("topic"):
        return False
    before = text[said.start("topic") : mention.start]
    if mention.met:
        return bool(THEY_DID.search(before))
    if before.rstrip().endswith(":"):
        return False
    listed = ANOTHER.search(before) and (mention.email or TOPIC.match(text, mention.end))
    return not listed
