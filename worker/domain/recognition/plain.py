"""A description as calendars keep it (often HTML) goes in; plain text with lines and addresses comes out."""

import html
import re

LONGEST = 6000
"""Characters of a description that are read: longer ones are programmes and legal notices."""
BREAK = re.compile(r"<\s*(?:br|/p|/div|/tr|/li|/h\d|/ul|/ol)\s*/?>", re.IGNORECASE)
BULLET = re.compile(r"<\s*li[^<>@]*>", re.IGNORECASE)
LINK = re.compile(
    r"<a\b[^>]*?href\s*=\s*[\"']?mailto:([^\"'?>\s]+)[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL
)
TAG = re.compile(r"</?[a-zA-Z][^<>@]*>|<!--.*?-->", re.DOTALL)
SPACE = re.compile(r"[ \t\u00a0\u200b\ufeff]+")


def plain_text(text: str) -> str:
    """The text without markup; a mail link becomes its words and its address."""
    text = text[:LONGEST]
    if "<" in text:
        text = LINK.sub(_link, BULLET.sub("\n- ", BREAK.sub("\n", text)))
        text = TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
        if "mailto:" in text and "<a" in text:
            text = TAG.sub("", LINK.sub(_link, BREAK.sub("\n", text)))
    return SPACE.sub(" ", text.replace("\r", "\n").replace("\\n", "\n")).strip()


def _link(match: re.Match[str]) -> str:
    address, words = match[1], TAG.sub("", match[2]).strip()
    return address if "@" in words or not words else f"{words} <{address}>"
