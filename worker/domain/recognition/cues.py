"""The lexicon's words around names go in; the patterns that find and weigh them come out."""

import re
from collections.abc import Iterable, Iterator

from worker.domain.person import Role
from worker.domain.recognition.lexicon import PeopleWords
from worker.domain.recognition.spelling import WORD
from worker.domain.recognition.words import folded, tokens_of

IDEOGRAM = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Scripts without spaces: a cue needs no gap beside it."""
BEING = (
    r"is|are|was|were|include[sd]?|including|will be|should be|prob(?:ably)?|likely|maybe"
    r"|e|est|ist|era|es|sera"
)
THEIR = (
    r"(?:(?:the|la|el|le|il|a|o|den|dem|der)\s+(?:frau\s+|herrn?\s+)?(?=(?:dra?|profa?|pr|professora?|docteure?)\b))?"
    r"(?:(?:my|our|the|their|your)\s+(?:[a-z]+\s+){0,2}?(?:attending|attg|pd|apd|chair|chief|fellow|mentor|director|speaker"
    r"|moderator|program director)\s*[,:(-]?\s*)?"
)
"""An article before a title; "the PD, Dr. Fox"."""
NEVER = "(?!)"
WEEK = (
    r"(?:\s*(?:wk|week|wks|weeks)s?\s*\d+(?:\s*[-\u2013]\s*\d+)?"
    r"|\s+(?:for\s+|on\s+)?(?:this|the|next|of)\s+(?:wk|week|month|block|mo|service))?"
)
DIRECTING = re.compile(
    r"\s*(?:(?:the|our|his|her|is)\s+)*(?:p|ap)d\b(?!\?)|.*program director"
    r"|.*\bchair(?:man|woman)?\b(?! of session)"
)
"""What stands behind the name of a program director or chair."""
ATTENDING = re.compile(
    r"\s*(?:(?:the|our|my|his|her|is|was|a|new|\w+)\s+){0,3}(?:attending|attg|consultant|faculty|surgeon)\b"
)
PLACE_BEHIND = re.compile(r"\s*(?:\([^()\n]{1,40}\)|(?:from|of|at|@)\s+[\w.' -]{2,30}?(?=\s))")
PROGRAM = re.compile(r"[,(-]\s*(?:a?pd|program director)\s+$")
"""Before the name of a programme, behind that of its director ("Farouk Idris, PD Stonebrook")."""
CHIEF = re.compile(r"\s*(?:the\s+|our\s+|my\s+)?(?:chief|chief resident|fellow)\s*$")
ROLES = {
    "met": Role.MET,
    "director": Role.PROGRAM_DIRECTOR,
    "chief": Role.CHIEF,
    "mentor": Role.MENTOR,
    "attending": Role.ATTENDING,
    "speaker": Role.SPEAKER,
    "together": Role.GUEST,
}
BARE_OFFICE = r"attending|attg|attd|att|a?pd|chief|fellow"
ON_SERVICE = (
    r"\s+(?:is\s+)?on(?:\s+(?:service|duty)|\s+(?:for\s+)?(?:this|the)\s+(?:wk|week|month|block))?"
    r"\s*(?=$|[.,;)\n]|(?:wk|week)s?\s*\d)"
)
"""Behind a name: who is on is the attending."""
BEHIND = re.compile(r"\s*(?:[,(=\u2013-]|\.\s+(?:s?he|they)\b|(?=is\b|was\b))\s*([^,;.)]{1,40})")
"""Behind a name, in lower case: what is said of whoever bears it."""
OFFICE_BEHIND = re.compile(rf"\s+((?:{BARE_OFFICE})\b)(?!\?)(?!\s+[a-z]+ing)")
ON_DUTY = re.compile(ON_SERVICE)
HOLDS_OFFICE = re.compile(rf"\s+(?:attending|attg|attd|att|chief|fellow)\s*(?:$|[),;/-])|{ON_SERVICE}")
"""Behind a name in a title; "Columbia PD" is no Dr. Columbia."""
STAFF_BEHIND = re.compile(
    r"(?:\s*\[[^\]\n]*\]|,\s*[a-z-]{2,10}(?=\s*\n))?"
    r"\s*(?:[,(\u2013-]|\n|(?=\b(?:will|can|handles|manages|schedules)\b))\s*([^,;.)\n]{1,40})"
)
ON_ARRIVAL = re.compile(r"\b(?:ask for|report to|meet)\s*$")
"""Words before a name that is only mentioned, unless it is the attending's."""
STAFF_BEFORE = re.compile(r"(?:^|[\n.;])\s*([^:.;\n]{3,30}):\s*$")
TRAINEE_BEHIND = re.compile(r"\s*\(\s*(?:R[1-7]|PGY[\s-]?\d|MS[\s-]?\d|M[1-4]|CA[\s-]?\d)\s*\)")
MODERATES = re.compile(r"\s+(?:moderates|moderating|presiding|speaks|speaking|presents)\b")
BY_DAY = re.compile(
    rf"(?P<name>{WORD}(?: {WORD})?)\s*\((?:(?:M|T|W|Th|R|F|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|[/,&\s-])+)\)"
)
"""Who is on on which days ("Fontaine-Abara (M/W), Szeto (T/Th)")."""
BY_WEEK = re.compile(
    r"(?:^|[\n,;/])\s*(?i:wk|week|wks)s?\s*\d+(?:\s*[-\u2013]\s*\d+)?\s*[:=\u2013-]?\s*"
    rf"(?P<name>{WORD}(?: {WORD})?)(?=\s*(?:$|[\n,;/]))"
)
"""Who is on in which week, without a word for it ("wk1 Feinberg, wk2 Obi")."""
STANDS = re.compile(r"(?:^|[\n.;,!?:|/(=])(?:\s*[a-z]+)?$")
"""What stands before a name that opens a line or a part of it, one word aside ("dean Dr. Brzoza")."""
IN_BRACKETS = re.compile(r"[^().,;:\n@]{1,40}?(?:\(\s*|\s[-\u2013]\s|:\s|,\s)")
PARTING = "([-\u2013\u2014|/,:;.\u00b7" + "0123456789"
"""Before a name that opens a part of a title."""
LETTER = frozenset("abcdefghijklmnopqrstuvwxyz")
ASSOCIATE = re.compile(r"\b(?:assoc|asst|associate|assistant)\.? $")
OWNING = re.compile(r"\s*['\u2019]s?\b")
OWN_TEAM = re.compile(
    r"\s*['\u2019]s?\s+(?:\w+\s+)?(?:team|service|or|clinic|unit|firm|ward|list|half[ -]day|cases"
    r"|office(?=\s*(?:$|[-\u2013:,]))|table)\b"
)
"""Whose team it is, is the attending."""
SAID = re.compile(r"\W*(?:i\s+)?(?:met|spoke|talked|ran into|chatted)\b")
PHYSICIAN = re.compile(r"\b(?:M\.?D|D\.?O|FACS|MBBS|MBBCh|MBChB|FRCSC?)\b")
LABELLED = re.compile(r"(?!\s*re\b)[^:.!?]+:[^.!?;]*")
"""A line with a label that is about everybody on it ("Authors: ...")."""
LABEL = re.compile(r"(?:^|[\n.;])\s*(?P<label>[^\W\d_]+(?: [^\W\d_]+)?)\s*:\s*(?=[^\W\d_])")
DOCENT = re.compile(r"\bpd\s+(?:dr|prof)\b")
SINGULAR = re.compile(r"(?:attending|preceptor|speaker|mentor|moderator|supervisor|staff|faculty)\s*[:=]\s*$")


def is_docent(level: str, beside: frozenset[str]) -> bool:
    """Whether "PD Dr." in a text (lower case) is the German title: German words stand beside it."""
    return bool(DOCENT.search(level)) and any(token.folded in beside for token in tokens_of(level))


def cue_pattern(people: PeopleWords) -> str:
    """What stands before names: roles and verbs, with the week, the duty and the mark behind them."""
    groups = {
        "met": people.met,
        "director": people.director,
        "chief": people.chief,
        "mentor": people.mentor,
        "speaker": people.speaker,
        "attending": people.attending,
        "together": people.together,
    }
    either = "|".join(f"(?P<{kind}>{any_of(words)})" for kind, words in groups.items())
    before = rf"(?:(?<![\w@.-])|(?<={IDEOGRAM})|(?={IDEOGRAM}))"
    after = rf"(?:s|\(s\))?(?:(?![\w@]|-\w)|(?<={IDEOGRAM}))"
    mark = rf"(?:\s*(?:[:\uff1a=]|\.{{2,}}|\?|\]|\*+:?|[-\u2013](?=\s)|\b(?:{BEING})\b))?[\s\-•*]*"
    duty = rf"(?:[\s(/,-]+(?:{any_of(people.duties)})\)?)"
    aside = rf"(?:{duty}+(?=\s*[:\uff1a=]|\s*[-\u2013]\s|\s+(?:(?:{BEING})\s+)?(?:dr|dra|prof|pr)\b))"
    titular = rf"(?:\s+(?:{any_of(people.titular)})(?!\w))"
    label = rf"(?:(?:\s+(?!(?:{any_of(people.beside_roles)})\b)[^\W\d_][\w/&]*){{1,2}}(?=\s*[:\uff1a]))"
    counted = r"(?:\s*#?\d{1,2}(?=\s*[:.)-])|\s*\((?:in order|tentative|tbc|alphabetical|cont)\)(?=\s*:))"
    return f"{before}(?:{either}){after}{WEEK}(?:{aside}|{label}|{titular}|{counted})?{mark}{THEIR}"


def office_pattern(people: PeopleWords) -> str:
    """What people write behind a name to say who it is: "= attending", "(chief of ...", "on service"."""
    offices = any_of((*people.director, *people.chief, *people.attending))
    modest = r"(?:(?:the|our|their|my|new|assoc\w*|asst|\w+)\s+){0,2}?"
    return (
        rf"\s*(?:[,(\u2013=-]|is\b|was\b)\s*{modest}(?:{offices}|chair|chief of|professor|alum)(?!\w)"
        rf"|\s+(?:{BARE_OFFICE})\s*(?:$|[.,;)\n])|{ON_SERVICE}"
    )


def label_pattern(people: PeopleWords) -> str:
    """The label before somebody who is a peer or a nurse ("resident: ", "NP: ")."""
    return rf"(?:^|[\\n.;,|/(])\s*(?:\w+\s)?(?:{any_of(people.other_labels)})s?\s*:\s*$"


def errands(mentioned: Iterable[str]) -> str:
    """Verbs of what is done with somebody who is only mentioned: "swap" of "swap with"."""
    verbs = {phrase.removesuffix(" with") for phrase in mentioned if phrase.endswith(" with")}
    return rf"(?<!\w)(?:{any_of(verbs)})\s[^.;\n]{{0,30}}$"


def any_of(phrases: Iterable[str]) -> str:
    """Phrases as alternatives, the longest first; "w" also as "w/"; "att." with its full stop or without."""
    ordered = sorted({(folded(p) or p) + "." * p.endswith(".") for p in phrases}, key=lambda p: (-len(p), p))
    return (
        NEVER if not ordered else "|".join(r"[\s\-/'.]*".join(_words(phrase.split())) for phrase in ordered)
    )


def _words(words: list[str]) -> Iterator[str]:
    for word in words:
        if word in {"w", "c"}:
            yield word + ("/" if words == ["c"] else "/?")
        else:
            yield re.escape(word.removesuffix(".")) + r"\.?" * word.endswith(".")
