"""A description as calendars keep it (often HTML) goes in; plain text with lines and addresses comes out."""

import html
import re

LONGEST = 6000
"""Characters of a description that are read: longer ones are programmes and legal notices."""
BREAK = re.compile(r"<\s*(?:br|/p|/div|/tr|/li|/h\d|/ul|/ol|/?table|/dd)\b[^<>@]*>", re.IGNORECASE)
CELLS = re.compile(r"\s*<\s*/\s*(?:td|th|dt)\s*>\s*<\s*(?:td|th|dd)\b[^<>@]*>\s*", re.IGNORECASE)
"""Between two cells of a row, or between a term and what is said of it."""
HEADS = re.compile(
    r"<tr\b[^<>]*>\s*(?P<heads>(?:<th\b[^<>]*>(?:(?!</?t[dhr]\b).)*</th\s*>\s*){2,8})</tr\s*>"
    r"(?P<rows>(?:(?!</table).)*)",
    re.IGNORECASE | re.DOTALL,
)
"""A table that says at the top of each column what stands in it."""
ROW = re.compile(r"<tr\b[^<>]*>(.*?)</tr\s*>", re.IGNORECASE | re.DOTALL)
CELL = re.compile(r"<t[dh]\b[^<>]*>(.*?)</t[dh]\s*>", re.IGNORECASE | re.DOTALL)
PIPED = re.compile(r"(?m)^[ \t]*\|[ \t]*([^|\n:]{2,40}?)[ \t]*\|[ \t]*([^|\n]+?)[ \t]*\|[ \t]*$")
"""A row of two cells, as tables are typed."""
BULLET = re.compile(r"<\s*li[^<>@]*>", re.IGNORECASE)
LINK = re.compile(
    r"<a\b[^>]*?href\s*=\s*[\"']?mailto:([^\"'?>\s]+)[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL
)
TAG = re.compile(r"</?[a-zA-Z][^<>@]*>|<!--.*?-->", re.DOTALL)
SPACE = re.compile(r"[ \t\u00a0\u200b\ufeff]+")


def plain_text(text: str) -> str:
    """The text without markup.

    A mail link becomes its words and its address, a row of a table a labelled line.
    """
    text = text[:LONGEST]
    if "<" in text:
        text = CELLS.sub(_joint, HEADS.sub(_labelled, text)) if "</t" in text or "</d" in text else text
        text = LINK.sub(_link, BULLET.sub("\n- ", BREAK.sub("\n", text)))
        text = TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
        if "mailto:" in text and "<a" in text:
            text = TAG.sub("", LINK.sub(_link, BREAK.sub("\n", text)))
    text = text.replace("\r", "\n").replace("\\n", "\n")
    if text.startswith("|") or "\n|" in text:
        text = PIPED.sub(r"\1: \2", text)
    return SPACE.sub(" ", text).strip()


def _link(match: re.Match[str]) -> str:
    address, words = match[1], TAG.sub("", match[2]).strip()
    return address if "@" in words or not words else f"{words} <{address}>"


def _labelled(table: re.Match[str]) -> str:
    """The rows of a table, each cell behind what stands at the top of its column."""
    heads = [TAG.sub("", head).strip() for head in CELL.findall(table["heads"])]
    rows = [CELL.findall(row) for row in ROW.findall(table["rows"])]
    lines = [f"{head}: {cell}<br>" for row in rows for head, cell in zip(heads, row, strict=False)]
    return "".join(lines) or table[0]


def _joint(cells: re.Match[str]) -> str:
    """What parts two cells: a colon, unless one, or the end of a sentence, stands there already."""
    before = TAG.sub("", cells.string[max(0, cells.start() - 60) : cells.start()]).rstrip()
    return " " if before[-1:] in ":?!.=" else ": "
