"""The `.eml` files of a preview and its JSON go in; every rule for unsent drafts they break comes out."""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any, cast

from tests.years.truth import Year

HEADERS = {
    "from", "to", "subject", "x-unsent", "x-draft-ref", "mime-version", "content-type",
    "content-transfer-encoding", "in-reply-to", "references",
}  # fmt: skip
NAME = re.compile(r"drafts/(\d{4})-(.+)\.eml")


WORDS = 200
FIRST_CHOICE, RECOMMENDATION = "my first choice", "letter of recommendation"
INTRODUCES = {("conference", "outreach"), ("cold-outreach", "first-letter"), ("pivot", "enquiry")}
"""First contacts: they ask for guidance, or to be kept in mind, never for a letter."""


def broken_drafts(answer: Mapping[str, Any], files: Mapping[str, bytes], year: Year) -> list[str]:
    """What is wrong with the drafts beside their touches: `files` maps `drafts/….eml` to bytes."""
    planned = sorted((t for t in answer["touches"] if t["state"] == "planned"), key=lambda t: t["due"])
    if len(planned) != len(files):
        return [f"{len(files)} drafts for {len(planned)} planned touches"]
    broken, chosen = [], set()
    for (name, data), touch in zip(sorted(files.items()), planned, strict=True):
        message = message_from_bytes(data, policy=default)
        text = _text(message)
        told = NAME.fullmatch(name)
        if told is None or not told[2].startswith(f"{touch['due']}-{touch['cadence']}-{touch['step']}"):
            broken.append(f"{name}: stands where the draft of {touch['id']} belongs")
        faults = (*_faults(message, text, touch, year), *_unsaid(message, text, touch, year))
        broken += [f"{name}: {fault}" for fault in faults]
        chosen |= {touch["person"]["email"]} if FIRST_CHOICE in text else set()
    if chosen - {program.human.email for program in year.me.programs if program.first_choice}:
        broken.append(f"the first choice is told to {', '.join(sorted(chosen))}")
    return broken


def _unsaid(message: EmailMessage, text: str, touch: Mapping[str, Any], year: Year) -> Iterator[str]:
    """What may not be said, asked for or sent along."""
    yield from (f"tells {secret!r} of a patient" for secret in year.secrets if secret in text)
    if (words := len(text.partition("\n-- \n")[0].split())) > WORDS:
        yield f"{words} words"
    step = touch["cadence"], touch["step"]
    if step in INTRODUCES and RECOMMENDATION in text.casefold():
        yield "asks for a letter of recommendation at the first contact"
    attached = len(list(message.iter_attachments()))
    if step == ("letter", "materials"):
        if attached > year.me.has_cv:
            yield f"{attached} files, of which the user has {int(year.me.has_cv)}"
    elif attached != _due_with(step, touch["person"]["email"], year):
        yield f"{attached} files go with it"


def _due_with(step: tuple[str, str], address: str, year: Year) -> int:
    """A CV goes with a first letter to a program at an address that the user has checked, with no other."""
    sure = any(program.confirmed and program.human.email == address for program in year.me.programs)
    return int(step == ("cold-outreach", "first-letter") and sure and year.me.has_cv)


def _faults(message: EmailMessage, text: str, touch: Mapping[str, Any], year: Year) -> Iterator[str]:
    if message["Subject"] != touch["subject"]:
        yield f"subject {message['Subject']!r}, where {touch['subject']!r} is right"
    if message["X-Unsent"] != "1":
        yield "X-Unsent is missing"
    if strange := {key.lower() for key in message} - HEADERS:
        yield f"unexpected headers {sorted(strange)}"
    if any(len(message.get_all(key, [])) > 1 for key in message):
        yield "a header stands twice"
    if text.count("[[") != len(touch["gaps"]):
        yield f"{text.count('[[')} gaps in the text, {len(touch['gaps'])} in the JSON"
    held = year.me.hold_recipient and bool(touch["gaps"])
    expected = "" if held else touch["person"]["email"]
    to = message["To"].addresses if message["To"] else ()
    if [address.addr_spec for address in to] != ([expected] if expected else []):
        yield f"To is {message['To']!r}, it should be {expected!r}"


def _text(message: Message) -> str:
    part = next((p for p in message.walk() if p.get_content_type() == "text/plain"), None)
    return str(cast("EmailMessage", part).get_content()) if part else ""
