"""A file of cards (vCard 2.1 to 4.0) goes in; who is in it, and every card that cannot be read, come out."""

import re
from collections.abc import Iterator
from itertools import pairwise

import vobject
from vobject.base import VObjectError

from worker.domain.names import fold, full_name, parse_name
from worker.domain.newcomer import Newcomer, PeopleFile, without_doubles
from worker.domain.person import ADDRESS
from worker.domain.plain_text import text_from

BEGIN = re.compile(r"(?im)^BEGIN:VCARD[ \t]*$")
LAST = 101
"""Behind every place that PREF can give (RFC 6350, 5.3: 1 to 100)."""
Card = tuple[int, str]
"""A card's first line in the file, and its text."""


def people_on_cards(data: bytes, file: str) -> PeopleFile:
    """Everybody on the cards of a .vcf file. With a fault in any card nothing of it may be taken."""
    try:
        text = text_from(data)
    except UnicodeDecodeError as fault:
        broken = f"{file}: byte {fault.start + 1} is no text; export the cards again, as UTF-8"
        return PeopleFile(faults=(broken,))
    cards = list(_cards(text.replace("\r\n", "\n").replace("\r", "\n")))
    if not cards:
        return PeopleFile(faults=(f"{file}: there is no card in it (BEGIN:VCARD)",))
    faults: list[str] = []
    left_out: list[str] = []
    newcomers = [one for card in cards for one in _people_on(card, file, faults, left_out)]
    people, told = without_doubles(newcomers)
    return PeopleFile(people, (), told, tuple(faults), tuple(left_out))


def _cards(text: str) -> Iterator[Card]:
    """Each card by itself: a broken one hides no other."""
    starts = [found.start() for found in BEGIN.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        yield text.count("\n", 0, start) + 1, text[start:end]


def _people_on(card: Card, file: str, faults: list[str], left_out: list[str]) -> Iterator[Newcomer]:
    line, text = card
    try:
        read = list(vobject.readComponents(text, allowQP=True))
    except (VObjectError, ValueError, LookupError, TypeError) as fault:  # a broken encoding is told by Python
        faults.append(f"{file}: line {line}: this card cannot be read ({_first_line(fault)})")
        return
    for one in read:
        if why := _no_person(one):
            left_out.append(f"line {line}: {_text(one, 'fn') or _company(one) or 'a card'} {why}")
            continue
        newcomer = _newcomer(one, line)
        found = list(_faults(newcomer))
        faults += [f"{file}: line {line}: {fault}" for fault in found]
        if not found:
            yield newcomer


def _faults(one: Newcomer) -> Iterator[str]:
    if not (one.name or one.addresses):
        yield "this card has neither a name nor an address"
    for address in one.addresses:
        if not ADDRESS.fullmatch(address):
            yield f"EMAIL: '{address}' is no e-mail address such as jane.lee@hospital.org"


def _newcomer(card: vobject.base.Component, line: int) -> Newcomer:
    written = _text(card, "fn") or _name(card)
    parts = parse_name(written)
    prefix = parse_name(f"{_prefix(card)} X").title
    return Newcomer(line, full_name(parts) or written, _addresses(card), prefix or parts.title)


def _kind(card: vobject.base.Component) -> str:
    """Individual, unless the card says otherwise (RFC 6350, 6.1.4)."""
    return (_text(card, "kind") or _text(card, "x-addressbookserver-kind") or "individual").lower()


def _no_person(card: vobject.base.Component) -> str:
    """Why a card is nobody's: what shows a company, a group or a place; or nothing."""
    if _kind(card) in {"group", "org", "location"}:
        return f"is a card of another kind ({_kind(card)})"
    if _text(card, "x-abshowas").upper() == "COMPANY":
        return "is shown as a company"
    if _name(card):
        return ""
    shown, company = _text(card, "fn"), _company(card)
    if company and fold(shown) in {"", fold(company)}:
        return "names an organisation and nobody in it"
    return "" if card.contents.get("email") or not shown else "has neither the parts of a name nor an address"


def _company(card: vobject.base.Component) -> str:
    """The organisation's name, without its units (RFC 6350, 6.6.4)."""
    lines = card.contents.get("org", [])
    units = lines[0].value if lines else []
    return str(units if isinstance(units, str) else next(iter(units), "")).strip()


def _text(card: vobject.base.Component, name: str) -> str:
    lines = card.contents.get(name, [])
    return " ".join(str(lines[0].value).split()) if lines else ""


def _name(card: vobject.base.Component) -> str:
    """The name by its parts, where no whole one stands on the card (vCard 2.1 asks for none)."""
    names = [one.value for one in card.contents.get("n", [])]
    parts = (names[0].given, names[0].additional, names[0].family) if names else ()
    return " ".join(" ".join(part if isinstance(part, list) else [part]) for part in parts if part)


def _prefix(card: vobject.base.Component) -> str:
    names = [one.value for one in card.contents.get("n", [])]
    prefix = names[0].prefix if names else ""
    return " ".join(prefix) if isinstance(prefix, list) else str(prefix)


def _addresses(card: vobject.base.Component) -> tuple[str, ...]:
    """Every address once, lower case, the preferred first."""
    lines = sorted(card.contents.get("email", []), key=_place)
    found = (str(line.value).strip().removeprefix("mailto:").lower() for line in lines)
    return tuple(dict.fromkeys(filter(None, found)))


def _place(line: vobject.base.ContentLine) -> int:
    """Where an address stands among the others: by PREF (RFC 6350), or TYPE=pref (RFC 2426, vCard 2.1)."""
    pref = next(iter(line.params.get("PREF", [])), "")
    if pref.isdecimal():
        return int(pref)
    types = ",".join((*line.params.get("TYPE", []), *line.singletonparams)).lower().split(",")
    return 1 if "pref" in types else LAST


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0]
