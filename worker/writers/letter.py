"""A brief and the templates of templates/letters/ go in; a letter in words comes out."""

import re
import unicodedata
import zlib
from functools import partial
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from worker.domain.errors import RuleFault
from worker.domain.letter import Brief, Letter
from worker.domain.names import greeting
from worker.domain.narrative import Narrative, Pathway, Stage
from worker.domain.person import Person, Role
from worker.domain.topic import Form, topic_from

VARIANTS = 3
"""How many wordings of its key sentence, and of its ending, a first letter has."""
SUBJECT_LENGTH = 78
"""Characters of a subject line (issue: at most 78; RFC 5322, section 2.1.1)."""
NAME_LENGTH = 70
"""Longer titles of events are cut at a word before they stand in a sentence."""
SHORT_NAME = 46
"""Longer names of meetings leave no room for the rest of a subject line."""
REPLY = "Re: "

VENUES = re.compile(
    r"\b(?:center|centre|hall|hotel|hospital|clinic|room|building|bldg|office|floor|campus|university|"
    r"college|school|institute|zoom|teams|webex|online|virtual|remote|meet|tbd|tba|home|or|street|ave|"
    r"auditorium|theat(?:er|re)|lobby|department|surgery|icu|ward|unit)\b",
    re.IGNORECASE,
)
MEETINGS = re.compile(
    r"\b(?:meeting|congress|conference|symposium|summit|course|sessions?|forum|workshop|boot\s?camp|assembly|"
    r"convention|retreat|days?|week|colloquium|masterclass|seminar|school)\b",
    re.IGNORECASE,
)
GENERIC_SERVICE = re.compile(
    r"[\s,:-]*\b(?:rotation|service|block|month|shift|week|wk)s?(?:\s*#?\d+)?$", re.IGNORECASE
)
OWN_BLOCK = re.compile(
    r"\b(?:rotation|elective|clerkship|observership|externship|sub-?\s?internship|sub-?i|acting internship)\b"
    r"|\b(?:nights?|float)$",
    re.IGNORECASE,
)
BARE_OCCASION = re.compile(
    r"meeting|conference|event|hallway|corridor|clinic|congress|symposium", re.IGNORECASE
)
UNIVERSITY = re.compile(
    r"(?:(?:medical|royal|american|state)\s+)?(?:university|college|school)\s+of\b", re.IGNORECASE
)
PRIVATE_OCCASION = re.compile(
    r"\b(?:with|call|coffee|lunch|dinner|breakfast|chat|zoom|catch|met|meet|tbd|untitled|busy|appointment|"
    r"appt)\b|\bw/|\d:\d",
    re.IGNORECASE,
)
BLOCK_FIRST = re.compile(
    r"^(?:(?:away|external|visiting)\s+)?(elective|rotation|clerkship|observership|sub-?\s?i(?:nternship)?|"
    r"block|service)\s*[:\u2013-]\s*(?=\w)",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"<[^<>]*>|\[\[|\]\]|\{[{%#]|[}%#]\}|[\"\u201c\u201d]|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]"
)
TOWN = re.compile(r"[A-Z][^\W\d]+(?:[ .'-]+[^\W\d]+){0,2}(?:, [A-Z][^\W\d]+(?: [A-Z]\w+)?){0,2}(?<! St)")
SENTENCE = re.compile(r"^(?:I|I'm|I've|My|As|After|Before|Since|Born|Raised)\b")
WHOLE_GOAL = re.compile(r"^(?:i\s+(?:hope|want|would like|plan|aim|wish)\s+)?to\s+", re.IGNORECASE)


class Letters:
    """The letters of one folder of templates, compiled once.

    A letter is a folder `<cadence>/<step>/` with `subject.txt` and `body.txt`; greeting and signature come
    from `_shared/`. Templates use names and plain `if`; the names are those of `facts_for`, and `gap("...")`.
    """

    def __init__(self, templates: Path) -> None:
        """Take the folder templates/letters/."""
        self._environment = SandboxedEnvironment(
            loader=FileSystemLoader(templates),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def write_letter(self, brief: Brief) -> Letter:
        """The letter of a brief.

        Raises RuleFault if its templates are missing or cannot be rendered, naming file and line.
        """
        gaps: list[str] = []
        facts = {**facts_for(brief), "gap": partial(_gap, gaps)}
        folder = f"{brief.cadence}/{brief.step}"
        parts = [self._render(name, facts) for name in ("_shared/greeting.txt", f"{folder}/body.txt")]
        words = "\n\n".join(_paragraphs(part) for part in parts)
        signature = _lines(self._render("_shared/signature.txt", facts))
        subject = _subject(self._render(f"{folder}/subject.txt", facts), brief)
        text = f"{words}\n\n{signature}"
        return Letter(subject=subject, text=text, gaps=tuple(gaps), words=len(words.split()), to=brief.to)

    def _render(self, name: str, facts: dict[str, object]) -> str:
        try:
            return self._environment.get_template(name).render(facts)
        except TemplateNotFound as fault:
            raise RuleFault(
                (f"templates/letters/{fault.name}: missing; write subject.txt and body.txt",)
            ) from fault
        except TemplateSyntaxError as fault:
            raise RuleFault(
                (f"templates/letters/{fault.name}: line {fault.lineno}: {fault.message}",)
            ) from fault
        except UndefinedError as fault:
            raise RuleFault(
                (f"templates/letters/{name}: {fault.message}; a letter knows only its brief",)
            ) from fault


def facts_for(brief: Brief) -> dict[str, object]:
    """The names a letter's templates may use; what is unknown is empty or false.

    Who: greeting, name, degree, signature, email, institution and school (in a sentence: workplace,
    alma_mater), goal, interest, one_liner.
    Stage: student, graduate, prelim, research_year. Pathway, the first: home, away, pivot, research, ct.
    Addressee: chief, pd, speaker. Event: meeting, short_meeting, rotation, occasion, city, also, month, day,
    earlier_day. Note: at most one of discussed, given, did, planned; noted. How: asks, external, variant,
    ending.
    """
    variant, ending = wording_for(brief.to)
    return {
        "greeting": greeting(f"{brief.to.title} {brief.to.name}".strip(), brief.to.role),
        "asks": brief.asks,
        "external": brief.external,
        "variant": variant,
        "ending": ending,
        "chief": brief.to.role is Role.CHIEF,
        "pd": brief.to.role is Role.PROGRAM_DIRECTOR,
        "speaker": brief.to.role is Role.SPEAKER,
        **_story(brief.me),
        **_occasion(brief),
        **_note(brief.topic),
    }


def wording_for(person: Person) -> tuple[int, int]:
    """Which wording of the key sentence and of the ending a person gets: always the same for one person.

    Two attendings who compare notes seldom hold the same letter; two readings never differ.
    """
    ending, variant = divmod(zlib.crc32(person.key.encode("utf-8", "replace")) % VARIANTS**2, VARIANTS)
    return variant, ending


def _story(me: Narrative) -> dict[str, object]:
    pathway = me.pathways[0] if me.pathways else None
    return {
        "name": _tidy(me.name),
        "degree": _tidy(me.degree),
        "email": me.addresses[0] if me.addresses else "",
        "signature": "\n".join(line for line in map(_tidy, me.signature) if line and line != _tidy(me.name)),
        "institution": _tidy(me.institution),
        "school": _tidy(me.school),
        "workplace": _university(_tidy(me.institution)),
        "alma_mater": _university(_tidy(me.school)),
        "goal": _goal(me.goal),
        "interest": _clause(me.interest),
        "one_liner": _sentence(me.one_liner),
        **{stage.name.lower(): me.stage is stage for stage in Stage},
        "home": pathway is Pathway.CATEGORICAL_HOME,
        "away": pathway is Pathway.CATEGORICAL_AWAY,
        "pivot": pathway is Pathway.PIVOT,
        "research": pathway is Pathway.RESEARCH,
        "ct": pathway is Pathway.CT_APPLICANT,
    }


def _occasion(brief: Brief) -> dict[str, object]:
    about = _named(brief.about)
    meeting = _with_article(about) or "the meeting"
    return {
        "meeting": meeting,
        "short_meeting": meeting if len(meeting) <= SHORT_NAME else "the meeting",
        "rotation": _rotation(about),
        "occasion": "" if _is_private(about) or _names_reader(about, brief) else _with_article(about),
        "city": "" if _city(brief.place) in about else _city(brief.place),
        "also": _with_article(_named(brief.also)),
        "month": f"{brief.first_day:%B}" if brief.first_day > brief.on else "",
        "day": f"{brief.last_day:%B} {brief.last_day.day}",
        "earlier_day": f"{brief.earlier_day:%B} {brief.earlier_day.day}" if brief.earlier_day else "",
    }


def _note(text: str) -> dict[str, object]:
    topic = topic_from(text)
    forms = (Form.DISCUSSED, Form.GIVEN, Form.DID, Form.PLANNED)
    return {
        **{form.value: topic.words if topic.form is form else "" for form in forms},
        "noted": topic.form is not Form.UNKNOWN,
    }


def _gap(gaps: list[str], words: str) -> str:
    gaps.append(words)
    return f"[[ {words} ]]"


def _subject(rendered: str, brief: Brief) -> str:
    if brief.earlier:
        earlier = _tidy(brief.earlier.subject)
        return earlier if earlier.casefold().startswith(REPLY.strip().casefold()) else REPLY + earlier
    return _cut(_tidy(rendered), SUBJECT_LENGTH - len(REPLY))


def _paragraphs(rendered: str) -> str:
    """Paragraphs on one line each, parted by one empty line."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", rendered))
    return "\n\n".join(part for part in paragraphs if part)


def _lines(rendered: str) -> str:
    lines = (" ".join(line.split()) for line in rendered.splitlines())
    return "\n".join(line for line in lines if line)


def _tidy(text: str) -> str:
    """Visible characters on one line, without markup, quotation marks or what looks like a gap."""
    visible = "".join(
        c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text)
    )
    plain = MARKUP.sub(" ", visible)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(plain.split()))


def _clause(text: str) -> str:
    return re.sub(r"[,.]{2,}", ",", _tidy(text)).rstrip(" .,;:!?-").lstrip(" .,;:!?-")


def _goal(text: str) -> str:
    goal = WHOLE_GOAL.sub("", _clause(text))
    return goal[:1].lower() + goal[1:] if goal[1:2].islower() else goal


def _sentence(text: str) -> str:
    """A one-liner that stands on its own, or nothing: half a sentence does not read well between two."""
    clause = _clause(text)
    return f"{clause}." if SENTENCE.match(clause) and len(clause.split()) <= 30 else ""


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    whole = text[: length + 1].rpartition(" ")[0] or text[:length]
    return re.sub(r"(?:\s+(?:and|at|for|from|in|of|on|the|to|my|our|with))+$", "", whole).rstrip(" ,.:;-")


def _named(text: str) -> str:
    """An event's name as it may stand inside a sentence."""
    plain = _tidy(text).replace(" @ ", " at ")
    plain = re.sub(r"\S*(?:@|://|www\.)\S*|\([^()]*\)", " ", plain)
    plain = re.sub(r"[!?|*_~^\\{}\[\]<>()]+", " ", plain)
    return _cut(_clause(re.sub(r"\.{2,}", " ", " ".join(plain.split()))), NAME_LENGTH)


def _with_article(name: str) -> str:
    """With "the" where one says it: "the STS Annual Meeting", but "AATS 2027" and "Surgery Clinic"."""
    if BARE_OCCASION.fullmatch(name):
        return f"the {name.lower()}"
    if re.match(r"the\s", name, re.IGNORECASE):
        return f"the {name[4:].strip()}"
    return f"the {name}" if MEETINGS.search(name) else name


def _rotation(name: str) -> str:
    """The service as in "my SICU rotation", "my Cardiac Surgery elective", "my Night Float"."""
    plain = re.sub(r"^(?:(?:my|the|pgy-?\s?\d)\s+)+", "", name, flags=re.IGNORECASE)
    block = BLOCK_FIRST.match(plain)
    service = GENERIC_SERVICE.sub("", BLOCK_FIRST.sub("", plain).partition(",")[0])
    kind = block[1] if block and not GENERIC_SERVICE.fullmatch(block[1]) else "rotation"
    kind = kind.lower() if kind[1:].islower() and kind.isalpha() else kind
    if not service:
        return kind
    return service if OWN_BLOCK.search(service) else f"{service} {kind}"


def _is_private(about: str) -> bool:
    """Whether it is the user's own jotting rather than the name of an occasion: "coffee", "ct sx clinic"."""
    jotted = any(word.islower() for word in about.split() if len(word) > 3)
    return jotted or bool(BARE_OCCASION.fullmatch(about) or PRIVATE_OCCASION.search(about))


def _university(name: str) -> str:
    """The name as in "a graduate of the University of Ghana"."""
    return f"the {name}" if UNIVERSITY.match(name) else name


def _names_reader(about: str, brief: Brief) -> bool:
    words = {word.casefold() for word in re.findall(r"\w{3,}", brief.to.name)}
    return bool(words & {word.casefold() for word in re.findall(r"\w{3,}", about)}) or not about


def _city(place: str) -> str:
    """The place, where it is surely a town: "in Boston" reads well, "in Room 4" does not."""
    town = _tidy(place)
    return "" if VENUES.search(town) or not TOWN.fullmatch(town) else town.partition(",")[0]
