"""A letter and its brief go in; everything a reader would stumble over comes out, one line each."""

import re
from collections.abc import Iterator

from worker.domain.letter import Brief, Letter
from worker.domain.topic import Form, topic_from

WORDS, FOLLOW_UP_WORDS, SUBJECT = 200, 80, 78
LEFTOVERS = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|\bNone\b|\b[Uu]ndefined\b|<[a-z/]")
STUMBLES = {
    "two spaces": re.compile(r"(?<=\S)  +"),
    "a run of empty lines": re.compile(r"\n{3,}"),
    "a space before a mark": re.compile(r"\s[,.;:?!](?:\s|$)"),
    "a doubled mark": re.compile(r"\.\.|,,|,\.|\.,|!!|\?\?"),
    "a space at a line's end": re.compile(r"[ \t]+$", re.MULTILINE),
    "two sentences without a space": re.compile(r"[a-z][.?!][A-Z]"),
    "an empty pair": re.compile(r"\(\s*\)|\[\s*\](?!\])|\"\s*\""),
    "something missing": re.compile(r"\b(?:at|during|for|to|my|in|of) ?[.,?](?:\s|$)"),
    "a doubled word": re.compile(r"\b(the|a|my|your|to|on|rotation) \1\b", re.IGNORECASE),
}
DOUBLED_TITLE = re.compile(r"\b(?:Dr\.?|Prof(?:essor|\.)?)\s+(?:Dr|Prof)", re.IGNORECASE)
NEVER = re.compile(
    r"attached|enclosed|top choice|first choice|letters? of rec|recommendation|last week|yesterday|"
    r"this morning|hope this (?:e-?mail|message)|reach out|touch base|circle back|desperate|\u2014",
    re.IGNORECASE,
)
REQUEST = re.compile(r"\b(?:15 minutes|20 minutes|15 to 20 minutes)\b")
GAP = re.compile(r"\[\[ (.+?) \]\]")


def lint_letter(letter: Letter, brief: Brief) -> list[str]:
    """What is wrong with a letter, in words; an empty list for one that could be signed."""
    return [
        *_size(letter, brief),
        *_shape(letter),
        *_start(letter),
        *_gaps(letter, brief),
        *_claims(letter, brief),
    ]


def _size(letter: Letter, brief: Brief) -> Iterator[str]:
    most = FOLLOW_UP_WORDS if brief.earlier else WORDS
    if not 10 <= letter.words <= most:
        yield f"{letter.words} words"
    if not 1 <= len(letter.subject) <= SUBJECT or letter.subject != " ".join(letter.subject.split()):
        yield f"subject {letter.subject!r}"


def _shape(letter: Letter) -> Iterator[str]:
    for text in (letter.subject, letter.text):
        if found := LEFTOVERS.search(text):
            yield f"left over: {found[0]}"
        if DOUBLED_TITLE.search(text):
            yield "a doubled title"
    body = _body(letter)
    for what, looks in STUMBLES.items():
        if found := looks.search(body):
            yield f"{what}: {body[max(0, found.start() - 20) : found.end() + 20]!r}"


def _start(letter: Letter) -> Iterator[str]:
    first = letter.text.partition("\n")[0]
    if not re.fullmatch(r"Hello,|Dear \S.{0,40},", first):
        yield f"greeting {first!r}"


def _gaps(letter: Letter, brief: Brief) -> Iterator[str]:
    shown = tuple(GAP.findall(letter.text))
    wanted = int(needs_specific(brief) and topic_from(brief.topic).form is Form.UNKNOWN)
    if shown != letter.gaps or len(shown) != wanted:
        yield f"shows the gaps {shown}, tells {letter.gaps}, should have {wanted}"


def needs_specific(brief: Brief) -> bool:
    """Whether the step thanks for something: a follow-up names its letter, a request its reason."""
    return brief.earlier is None and brief.step != "request"


def _claims(letter: Letter, brief: Brief) -> Iterator[str]:
    """Nothing is promised, remembered or asked for that the brief does not hold."""
    body, words = _body(letter), topic_from(brief.topic).words
    own = body.replace(words, " ") if words else body
    if words and needs_specific(brief) and words not in body:
        yield f"the note is missing: {words!r}"
    told = f"{brief.about} {brief.also} {brief.me.one_liner} {brief.me.goal}"
    if (found := NEVER.search(own)) and not NEVER.search(told):
        yield f"never say {found[0]!r}"
    if "CV" in own.replace("CV ahead of time if helpful", "").replace(
        "CV and a one-page summary of my work", ""
    ):
        yield "a CV that is not offered"
    if len(REQUEST.findall(own)) != int(brief.asks) or own.count("?") > int(brief.asks):
        yield f"{len(REQUEST.findall(own))} requests, asks is {brief.asks}"


def _body(letter: Letter) -> str:
    """The words without the signature, which is the last paragraph."""
    return letter.text.rpartition("\n\n")[0]
