"""The `.eml` files of a preview and its JSON go in; every rule for unsent drafts they break comes out."""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any, cast

HEADERS = {
    "from", "to", "subject", "x-unsent", "x-draft-ref", "mime-version", "content-type",
    "content-transfer-encoding", "in-reply-to", "references",
}  # fmt: skip
NAME = re.compile(r"drafts/(\d{4})-(.+)\.eml")


def broken_drafts(
    answer: Mapping[str, Any], files: Mapping[str, bytes], *, hold_recipient: bool
) -> list[str]:
    """What is wrong with the drafts beside their touches: `files` maps `drafts/….eml` to bytes."""
    planned = sorted((t for t in answer["touches"] if t["state"] == "planned"), key=lambda t: t["due"])
    if len(planned) != len(files):
        return [f"{len(files)} drafts for {len(planned)} planned touches"]
    broken = []
    for (name, data), touch in zip(sorted(files.items()), planned, strict=True):
        message = message_from_bytes(data, policy=default)
        told = NAME.fullmatch(name)
        if told is None or not told[2].startswith(f"{touch['due']}-{touch['cadence']}-{touch['step']}"):
            broken.append(f"{name}: stands where the draft of {touch['id']} belongs")
        broken += [f"{name}: {fault}" for fault in _faults(message, touch, hold_recipient=hold_recipient)]
    return broken


def _faults(message: EmailMessage, touch: dict[str, Any], *, hold_recipient: bool) -> Iterator[str]:
    if message["Subject"] != touch["subject"]:
        yield f"subject {message['Subject']!r}, where {touch['subject']!r} is right"
    if message["X-Unsent"] != "1":
        yield "X-Unsent is missing"
    if strange := {key.lower() for key in message} - HEADERS:
        yield f"unexpected headers {sorted(strange)}"
    if any(len(message.get_all(key, [])) > 1 for key in message):
        yield "a header stands twice"
    text = _text(message)
    if text.count("[[") != len(touch["gaps"]):
        yield f"{text.count('[[')} gaps in the text, {len(touch['gaps'])} in the JSON"
    held = hold_recipient and bool(touch["gaps"])
    expected = "" if held else touch["person"]["email"]
    to = message["To"].addresses if message["To"] else ()
    if [address.addr_spec for address in to] != ([expected] if expected else []):
        yield f"To is {message['To']!r}, it should be {expected!r}"


def _text(message: Message) -> str:
    part = next((p for p in message.walk() if p.get_content_type() == "text/plain"), None)
    return str(cast("EmailMessage", part).get_content()) if part else ""
