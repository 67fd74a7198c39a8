"""The user's note on what was said goes in; how it may stand in a letter to that person comes out."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, takewhile

from worker.domain.called_off import did_not_happen
from worker.domain.note_words import (
    ABOUT,
    ABOUT_THINGS,
    ADVISED_AGAINST,
    AFTER_TASKS,
    AFTERTHOUGHT,
    ALONE,
    AS_TOLD,
    ASIDE,
    ASKED_ABOUT,
    BARE_FILE,
    BEHIND,
    CALENDAR_NAME,
    CARD,
    CLAUSE,
    COUNTED,
    DATED,
    DEEDS,
    DEMONYM,
    DETERMINED,
    DISCUSSED,
    FINITE,
    FOR_ME,
    FRANK,
    GAVE_TALK,
    GERUNDS,
    GIFTS,
    HAS_FOR_ME,
    HEAD_END,
    IN_MONTH,
    KIND,
    KINDNESSES,
    LABEL,
    LIST,
    LOGISTICS,
    MAYBE_TASKS,
    ME,
    NEEDS_HELP,
    NEGATED,
    NO_MATTER,
    OF_MINE,
    OFFER,
    OFFERED,
    OFFERED_THING,
    OPENERS,
    OTHERS,
    PARTICIPLES,
    PERSON_ALONE,
    PERSONS,
    PRAISE,
    PRIVATE,
    PROMISED_THING,
    PROPER,
    QUALITIES,
    QUESTIONS,
    SAID_THEY,
    SAYING,
    SENTENCE_END,
    SHORTHAND,
    SHOUTED,
    SPOKEN_NOW,
    SUBJECTS,
    TALK_TO,
    TASK_OPENER,
    TASKS,
    THANKS,
    THIRD,
    TITLED_NEXT,
    TO_ADVISE,
    TO_THEM,
    UNSAID,
)


class Form(StrEnum):
    """Which sentence a note can complete."""

    UNKNOWN = "unknown"
    """Nothing is noted."""
    DISCUSSED = "discussed"
    """"our conversation about ...": "aortic root outcomes"."""
    GIVEN = "given"
    """"Thank you for ...": "the teaching in the OR", "your offer to read my draft"."""
    DID = "did"
    """"I have not forgotten that you ...": "asked me to send the abstract"."""
    PLANNED = "planned"
    """"I have made a note to ...": "send you the abstract"."""
    UNCLEAR = "unclear"
    """Something is noted, but it would not read well, or should not be said: the letter leaves a gap."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A note as it may stand in a sentence; `words` is empty for UNKNOWN and UNCLEAR."""

    form: Form
    words: str = ""


LONGEST = 110
"""Characters: a longer note is cut at a comma or a joining word, or left out."""


def topic_from(note: str) -> Topic:
    """How the note may stand in a letter to the person it is about.

    Quotation marks, markup, addresses and final punctuation are taken off, "his" and "him" become "your" and
    "you", private parts of a list are left out, and of several sentences the first that can be used is. A
    question, and what stands behind it, is not used; behind the first clause, a bare noun is not either.
    The note is expected to be free of patient data.
    """
    plain = _plain(note)
    if not plain:
        return Topic(Form.UNKNOWN)
    if UNSAID.search(plain):
        return Topic(Form.UNCLEAR)
    read = (_read(part, bare=bare) for part, bare in _readings(_unasked(plain)))
    return next((topic for topic in read if topic.form is not Form.UNCLEAR), Topic(Form.UNCLEAR))


def _plain(note: str) -> str:
    text = CALENDAR_NAME.sub(lambda name: name[0].capitalize(), unicodedata.normalize("NFC", note))
    for looks, words in SHORTHAND:
        text = looks.sub(words, text)
    text = re.sub(r"<[^<>]*>|\([^()]*\)", " ", text)
    text = re.sub(r"\S*(?:@|://|www\.)\S*", " ", text).replace("\u2019", "'").replace("`", "'")
    text = re.sub(r"[\"\u201c\u201d\u00ab\u00bb{}\[\]<>()|*_#\\~^=%$]|(?<!\w)'|'(?!\w)", " ", text)
    text = re.sub(r"[\u2010-\u2013]", "-", text).replace("\u2014", ", ")
    text = "".join(c if c == "\n" or _belongs(c) else " " for c in text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if re.search(r"\w\w", line))


def _belongs(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMNPZ" and not "\ufe00" <= char <= "\ufe0f"


def _sentences(plain: str) -> Iterator[str]:
    for line in SENTENCE_END.split(plain):
        trimmed = re.sub(r"\s+([,.:])", r"\1", line).strip(" ,.:-/&+'·•")
        if re.search(r"\w\w", trimmed):
            yield trimmed


def _unasked(plain: str) -> str:
    """The sentences before the first question: what is asked is not told, nor what answers it."""
    told, asked, _ = plain.partition("?")
    ends = [end.end() for end in SENTENCE_END.finditer(told)]
    return plain if not asked else told[: ends[-1]] if ends else ""


def _readings(plain: str) -> Iterator[tuple[str, bool]]:
    """Each sentence, then, where it denies or hides nothing, its parts; whether it may be a noun alone."""
    for number, sentence in enumerate(_sentences(plain)):
        yield sentence, number == 0
        if "," in sentence and not NEGATED.search(sentence) and not PRIVATE.search(sentence):
            parts = [part.strip() for part in sentence.split(",") if part.strip()]
            yield from ((part, number == place == 0) for place, part in enumerate(parts))


def _read(sentence: str, *, bare: bool) -> Topic:
    calm = AFTERTHOUGHT.sub("", _without_aside(_calmed(_shortened(LABEL.sub("", sentence)))))
    if not calm or did_not_happen(calm) or (NEGATED.search(calm) and not _is_advised_against(calm)):
        return Topic(Form.UNCLEAR)
    text, subject = _without_opener(calm)
    topic = _classified(text.partition(": ")[0], subject)
    words = to_you(topic.words)
    if words in {"", "you"} or len(words) > LONGEST or PRIVATE.search(words):
        return Topic(Form.UNCLEAR)
    if topic.form is Form.DISCUSSED and not (bare or subject):
        return Topic(Form.UNCLEAR)
    return Topic(topic.form, lowered(words))


def _is_advised_against(text: str) -> bool:
    return ADVISED_AGAINST.search(_as_told(text)) is not None


def _without_aside(text: str) -> str:
    """The text without what is said beside its matter: "let me close, great teacher"."""
    first, *behind = re.split(r",\s+", text)
    return ", ".join([first, *takewhile(lambda part: not (ASIDE.match(part) or CLAUSE.match(part)), behind)])


def _without_opener(text: str) -> tuple[str, bool]:
    """The text behind "talked about" and the like, and whether there was one."""
    for opener in (OPENERS, DISCUSSED, ASKED_ABOUT, ABOUT):
        rest = opener.sub("", text, count=1)
        if rest != text and rest:
            return rest, True
    return text, False


def _classified(text: str, subject: bool) -> Topic:  # noqa: FBT001 - what _without_opener found
    words = text.split()
    first = words[0].casefold() if words else ""
    if first in QUESTIONS:
        return _question(text)
    if subject:
        return _subject(text)
    return _offer(text) or _deed(text) or _task(text) or _gift(text) or _subject(text)


def _question(text: str) -> Topic:
    """An indirect question; "what she said" is turned to the reader, past tense alone."""
    turned = re.sub(rf"\b(?:he|she|they)\b(?=\s+(?:{'|'.join(sorted(DEEDS))})\b)", "you", text)
    return Topic(Form.UNCLEAR if re.search(r"\b(?:he|she|they)\b", turned) else Form.DISCUSSED, turned)


def _subject(text: str) -> Topic:
    """What was talked about, if it is a thing or a matter; of a list, what can be named in a letter."""
    items = [item.strip() for item in LIST.split(text)]
    kept = list(takewhile(_is_matter, (item for item in items if not PRIVATE.search(item))))
    if not kept or any(PERSON_ALONE.match(item) for item in items):
        return Topic(Form.UNCLEAR)
    if len(kept) == len(items) and " and " in text and not THIRD.search(text):
        return Topic(Form.DISCUSSED, _with_article(text))
    if any(_may_be_name(one) and THIRD.search(next_one) for one, next_one in pairwise(kept)):
        return Topic(Form.UNCLEAR)
    named = [words for item in map(_with_article, kept) if (words := to_you(item))]
    return Topic(Form.DISCUSSED, " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:]))))


def _with_article(item: str) -> str:
    of_two = re.search(r"\bvs\b", item)
    return f"the {lowered(item)}" if _is_counted(item) and not (of_two or DETERMINED.match(item)) else item


def _is_counted(item: str) -> bool:
    return HEAD_END.split(item, maxsplit=1)[0].casefold().rpartition(" ")[2] in COUNTED


def _may_be_name(item: str) -> bool:
    """Whether "his" behind it may be theirs: "Kim and his lab"."""
    return bool(OTHERS.search(item)) or all(word.istitle() for word in item.split())


def _is_matter(item: str) -> bool:
    """Whether a phrase names something two people may have talked about, which may be said again."""
    words = [word.strip(",.:") for word in item.casefold().split()]
    if item.casefold() in ALONE:
        return False
    if not re.search(r"[^\W\d_]{2}", item) or PRIVATE.search(item):
        return False
    if FRANK.match(item) or TALK_TO.match(item):
        return False
    undated = IN_MONTH.sub("", item) if _is_counted(item) else item
    if LOGISTICS.search(undated) or DATED.search(undated):
        return False
    relative = re.search(r"\b(?:that|which|who|how|what)\b", item)
    if SUBJECTS.search(item) or (FINITE.search(item) and not relative):
        return False
    tells = words[0].endswith("ed") and words[0] not in PARTICIPLES
    person = HEAD_END.split(item, maxsplit=1)[0].casefold().rpartition(" ")[2] in PERSONS
    return not (tells or person or words[0] in NO_MATTER or words[-1] in QUALITIES)


def _offer(text: str) -> Topic | None:
    """What the other means to do for the user: "will send me her slides", "happy to read my draft"."""
    said = SAID_THEY.sub("", text, count=1)
    found = OFFER.match(said)
    if found is None or not (found["modal"] or found["gladly"]):
        return _offered_thing(text)
    what = found["what"]
    verb = what.partition(" ")[0].casefold()
    theirs = bool(found["who"] or found["gladly"] or "offered" in (found["modal"] or ""))
    mine = FOR_ME.search(what) or OF_MINE.match(what) or (theirs and ME.search(what))
    if verb in OFFERED and mine and not SUBJECTS.search(what):
        return Topic(Form.GIVEN, f"your offer to {what}")
    return _task(text) if re.match(r"will\b", text, re.IGNORECASE) else Topic(Form.UNCLEAR)


def _offered_thing(text: str) -> Topic | None:
    found = OFFERED_THING.match(text)
    return Topic(Form.GIVEN, f"your offer of {found['what']}") if found else None


def _deed(text: str) -> Topic | None:
    """What the other said, did or means to do for the user."""
    if NEEDS_HELP.match(text) or HAS_FOR_ME.match(text):
        return _need(text)
    if kind := KIND.match(text):
        return Topic(Form.GIVEN, f"your {KINDNESSES[kind[1].casefold()]}")
    rest = _as_told(re.sub(r"^(?:he|she|they)\s+", "", text, flags=re.IGNORECASE))
    verb, _, behind = rest.partition(" ")
    verb = verb.casefold()
    if gift := GAVE_TALK.match(rest):
        return _gift(gift["what"], whose="your")
    if verb not in DEEDS or not behind or (verb == "promised" and not ME.search(behind)):
        return None
    return (
        Topic(Form.DID, BARE_FILE.sub(r"\1\2 my ", f"{verb} {behind}"))
        if _is_told(verb, behind)
        else Topic(Form.UNCLEAR)
    )


def _need(text: str) -> Topic:
    """What the other needs or has to give, in words that are true of "you"."""
    if place := HAS_FOR_ME.match(text):
        return Topic(Form.DID, f"have {place['what']}")
    return Topic(Form.DID, NEEDS_HELP.sub("need ", text, count=1))


def _as_told(text: str) -> str:
    """In the past, as one tells it: "wants me to apply" is "asked me to apply"."""
    for looks, words in AS_TOLD:
        text = looks.sub(words, text, count=1)
    first, space, behind = text.partition(" ")
    return f"{SPOKEN_NOW.get(first.casefold(), first)}{space}{behind}"


def _is_told(verb: str, behind: str) -> bool:
    """Whether "you" did this, to the user: not the user to them, and nothing that is only true of them."""
    after = behind.split(" ", 1)[0].casefold()
    if TO_THEM.match(behind) or CARD.search(behind) or (verb in BEHIND and after not in BEHIND[verb]):
        return False
    if verb not in SAYING and not ME.search(behind):
        return False
    first_person = verb in SAYING - {"explained", "mentioned"}
    return not re.search(
        r"\b(?:he|she|they)\b" if first_person else r"\b(?:i|we|he|she|they|it|you)\b",
        behind,
        re.IGNORECASE,
    )


def _task(text: str) -> Topic | None:
    """A reminder to oneself: "to send him my poster", "promised to call", "will send her the abstract"."""
    if promised := PROMISED_THING.match(text):
        return Topic(Form.PLANNED, f"send {promised['what']}")
    bare = TASK_OPENER.sub("", text, count=1)
    first, _, behind = bare.partition(" ")
    verb, after = first.casefold(), behind.split(" ", 1)[0].casefold()
    if not behind or not (verb in TASKS or (verb in MAYBE_TASKS and after in AFTER_TASKS)):
        return None
    if verb not in ABOUT_THINGS and not THIRD.search(behind):
        return Topic(Form.UNCLEAR)
    by_them = re.match(r"will\b", text, re.IGNORECASE) and not re.search(r"\b(?:him|her|them|my)\b", behind)
    if by_them or SUBJECTS.search(behind) or re.search(r"\b(?:me|us|thanks?)\b", behind):
        return Topic(Form.UNCLEAR)
    return Topic(Form.PLANNED, BARE_FILE.sub(r"\1\2 my ", f"{verb} {behind}"))


def _gift(text: str, whose: str = "the") -> Topic | None:
    """What one says thank you for; praise for anything else says nothing a letter could name."""
    bare = PRAISE.sub("", THANKS.sub("", text, count=1), count=1)
    praised = bare != text
    gerund, _, behind = bare.partition(" ")
    if gerund.casefold() in GERUNDS and ME.search(behind):
        return Topic(Form.DID, f"{GERUNDS[gerund.casefold()]} {behind}")
    bare = re.sub(r"^(?:the|a|an|his|her|their|your)\s+", "", bare, flags=re.IGNORECASE)
    head = HEAD_END.split(bare, maxsplit=1)[0].casefold()
    begins = bare.partition(" ")[0].casefold() not in NO_MATTER and not re.match(
        r"talk\s+(?:to|with)\b", bare, re.IGNORECASE
    )
    if (
        begins
        and not ME.search(head)
        and head.rpartition(" ")[2] in GIFTS
        and not SUBJECTS.search(bare)
        and not FINITE.search(bare)
    ):
        return Topic(Form.GIVEN, f"{whose} {lowered(bare)}")
    return Topic(Form.UNCLEAR) if praised else None


def is_advice(words: str) -> bool:
    """Whether the words of a topic are something one can put to use."""
    return TO_ADVISE.match(words) is not None


def to_you(text: str) -> str:
    """Third person to second, as far as it is surely about the reader; otherwise nothing.

    "send him the poster" becomes "send you the poster".
    """
    if not THIRD.search(text):
        return text
    before = THIRD.split(text, maxsplit=1)[0]
    if OTHERS.search(before) or re.search(
        r"\b(?:and|or)\s*$|\b(?:patients|residents|students|fellows)\b", before
    ):
        return ""
    text = re.sub(r"\b(?:his|their)\b(?=\s+\w)", "your", text, flags=re.IGNORECASE)
    text = re.sub(
        r"\bher\b(?=\s+(?!(?:about|on|at|for|to|in|with|from|the|a|an|my|our|and|or|after|before|by|when|if|whether|how|"
        r"what|why|once|again|back|out|because|until)\b)\w)",
        "your",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\b(?:him|her|them)\b", "you", text, flags=re.IGNORECASE)
    return "" if THIRD.search(text) else text


def _shortened(text: str) -> str:
    """At most LONGEST characters, cut where a phrase ends."""
    if len(text) <= LONGEST:
        return text
    cuts = [m.start() for m in re.finditer(r",|\s(?:and|but|which|who|because|while|with)\s", text[:LONGEST])]
    return text[: cuts[-1]].strip(" ,") if cuts else ""


def _calmed(text: str) -> str:
    """A shouted note in lower case, without losing its abbreviations."""
    words = text.split()
    if len(words) < 2 or not text.isupper() or not any(len(word) > 5 for word in words):
        return text
    return " ".join(word if word.strip(",.:") in SHOUTED else word.lower() for word in words)


def lowered(text: str) -> str:
    """The first letter lowered, unless the word is a proper name or an abbreviation."""
    first, space, rest = text.partition(" ")
    bare = re.sub(r"'s$", "", first)
    if (
        bare == "I"
        or bare.casefold().strip(",.:") in PROPER
        or first.endswith("'s")
        or first in {"Dr.", "Prof."}
    ):
        return text
    if not (first[:1].isupper() and (first[1:].islower() or first == "A")):
        return text
    if DEMONYM.search(bare) or (len(first) > 1 and TITLED_NEXT.match(rest)):
        return text
    return f"{first.lower()}{space}{rest}"
