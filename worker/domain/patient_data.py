"""A note goes in; why it looks like patient data comes out, or nothing.

Source: playbook, "Limits": a note that looks like patient data (record number, date of birth, "pt", room and
bed) is flagged and never placed in a draft. In doubt a note is flagged: that costs the user one gap to fill.
"""

import re
from typing import NamedTuple


class Pattern(NamedTuple):
    """One way in which notes give a patient away."""

    why: str
    looks: re.Pattern[str]


def _any_case(looks: str) -> re.Pattern[str]:
    return re.compile(looks, re.IGNORECASE)


_CHART = r"(?:chart|record|account|acct|encounter|case|visit|csn|fin|har|med\s?rec|accession)"
_NUMBER = r"(?:\s*(?:no\.?|nr\.?|num|number|id))?"
_HUMAN = r"(?:man|woman|lady|gentleman|guy|male|female|baby|boy|girl|kid|child|consult|admit|trach)"
_NO_AGE = (
    r"(?!\s*(?:sheath|catheter|chest|tube|foley|cannula|dilator|pigtail|drain|grant|dollars?|euros?|usd|budget|"
    r"award|fund|cells?|reads?))"
)
_NOT_KIND = (
    r"(?<!\bvery )(?<!\bso )(?<!\bwas )(?<!\bis )(?<!\band )(?<!\bwere )(?<!\bbe )"
    r"(?<!\bbeing )(?<!\breally )(?<!\bsuper )"
    r"(?<!\bincredibly )(?<!\bextremely )(?<!\bhow )(?<!\btoo )(?<!\bmore )"
)
"""Before "patient in": "she was so patient in the OR" praises a teacher."""

_TITLED = (
    r"(?:\b(?:Mr|Ms|Miss|MR|MS|MISS)\b\.?[ ]+(?:[A-Z][\w'\u2019-]+[ ]?){1,2}"
    r"|\b(?i:mrs)\b\.?[ ]+[\w'\u2019-]+(?:[ ][A-Z][\w'\u2019-]+)?)"
)
"""Somebody without a doctor's title: in a surgeon's notes often a patient. "MR" is a diagnosis, too."""
_CARE = (
    r"(?:repair|resection|replacement|revision|biopsy|transplant|bypass|graft|stent|amputation|debridement|washout|"
    r"aaa|taaa|cabg|avr|mvr|tavr|tevar|evar|ecmo|lvad|cea|bka|aka|ex[- ]?lap|appy|lap[- ]?(?:chole|appy)|"
    r"whipple|hernia|\w+(?:ectomy|otomy|ostomy|plasty|oscopy|itis|emia|osis|oma|rrhage)|cancer|tumou?r|mass|nodule|fracture|"
    r"bleed(?:ing)?|sepsis|septic|leak|abscess|dissection|aneurysm|wound|infection|trach|peg|chest tube|"
    r"intubated|extubated|surgery|operation|operated|post-?op|pre-?op|pod|s/p|consult|consent(?:ed)?|admit(?:ted)?|"
    r"discharged?|transferred|icu|floor|room|rm|bed|labs?|scan|ct|mri|echo|angio|cath|goals of care|goc|dnr|"
    r"hospice|died|coded|arrested|passed away|stroke|"
    r"mi|pe|dvt|sbo|gsw|mvc|nstemi|stemi|esrd|copd|afib|stenosis|"
    r"regurgitation|patient|pt|family meeting)"
)
"""What is done for patients, and what they have."""
_WORK = (
    r"(?:coordinators?|nurse|np|pa|rn|manager|admin|assistant|secretary|research|study|registry|trial|rep|team|"
    r"scheduler|about|re|from|runs|works|teaches)\b"
)
"""Beside a name it tells of a colleague."""
_BEFORE = (
    rf"\b(?i:(?:{_CARE}|case)[ ]*(?:(?:on|of|for|with|in|w/)[ ]+|[,:\u2013-][ ]*)"
    r"|(?:consented|admitted|discharged|transferred|scrubbed|extubated|intubated|rounded on)[ ]+"
    r"|(?:wife|husband|daughter|son|family|mother|father)[ ]+of[ ]+)"
)
_AGED = r"(?=\s*(?:$|[.,;:)]|(?:with|s/p|who|undergoing|for|had|has|status|pt|p/w|c/o)\b|w/))"
"""Behind an age: a person's, not a database's."""

PATTERNS: tuple[Pattern, ...] = (
    Pattern("a record number (MRN)", re.compile(r"\bM\.?R\.?N\b|\bmrn\b|\bMrn\b|\bMR\s?#\s*\d")),
    Pattern("a record number", _any_case(rf"\b{_CHART}{_NUMBER}\W{{0,4}}\d{{6,}}")),
    Pattern("a record number", _any_case(rf"\b\d{{6,}}\W{{0,4}}{_CHART}\b")),
    Pattern("a record number", _any_case(rf"\bmedical\s+record{_NUMBER}\W{{0,4}}\d")),
    Pattern("a social security number", re.compile(r"\b\d{3}-\d{2}-\d{4}\b")),
    Pattern("a date of birth", _any_case(r"\bDOB\b|\bD\.O\.B\b|\b(?:date\s+of\s+birth|birth\s?date)\b")),
    Pattern("a date of birth", _any_case(r"\bborn\s+(?:on\s+)?(?:\w{3,9}\.?\s+)?\d{1,4}[-/., ]+\d{1,4}")),
    Pattern('a patient ("pt")', re.compile(r"(?<![\d.])(?<!\d )\b(?:pts?|Pts?)\b(?!\.?\s*(?:\d|I{1,3})\b)")),
    Pattern(
        'a patient ("pt")',
        re.compile(r"\bPTS?\s+(?:in|with|w/|who|had|has|was|is|on|from|s/p|admitted|died|coded)(?!\w)"),
    ),
    Pattern(
        "a patient",
        _any_case(
            rf"{_NOT_KIND}\bpatient\s+(?:in|from|who|whose|had|has|was|s/p|admitted|died|coded|named)(?!\w)"
        ),
    ),
    Pattern(
        "a patient",
        _any_case(rf"{_NOT_KIND}\bpatient\s+(?:with|on)\s+(?!me\b|us\b|my\b|our\b|all\b|every|students|residents)"),
    ),
    Pattern(
        "a patient",
        _any_case(r"\b(?:my|his|her|our|their|this|that|the|a)\s+(?:\w+\s+)?patient(?:'s)?(?=\s*(?:$|[.,;:!?]))"),
    ),
    Pattern("a room and bed", _any_case(r"\b(?:room|rm)\b\.?\s*#?\s*\d+\w?\W{0,3}\bbed\b")),
    Pattern("a bed", _any_case(r"\bbed\s*(?:#|no\.?|number)?\s*\d+\b")),
    Pattern("a patient's room", _any_case(r"\b(?:room|rm)\b\.?\s*#?\s*\d+-?[A-D]\b|\bin\s+rm\.?\s*#?\s*\d")),
    Pattern("a patient's place", _any_case(rf"\b{_HUMAN}\b.{{0,20}}\b(?:in|on)\b.{{0,12}}\d")),
    Pattern("an age", _any_case(r"\b\d{1,3}\s*-?\s*(?:y\.?/?o\.?|y/o)(?!\w)")),
    Pattern(
        "an age and sex",
        _any_case(r"\b\d{1,3}[\s-]*(?:years?|yrs?|months?|mos?)[\s-]*old\W+(?:\w+\s+)?(?:m|f|(?:fe)?male|man|woman|boy|girl|lady|gentleman)\b"),
    ),
    Pattern("an age and sex", re.compile(rf"(?<![$€£\d.])\b[1-9]\d\s?(?:M|F)\b{_NO_AGE}", re.ASCII)),
    Pattern("an age and sex", re.compile(r"\b[MF]\s?[/,]\s?[1-9]\d\b")),
    Pattern("an age", _any_case(rf"\b\d{{1,3}}[\s-]*(?:year|yr|y)s?[\s-]*olds?\b{_AGED}")),
    Pattern("an age", _any_case(r"\baged?:?\s*\d{1,3}\b(?!\s*(?:%|-|to\b|and\b|or\b))")),
    Pattern(
        "an age and sex",
        _any_case(r"\b\d{1,3}[\s-]*y(?:rs?|ears?)?[\s/-]*(?:m|f|(?:fe)?male|man|woman|boy|girl)\b"),
    ),
    Pattern("an age and sex", _any_case(r"\b[1-9]\d[\s-]+(?:fe)?male\b")),
    Pattern(
        "a patient's name",
        re.compile(
            rf"{_TITLED}(?:'s|\u2019s)?[ ,(:\u2013-]*(?:(?!{_WORK})[\w/'-]+[ ,]+){{0,4}}?"
            rf"(?i:{_CARE})\b(?!\s+{_WORK})"
        ),
    ),
    Pattern("a patient's name", re.compile(rf"{_BEFORE}(?i:my |our |her |his )?{_TITLED}")),
    Pattern("a patient's initial", re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\b\.?\s+[A-Z]\b(?!\.?\s*[A-Z][a-z])")),
    Pattern("a patient's course", re.compile(r"\bPOD\s?#?\d|\b[sS]/[pP]\s")),
)  # fmt: skip

APPOINTMENT = re.compile(
    r"\b(?:(?:patient|pt) (?:family|visit|meeting)|family (?:meeting|conf\w*|mtg|discussion)|"
    r"goals of care|goc|consent|consult|post-?op (?:visit|check)|clinic visit)\b",
    re.IGNORECASE,
)
"""What an appointment with a patient is called."""


def looks_like_patient_data(text: str) -> str:
    """Why the text looks like patient data ("a record number"), or an empty string.

    The text is anything a user may note: "MRN 123456", "the 72 yo F in bed 4". Innocent: "the 55th STS",
    "patient safety project", "spring 2027", "outcomes in patients with AF".
    """
    return next((pattern.why for pattern in PATTERNS if pattern.looks.search(text)), "")


def names_patient(text: str) -> bool:
    """Whether a text tells of a patient by name or age: "Mrs. Gonzalez 54yo", "Mr. Jones, AAA repair"."""
    named = (pattern for pattern in PATTERNS if "patient" in pattern.why or "age" in pattern.why)
    return any(pattern.looks.search(text) for pattern in named)


def is_appointment(text: str) -> bool:
    """Whether a title or line is what an appointment with a patient is called: "consent"."""
    return APPOINTMENT.search(text) is not None


def is_doctors(title: str) -> bool:
    """Whether a title is a doctor's or professor's: one that no patient bears in a surgeon's notes."""
    return title.strip(" .").casefold() not in {"mr", "mrs", "ms", "miss"}
