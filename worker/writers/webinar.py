"""The title of a webinar goes in; how a letter calls it comes out: "the webinar on aortic dissection"."""

import re

from worker.writers.cleaning import clause

THE_WEBINAR = "the webinar"
WEBINAR = re.compile(
    r"\b(?:the\s+)?(?:webinars?|webcast|online (?:talk|lecture|session))\b(?:\s+series\b)?", re.IGNORECASE
)
SERIES_BEFORE = re.compile(
    r"^(?:on\b|about\b|series\b|(?:part|session|episode|ep|lecture|talk|module|week|no|nr|vol)\b\.?\s*#?\s*\d+"
    r"(?:\s*(?:of|/)\s*\d+)?|#\s*\d+|(?:19|20)\d\d\b|\d{1,2}\s*(?=[:.)/-]))[\s:.,)/-]*",
    re.IGNORECASE,
)
SERIES_BEHIND = re.compile(
    r"(?:[\s,:-]+(?:(?:part|session|episode|ep|lecture|module|vol|no|nr|week)\b\.?\s*#?\s*(?:\d{1,3}|[ivx]{1,4})"
    r"|#\s*\d{1,3}|(?:19|20)\d\d)"
    r"|\s+(?<!step )(?<!level )(?<!phase )(?<!pgy )(?<!type )(?<!grade )(?<!stage )(?<!covid )(?<!top )"
    r"\d{1,2})"
    r"(?:\s*(?:of|/)\s*\d{1,3})?$",
    re.IGNORECASE,
)
SOCIETY = re.compile(
    r"^(?:(?:STS|ACS|TSDA|TSRA|ESTS|EACTS|WTS|AATS|SAGES|IASLC|ISHLT|ELSO|SCORE|EAST|AAST|SCAI|ACC|AHA|SVS|"
    r"ASCRS|SSO|CTSNet|NRMP|ECFMG|ERAS|AMSA|AMA)(?:/[A-Z]+)?|(?:live\s+)?Q\s?(?:&|and)\s?A|live|grand rounds|"
    r"lecture|talk)"
    r"\s*[:\u2013-]\s+(?=\w)",
    re.IGNORECASE,
)
LONGEST_LABEL = 4
"""Words that may stand before "webinar": more are what it is about."""
SHORTEST = 3


def webinar_from(title: str) -> str:
    """How it is called, with its article; without number of a series and society where it has a subject."""
    words = list(WEBINAR.finditer(title))
    if not words:
        return _on(title)
    last = words[-1]
    subject, label = _subject(title[last.end() :]), clause(title[: last.start()])
    if subject:
        return _on(subject)
    label = clause(re.sub(r"\b(?:an?|the|my)$", "", clause(WEBINAR.sub(" ", label)), flags=re.IGNORECASE))
    if ":" in label or len(label.split()) > LONGEST_LABEL:
        return _on(label)
    label = re.sub(r"^the\s+", "", _without_series(label), flags=re.IGNORECASE)
    return f"the {label} webinar" if len(label) >= SHORTEST else THE_WEBINAR


def _on(subject: str) -> str:
    named = _subject(subject)
    return f"the webinar on {named}" if named else THE_WEBINAR


def _subject(text: str) -> str:
    """What it is about, or nothing."""
    subject = clause(text)
    while (shorter := clause(SOCIETY.sub("", SERIES_BEFORE.sub("", subject)))) != subject:
        subject = shorter
    subject = _without_series(subject)
    return subject if len(subject) >= SHORTEST else ""


def _without_series(text: str) -> str:
    return clause(SERIES_BEHIND.sub("", text))
