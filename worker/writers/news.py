"""News as the user typed them go in; sentences, or the lines of a short list, come out."""

import re
from collections.abc import Iterator, Sequence

from worker.domain.newsworthy import told_once
from worker.domain.topic import lowered
from worker.writers.cleaning import clause, cut

LONGEST = 160
"""Characters of one item: as many as config/cadences.toml lets into one letter stay under 200 words."""
LINE = "\ue000"
"""Begins a line of a list. No text of a user's holds it: it is taken out of all of them."""

APART = re.compile(
    r"\s*;\s*|(?<=[\w)])[.!?]+(?<!\bDr\.)(?<!\bProf\.)(?<!\bSt\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bvs\.)(?<!\bNo\.)"
    r"\s+(?=[A-Z])"
)
"""Between two news that were typed as one."""
MINE = re.compile(r"(?:I|We)\b(?!\.)(?!-)")
WITH_SUBJECT = re.compile(r"(?:the|my|our|an?|this|both|two|three|one of)\b", re.IGNORECASE)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|went|came|got|made|won|began|took|became|found|ran|gave|"
    r"passed|started|finished|ended|opened|received|reached|appeared|matched)\b",
    re.IGNORECASE,
)
DEED = re.compile(
    r"(?:passed|published|submitted|finished|completed|started|began|joined|got|received|won|matched|presented|"
    r"gave|wrote|led|took|made|became|ran|learn(?:ed|t)|earned|defended|graduated|applied|moved|sent|"
    r"interviewed|scored|cleared|registered|obtained|secured|taught|launched|built|attended|returned|"
    r"co-?authored|revised|enrolled|signed|designed|created|performed|assisted|scrubbed|met|found)\s+(?!by\b)",
    re.IGNORECASE,
)
"""What the user did, told without "I"."""
HONOUR = re.compile(
    r"(?:invited|selected|awarded|promoted|nominated|elected|chosen|appointed|admitted|asked)\s+"
    r"(?=(?:to|as|for|into|the|an?)\b)",
    re.IGNORECASE,
)
"""What was done for the user, told without "I was"."""
FAILED = re.compile(
    r"(?:didn't|did not|couldn't|could not|wasn't|was not|haven't|have not|failed)\s", re.IGNORECASE
)
"""What did not come about, told without "I"."""
SOBERING = re.compile(
    r"\b(?:didn.?t|did not|not|couldn.?t|wasn.?t|haven.?t|failed|rejected|declined|unmatched|lost|withdrawn|"
    r"withdrew)\b",
    re.IGNORECASE,
)
WORK = re.compile(
    r"(?:(?:\w+[- ]author|[A-Z]{2,}|case|review|research|oral|first|second)\s+)*"
    r"(?:abstract|poster|paper|manuscript|article|case report|chapter|talk|presentation|application|"
    r"proposal)\s+(?=(?:accepted|submitted|published|rejected|selected|declined|funded|revised)\b)",
    re.IGNORECASE,
)
"""What became of the user's own work, told without "my" and "was"."""


def news_told(news: Sequence[str]) -> str:
    """All of it as it stands behind a colon: sentences in one person and tense, else a list of lines.

    Each is told once, in the words in which it stands first.
    """
    items = told_once(item for text in news for item in _parts(text))
    sentences = [_sentence(item) for item in items]
    if all(sentences):
        whole = " ".join(f"{sentence}." for sentence in sentences)
        return lowered(whole)
    return "".join(
        f"{LINE}{_upper(sentence or item)}." for item, sentence in zip(items, sentences, strict=True)
    )


def is_sobering(news: Sequence[str]) -> bool:
    """Whether some of it is no good news: it is told without a word of joy."""
    return any(SOBERING.search(text) for text in news)


def _parts(text: str) -> Iterator[str]:
    """The news of one text, each without marks at its ends and not too long."""
    for part in APART.split(text):
        if item := cut(clause(part), LONGEST):
            yield item


def _sentence(item: str) -> str:
    """The news as a sentence of its own without its full stop; empty where it is only part of one."""
    if MINE.match(item) or (WITH_SUBJECT.match(item) and FINITE.search(item)):
        return _upper(item)
    if work := WORK.match(item):
        return f"My {lowered(work[0])}was {item[work.end() :]}"
    if DEED.match(item) or FAILED.match(item):
        return f"I {item[:1].lower()}{item[1:]}"
    return f"I was {item[:1].lower()}{item[1:]}" if HONOUR.match(item) else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
