"""A brief and the templates of templates/letters/ go in; a letter in words comes out."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from worker.domain.errors import RuleFault
from worker.domain.event import ONE_DAY
from worker.domain.letter import Brief, Letter
from worker.domain.names import greeting
from worker.domain.narrative import Narrative, Pathway, Stage, materials_of
from worker.domain.note_words import UNSAID
from worker.domain.person import Role
from worker.domain.promising import is_to_be_sent
from worker.domain.season import months_later
from worker.domain.topic import Form, is_advice, lowered, to_you, topic_from
from worker.domain.wording import own_wording
from worker.writers.cleaning import clause, named, tidy
from worker.writers.news import LINE, is_sobering, news_told
from worker.writers.webinar import THE_WEBINAR, webinar_from

SUBJECT_LENGTH = 78
"""Characters of a subject: what a line of a mail should hold at most (RFC 5322, section 2.1.1)."""
UNNAMED: dict[str, object] = {
    "short_meeting": "the meeting",
    "short_rotation": "rotation",
    "short_program": "your program",
    "short_webinar": "the webinar",
    "specialty": "",
}
"""What stands in a subject where the name would make it too long: a name cut short is none."""
NOTE_LENGTH = 300
"""Characters of a note with an invitation on LinkedIn (playbook, "Other channels")."""
SHORT_NAME = 46
"""Longer names of meetings leave no room for the rest of a note."""
REPLY = "Re: "

VENUES = re.compile(
    r"\b(?:center|centre|hall|hotel|hospital|clinic|room|building|bldg|office|floor|campus|university|"
    r"college|school|institute|zoom|teams|webex|online|virtual|remote|meet|tbd|tba|home|or|street|ave|"
    r"auditorium|theat(?:er|re)|lobby|department|surgery|icu|ward|unit)\b",
    re.IGNORECASE,
)
MEETINGS = re.compile(
    r"\b(?:meeting|congress|conference|symposium|summit|course|sessions?|forum|workshop|boot\s?camp|assembly|"
    r"convention|retreat|days?|week|colloquium|masterclass|seminar|school|conclave|chapter|courses|academy|"
    r"fundamentals|foundations|kongress|(?:jahres)?tagung|congreso|congr[eè]s|congresso|jornadas|journ[eé]es)\b",
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
TOWN = re.compile(r"[A-Z][^\W\d]+(?:[ .'-]+[^\W\d]+){0,2}(?:, [A-Z][^\W\d]+(?: [A-Z]\w+)?){0,2}(?<! St)")
MINE = re.compile(r"\b(?:i|me|my|we|us)\b", re.IGNORECASE)
"""In what is to be a session of somebody else's it is a jotting to oneself."""
DETERMINED = re.compile(r"(?:the|a|an|your|our|my|this|these|that|all)\b", re.IGNORECASE)
WEEKDAY = re.compile(r"\s+(?:on\s+)?(?:mon|tues?|wed|thurs?|fri)(?:(?:nes|rs)?day)?\b\.?", re.IGNORECASE)
"""When a session is, is no part of its name."""
THING = re.compile(r"(?:the|a|an|my|our|your|some)\b", re.IGNORECASE)
"""A promise that is a thing ("the abstract"), not a deed ("send the abstract")."""
DEED = re.compile(
    r"(?:[a-z]+ed|won|became|got|took|made|gave|led|wrote|began|ran|passed|matched|found|met)\b(?!\s+(?:award|prize))"
)
"""An achievement that is told as a deed: "matched into plastics"."""
SENTENCE = re.compile(r"^(?:I|I'm|I've|My|As|After|Before|Since|Born|Raised)\b")
WHOLE_GOAL = re.compile(r"^(?:i\s+(?:hope|want|would like|plan|aim|wish)\s+)?to\s+", re.IGNORECASE)


REMEMBERED = 512
"""Letters kept in memory: feeds ask again for all that are planned whenever one of them changes."""


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
        self._known = frozenset(self._environment.list_templates())
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._written)

    def write_letter(self, brief: Brief) -> Letter:
        """The letter of a brief.

        Raises RuleFault if its templates are missing or cannot be rendered, naming file and line.
        """
        return self._remembered(brief)

    def _written(self, brief: Brief) -> Letter:
        gaps: list[str] = []
        facts = {**facts_for(brief), "gap": partial(_gap, gaps)}
        folder = f"{brief.cadence}/{brief.step}"
        parts = [self._render(name, facts) for name in ("_shared/greeting.txt", f"{folder}/body.txt")]
        words = "\n\n".join(_paragraphs(part) for part in parts)
        signature = _lines(self._render("_shared/signature.txt", facts))
        subject = self._subject(f"{folder}/subject.txt", facts, brief)
        return Letter(
            subject=subject,
            text=f"{words}\n\n{signature}",
            gaps=tuple(gaps),
            words=len(words.split()),
            to=brief.to,
            note=self._note(folder, facts),
            attached=brief.files,
            wording=brief.wording or own_wording(brief.to.key),
        )

    def _subject(self, name: str, facts: dict[str, object], brief: Brief) -> str:
        """The earlier letter's for what follows it; else its own, without names that make it too long."""
        if brief.earlier:
            earlier = tidy(brief.earlier.subject)
            return earlier if earlier.casefold().startswith(REPLY.strip().casefold()) else REPLY + earlier
        told = tidy(self._render(name, facts))
        return told if len(told) <= SUBJECT_LENGTH else tidy(self._render(name, {**facts, **UNNAMED}))

    def _note(self, folder: str, facts: dict[str, object]) -> str:
        """The note to paste elsewhere, for letters that have one; a long one goes without the specific."""
        name = f"{folder}/linkedin.txt"
        if name not in self._known:
            return ""
        short = facts if len(str(facts["meeting"])) <= SHORT_NAME else {**facts, **UNNAMED}
        for told in (short, {**short, "discussed": ""}):
            note = " ".join(self._render(name, told).split())
            if len(note) <= NOTE_LENGTH:
                return note
        return ""

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
    Addressee: chief, pd, speaker. Event: meeting, rotation, occasion, city, also, month, day, earlier_day,
    given_day, evening; webinar, if it has a name, and webinar_named. In subjects and short notes, without a
    name that is too long: short_meeting, short_rotation, short_program, short_webinar. Note: at most one of
    discussed, given, did, planned; noted, if there is any; quotable, if it makes a sentence; advised, if that
    can be put to use; said, if an earlier letter told it. Told on purpose: session, program, programs,
    reason, news, sober, achievement or deed, promised or promised_thing, sends, needed_day, worked,
    attached, to_attach, top_choice. How: asks, external, introduces, variant, ending.
    """
    variant, ending = brief.wording or own_wording(brief.to.key)
    return {
        "greeting": greeting(f"{brief.to.title} {brief.to.name}".strip(), brief.to.role),
        "asks": brief.asks,
        "external": brief.external,
        "introduces": brief.introduces,
        "variant": variant,
        "ending": ending,
        "chief": brief.to.role is Role.CHIEF,
        "pd": brief.to.role is Role.PROGRAM_DIRECTOR,
        "speaker": brief.to.role is Role.SPEAKER,
        **_story(brief.me),
        **_occasion(brief),
        **_note(brief.topic, said=brief.said),
        **_told(brief),
    }


def _story(me: Narrative) -> dict[str, object]:
    pathway = me.pathways[0] if me.pathways else None
    return {
        "name": tidy(me.name),
        "degree": tidy(me.degree),
        "email": me.addresses[0] if me.addresses else "",
        "signature": "\n".join(line for line in map(tidy, me.signature) if line and line != tidy(me.name)),
        "institution": tidy(me.institution),
        "school": tidy(me.school),
        "workplace": _university(tidy(me.institution)),
        "alma_mater": _university(tidy(me.school)),
        "goal": _goal(me.goal),
        "interest": clause(me.interest),
        "differentiator": clause(me.differentiator),
        "specialty": clause(me.specialty),
        "year_end": _month(months_later(me.year_start, 12) - ONE_DAY) if me.year_start else "",
        "one_liner": _sentence(me.one_liner),
        **{stage.name.lower(): me.stage is stage for stage in Stage},
        "home": pathway is Pathway.CATEGORICAL_HOME,
        "away": pathway is Pathway.CATEGORICAL_AWAY,
        "pivot": pathway is Pathway.PIVOT,
        "research": pathway is Pathway.RESEARCH,
        "ct": pathway is Pathway.CT_APPLICANT,
    }


def _occasion(brief: Brief) -> dict[str, object]:
    about = named(brief.about)
    meeting = _with_article(about) or "the meeting"
    webinar = webinar_from(about)
    return {
        "meeting": meeting,
        "short_meeting": meeting,
        "rotation": _rotation(about),
        "short_rotation": _rotation(about),
        "occasion": _told_occasion(about, brief),
        "city": "" if _city(brief.place) in about else _city(brief.place),
        "also": _told_occasion(named(brief.also), brief),
        "month": f"{brief.first_day:%B}" if brief.first_day > brief.on else "",
        "day": _day(brief.last_day),
        "earlier_day": _day(brief.earlier_day) if brief.earlier_day else "",
        "given_day": _day(brief.first_day),
        "worked": _rotation(about) if brief.worked else "",
        "evening": brief.evening,
        "webinar": webinar != THE_WEBINAR,
        "short_webinar": webinar,
        "webinar_named": webinar,
    }


def _told(brief: Brief) -> dict[str, object]:
    """What the user has told on purpose, as it may stand in a sentence."""
    program = _university(named(brief.program)) or "your program"
    topic = topic_from(brief.topic)
    achieved = _achieved(brief.what)
    promised = clause(brief.what)
    is_thing = bool(THING.match(promised))
    files = _files(brief)
    return {
        "session": _session(brief.topic),
        "program": program,
        "short_program": program,
        "programs": _listed([_university(named(one)) for one in brief.programs]),
        "reason": topic.words if topic.form in {Form.DISCUSSED, Form.GIVEN} else "",
        "news": news_told(brief.news),
        "sober": is_sobering(brief.news),
        "deed": achieved if DEED.match(achieved) else "",
        "achievement": "" if DEED.match(achieved) else _owned(achieved),
        "promised_thing": promised if is_thing else "",
        "promised": "" if is_thing else promised,
        "sends": is_to_be_sent(promised),
        "needed_day": _day(brief.needed) if brief.needed else "",
        "attached": _listed(files),
        "to_attach": f"attach {_listed(brief.missing)}" if brief.missing else "",
        "top_choice": brief.top_choice,
    }


def _session(text: str) -> str:
    """A session as in "I look forward to ...": "your talk on root repair", "the database panel"."""
    session = clause(to_you(lowered(WEEKDAY.sub("", named(text)))) or "")
    if not session or UNSAID.search(session) or MINE.search(session):
        return ""
    return session if DETERMINED.match(session) or session.startswith("how ") else f"the {session}"


def _achieved(text: str) -> str:
    """Somebody's achievement, turned to them; "she won the award" becomes "won the award"."""
    plain = re.sub(r"^(?:she|he|they|for|on)\s+", "", clause(text), flags=re.IGNORECASE)
    return lowered(to_you(plain) or plain)


def _owned(achievement: str) -> str:
    return achievement if DETERMINED.match(achievement) else f"your {achievement}"


def _files(brief: Brief) -> list[str]:
    names = {path: name for name, path in materials_of(brief.me.materials)}
    return [names[path] for path in brief.files if path in names]


def _listed(names: Sequence[str]) -> str:
    """The names as one says them: "a, b and c"."""
    named = [name for name in names if name]
    return " and ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))


def _day(day: date) -> str:
    return f"{day:%B} {day.day}"


def _month(day: date) -> str:
    return f"{day:%B %Y}"


def _note(text: str, *, said: bool) -> dict[str, object]:
    """At most one of the forms; none where an earlier letter of the conversation has said it."""
    topic = topic_from(text)
    forms = (Form.DISCUSSED, Form.GIVEN, Form.DID, Form.PLANNED)
    return {
        **{form.value: topic.words if topic.form is form and not said else "" for form in forms},
        "noted": topic.form is not Form.UNKNOWN,
        "quotable": topic.form in forms,
        "advised": topic.form in {Form.DID, Form.GIVEN} and is_advice(topic.words) and not said,
        "said": said,
    }


def _gap(gaps: list[str], words: str) -> str:
    gaps.append(words)
    return f"[[ {words} ]]"


def _paragraphs(rendered: str) -> str:
    """Paragraphs on one line each, parted by one empty line; a list keeps its lines."""
    joined = (" ".join(part.split()) for part in re.split(r"\n\s*\n", rendered))
    paragraphs = (re.sub(rf"\s*{LINE}\s*", "\n", part) for part in joined)
    return "\n\n".join(part for part in paragraphs if part)


def _lines(rendered: str) -> str:
    lines = (" ".join(line.split()) for line in rendered.splitlines())
    return "\n".join(line for line in lines if line)


def _goal(text: str) -> str:
    goal = WHOLE_GOAL.sub("", clause(text))
    return goal[:1].lower() + goal[1:] if goal[1:2].islower() else goal


def _sentence(text: str) -> str:
    """A one-liner that stands on its own, or nothing: half a sentence does not read well between two."""
    told = clause(text)
    return f"{told}." if SENTENCE.match(told) and len(told.split()) <= 30 else ""


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


def _told_occasion(about: str, brief: Brief) -> str:
    """An occasion as both know it; nothing where the calendar has only a jotting."""
    return "" if _is_private(about) or _names_reader(about, brief) else _with_article(about)


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
    town = tidy(place)
    return "" if VENUES.search(town) or not TOWN.fullmatch(town) else town.partition(",")[0]
