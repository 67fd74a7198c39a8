"""A letter and its brief go in; everything a reader would stumble over comes out, one line each."""

import re
from collections.abc import Iterator

from worker.domain.letter import Brief, Letter
from worker.domain.topic import Form, topic_from

WORDS, FOLLOW_UP_WORDS, SUBJECT, NOTE = 200, 80, 78, 300
REPLY = len("Re: ")
ONCE = {
    "thanks again": re.compile(r"\bthank(?:s| you)\b[^.?!]{0,20}\bagain\b|\bagain,?\s+thank", re.IGNORECASE),
    "gratitude": re.compile(r"\bgrateful\b|\bgratitude\b", re.IGNORECASE),
    "a hope": re.compile(r"\bI hope to\b"),
    "an offer of the CV": re.compile(r"\bI can send (?:my|an) "),
    "what is kept": re.compile(r"\bnot forgotten\b|\bkeep it in mind\b|\bin mind that\b", re.IGNORECASE),
    "a full week": re.compile(r"\bfull week\b"),
    "advice that is valued": re.compile(r"\bI would (?:also )?value\b"),
}
"""What one letter says once at most."""
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
    "a doubled word": re.compile(r"\b(the|a|my|your|to|on|rotation|webinar) \1\b", re.IGNORECASE),
    "an exclamation": re.compile(r"!"),
}
DOUBLED_TITLE = re.compile(r"\b(?:Dr\.?|Prof(?:essor|\.)?)\s+(?:Dr|Prof)", re.IGNORECASE)
NEVER = re.compile(
    r"attached|enclosed|top choice|first choice|letters? of rec|recommendation|last week|yesterday|"
    r"this morning|hope this (?:e-?mail|message)|reach out|touch base|circle back|desperate|pick your brain|"
    r"\u2014",
    re.IGNORECASE,
)
MINUTES = re.compile(r"\b(?:15 minutes|20 minutes|15 to 20 minutes)\b")
REQUESTS = {
    ("conference", "outreach"): re.compile(r"\bbrief hello\b"),
    ("cold-outreach", "first-letter"): re.compile(r"\bin mind\b"),
    ("elective", "enquiry"): re.compile(r"\b(?:Could|Would) you (?:tell me|point me|let me know)\b"),
    ("introduction", "request"): re.compile(r"\b(?:write|writing) a line\b"),
    ("letter", "request"): re.compile(r"\bstrong letter of recommendation\b"),
}
"""What the step's one request says; everywhere else it is a quarter of an hour."""
GAP = re.compile(r"\[\[ (.+?) \]\]")
CV_OFFERS = (
    "CV ahead of time if helpful",
    "CV and a one-page summary of my work",
    "I can send my CV if helpful",
    "I can send my CV, a draft of my personal statement",
)
FIRST_CONTACTS = {
    *(("conference", "outreach"), ("cold-outreach", "first-letter"), ("pivot", "enquiry")),
    *(("research", "enquiry"), ("introduction", "request"), ("conference", "thank-you")),
    *(("rotation", "thank-you"), ("webinar", "note"), ("conversation", "follow-up")),
    *(("elective", "enquiry"), ("alumni", "note")),
}
THANKING = {
    *(("conference", "thank-you"), ("rotation", "thank-you"), ("conversation", "follow-up")),
    *(("pd-mid-year-meeting", "thank-you"), ("webinar", "note"), ("mentor-meeting", "thank-you")),
}
REASONED = {
    *(("cold-outreach", "first-letter"), ("pivot", "enquiry"), ("research", "enquiry")),
    *(("elective", "enquiry"), ("alumni", "note")),
}
"""They say why this program or person; what says that must be a thing one can be drawn to."""
ALWAYS_ONE = {("promise", "delivery")}
"""It carries something that only the user can add."""


def lint_letter(letter: Letter, brief: Brief) -> list[str]:
    """What is wrong with a letter, in words; an empty list for one that could be signed."""
    return [
        *_size(letter, brief),
        *_shape(letter),
        *_start(letter),
        *_gaps(letter, brief),
        *_claims(letter, brief),
        *_files(letter, brief),
        *_said_twice(letter, brief),
        *_note(letter),
    ]


def _size(letter: Letter, brief: Brief) -> Iterator[str]:
    most = FOLLOW_UP_WORDS if brief.earlier and brief.step == "follow-up" else WORDS
    if not 9 <= letter.words <= most:
        yield f"{letter.words} words"
    longest = SUBJECT + REPLY if letter.subject.startswith("Re:") else SUBJECT
    if not 1 <= len(letter.subject) <= longest or letter.subject != " ".join(letter.subject.split()):
        yield f"subject {letter.subject!r}"


def _shape(letter: Letter) -> Iterator[str]:
    for text in (letter.subject, letter.text, letter.note):
        if found := LEFTOVERS.search(text):
            yield f"left over: {found[0]}"
        if DOUBLED_TITLE.search(text):
            yield "a doubled title"
    for body in (_body(letter), letter.note, letter.subject):
        for what, looks in STUMBLES.items():
            if found := looks.search(body):
                yield f"{what}: {body[max(0, found.start() - 20) : found.end() + 20]!r}"


def _start(letter: Letter) -> Iterator[str]:
    first = letter.text.partition("\n")[0]
    if not re.fullmatch(r"Hello,|Dear \S.{0,40},", first):
        yield f"greeting {first!r}"


def _gaps(letter: Letter, brief: Brief) -> Iterator[str]:
    shown = tuple(GAP.findall(letter.text))
    wanted = wanted_gaps(brief)
    if shown != letter.gaps or len(shown) not in wanted:
        yield f"shows the gaps {shown}, tells {letter.gaps}, should have {sorted(wanted)}"


def wanted_gaps(brief: Brief) -> set[int]:
    """How many gaps a letter may show: one where a specific is unknown, else none."""
    step, form = (brief.cadence, brief.step), topic_from(brief.topic).form
    if step in ALWAYS_ONE:
        return {1}
    if step in THANKING:
        return {int(form in {Form.UNKNOWN, Form.UNCLEAR})}
    if step == ("conference", "outreach"):
        return {0, 1} if brief.topic else {1}
    if step in REASONED and brief.introduces:
        return {int(form not in {Form.DISCUSSED, Form.GIVEN})}
    lacking = {
        ("introduction", "request"): not brief.programs,
        ("letter", "request"): not brief.worked,
        ("letter", "materials"): bool(brief.missing),
    }
    return {int(lacking.get(step, False))}


def needs_specific(brief: Brief) -> bool:
    """Whether the step names what was said: a follow-up names its letter, a request its reason."""
    return (brief.cadence, brief.step) in THANKING


def _claims(letter: Letter, brief: Brief) -> Iterator[str]:
    """Nothing is promised, remembered or asked for that the brief does not hold."""
    body, words = _body(letter), topic_from(brief.topic).words
    own = body.replace(words, " ") if words else body
    if words and needs_specific(brief) and words not in body:
        yield f"the note is missing: {words!r}"
    told = (
        f"{brief.about} {brief.also} {brief.me.one_liner} {brief.me.goal} {' '.join(brief.news)} {brief.what}"
    )
    for found in NEVER.finditer(own):
        if not (NEVER.search(told) or _may_say(found[0].lower(), brief)):
            yield f"never say {found[0]!r}"
    asked = len(REQUESTS.get((brief.cadence, brief.step), MINUTES).findall(own))
    if asked != int(brief.asks) or own.count("?") > int(brief.asks):
        yield f"{asked} requests, {own.count('?')} questions, asks is {brief.asks}"


def _said_twice(letter: Letter, brief: Brief) -> Iterator[str]:
    """No two sentences begin alike, and no thanks or phrase comes twice; the user's own words may."""
    own = letter.text
    name, liner = " ".join(brief.me.name.split()), brief.me.one_liner.rstrip(".")
    for told in (name, liner, *brief.news, topic_from(brief.topic).words):
        own = own.replace(told, "~") if told else own
    sentences = [_bare(one) for one in re.split(r"(?<=[.?!:,])\s*\n+|(?<=[.?!])\s+", own) if _bare(one)]
    openings = [" ".join(words[:3]) for words in sentences if len(words) >= 3]
    for opening in sorted({one for one in openings if openings.count(one) > 1}):
        yield f"two sentences begin with {opening!r}"
    for what, looks in ONCE.items():
        if len(found := looks.findall(own)) > 1:
            yield f"{what} twice: {found}"


def _bare(sentence: str) -> list[str]:
    return re.findall(r"[\w'~\[]+", sentence.casefold())


def _may_say(words: str, brief: Brief) -> bool:
    """What only some letters say, and only where it is true."""
    if words == "attached":
        return bool(brief.files)
    if words == "first choice":
        return brief.top_choice
    return "rec" in words and brief.cadence == "letter"


def _files(letter: Letter, brief: Brief) -> Iterator[str]:
    """A CV goes with cold outreach and with the materials of a letter alone; elsewhere it is offered."""
    words = topic_from(brief.topic).words
    body = _body(letter).replace(words, " ") if words else _body(letter)
    for offer in CV_OFFERS:
        body = body.replace(offer, "")
    carries = (brief.cadence, brief.step) in {("cold-outreach", "first-letter"), ("letter", "materials")}
    if "CV" in body and not (carries and ("my CV" in body or "My CV" in body or "your CV" in body)):
        yield "a CV that is not offered"
    if letter.attached and not (carries and brief.to.email):
        yield "a file where none belongs"
    if letter.attached != brief.files:
        yield f"attaches {letter.attached}, the brief allows {brief.files}"


def _note(letter: Letter) -> Iterator[str]:
    if len(letter.note) > NOTE:
        yield f"a note of {len(letter.note)} characters"


def _body(letter: Letter) -> str:
    """The words without the signature, which is the last paragraph."""
    return letter.text.rpartition("\n\n")[0]
