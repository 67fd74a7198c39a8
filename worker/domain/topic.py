"""The user's note on what was said goes in; how it may stand in a letter to that person comes out."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """Which sentence a note can complete."""

    UNKNOWN = "unknown"
    """Nothing is noted."""
    DISCUSSED = "discussed"
    """"our conversation about ...": "aortic root outcomes"."""
    GIVEN = "given"
    """"Thank you for ...": "the teaching in the OR"."""
    DID = "did"
    """"I have not forgotten that you ...": "asked me to send the abstract"."""
    PLANNED = "planned"
    """"I have made a note to ...": "send you the abstract"."""
    UNCLEAR = "unclear"
    """Something is noted, but it would not read well, or should not be said: the letter does without it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A note as it may stand in a sentence; `words` is empty for UNKNOWN and UNCLEAR."""

    form: Form
    words: str = ""


LONGEST = 110
"""Characters: a longer note is cut at a comma or a joining word, or left out."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNSAID = re.compile(
    r"\b(?:rude|mean to|awful|terrible|horrible|boring|arrogant|hate[sd]?|avoid|weird|creepy|angry|upset|"
    r"annoy\w*|disappoint\w*|worst|yell\w*|complain\w*|gossip\w*|salary|divorce\w*|confidential|secret|"
    r"off the record|between us|not interested|not a fan|do not|"
    r"don't|top choice|first choice|letters? of rec\w*|"
    r"lors?|recommendation letters?|rank\w* (?:me|us|them) (?:first|high\w*))\b",
    re.IGNORECASE,
)
"""What no letter repeats: unkind or private words, and what first contacts never mention."""

OPENERS = re.compile(
    r"^(?:(?:and|so|also|then|note|notes|topic|topics|fyi|nb)\b[\s:,-]+)*"
    r"(?:(?:we|i)\s+)?(?:had\s+|have\s+)?(?:(?:a|an|the|our)\s+)?"
    r"(?:(?:very|really|super|so)\s+)?(?:(?:long|brief|short|quick|great|good|nice|lovely|wonderful|interesting|"
    r"excellent|helpful|fun|warm|amazing)\s+)?"
    r"(?:discuss(?:ed|ing|ion)|talk(?:ed|ing)|spoke|speaking|chat(?:ted|ting)?|conversation|convo|connected|bonded)"
    r"\s+(?:(?:with|to)\s+(?:him|her|them)\s+)?(?:of|about|on|over|re|regarding|around)\b[\s:]*",
    re.IGNORECASE,
)
DISCUSSED = re.compile(r"^(?:(?:we|i)\s+)?(?:discuss(?:ed|ing)|covered)\b[\s:]+", re.IGNORECASE)
ABOUT = re.compile(r"^(?:about|re|regarding|on)\b[\s:]+", re.IGNORECASE)
PRAISE = re.compile(
    r"^(?:(?:a|an|the|such|very|really|super|so|some|his|her|their|truly)\s+)*"
    r"(?:great|good|excellent|amazing|wonderful|awesome|nice|fantastic|lovely|brilliant|superb|outstanding|"
    r"helpful|incredible|terrific|best|generous|kind|thoughtful|honest|invaluable|valuable|useful)\s+",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"^(?:(?:(?:many|thanks|thank you|grateful|thankful)\s+)+for|(?:i\s+)?(?:really\s+)?"
    r"(?:enjoyed|loved)(?!\s+my\b))\s+",
    re.IGNORECASE,
)
KIND = re.compile(
    r"^(?:(?:was|is|were|are)\s+)?(?:(?:very|so|super|really|extremely|incredibly)\s+)*"
    r"(kind|nice|helpful|supportive|generous|welcoming|encouraging|patient|friendly)"
    r"(?:\s+(?:and|to me|with me|to us|with us))?$",
    re.IGNORECASE,
)
KINDNESSES = {
    **dict.fromkeys(_words("kind nice friendly"), "kindness"),
    "helpful": "help",
    "supportive": "support",
    "generous": "generosity",
    "welcoming": "warm welcome",
    "encouraging": "encouragement",
    "patient": "patience",
}
GIFTS = _words(
    "teaching feedback advice talk session lecture presentation question questions help support "
    "guidance mentorship explanation explanations tip tips tour introduction intro encouragement "
    "patience kindness pointers suggestions suggestion coaching mentoring comments insight insights"
)
QUESTIONS = _words("how what why whether where when who which")
DEEDS = _words(
    "asked said offered suggested told mentioned recommended explained showed taught introduced gave "
    "invited let advised encouraged promised agreed shared helped walked went took remembered trained "
    "knew ran worked did wanted noted pointed urged proposed liked wrote came grew studied sent lent "
    "connected"
)
PRESENT_DEEDS = {
    "wants": "want",
    "suggests": "suggest",
    "recommends": "recommend",
    "thinks": "think",
    "says": "say",
    "knows": "know",
    "likes": "like",
    "runs": "run",
    "works": "work",
    "trained": "trained",
    "leads": "lead",
    "offers": "offer",
    "asks": "ask",
    "needs": "need",
    "studies": "study",
    "is": "are",
    "was": "were",
    "has": "have",
    "does": "do",
}
TASKS = _words(
    "send email mail write share ask forward schedule apply submit prepare follow bring give tell thank"
)
MAYBE_TASKS = _words("call text contact check update read look meet review set get")
AFTER_TASKS = _words("him her them me my the a an up out back with about to into")
FINITE = re.compile(
    r"\b(?:is|was|are|were|will|would|can|could|should|has|had|have|does|did|seems?|loves?|likes|wants?|knows|"
    r"thinks|says|said|asked|told)\b",
    re.IGNORECASE,
)
SUBJECTS = re.compile(
    r"\b(?:i|he|she|they|we|it|you|i'm|i'll|he's|she's|it's|we're|they're|you're)\b", re.IGNORECASE
)
ME = re.compile(r"\b(?:me|my|us|our)\b", re.IGNORECASE)
"""Without it, "promised to send the poster" may be the user's promise as well as the other's."""
OTHERS = re.compile(r"\b(?:dr|prof|mr|mrs|ms|fellow|chief|resident|colleague)\b", re.IGNORECASE)
HER_OWN = re.compile(
    r"\bher\b(?=\s+(?!(?:about|on|at|for|to|in|with|from|the|a|an|my|and|after|by)\b)\w)", re.IGNORECASE
)
SHORTHAND = (
    (re.compile(r"\bw/\s?(?=\w)", re.IGNORECASE), "with "),
    (re.compile(r"\bb/c\b", re.IGNORECASE), "because"),
    (re.compile(r"\s[&+]\s"), " and "),
    (re.compile(r"\bappt\b", re.IGNORECASE), "appointment"),
)
PROPER = _words(
    "ross bentall david marfan fontan norwood glenn whipple nissen ivor hartmann crohn barrett blalock "
    "cox dor heller ladd swan loeys ehlers stanford debakey ebstein fallot kawasaki yacoub mustard "
    "senning jatene rastelli konno match monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december english "
    "spanish french german boston chicago houston cleveland mayo hopkins harvard yale duke emory penn "
    "columbia cornell michigan texas california york america american europe european africa african "
    "india indian nigeria ghana caribbean impella swan-ganz kaplan medicare medicaid"
)
SHOUTED = _words(
    "TAVR SAVR TAVI ECMO LVAD VAD CABG VATS STS AATS ACS ESTS EACTS OR ICU SICU MICU CVICU CT MRI AF "
    "TEVAR EVAR PFO VSD ASD IMG PGY ERAS NRMP PD APD CV MD US USA NIH R01 QI AI ML VR RCT JTCVS USMLE "
    "ABSITE PH NSCLC EGFR SCLC GERD HPB ERCP TEE TTE IABP BAV AVR MVR MR AS AI DO PHD HCC NSQIP SVS "
    "TAAA AAA PVI"
)


def topic_from(note: str) -> Topic:
    """How the note may stand in a letter to the person it is about.

    Quotation marks, markup, addresses and final punctuation are taken off, "his" and "him" become "your" and
    "you", and of several sentences the first that can be used is.
    The note is expected to be free of patient data.
    """
    plain = _plain(note)
    if not plain:
        return Topic(Form.UNKNOWN)
    if UNSAID.search(plain):
        return Topic(Form.UNCLEAR)
    read = (_read(sentence) for sentence in _sentences(plain))
    return next((topic for topic in read if topic.form is not Form.UNCLEAR), Topic(Form.UNCLEAR))


def _plain(note: str) -> str:
    text = re.sub(r"<[^<>]*>|\([^()]*\)", " ", unicodedata.normalize("NFC", note))
    text = re.sub(r"\S*(?:@|://|www\.)\S*", " ", text).replace("\u2019", "'").replace("`", "'")
    text = re.sub(r"[\"\u201c\u201d\u00ab\u00bb{}\[\]<>()|*_#\\~^=%$]|(?<!\w)'|'(?!\w)", " ", text)
    text = re.sub(r"[\u2010-\u2013]", "-", text).replace("\u2014", ", ")
    text = "".join(c if c == "\n" or _belongs(c) else " " for c in text)
    for looks, words in SHORTHAND:
        text = looks.sub(words, text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if re.search(r"\w\w", line))


def _belongs(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMNPZ" and not "\ufe00" <= char <= "\ufe0f"


def _sentences(plain: str) -> Iterator[str]:
    for line in re.split(r"\n|[;!?…]+|\.{2,}|(?<!\bDr)(?<!\bvs)(?<!\bSt)(?<!\bProf)\.(?=\s|$)|\s-\s", plain):
        trimmed = re.sub(r"\s+([,.:])", r"\1", line).strip(" ,.:-/&+'·•")
        if re.search(r"\w\w", trimmed):
            yield trimmed


def _read(sentence: str) -> Topic:
    text, subject = _without_opener(_calmed(_shortened(sentence)))
    topic = _classified(text, subject)
    words = to_you(topic.words)
    if words in {"", "you"} or len(words) > LONGEST:
        return Topic(Form.UNCLEAR)
    return Topic(topic.form, lowered(words))


def _without_opener(text: str) -> tuple[str, bool]:
    """The text behind "talked about" and the like, and whether there was one."""
    for opener in (OPENERS, DISCUSSED, ABOUT):
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
    return _deed(text) or _task(words) or _gift(text) or _subject(text)


def _question(text: str) -> Topic:
    """An indirect question; "what she said" is turned to the reader, past tense alone."""
    turned = re.sub(rf"\b(?:he|she|they)\b(?=\s+(?:{'|'.join(sorted(DEEDS))})\b)", "you", text)
    return Topic(Form.UNCLEAR if re.search(r"\b(?:he|she|they)\b", turned) else Form.DISCUSSED, turned)


def _subject(text: str) -> Topic:
    if SUBJECTS.search(text) or (
        FINITE.search(text) and not re.search(r"\b(?:that|which|who|how|what)\b", text)
    ):
        return Topic(Form.UNCLEAR)
    return Topic(Form.DISCUSSED, text)


def _deed(text: str) -> Topic | None:
    if kind := KIND.match(text):
        return Topic(Form.GIVEN, f"your {KINDNESSES[kind[1].casefold()]}")
    rest = re.sub(r"^(?:he|she|they)\s+", "", text, flags=re.IGNORECASE)
    first, _, behind = rest.partition(" ")
    verb = first.casefold() if first.casefold() in DEEDS else PRESENT_DEEDS.get(first.casefold(), "")
    if not (verb and behind) or (verb == "promised" and not ME.search(behind)):
        return None
    if verb in {"offered", "agreed"} and not ME.search(behind):
        return Topic(Form.UNCLEAR)
    if re.search(r"\b(?:i|we|he|she|they|it)\b", behind, re.IGNORECASE) and verb not in {
        "said",
        "asked",
        "told",
    }:
        return Topic(Form.UNCLEAR)
    if re.search(r"\b(?:he|she|they|you)\b", behind, re.IGNORECASE):
        return Topic(Form.UNCLEAR)
    return Topic(Form.DID, f"{verb} {behind}")


def _task(words: list[str]) -> Topic | None:
    """A reminder to oneself: "will send the abstract", "to send him my poster", "promised to call"."""
    text = re.sub(
        r"^(?:i\s+)?(?:(?:i'll|will|must|should|promised(?: (?:him|her|them))?|need|needs|remember|todo|plan)"
        r"\b[\s:]*)?(?:to\s+)?",
        "",
        " ".join(words),
        count=1,
        flags=re.IGNORECASE,
    )
    first, _, behind = text.partition(" ")
    verb, after = first.casefold(), behind.split(" ", 1)[0].casefold()
    if (
        not behind
        or not (verb in TASKS or (verb in MAYBE_TASKS and after in AFTER_TASKS))
        or SUBJECTS.search(behind)
    ):
        return None
    return Topic(Form.PLANNED, f"{verb} {behind}")


def _gift(text: str) -> Topic | None:
    """What one says thank you for; praise for anything else says nothing a letter could name."""
    bare = PRAISE.sub("", THANKS.sub("", text, count=1), count=1)
    praised = bare != text
    bare = re.sub(r"^(?:the|a|an|his|her|their|your)\s+", "", bare, flags=re.IGNORECASE)
    head = re.split(r"\s+(?:in|on|about|with|for|of|at|from|to|during|after|re)\b", bare, maxsplit=1)[
        0
    ].casefold()
    if head.rpartition(" ")[2] in GIFTS and not SUBJECTS.search(bare) and not FINITE.search(bare):
        return Topic(Form.GIVEN, f"the {lowered(bare)}")
    return Topic(Form.UNCLEAR) if praised else None


def to_you(text: str) -> str:
    """Third person to second, as far as it is surely about the reader; otherwise nothing.

    "send him the poster" becomes "send you the poster".
    """
    pronouns = r"\b(?:his|him|her|hers|their|them|theirs|himself|herself)\b"
    if not re.search(pronouns, text, re.IGNORECASE):
        return text
    before = re.split(pronouns, text, maxsplit=1, flags=re.IGNORECASE)[0]
    if OTHERS.search(before) or re.search(
        r"\b(?:and|or)\s*$|\b(?:patients|residents|students|fellows)\b", before
    ):
        return ""
    text = re.sub(r"\b(?:his|their)\b(?=\s+\w)", "your", text, flags=re.IGNORECASE)
    text = re.sub(
        r"\bher\b(?=\s+(?!about|on|at|for|to|in|with|from|the|a|an|my|and|after|by)\w)",
        "your",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\b(?:him|her|them)\b", "you", text, flags=re.IGNORECASE)
    return "" if re.search(pronouns, text, re.IGNORECASE) else text


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
    return f"{first.lower()}{space}{rest}"
