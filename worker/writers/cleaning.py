"""Text of a calendar or of a profile goes in; the same as it may stand inside a sentence comes out."""

import re
import unicodedata

NAME_LENGTH = 90
"""Longer titles of events are cut before they stand in a sentence: where a part of them ends."""
PART_ENDS = re.compile(
    r"(?:\b(?:meeting|congress|conference|symposium|summit|course|forum|workshop|assembly|convention|retreat|"
    r"sessions?|week|rotation|elective|hospital|university|college|school|institute|center|centre|clinic)"
    r"(?=\s+(?:and|with|for|of|at|in)\b|[,:;]))|[^\s,:;](?=[,:;]|\s[-\u2013]\s)",
    re.IGNORECASE,
)
SHORTEST_PART = 12
MARKUP = re.compile(
    r"<[^<>]*>|\[\[|\]\]|\{[{%#]|[}%#]\}|[\"\u201c\u201d]|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"
)


def tidy(text: str) -> str:
    """Visible characters on one line, without markup, quotation marks or what looks like a gap."""
    visible = "".join(
        c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text)
    )
    plain = MARKUP.sub(" ", visible)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(plain.split()))


def clause(text: str) -> str:
    """The same without marks at either end: part of a sentence."""
    return re.sub(r"[,.]{2,}", ",", tidy(text)).rstrip(" .,;:!?-").lstrip(" .,;:!?-")


def cut(text: str, length: int) -> str:
    """As many whole words as fit, without a joining word at the end."""
    if len(text) <= length:
        return text
    whole = text[: length + 1].rpartition(" ")[0] or text[:length]
    return re.sub(r"(?:\s+(?:and|at|for|from|in|of|on|the|to|my|our|with))+$", "", whole).rstrip(" ,.:;-")


def named(text: str) -> str:
    """An event's name as it may stand inside a sentence."""
    plain = tidy(text).replace(" @ ", " at ")
    plain = re.sub(r"\S*(?:@|://|www\.)\S*|\([^()]*\)", " ", plain)
    plain = re.sub(r"[!?|*_~^\\{}\[\]<>()]+", " ", plain)
    whole = clause(re.sub(r"\.{2,}", " ", " ".join(plain.split())))
    if len(whole) <= NAME_LENGTH:
        return whole
    ends = [one.end() for one in PART_ENDS.finditer(whole) if SHORTEST_PART <= one.end() <= NAME_LENGTH]
    return clause(whole[: ends[-1]]) if ends else cut(whole, NAME_LENGTH)
