"""A reading and what surrounds it go in; the points for each label, with reasons, come out."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from worker.domain.event import Guest
from worker.domain.person import Role
from worker.domain.recognition.cues import ONLY_TOLD
from worker.domain.recognition.glossary import LABELLED
from worker.domain.recognition.lexicon import Lexicon
from worker.domain.recognition.naming import is_docent, leveled
from worker.domain.recognition.people import People
from worker.domain.recognition.places import Places
from worker.domain.recognition.reading import Reader, Reading, Shape, Signs, cities_of, overlapping
from worker.domain.recognition.recognised import Label
from worker.domain.recognition.words import Hit, Token, folded, tokens_of

ORDINAL = re.compile(r"\b20\d\d\b|\b\d{1,3}(?:st|nd|rd|th)\b|[A-Za-z][.'\u2019]?\d\d\b|['\u2019]\d\d\b")
BLOCK_NUMBER = re.compile(r"\b(?:block|blk|blok|bloque|bloc|b)\s?#?(\d{1,2})\b", re.IGNORECASE)
CLAUSE = re.compile(r"[.;,:\n(]")
ASKED = re.compile(
    r"\b(?:ask|email|e-mail|tell|call|from|to|for|cc|about|re|not|no|by|via|thank)\b", re.IGNORECASE
)
"""Words before an office whose holder is only mentioned."""
TALKED = re.compile(r"\b(?:met|spoke|talked|with|w/)\b", re.IGNORECASE)
NOTE_ON = re.compile(r"^\s*met\b.*?(?:[>)]|@\S+|\w)\s*(?:\s[-\u2013\u2014]+\s|[:,;]\s)", re.IGNORECASE)
"""Before what a line says of somebody met."""
OFFICE_TOLD = re.compile(ONLY_TOLD, re.IGNORECASE)
HOLDING = re.compile(r"\s+(?:at|of|for)\s+(?!session|the session|committee|panel|poster)", re.IGNORECASE)
"""What stands behind an office that somebody holds: "chair at Gallant"."""
SENTENCE_END = re.compile(r"(?<!Dr)(?<!Prof)[.;\n]")
BRACKET_OPEN = re.compile(r"\([^()]*$")
LEARNED = frozenset(
    {"symposium", "symposia", "summit", "forum", "colloquium", "masterclass", "conference", "workshop"}
)
RESEARCH_DAY = re.compile(r"\bresearch (?:day|forum)s?\b", re.IGNORECASE)
COINED = re.compile(r"\b(?:[A-Z]\w*[a-z]Con|[A-Z]{2,}[Cc]on|[A-Z]{3,}CON|[A-Z]\w+Conf|[A-Z]\w*[a-z]Summit)\b")
"""Names made of "conference": "KubeCon"."""
SOCIETIES = frozenset({"society", "soc", "association", "assoc", "assn", "academy"})
"""Words behind the name of a society, where its meeting is called after it."""
SOCIETY = re.compile(r"\b[A-Z]{3,6}\b")
FORMAL = re.compile(r"\b(?:formal|formative|summative|required|f[oö]rmlich\w*|formelle?)\b", re.IGNORECASE)
WITH_DOCTOR = re.compile(
    r"(?:\bw/?|\bwith|\bcon|\bcom|\bc/|\bavec|\bmit|\bmed|\bmet)\s+"
    r"(?:el |la |o |a |le |the )?(?:dra?|prof|pr|oa)\b",
    re.IGNORECASE,
)
"""That somebody with a title is met, not seen as a patient."""
OFFICE_FIRST = re.compile(
    r"\b(?:PD|APD|[Pp]rogram [Dd]irector)\s+(?:Dr\.?\s+)?(?P<name>[A-Z][\w'\u2019-]{2,})"
)
"""An office before a surname; behind it may stand a town, too ("PD Fresno")."""
CODE_WITH_HOURS = re.compile(
    r"(?P<code>[A-Z][A-Z-]{1,6})\s+(?P<one>\d{2}):?\d{2}\s?[-\u2013]\s?(?P<two>\d{2}):?\d{2}"
)
"""How some feeds name their shifts."""
HOURS = 24
"""Hours of a day."""
NO_MEETING = re.compile(r"\bnot (?:the |a )?(?:mtg|meeting|conf\w*|congress)\b", re.IGNORECASE)
THEIR_OFFICE = re.compile(
    r"\b(?:dr|prof|mr|ms|miss)\b\.?\s+[\w-]+['\u2019]s\s+(?:office|ofc|room)\b", re.IGNORECASE
)
"""A doctor's office as the place of a talk."""
THEIR_HOUSE = re.compile(r"['\u2019]s(?!\s+(?:office|ofc|room))\b")
"""Behind an office whose holder's house is meant: "party @ PD's"."""
LISTED_LAST = re.compile(r"(?<=[-\u2013:|]\s)[A-Z][\w'\u2019-]+,\s[A-Z]\b\.?(?=\s*$)")
"""How feeds name people: "SICU Day - Vang, M"."""
LISTED_TIMES = 3
"""Shifts with one name from which on it may be the user's."""
PAIR = re.compile(
    r"(?P<one>[^\W\d_]\S+(?: [^\W\d_]\S+){1,2}) (?:and|<>|&|x|/) (?P<other>[^\W\d_]\S+(?: [^\W\d_]\S+){1,2})"
)
"""Two full names."""
ANNOUNCED = re.compile(r"^[^:]{2,40}:\s*\S+(?:\s+\S+){2,}")
"""Who holds it, a colon, and its subject."""
QUOTED = re.compile(r"^[^\"\u201c\u201d]{2,40}[\"\u201c][^\"\u201d]{6,}[\"\u201d]")
"""Who holds it, and its title in quotation marks."""
COMPANY = re.compile(
    r"^(?!.*@.*(?:med|surg|health|hosp|clin|heart|cardi|thora|cancer|univ|doc|md|radiol|rad\.|rads\.|imaging"
    r"|vascul|ortho|neuro|pediat|breast|oncol|transpl|anesth|alum|college|school|care))"
    r".*@.*\.(?:com?|io|ai|biz|inc|gmbh)(?:\.[a-z]{2})?$"
)
"""An address at a company that is no clinic's."""
RESEARCH = re.compile(r"paper|manuscript|research|project|abstract|data|chart|study")
MIDWAY = re.compile(
    r"\b(?:mid|midway|half[\s-]?way|midpoint|end|final|exit|closing|wrap[\s-]?up|initial)"
    r"[\s-]*(?:of|through|in)?[\s-]*(?:the|my|1st|first)?"
    r"[\s-]*(?:rotation|rot|clerkship|block|blk|year|yr|month|term|semester|placement|attachment|posting|"
    r"sub[\s-]?i|elective|service|internship|training|course)\b"
    r"|\bmi[\s-](?:semestre|stage|parcours|ann[eé]e)\b"
    r"|\b(?:mitad|fin|final) de (?:la )?(?:rotaci[oó]n|a[nñ]o|stage)\b"
    r"|\b(?:meio|fim|final) do (?:est[aá]gio|m[eê]s|ano|rod[ií]zio)\b|\bf[eé]l[eé]v\w*|\bhalbzeit\w*",
    re.IGNORECASE,
)
"""The middle or the end of a rotation or year: when evaluations are held."""
FEEDBACK = re.compile(
    r"\b(?:1:1|1-1|one on one|feedback|eval\w*|review|appraisal|assessment|check[\s-]?in|sit[\s-]?down|"
    r"meeting|mtg|meet|chat|conversation|debrief|discussion|conference with|"
    r"[eé]valua\w+|avalia\w+|entretien|bilan|gespr[aä]ch|[eé]rt[eé]kel\w+)\b",
    re.IGNORECASE,
)
OPENS = re.compile(r"[\w'\u2019-]*\s*(?:$|[(:,\u2013\u2014/]|-\s|re\b|about\b)")
NO_SERVICE = ("meeting", "gathering", "letters", "name", "session", "webinar", "talk")
"""Signs of what names speakers and faculty, too."""
OTHER_PLACES = ("against:private", "against:travel", "against:business", "against:other-sense")
"""Signs of places at which the letters of an office stand for something else."""
PAIRED = ("<>", "<->", "\u2194", "\u2b0c")
"""What schedulers put between two people."""
EVENING = range(17, 22)
OPEN_HOUSE = re.compile(
    r"house|hse|info|meet|q\s?&\s?a|portes|puertas|t[uü]r|[説说]明会|설명회", re.IGNORECASE
)
"""What programmes show of themselves online."""
PROFESSION = (
    "field",
    "service",
    "code",
    "body",
    "letters",
    "name",
    "duty",
    "placement",
    "purpose",
    "faculty",
    "director",
    "director-code",
    "title",
    "visit",
    "against:season",
    "against:interviews",
)
"""Signs of what professional sessions are about."""
WARNING_WORDS = frozenset({"chest", "east", "sir", "aha", "am", "im"})
"""Letters that are words, or syllables of other words, when written small."""


@dataclass(slots=True)
class Weight:
    """The points for one label, and why."""

    points: float = 0.0
    why: list[str] = field(default_factory=list)
    subject: str = ""
    title: str = ""

    def add(self, points: float, why: str) -> None:
        """Add or take points for a reason."""
        self.points += points
        if why:
            self.why.append(why)


@dataclass(frozen=True, slots=True)
class Habits:
    """What recurs in the whole calendar."""

    weekly: frozenset[str]
    """Keys of titles that come back every week, for a short time."""
    runs: dict[str, int]
    """Cores of titles that stand on many days in a row: on how many."""
    chained: frozenset[str] = frozenset()
    """Keys of titles that stand in one row with blocks of services, for days or weeks."""
    codes: frozenset[str] = frozenset()
    """Codes that are all of the titles of shifts, and open the title of the weeks around these."""


@dataclass(frozen=True)
class Scales:
    """All that weighing needs."""

    reader: Reader
    people: People
    habits: Habits
    places: Places = field(default_factory=Places)
    directors: frozenset[str] = frozenset()
    """Folded surnames of those whom the calendar calls a program director or chair."""
    listed: frozenset[str] = frozenset()
    """The folded surname and initial under which lists of shifts name the user."""
    paired: frozenset[str] = frozenset()
    """Folded full names that schedulers pair with several others: the user's."""

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The user's names and initials, folded."""
        return own_words(self.people) | self.listed

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon with its points."""
        return self.reader.lexicon

    def weigh(self, reading: Reading, labels: Iterable[Label]) -> dict[Label, Weight]:
        """The points of one event for these labels."""
        weighers = {
            Label.ROTATION: self.rotation,
            Label.CONFERENCE: self.conference,
            Label.WEBINAR: self.webinar,
            Label.PD: self.director,
            Label.MENTOR: self.mentor,
        }
        return {label: weighers[label](reading) for label in labels}

    # rotation

    def rotation(self, reading: Reading) -> Weight:
        """A block, a shift, a day on a service."""
        points, weight = self.lexicon.points, Weight()
        signs = reading.title
        self._service(reading, weight)
        self._placement(reading, weight)
        if "shift" in signs:
            weight.add(points.shift, f"'{signs.word('shift')}' is a shift")
        if "away" in signs:
            weight.add(points.city, "it is away from home")
        self._block_word(reading, weight)
        if self._is_meeting(reading):
            weight.add(-points.short, "a meeting is no service")
        elif "session" in signs and "body" in signs:
            weight.add(-points.short, "a session of a body outside is no service")
        elif reading.shape is Shape.DAYS and self._is_beside_society(signs):
            weight.add(-points.short, "a society's letters stand beside it")
        if "evaluation" in signs and reading.shape is Shape.MEETING:
            weight.add(-points.short, "an evaluation of it is no service")
        if "placement" in signs and "call" in signs and not weight.subject and self._strange(reading):
            weight.add(-points.short, "other trades call their duty an on-call rotation, too")
        self._clinical_work(reading, weight)
        if weight.points and self._is_explained(reading):
            weight.add(points.explained, "nothing else stands in the title")
        elif weight.subject and self._is_hardly_strange(reading):
            weight.add(points.one_day, "hardly anything besides stands in the title")
        self._stretch(reading, weight)
        return weight

    def _is_meeting(self, reading: Reading) -> bool:
        """Whether a title tells a meeting, does not deny it, and is no longer than any ("Summit Heart")."""
        told = "meeting" in reading.title or "gathering" in reading.title
        long = reading.event.day_count > 2 * self.lexicon.lengths.congress_days
        return told and not long and NO_MEETING.search(reading.headline) is None

    def _placement(self, reading: Reading, weight: Weight) -> None:
        """A word for a placement; on half a day or a shift, also the attending who is named beside it."""
        points = self.lexicon.points
        if "placement" not in reading.title:
            return
        weight.add(points.placement, f"'{reading.title.word('placement')}' tells a placement")
        roles = {Role.ATTENDING, Role.CHIEF}
        named = any(m.role in roles or m.title for m in self.people.mentions(reading))
        named = named or bool(self.people.known_in(reading))
        if named and reading.shape in {Shape.SHIFT, Shape.HALF_DAY}:
            weight.add(points.noted_society, "an attending is named")

    def _is_beside_society(self, signs: Signs) -> bool:
        """Whether letters of a society stand in the title that are no code of a service."""
        codes = {hit.start for kind in ("service", "code") for hit in signs.of(kind)}
        return any(hit.text.isupper() and hit.start not in codes for hit in signs.of("letters"))

    def _clinical_work(self, reading: Reading, weight: Weight) -> None:
        """Operations, clinics and calls, in the words and by the place."""
        points, signs = self.lexicon.points, reading.title
        work = next((signs.word(sign) for sign in ("duty", "call") if sign in signs), "")
        if work:
            weight.add(points.noted_society, f"'{work}' is clinical work")
        if reading.shape not in {Shape.SHIFT, Shape.HALF_DAY}:
            return
        if "duty" in reading.placed:
            weight.add(points.noted_society, f"'{reading.placed.word('duty')}' is where patients are treated")
        if "duty" in signs and ("title" in signs or "faculty" in reading.noted):
            weight.add(points.noted_society, "an attending is named")

    def _is_hardly_strange(self, reading: Reading) -> bool:
        """Whether a title beside its service says no more than a long entry may: a word or two."""
        lengths, count = self.lexicon.lengths, len(self._strange(reading))
        return reading.event.day_count > 2 * lengths.block_days and (
            count <= 2 or reading.event.day_count >= lengths.month_days
        )

    def _strange(self, reading: Reading) -> list[str]:
        """The words of a title that neither the lexicon nor the calendar explains."""
        if reading.headline not in self._strangers:
            self._strangers[reading.headline] = self._unexplained(reading)
        return self._strangers[reading.headline]

    @cached_property
    def _strangers(self) -> dict[str, list[str]]:
        """What was found so far, by title."""
        return {}

    def _unexplained(self, reading: Reading) -> list[str]:
        return [
            token.folded
            for token in reading.rest
            if token.folded not in self.places.institutions
            and token.folded not in self.own_words
            and token.folded not in self.people.circle.peers
            and not self.people.is_known_word(token, reading.headline)
        ]

    def _service(self, reading: Reading, weight: Weight) -> None:
        points = self.lexicon.points
        labelled = LABELLED.search(reading.notes)
        if labelled:
            what = labelled["what"].strip(" .-")
            service = self.service_of(self.reader.titled(what))
            weight.subject, weight.title = service or (folded(what), what)
            told = service or folded(what) != folded(reading.headline)
            weight.add(
                points.labelled if told else points.code, f"the description names the rotation '{what}'"
            )
            return
        found = self.service_of(reading.title)
        if found:
            weight.subject, weight.title = found
            sure = bool(reading.title.of("service"))
            said = "a service" if sure else "the code of a service"
            weight.add(points.service if sure else points.code, f"'{weight.title}' is {said}")
        elif named := self._code_with_hours(reading):
            weight.subject, weight.title = folded(named), named
            weight.add(points.labelled, f"'{named}' with its hours is a shift of a feed")
        elif code := self._code_of_block(reading):
            weight.subject, weight.title = code.folded, code.text
            weight.add(points.service, f"'{code.text}' stands on shifts, and on the weeks around them")
        elif noted := reading.noted.of("service"):
            numbered = BLOCK_NUMBER.search(reading.headline) or "placement" in reading.noted
            rotation = numbered and reading.shape is Shape.BLOCK
            weight.add(
                points.placement if rotation else points.noted_society,
                f"the description names {noted[0].text}",
            )
            weight.subject, weight.title = self.service_of(reading.noted) or ("", "")
        elif self._is_attended(reading):
            weight.add(points.placement, "the description names who attends on it")

    def _code_with_hours(self, reading: Reading) -> str:
        """The code before the hours of a shift ("GUM 0600-1800"), or empty."""
        match = CODE_WITH_HOURS.fullmatch(reading.headline.strip())
        days = reading.shape in {Shape.SHIFT, Shape.DAY} and not reading.event.guests
        if match is None or not days:
            return ""
        hours = (int(match["two"]) - int(match["one"])) % HOURS or HOURS
        return match["code"] if hours >= self.lexicon.lengths.shift_hours[0] else ""

    def _code_of_block(self, reading: Reading) -> Token | None:
        """The code that opens a title and that the calendar has on shifts, and on the weeks around them."""
        first = reading.tokens[0] if reading.tokens else None
        long = reading.shape in {Shape.BLOCK, Shape.SHIFT}
        return first if first and long and first.text in self.habits.codes else None

    def _is_attended(self, reading: Reading) -> bool:
        """Whether a long entry names its attending or chief, as services do and congresses do not."""
        if reading.shape not in {Shape.BLOCK, Shape.SHIFT}:
            return False
        if any(reading.title.of(sign) for sign in NO_SERVICE):
            return False
        roles = {Role.ATTENDING, Role.CHIEF}
        return any(m.role in roles and m.cued for m in self.people.naming.in_notes(reading.notes))

    def service_of(self, signs: Signs) -> tuple[str, str] | None:
        """Subject and title of the service that words name; a team or ICU beats the nights of it."""
        hits = signs.of("service") or tuple(hit for hit in signs.of("code"))
        if not hits:
            return None
        names = [hit.sign.split(":", 1)[1] for hit in sorted(hits, key=lambda h: (h.start, -h.end))]
        name = next((n for n in names if n != "Night Float"), names[0])
        if name == "Night Float" and (codes := signs.of("code")):
            name = next((h.sign.split(":", 1)[1] for h in codes), name)
        return folded(name), name

    def _block_word(self, reading: Reading, weight: Weight) -> None:
        points, lengths = self.lexicon.points, self.lexicon.lengths
        if reading.shape is not Shape.BLOCK:
            return
        numbered = BLOCK_NUMBER.search(reading.headline)
        if "block" in reading.title or numbered:
            alone = not weight.points and reading.event.day_count > 2 * lengths.block_days
            word = numbered[0] if numbered else reading.title.word("block")
            weight.add(
                points.explained if alone else points.one_day,
                f"'{word}' over {reading.event.day_count} days is a block",
            )

    def _is_explained(self, reading: Reading) -> bool:
        return not self._strange(reading)

    def _stretch(self, reading: Reading, weight: Weight) -> None:
        """What the length, and the days around it, say about a rotation."""
        points, lengths = self.lexicon.points, self.lexicon.lengths
        run = self.habits.runs.get(reading.core, 0)
        if not weight.points and self._is_unknown_service(reading, run):
            weight.subject = reading.core
            weight.title = " ".join(token.text for token in reading.rest) or reading.headline.strip()
            weight.add(points.code, f"'{weight.title}' alone may be the name of a service")
        if reading.key in self.habits.chained and weight.points:
            weight.add(points.run, "it stands in one row with blocks of services")
        if run and weight.points:
            weight.add(points.run, f"it stands on {run} days close together")
        if not weight.points:
            return
        if reading.shape is Shape.BLOCK:
            fits = reading.event.day_count <= lengths.longest_block_days
            fits = fits or weight.subject in self.reader.long_services
            weight.add(points.long if fits else -points.short, f"it lasts {reading.event.day_count} days")
        elif reading.shape is Shape.SHIFT:
            weight.add(points.long, f"it lasts {reading.event.hours:g} hours, like a shift")
        elif reading.shape is Shape.MEETING:
            weight.add(-points.short, "it is too short for a day of service")
        elif reading.shape in {Shape.DAY, Shape.HALF_DAY}:
            weight.add(-points.margin, "")

    def _is_unknown_service(self, reading: Reading, run: int) -> bool:
        """Whether a name that nothing explains stands where a service's would."""
        if reading.shape is Shape.BLOCK:
            return reading.key in self.habits.chained
        if not run or reading.shape is not Shape.SHIFT or reading.event.guests:
            return False
        code = len(reading.tokens) <= 4 and any(t.text.isupper() and len(t.text) > 1 for t in reading.tokens)
        long = reading.event.hours >= self.lexicon.lengths.long_shift_hours and len(reading.tokens) <= 3
        return code or long

    # congress

    def conference(self, reading: Reading) -> Weight:
        """A congress or course of a body outside, or a session of one."""
        weight = Weight()
        self._meeting_words(reading, weight)
        self._society(reading, weight)
        if not weight.points:
            return weight
        self._congress_shape(reading, weight)
        if reading.key in self.habits.weekly:
            weight.add(-self.lexicon.points.weekly, "it comes back every week, like local teaching")
        return weight

    def _meeting_words(self, reading: Reading, weight: Weight) -> None:
        points, signs = self.lexicon.points, reading.title
        coined = COINED.search(reading.headline)
        if "meeting" in signs:
            weight.add(points.meeting, f"'{signs.word('meeting')}' is what societies call their meetings")
        elif coined and reading.shape is not Shape.MEETING:
            weight.add(points.meeting, f"'{coined[0]}' is a name that conferences have")
        elif "gathering" in signs and self._is_gathering(reading):
            weight.add(points.gathering, f"'{signs.word('gathering')}' may be a meeting of a society")
        elif self.is_long_conference(reading):
            weight.add(points.gathering, "a conference of several days is not local teaching")
        elif (
            "society" in signs
            and RESEARCH_DAY.search(reading.headline)
            and reading.shape is not Shape.MEETING
        ):
            weight.add(points.gathering, "a society holds a day of research")
        elif any("meeting" in text or _is_conference(text) for text in reading.around):
            days = reading.shape in {Shape.DAYS, Shape.BLOCK}
            weight.add(
                points.gathering if days else points.noted_meeting, "the description speaks of a meeting"
            )
        held = (hit for hit in signs.of("meeting") if folded(hit.text).split()[0] in SOCIETIES)
        if any(reading.headline[: hit.start].strip() for hit in held):
            weight.add(points.city, "a society is named in full")
        self._holder(reading, weight)
        session = next((text.word("session") for text in (signs, reading.noted) if "session" in text), "")
        if weight.points and session:
            weight.add(points.session, f"'{session}' is part of a congress")

    def _holder(self, reading: Reading, weight: Weight) -> None:
        """Who holds it, and on what field."""
        points, signs = self.lexicon.points, reading.title
        if "society" in signs and not self.meetings_in(signs):
            weight.add(points.gathering, f"'{signs.word('society')}' names a body outside")
        elif "body" in signs and not signs.of("letters"):
            in_full = len(signs.word("body").split()) > len(("Mayo", "Clinic"))
            known = points.gathering if in_full else points.city
            weight.add(known, f"'{signs.word('body')}' is a body outside")
        elif "body" in reading.noted and not self.meetings_in(reading.title):
            weight.add(points.city, f"the description names '{reading.noted.word('body')}'")
        if "open" in reading.noted and reading.shape in {Shape.DAYS, Shape.BLOCK, Shape.DAY}:
            weight.add(points.venue, f"'{reading.noted.word('open')}': outsiders may come")
        if signs.of("field") and any(folded(hit.text) in LEARNED for hit in signs.of("gathering")):
            weight.add(points.city, f"'{signs.of('field')[0].text}' is its field")

    def is_long_conference(self, reading: Reading) -> bool:
        """Whether what sounds like local teaching ("Trauma conference") lasts days."""
        taught = reading.title.of("against:teaching")
        days = reading.shape in {Shape.DAYS, Shape.BLOCK}
        return days and bool(taught) and all("conf" in folded(hit.text) for hit in taught)

    def _is_gathering(self, reading: Reading) -> bool:
        """Whether it may be a society's; the word "meeting" alone only beside a society's name."""
        words = {folded(hit.text) for hit in reading.title.of("gathering")}
        if words <= {"meeting", "mtg", "chapter", "regional"}:
            body = bool(self.meetings_in(reading.title)) or "body" in reading.title
            return (
                body or bool(self.unknown_letters(reading)) or any("body" in text for text in reading.around)
            )
        return True

    def _society(self, reading: Reading, weight: Weight) -> None:
        points = self.lexicon.points
        title, noted = (
            self.meetings_in(reading.title),
            self.meetings_in(reading.noted) | self.meetings_in(reading.placed),
        )
        slack = self.lexicon.lengths.catalogue_slack_days
        catalogue = self.reader.catalogue
        fitting = sorted(m for m in {*title, *noted} if overlapping(catalogue[m], reading.event, slack))
        meeting = (fitting or sorted(title) or sorted(noted) or [""])[0]
        if not meeting:
            self._letters_without_entry(reading, weight)
            return
        weight.subject, weight.title = meeting, catalogue[meeting].short or catalogue[meeting].name
        if meeting in title:
            named = reading.title.of(f"name:{meeting}")
            weight.add(points.society_name if named else points.society, f"the title names {weight.title}")
            if not named and fitting != [meeting] and catalogue[meeting].collisions:
                weight.add(-points.one_day, "the same letters stand for other things, too")
        else:
            weight.add(points.noted_society, f"the description or place names {weight.title}")
        if fitting:
            weight.add(points.edition, "the dates are those of that meeting")
        cities = cities_of(catalogue[meeting], reading.event)
        where = f"{folded(reading.headline)} {folded(reading.event.location)}"
        if any(re.search(rf"\b{re.escape(city)}\b", where) for city in cities):
            weight.add(points.city, "so is the town")

    def _letters_without_entry(self, reading: Reading, weight: Weight) -> None:
        hits = [
            hit
            for hit in reading.title.of("letters")
            if hit.sign == "letters" and (_is_written_large(hit, reading) or _is_short_title(hit, reading))
        ]
        if hits:
            weight.add(self.lexicon.points.society, f"'{hits[0].text}' is a society")
        elif letters := self.unknown_letters(reading):
            told = (
                "gathering" in reading.title or ORDINAL.search(reading.headline) or "venue" in reading.placed
            )
            weight.add(self.lexicon.points.noted_society if told else 0.0, f"'{letters}' may be a society")

    def unknown_letters(self, reading: Reading) -> str:
        """Capitals in a title of small letters that nothing explains: perhaps a society; else empty."""
        if reading.headline.isupper() and len(reading.tokens) > 2:
            return ""
        unknown = (token.text for token in reading.rest if SOCIETY.fullmatch(token.text))
        return next(unknown, "")

    def meetings_in(self, signs: Signs) -> frozenset[str]:
        """The catalogue's meetings that words name; letters only where they are written like letters."""
        names = {hit.sign.split(":", 1)[1] for hit in signs.of("name")}
        letters = {
            hit.sign.split(":", 1)[1]
            for hit in signs.of("letters")
            if ":" in hit.sign
            and (
                hit.text.isupper()
                or (hit.text.islower() and len(hit.text) > 2 and hit.text not in WARNING_WORDS)
            )
        }
        return frozenset(names | letters)

    def _congress_shape(self, reading: Reading, weight: Weight) -> None:
        points, lengths, event = self.lexicon.points, self.lexicon.lengths, reading.event
        if "venue" in reading.placed:
            weight.add(points.venue, f"'{reading.placed.word('venue')}' is a place where congresses are held")
        if ORDINAL.search(event.title):
            weight.add(points.dated, "the title has a year or a number")
        if reading.shape in {Shape.DAYS, Shape.BLOCK}:
            fits = event.day_count <= lengths.congress_days
            weight.add(points.several_days if fits else -points.short, f"it lasts {event.day_count} days")
        elif reading.shape in {Shape.DAY, Shape.SHIFT, Shape.HALF_DAY}:
            weight.add(points.one_day, "")
        elif not ("session" in reading.title or self._is_evening_of_society(reading)):
            on = self._is_part_of_named(reading)
            weight.add(0.0 if on else -points.short, "" if on else "it is too short for a congress")

    def _is_part_of_named(self, reading: Reading) -> bool:
        """Whether a few hours on a field lie in the days of the meeting that the title names."""
        catalogue = self.reader.catalogue
        on = any(overlapping(catalogue[m], reading.event, 0) for m in self.meetings_in(reading.title))
        about = any(reading.title.of(sign) for sign in ("field", "service", "code"))
        return on and about and not reading.event.guests and not reading.is_online

    def _is_evening_of_society(self, reading: Reading) -> bool:
        """Whether a society meets for some hours at a hotel, and the description names it and its meeting."""
        told = "meeting" in reading.noted and bool(self.meetings_in(reading.noted) or "body" in reading.noted)
        return told and "venue" in reading.placed

    # webinar

    def webinar(self, reading: Reading) -> Weight:
        """One online session of a body outside."""
        points, signs, weight = self.lexicon.points, reading.title, Weight()
        self._session_words(reading, weight)
        if not weight.points:
            return weight
        if "body" in signs or self.meetings_in(signs):
            weight.add(points.society, "a body outside is named in the title")
        elif "body" in reading.noted or self.meetings_in(reading.noted):
            weight.add(points.noted_society, "a body outside is named in the description")
        talks = len({hit.start for hit in signs.of("talk")})
        if talks:
            weight.add(
                points.talk if talks == 1 else points.talk + points.one_day,
                f"'{signs.word('talk')}' is a talk",
            )
        if "webinar" in signs and self._is_professional(reading):
            weight.add(points.city, "its words are those of the profession")
        if "visit" in signs and reading.is_online:
            weight.add(points.one_day, "a programme presents itself")
        if "registered" in reading.noted:
            weight.add(points.talk, f"'{reading.noted.word('registered')}' stands in the description")
        outside = "body" in signs or bool(self.meetings_in(signs))
        if self.places.is_local(reading.event) and not outside:
            weight.add(-points.weekly, "the user's own institution holds it")
        if self._is_with_housemate(reading):
            weight.add(-points.short, "somebody from home takes part")
        self._webinar_shape(reading, weight)
        return weight

    def _is_with_housemate(self, reading: Reading) -> bool:
        """Whether somebody who lives with the user is named in the title: "twins webinar w/ Theo"."""
        return any(token.folded in self.people.circle.housemates for token in reading.tokens)

    def _is_professional(self, reading: Reading) -> bool:
        """Whether title or description speak of medicine, of training, or of people who teach it."""
        if any(text.of(sign) for sign in PROFESSION for text in (reading.title, reading.noted)):
            return True
        if any(OPEN_HOUSE.search(hit.text) for hit in reading.title.of("webinar")):
            return True
        vocabulary = self.reader.profession
        said = {token.folded for token in (*reading.tokens, *tokens_of(reading.notes))}
        mentions = self.people.mentions(reading)
        told = bool(said & vocabulary) or bool(self.unknown_letters(reading))
        return told or any(map(self.people.naming.is_doctor, mentions))

    def _session_words(self, reading: Reading, weight: Weight) -> None:
        """What tells a session over a wire."""
        points, signs = self.lexicon.points, reading.title
        if "webinar" in signs:
            weight.add(points.webinar, f"'{signs.word('webinar')}' stands in the title")
        elif (
            "lecture" in signs
            and "online" in signs
            and "evaluation" not in signs
            and reading.shape is Shape.MEETING
        ):
            word = f"{signs.word('online')} ... {signs.word('lecture')}"
            weight.add(points.webinar, f"'{word}' in the title is an online session")
        elif any("webinar" in text for text in reading.around):
            weight.add(points.noted_webinar, "the description speaks of a webinar")
        elif "visit" in signs and reading.is_online and not reading.event.guests:
            weight.add(points.webinar, f"'{signs.word('visit')}' over a wire is a webinar")
        elif self._is_evening_talk(reading) or self._is_announced(reading):
            weight.add(points.webinar, "a body outside speaks in the evening, at no place")
        if reading.is_online:
            weight.add(points.online, "it is online")

    def _is_announced(self, reading: Reading) -> bool:
        """Whether somebody, online, announces a subject: "APDS zoom: what PDs want in an applicant"."""
        outside = "body" in reading.title or bool(self.meetings_in(reading.title))
        told = "online" in reading.title and ANNOUNCED.match(reading.headline) is not None
        told = told or (outside and reading.is_online and QUOTED.match(reading.headline) is not None)
        if not told or reading.event.guests:
            return False
        named = [m for m in self.people.naming.in_title(reading.headline) if m.role is not Role.SPEAKER]
        timed = reading.shape is Shape.MEETING and not reading.event.all_day
        return timed and not named and (outside or bool(self.unknown_letters(reading)))

    def _is_evening_talk(self, reading: Reading) -> bool:
        """Whether a society's talk or panel, with no place and nobody met, is held in the evening."""
        event, signs = reading.event, reading.title
        outside = "body" in signs or bool(self.meetings_in(signs))
        clear = not any(self.reader.catalogue[m].collisions for m in self.meetings_in(signs))
        talk = "aired" in signs or (clear and ANNOUNCED.match(reading.headline) is not None)
        hour = reading.begins.hour in EVENING and reading.shape is Shape.MEETING and not event.all_day
        alone = not event.location and not event.guests and not self.people.naming.in_title(reading.headline)
        return outside and talk and hour and alone and not self._is_mentored(reading)

    def _is_mentored(self, reading: Reading) -> bool:
        """Whether a mentorship programme says who the user's mentor is: its sessions are theirs alone."""
        told = "purpose" in reading.title and "faculty" in reading.noted
        return told and any(m.role is Role.MENTOR for m in self.people.naming.in_notes(reading.notes))

    def _webinar_shape(self, reading: Reading, weight: Weight) -> None:
        points = self.lexicon.points
        if reading.shape in {Shape.DAYS, Shape.BLOCK, Shape.SHIFT}:
            weight.add(-points.short, "it is too long for one session")
        elif reading.shape is Shape.DAY:
            weight.add(-points.city, "it has no hour")
        if "webinar" not in reading.title and self._is_small(reading):
            weight.add(-points.short, "it is a talk with named guests")

    def _is_small(self, reading: Reading) -> bool:
        """A meeting with one or two people rather than a session for many."""
        guests = self.people.guests(reading.event)
        return (
            bool(guests) and "occasion" in reading.title and not any("webinar" in s for s in reading.around)
        )

    # small meetings

    def director(self, reading: Reading) -> Weight:
        """A meeting with a program director or chair, or a formal evaluation."""
        points, signs, weight = self.lexicon.points, reading.title, Weight()
        midway = self._midway(reading)
        told = midway or "evaluation" in signs or "evaluation" in reading.noted
        told = told or self._is_with_director(reading)
        if not (told or self._may_be_director(reading)):
            return weight
        people = self.people.named_in(reading, Label.PD)
        self._office(reading, weight, met=bool(people))
        if "evaluation" in signs:
            plain = folded(signs.word("evaluation")) in {"eval", "evaluation"} and not (
                people or weight.points or midway
            )
            weight.add(
                points.noted_meeting if plain else points.meeting,
                f"'{signs.word('evaluation')}' is a formal evaluation",
            )
        elif midway:
            weight.add(points.meeting, f"'{midway}' is when evaluations are held")
        elif FORMAL.search(reading.notes) and "evaluation" in reading.noted:
            weight.add(points.meeting, f"'{reading.noted.word('evaluation')}' in the description is formal")
        elif "evaluation" in reading.noted and (people or weight.points):
            weight.add(
                points.noted_director, f"the description speaks of '{reading.noted.word('evaluation')}'"
            )
        if not weight.points:
            return weight
        if people or "occasion" in signs:
            weight.add(points.brief, "somebody is met" if people else "")
        self._small_shape(reading, weight)
        return weight

    def _midway(self, reading: Reading) -> str:
        """The words of a talk in the middle, or at the end, of a rotation or year."""
        match = MIDWAY.search(reading.headline)
        talk = match and (FEEDBACK.search(reading.headline) or reading.title.of("evaluation"))
        short = reading.shape is Shape.MEETING and not reading.event.all_day
        held = match and talk and short and "against:administration" not in reading.title
        return match[0] if match and held else ""

    def _may_be_director(self, reading: Reading) -> bool:
        office = ("director-code", "director")
        told = any(text.of(sign) for sign in office for text in (reading.title, reading.placed))
        return told or self._is_director_noted(reading)

    def _office(self, reading: Reading, weight: Weight, *, met: bool) -> None:
        """That the title, or the description, tells the office of the person met."""
        points, signs = self.lexicon.points, reading.title
        codes = [
            hit
            for hit in signs.of("director-code")
            if hit.text.isupper() or "occasion" in signs or met or self._is_office_and_name(hit, reading)
            if not THEIR_HOUSE.match(reading.headline, hit.end)
        ]
        if is_docent(leveled(reading.headline), self.lexicon.people.docent_beside):
            codes = []
        if "director" in signs:
            weight.add(points.director, f"'{signs.word('director')}' stands in the title")
        elif codes and self._is_about_work(reading):
            weight.add(points.director, f"'{codes[0].text}' stands in the title")
        elif codes:
            weight.add(points.city, f"'{codes[0].text}' stands in the title, but also for other things")
        elif self._is_director_noted(reading):
            weight.add(points.noted_director, "the description tells a program director or chair")
        elif any(hit.text.isupper() for hit in reading.placed.of("director-code")) or (
            "director" in reading.placed
        ):
            weight.add(points.noted_director, "the place is a program director's or chair's office")
        elif self._is_with_director(reading):
            weight.add(points.noted_director, "elsewhere the calendar calls one of them a director or chair")

    def _is_office_and_name(self, hit: Hit, reading: Reading) -> bool:
        """Whether an office in small letters and one unknown word are all: "apd reyes"."""
        short = len(reading.tokens) == len(("apd", "reyes")) and reading.shape is Shape.MEETING
        return short and hit.start == reading.tokens[0].start and len(reading.rest) == 1

    def _is_with_director(self, reading: Reading) -> bool:
        """Whether the title names somebody whom the calendar elsewhere calls a director, and no research."""
        timed = reading.shape is Shape.MEETING and not reading.event.all_day
        about = {folded(hit.text) for text in (reading.title, reading.noted) for hit in text.of("purpose")}
        named = timed and any(token.folded in self.directors for token in reading.tokens)
        return (
            named
            and any("affairs" in text for text in (reading.title, reading.noted))
            and not any(RESEARCH.search(word) for word in about)
        )

    def _is_about_work(self, reading: Reading) -> bool:
        """Whether nothing around a mere code speaks of something else."""
        if not reading.notes:
            told = any(sign in reading.title for sign in ("occasion", "purpose", "evaluation", "title"))
            known = told or bool(self.people.known_in(reading))
            plain = known or len(self._strange(reading)) <= len(("Chapel", "Ridge"))
            plain = plain or ("title" in reading.title and "occasion" in reading.title)
            return plain and not any(sign in reading.placed for sign in OTHER_PLACES)
        telling = (
            "purpose",
            "evaluation",
            "faculty",
            "director",
            "director-code",
            "placement",
            "part",
            "season",
        )
        told = any(reading.noted.of(sign) for sign in telling) or bool(
            self.people.named_in(reading, Label.PD)
        )
        return told and "against:private" not in reading.noted

    def _is_director_noted(self, reading: Reading) -> bool:
        if any(not self._is_only_told_of(hit, reading) for hit in reading.noted.of("director")):
            return True
        if any(m.role is Role.PROGRAM_DIRECTOR for m in self.people.mentions(reading)):
            return True
        codes = reading.noted.of("director-code")
        return bool(codes) and any(self._is_office_alone(hit, reading.notes) for hit in codes)

    def _is_only_told_of(self, hit: Hit, reading: Reading) -> bool:
        """Whether a note on somebody met tells of an office that is another's, or no longer theirs."""
        notes = reading.notes
        line = notes[notes.rfind("\n", 0, hit.start) + 1 : hit.start]
        note = NOTE_ON.search(line)
        before = CLAUSE.split(line[note.end() :])[-1] if note else ""
        return OFFICE_TOLD.search(before) is not None

    def _is_office_alone(self, hit: Hit, notes: str) -> bool:
        """Whether a clause says no more than the office, and where: "Elmhurst PD!!"."""
        before, after = CLAUSE.split(notes[: hit.start])[-1], notes[hit.end :]
        if after.startswith("?") or ASKED.search(before):
            return False
        if len(before.split()) <= 1 and HOLDING.match(after):
            return True
        sentence = SENTENCE_END.split(notes[: hit.start])[-1]
        if BRACKET_OPEN.search(sentence) and ASKED.search(sentence) and not TALKED.search(sentence):
            return False
        return hit.text.isupper() and len(before.split()) <= 2

    def mentor(self, reading: Reading) -> Weight:
        """A small meeting with faculty, a fellow, a collaborator, an alumnus."""
        points, signs, weight = self.lexicon.points, reading.title, Weight()
        if reading.event.all_day or not self._may_be_talk(reading):
            return weight
        if not (self.people.named_in(reading, Label.MENTOR) or self._is_with_own_mentor(reading)):
            return weight
        self._company(reading, weight)
        self._occasion(reading, weight)
        self._held_for_others(reading, weight)
        working = is_operation(reading) and not any(sign in signs for sign in ("purpose", "occasion"))
        if working and not self.people.guests(reading.event):
            weight.add(-points.short, f"'{signs.word('operation')}' is an operation, no talk")
        self._small_shape(reading, weight)
        return weight

    def _is_with_own_mentor(self, reading: Reading) -> bool:
        """Whether the title tells a talk with a mentor by role, without a name: "advisor meeting"."""
        office = THEIR_OFFICE.search(reading.headline) is not None
        told = office or "guide" in reading.title
        plain = (office or len(self._strange(reading)) <= 1) and not reading.event.guests
        return told and plain and reading.event.hours <= self.lexicon.lengths.meeting_hours / 2

    def _occasion(self, reading: Reading, weight: Weight) -> None:
        """Why, and on what occasion, somebody is met."""
        points, signs = self.lexicon.points, reading.title
        if "purpose" in signs:
            weight.add(points.purpose, f"'{signs.word('purpose')}' is a reason to meet a mentor")
        elif "guide" in signs:
            weight.add(points.purpose, f"'{signs.word('guide')}' is a talk with whoever guides the user")
        elif "purpose" in reading.noted:
            weight.add(points.noted_meeting, f"the description speaks of '{reading.noted.word('purpose')}'")
        if "occasion" in signs:
            weight.add(points.occasion, f"'{signs.word('occasion')}' is an occasion to talk")
        elif self._is_only_name(reading) and self.people.guests(reading.event):
            weight.add(points.noted_meeting, "the title is the guest's name")
        elif "peer" not in signs and self._is_pair(reading):
            weight.add(points.purpose, "the title pairs two people, as schedulers do")
        elif "occasion" in reading.placed:
            weight.add(points.noted_meeting, f"the place is '{reading.placed.word('occasion')}'")
        if self._opens_with_name(reading):
            weight.add(points.one_day, "the title opens with the name")
        elif not ({"purpose", "occasion"} & signs.by_sign.keys()) and self._is_with_colleague(reading):
            weight.add(points.one_day, "the title says with whom")

    def _is_pair(self, reading: Reading) -> bool:
        """Whether the title is the user's name and another's: "Meera Sandhu and Aiko Brandvold"."""
        names = _pair(reading)
        mine = [name in self.paired or set(name.split()) <= self.own_words for name in names]
        return mine.count(True) == 1 or self._is_marked_pair(reading)

    def _is_marked_pair(self, reading: Reading) -> bool:
        """Whether a scheduler's mark stands between a guest and whoever else: "Ines <> Rolf Aske"."""
        if not any(mark in reading.headline for mark in PAIRED):
            return False
        guests = self.people.guests(reading.event)
        words = {token.folded for token in reading.tokens}
        return any(set(folded(guest.name).split()) & words for guest in guests)

    def _is_with_colleague(self, reading: Reading) -> bool:
        """Whether something unnamed is done with a doctor who is not the user's own: "walk w/ Dr. Cole"."""
        apart = ("duty", "call", "shift", "patient", "session", "gathering", "service", "lecture")
        plain = not any(reading.title.of(sign) for sign in apart)
        short = reading.event.hours <= self.lexicon.lengths.meeting_hours / 2
        told = WITH_DOCTOR.search(reading.headline) is not None
        return (
            told
            and plain
            and short
            and any(
                m.title and m.cued and self.people.is_colleague(m.name)
                for m in self.people.naming.in_title(reading.headline)
            )
        )

    def _held_for_others(self, reading: Reading, weight: Weight) -> None:
        """What shows that it is held for many, not for the user."""
        points = self.lexicon.points
        if any("webinar" in text for text in reading.around) and not self.people.guests(reading.event):
            weight.add(-points.short, "the description speaks of a webinar")
        if self._is_held_for_many(reading):
            weight.add(-points.short, "a body outside holds it, with speakers")
        elif self._is_sent_round(reading):
            weight.add(-points.crowd, "an office sent it round, and nobody is invited by name")

    def _is_held_for_many(self, reading: Reading) -> bool:
        """Whether those named only speak or moderate, online, at something of a body outside."""
        if self.people.guests(reading.event) or not reading.is_online:
            return False
        outside = "body" in reading.title or bool(self.meetings_in(reading.title))
        mentions = self.people.naming.in_notes(reading.notes)
        return outside and bool(mentions) and all(m.role is Role.SPEAKER for m in mentions)

    def _opens_with_name(self, reading: Reading) -> bool:
        """Whether somebody known, and what is to be talked about, make the title: "Sadeghi - case?"."""
        first = reading.tokens[0] if reading.tokens else None
        if first is None or not self.people.is_known_word(first, reading.headline):
            return False
        plain = not any(reading.title.of(sign) for sign in ("duty", "session", "gathering", "call"))
        return OPENS.match(reading.headline, first.end) is not None or (plain and reading.event.hours <= 1)

    def _may_be_talk(self, reading: Reading) -> bool:
        """Whether anything at all tells a talk; most events of a life do not."""
        if (reading.rest and self.people.known_in(reading)) or _pair(reading):
            return True
        told = ("purpose", "occasion", "faculty", "title")
        if any(sign in reading.title or sign in reading.noted for sign in told):
            return True
        return bool(self.people.guests(reading.event))

    def _company(self, reading: Reading, weight: Weight) -> None:
        """Who they are: faculty, by title or from elsewhere in the calendar, or unknown."""
        points = self.lexicon.points
        guests = [g for g in self.people.guests(reading.event) if not self.people.is_peer(g)]
        mentions = self.people.mentions(reading)
        titled = next((m.name for m in mentions if self.people.naming.is_doctor(m) and not m.peer), "")
        doctor = next((g.name or g.email for g in guests if self.people.is_faculty(g)), "")
        known = (
            *self.people.known_in(reading),
            *(m.name for m in mentions if folded(m.name) in self.people.circle.faculty),
        )
        if titled or doctor or known:
            weight.add(points.faculty, f"{titled or doctor or known[0]} is faculty")
        elif self.people.is_told_of_faculty(reading) or self._is_with_own_mentor(reading):
            weight.add(points.faculty, "somebody who can advise is named")
        elif guests and all(self.places.is_of_home(guest) for guest in guests):
            weight.add(
                points.one_day, f"{guests[0].name or guests[0].email}, a colleague at home, is invited"
            )
        elif any(
            self._is_called(guest, reading) and not self.people.is_private_mail(guest) for guest in guests
        ):
            firm = all(COMPANY.search(guest.email.casefold()) for guest in guests)
            weight.add(
                points.one_day if firm else points.outsider, f"{guests[0].name or guests[0].email} is invited"
            )
        else:
            weight.add(points.margin, "somebody is named")

    def _is_called(self, guest: Guest, reading: Reading) -> bool:
        """Whether the guest list or the title tells a guest's name: a mere address may be a list's."""
        return bool(guest.name) or any(
            person.email == guest.email and person.name
            for person in self.people.named_in(reading, Label.MENTOR)
        )

    def _is_for_list(self, reading: Reading) -> bool:
        """Whether an invited list is no assistant's mailbox beside one or two people who are met."""
        many = len(self.people.guests(reading.event)) > len(("mentor", "fellow"))
        plain = "occasion" not in reading.title or "session" in reading.title
        return not self.people.guests(reading.event) or (many and plain)

    def _is_sent_round(self, reading: Reading) -> bool:
        """Whether an office or a machine invites, and nobody is named as a guest."""
        who, event = reading.event.organizer, reading.event
        if who is None or who.is_group or event.owned or self.people.guests(event):
            return False
        return not self.people.is_human(who)

    def _is_only_name(self, reading: Reading) -> bool:
        people = self.people.named_in(reading, Label.MENTOR)
        words = {word for person in people for word in folded(person.name).split()}
        plain = {token.folded for token in reading.tokens} - {"dr", "prof", "dra", "md", "facs"}
        return bool(plain) and plain <= words

    def _small_shape(self, reading: Reading, weight: Weight) -> None:
        points, lengths = self.lexicon.points, self.lexicon.lengths
        if reading.event.all_day or reading.event.hours > lengths.meeting_hours:
            weight.add(-points.short, "it is too long for a talk")
        else:
            weight.add(points.brief, "")
        guests = self.people.guests(reading.event)
        if len(guests) > lengths.crowd:
            weight.add(-points.crowd, "too many are invited")
        elif self.people.has_list(reading.event) and self._is_for_list(reading):
            weight.add(-points.crowd, "a list of people is invited")
        elif (
            any(self.people.is_faculty(guest) for guest in guests) and len(guests) <= lengths.crowd // 2
        ) or ("faculty" in reading.title and not guests):
            weight.add(points.one_day, "few are invited")


def own_words(people: People) -> frozenset[str]:
    """The words of the user's names, and their initials, folded."""
    names = [folded(name).split() for name in people.circle.own_names]
    initials = {"".join(part[0] for part in words) for words in names if len(words) > 1}
    return frozenset(word for words in names for word in words) | initials


def listed_in(readings: Iterable[Reading]) -> frozenset[str]:
    """The surname, with its initial, that most of the shifts bear which a list names ("SICU - Vang, M")."""
    names = Counter(folded(m[0]) for r in readings if (m := LISTED_LAST.search(r.headline)))
    name, count = next(iter(names.most_common(1)), ("", 0))
    known = count > LISTED_TIMES and 2 * count > sum(names.values())
    return frozenset(name.split()) if known else frozenset()


def _pair(reading: Reading) -> tuple[str, ...]:
    match = PAIR.fullmatch(reading.headline.strip())
    return (folded(match["one"]), folded(match["other"])) if match else ()


def paired_in(readings: Iterable[Reading]) -> frozenset[str]:
    """The full names that stand in titles of two names with more than one other."""
    partners: dict[str, set[str]] = {}
    for names in filter(None, map(_pair, readings)):
        partners.setdefault(names[0], set()).add(names[1])
        partners.setdefault(names[1], set()).add(names[0])
    return frozenset(name for name, others in partners.items() if len(others) > 1)


def directors_of(readings: Iterable[Reading], people: People) -> frozenset[str]:
    """The surnames of all whom a title or description calls a program director or chair."""
    telling = [reading for reading in readings if _tells_office(reading)]
    told = (m for reading in telling for m in people.mentions(reading))
    named = (m.name.split(",")[0] for m in told if m.role is Role.PROGRAM_DIRECTOR)
    names = (folded(name).split() for name in named)
    found = {words[-1] for words in names if words and len(words[-1]) > len("Wu")}
    behind = (folded(m["name"]) for reading in telling for m in OFFICE_FIRST.finditer(reading.headline))
    return frozenset(found | {name for name in behind if name in people.circle.surnames})


def _tells_office(reading: Reading) -> bool:
    return any(
        sign in text for sign in ("director", "director-code") for text in (reading.title, reading.noted)
    )


def is_operation(reading: Reading) -> bool:
    """Whether the title tells an operation; "or" in small letters only where the title opens with it."""
    hits = reading.title.of("operation")
    return any(hit.text != "or" or not reading.headline[: hit.start].strip() for hit in hits)


def _is_conference(signs: Signs) -> bool:
    """The plain words; "course" or "meeting" in a description say too little."""
    return any(folded(hit.text) in {"conference", "symposium", "summit"} for hit in signs.of("gathering"))


def _is_written_large(hit: Hit, reading: Reading) -> bool:
    capitals = sum(letter.isupper() for letter in hit.text)
    return hit.text.isupper() or capitals > 1 or len(reading.tokens) == 1


def _is_short_title(hit: Hit, reading: Reading) -> bool:
    """Whether small letters open the title of an entry for days that says little else: "asbrs nola"."""
    days = reading.shape in {Shape.DAYS, Shape.BLOCK} and len(reading.tokens) <= len(
        ("asbrs", "new", "orleans")
    )
    return days and len(hit.text) >= len("scts") and hit.start == reading.tokens[0].start


def number_of_block(title: str) -> str:
    """The block's number, where a title says one."""
    match = BLOCK_NUMBER.search(title)
    return match[1] if match else ""
