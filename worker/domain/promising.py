"""What the user promised goes in; how a letter may say it, and whether it is something to send, comes out."""

import re

from worker.domain.note_words import BARE_FILE, FILES, PROMISABLE

ERRAND = re.compile(
    r"\b(?:mom|mum|mother|dad|father|parents|wife|husband|girlfriend|boyfriend|fianc\w+|kids?|son|daughter|baby|"
    r"grand(?:ma|pa|mother|father)|sister|brother|babysitter|nanny|flights?|hotel|airbnb|rent|gym|grocer(?:y|ies)|"
    r"flowers|dentist|laundry|dishes|dog|cat|vet|car|insurance|mortgage|tax(?:es)?|birthday|wedding|vacation)\b",
    re.IGNORECASE,
)
"""What belongs to the user's life outside the hospital."""
DOCUMENT = (
    rf"(?:{FILES}|data(?:set|base)?|figures?|tables?|outline|summary|report|list|link|article|chapter|protocol|form|"
    r"spreadsheet|copy|notes|photos|video|pdf|files?|analysis|code|results|revisions?|comments|feedback|statement|"
    r"dictionary|references|reading list)"
)
THING = re.compile(
    rf"(?:(?P<whose>the|an?|my|our|some)\s+)?(?P<what>(?:[\w'&-]+\s+){{0,3}}?{DOCUMENT}"
    r"(?:\s+(?:of|on|for|about|from|with)\s.+)?)",
    re.IGNORECASE,
)
DETERMINED = re.compile(r"\b(?:the|an?|my|our|your|you|his|her|their|him|them|to|and|with)\b", re.IGNORECASE)
TO_NOBODY = re.compile(
    r"call\s+(?!you\b)|(?:email|mail|text|contact|meet|ask|tell|help|introduce|connect|join|read)\s+"
    r"(?!(?:you|your|the|an?|my|our|for|with|about|whether|if|how|who|dr|prof)\b)(?-i:[a-z])",
    re.IGNORECASE,
)
"""A verb with a bare noun behind it is a jotting: "email coordinator"."""
PLUS = re.compile(r"\s*[+&]\s*")
STATEMENT = re.compile(r"\bPS\b")
OWN_FILE = re.compile(FILES, re.IGNORECASE)
SENT = re.compile(
    r"(?:send|share|forward|mail|give|bring|provide|upload|deliver|return|show|lend|pass)\b"
    rf"|(?:email|text|write|draft|prepare|finish|revise|submit|complete|get|rewrite|update)\b.*\b{DOCUMENT}\b",
    re.IGNORECASE,
)


def said_of_promise(text: str) -> str:
    """What completes "I promised to ..." or, with an article, "I promised you ..."; else nothing.

    "QI draft" is "the QI draft"; "call mom" and "the moon" are nothing that a letter says.
    """
    text = STATEMENT.sub("personal statement", PLUS.sub(" and ", text))
    if not text or ERRAND.search(text):
        return ""
    verb, _, rest = text.partition(" ")
    if verb.casefold() in PROMISABLE:
        said = BARE_FILE.sub(r"\1\2 my ", f"{verb.lower()} {rest}")
        return said if rest and not TO_NOBODY.match(said) else ""
    return _thing(text)


def _thing(text: str) -> str:
    found = THING.fullmatch(text)
    if found is None:
        return ""
    named = re.split(r"\s(?:of|on|for|about|from|with)\s", found["what"], maxsplit=1)[0]
    if DETERMINED.search(named):
        return ""
    whose = found["whose"] or ("my" if OWN_FILE.fullmatch(named) else "the")
    return f"{whose.lower()} {found['what']}"


def is_to_be_sent(said: str) -> bool:
    """Whether a promise, as `said_of_promise` has it, is kept by sending something."""
    return SENT.match(said) is not None or said.partition(" ")[0].casefold() not in PROMISABLE
