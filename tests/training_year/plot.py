"""What happens to Amara in her training year, month by month."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.house import AMARA, rules
from tests.training_year.truth import Happened, Promise, Truth
from tests.training_year.world import World, day, furnished
from worker.domain.mailbox import DraftRef
from worker.domain.person import Person

NEW_YORK = ZoneInfo("America/New_York")
FEED = "lakeside-schedule@import.calendar.google.com"
QUIST = Person(
    "oquist@lakeside.example.edu", "Otto Quist", "oquist@lakeside.example.edu", do_not_contact=True
)
ME = replace(AMARA, addresses=("resident@gmail.com", *AMARA.addresses), people=(QUIST,))
CONNECTED = datetime(2026, 7, 1, 22, tzinfo=UTC)
ENDS = datetime(2027, 7, 1, 4, tzinfo=UTC)
REVOKED = (datetime(2026, 11, 9, 18, tzinfo=UTC), datetime(2026, 11, 18, 18, 5, tzinfo=UTC))
EMPTIED = (datetime(2027, 2, 10, 16, tzinfo=UTC), datetime(2027, 2, 12, 16, tzinfo=UTC))

ANSWERS = {"Patel": 2, "Osman": 3, "Weiss": 1, "Ferrari": 2, "Novak": 4, "Desai": 1, "Rossi": 2}
"""Surname, and how many days after sending the answer comes; "Lindqvist" answers in a thread of her own."""
AT_HOME = ("Ravi Patel", "Ngozi Okafor", "Minjun Kim", "Elena Morales", "Karin Lindqvist", "Samir Haddad")
AT_HOME_LATER = ("Leyla Osman", "Tobias Weiss", "Giulia Ferrari", "Vikram Desai")
AWAY = ("Paola Rossi", "Dale Whitfield", "Hana Sato", "Bertram Keane")


def lived(directory: Path) -> World:
    """The whole year."""
    truth = Truth(
        zone=NEW_YORK,
        connected=CONNECTED,
        ends=ENDS,
        promises=promises(),
        never=["Quist", "Vale", "Osei", "Brandt"],
        closed=[REVOKED],
        match_week=(day("2027-03-15"), day("2027-03-19")),
        holidays=rules().holidays_of(2026, 2027),
    )
    world = furnished(directory, ME, truth, CONNECTED)
    world.habits = evening
    fill_calendars(world)
    world.connect()
    happen(world)
    world.live_until(ENDS)
    return world


def promises() -> list[Promise]:
    """Who must hear from her, and when."""

    def thanks(name: str, last_day: str, **more: Any) -> Promise:
        last = day(last_day)
        surname = name.rpartition(" ")[2]
        first, latest = last + timedelta(days=1), last + timedelta(days=7)
        return Promise(name, surname, first, latest, asks=True, **more)

    def met(name: str, first: str, last: str, **more: Any) -> Promise:
        return Promise(name, name.rpartition(" ")[2], day(first), day(last), outside=True, **more)

    return [
        thanks("Ravi Patel", "2026-07-31"),
        thanks("Ngozi Okafor", "2026-08-28", follows="must"),
        thanks("Minjun Kim", "2026-09-30", follows="must", away=day("2026-10-03")),
        thanks("Elena Morales", "2026-10-30"),
        thanks("Karin Lindqvist", "2026-11-27"),
        thanks("Samir Haddad", "2026-12-31"),
        thanks("Leyla Osman", "2027-02-26"),
        thanks("Tobias Weiss", "2027-04-02"),
        thanks("Giulia Ferrari", "2027-04-30"),
        thanks("Pavel Novak", "2027-05-28"),
        *[met(name, "2026-10-02", "2026-10-06", follows="must") for name in CONGRESS],
        met("Paola Rossi", "2027-02-03", "2027-02-07"),
        met("Dale Whitfield", "2027-02-03", "2027-02-07", follows="must"),
        met("Hana Sato", "2027-03-22", "2027-03-24"),
        met("Bertram Keane", "2027-05-07", "2027-05-11", follows="must"),
    ]


CONGRESS = ("Aino Virtanen", "Marcus Bell", "Chiara Longo", "Dev Anand", "Ines Duarte")
"""Five people met at one congress: more than one morning's drafts."""


def fill_calendars(world: World) -> None:
    """What stands in the calendars from the beginning."""
    google = world.google
    google.open(FEED, "Lakeside schedule", role="reader", selected=True)
    block(world, "SICU rotation", "2026-07-06", "2026-07-31", "Ravi Patel")
    block(world, "Trauma surgery rotation", "2026-08-03", "2026-08-28", "Ngozi Okafor")
    vascular(world, "first")
    block(world, "Surgical oncology rotation", "2026-10-05", "2026-10-30", "Elena Morales")
    block(world, "Cardiothoracic surgery rotation", "2026-11-02", "2026-11-27", "Karin Lindqvist")
    block(world, "Pediatric surgery rotation", "2026-12-03", "2026-12-31", "Samir Haddad")
    block(world, "VA general surgery rotation", "2027-01-04", "2027-01-27", "Owen Brandt")
    block(world, "Transplant surgery rotation", "2027-02-01", "2027-02-26", "Leyla Osman")
    block(world, "Colorectal surgery rotation", "2027-03-15", "2027-04-02", "Tobias Weiss")
    block(world, "Burn surgery rotation", "2027-04-05", "2027-04-30", "Giulia Ferrari", address="")
    block(
        world,
        "Cardiac surgery away elective",
        "2027-05-05",
        "2027-05-28",
        "Pavel Novak",
        "northfield.example.org",
    )
    congress = "\n".join(
        f"Met: {name} <{mail(name, 'outside.example.org')}> - her outcomes paper" for name in CONGRESS
    )
    google.add("ACS Clinical Congress 2026", day("2026-09-26"), day("2026-09-30"), description=congress)
    met = "\n".join(
        f"Met: {n} <{mail(n, 'outside.example.org')}> - aortic arch registry"
        for n in ("Paola Rossi", "Dale Whitfield")
    )
    google.add("STS 2027 Annual Meeting", day("2027-01-28"), day("2027-02-01"), description=met)
    keane = f"Met: Bertram Keane <{mail('Bertram Keane', 'outside.example.org')}> - mitral repair"
    google.add("AATS 2027 Annual Meeting", day("2027-05-01"), day("2027-05-05"), description=keane)
    sato = f"Met: Hana Sato <{mail('Hana Sato', 'outside.example.org')}> - the ECMO database"
    google.add("Visiting professor dinner", clock("2027-03-13", 19), description=sato)
    vale = f"Met: Irene Vale <{mail('Irene Vale', 'outside.example.org')}> - her fellowship"
    google.add("Coffee after M&M", clock("2026-09-09", 9), description=vale, id="coffee")
    for week in range(40):
        moment = clock("2026-07-08", 7) + timedelta(weeks=week)
        google.add("Surgery conference", moment, id=f"teaching{week:02}")


def vascular(world: World, issue: str) -> None:
    """September as the department's feed tells it: a day at a time."""
    quist = "Attending: Dr. Otto Quist <oquist@lakeside.example.edu>"
    kim = f"Attending: Dr. Minjun Kim <{mail('Minjun Kim')}>"
    first = day("2026-09-01")
    for number in range(30):
        one = first + timedelta(days=number)
        if one.weekday() < 5:
            name = f"{issue}{number:02}"
            world.google.add("Vascular Surgery", one, calendar=FEED, id=name, description=f"{kim}\n{quist}")


def block(
    world: World,
    title: str,
    first: str,
    last: str,
    who: str,
    domain: str = "lakeside.example.edu",
    *,
    address: str | None = None,
) -> None:
    """A month of service, as one long event."""
    shown = f" <{mail(who, domain)}>" if address is None else ""
    end = day(last) + timedelta(days=1)
    world.google.add(
        title,
        day(first),
        end,
        description=f"Attending: Dr. {who}{shown}",
        id=title[:6].strip().lower() + first,
    )


def happen(world: World) -> None:
    """What happens to her, beside what she sends and hears."""
    google = world.google
    world.at(moment("2026-09-08", 20), lambda: google.cancel("coffee"))
    world.at(moment("2026-10-09", 12), lambda: reissue(world))
    world.at(REVOKED[0], lambda: setattr(world, "revoked", True))
    world.at(REVOKED[1], world.connect)
    world.at(moment("2027-01-28", 4), lambda: world.write(mail("Owen Brandt")))
    world.at(EMPTIED[0], lambda: empty(world))
    world.at(moment("2026-08-31", 5), lambda: setattr(world.mailbox, "lost_answers", 1))


def reissue(world: World) -> None:
    """The department issues its feed again: the same days under other ids."""
    for name in [name for name in world.google._kept[FEED].events if name.startswith("first")]:  # noqa: SLF001
        world.google.delete(name, calendar=FEED)
    vascular(world, "second")


def empty(world: World) -> None:
    """Somebody's sync program empties her calendar; two days later it puts everything back."""
    kept = world.google._kept[world.google.me]  # noqa: SLF001 - the fake's own shelf
    before = {name: resource for name, resource in kept.events.items() if resource.get("summary")}
    for name in before:
        world.google.delete(name)

    def put_back() -> None:
        for resource in before.values():
            world.google.put(resource)

    world.at(EMPTIED[1], put_back)


def evening(world: World, draft: DraftRef, message: EmailMessage) -> None:
    """What she does with a draft when she comes home."""
    surname = str(message.get_body(("plain",)).get_content()).splitlines()[0].rstrip(",").rpartition(" ")[2]  # type: ignore[union-attr]
    if surname == "Haddad":
        world.mailbox.say("discarded", message.as_bytes(), draft.thread)
        world.mailbox.hand.discard(draft)
    elif surname == "Lindqvist" and not message.get("X-Seen"):
        hesitate(world, draft, message)
    else:
        world.send(draft, message, ADDRESSES[surname])
        react(world, surname, draft, message)


def hesitate(world: World, draft: DraftRef, message: EmailMessage) -> None:
    """She changes a word, and sends it only after the weekend."""
    waits = any(one.what == "edited" and one.ref == message["X-Draft-Ref"] for one in world.truth.happened)
    if not waits:
        text = str(message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
        message.clear_content()
        message.set_content(text.replace("Thank you", "Thank you so very much", 1))
        world.mailbox.hand.edit(draft, message.as_bytes())
        world.mailbox.say("edited", message.as_bytes(), draft.thread)
    elif world.now.astimezone(NEW_YORK).weekday() == 3:
        world.send(draft, message)
        sender = mail("Karin Lindqvist")
        world.in_days(1, lambda: world.hear("answered", sender, about="Coffee?"))


def react(world: World, surname: str, draft: DraftRef, message: EmailMessage) -> None:
    """What the others do."""
    to, subject = ADDRESSES[surname], str(message["Subject"])
    if surname in ANSWERS:
        world.in_days(
            ANSWERS[surname], lambda: world.hear("answered", to, thread=draft.thread, about=subject)
        )
    if surname == "Kim" and not any(one.what == "away" for one in world.truth.happened):
        out = {"Auto_Submitted": "auto-replied"}
        world.at(
            moment("2026-10-03", 8), lambda: world.hear("away", to, thread=draft.thread, about=subject, **out)
        )
    if surname == "Morales":
        gone = {"X_Failed_Recipients": mail("Elena Morales"), "Auto_Submitted": "auto-replied"}
        daemon = "Mail Delivery Subsystem <mailer-daemon@googlemail.com>"
        world.in_days(0.01, lambda: world.hear("bounced", daemon, thread=draft.thread, about=subject, **gone))


def mail(name: str, domain: str = "lakeside.example.edu") -> str:
    """Somebody's address."""
    first, last = name.lower().split()
    return f"{first[0]}{last}@{domain}"


def clock(text: str, hour: int) -> datetime:
    """An hour on the wall clock."""
    return datetime.combine(day(text), time(hour), NEW_YORK)


def moment(text: str, hour: int) -> datetime:
    """The same, to be compared with the clock that runs."""
    return clock(text, hour)


def ledger_of(world: World) -> str:
    """The year's ledger, a line for each touch, in the order of their days."""
    assert world.account is not None
    rows = []
    for touch in world.tools.touches.of(world.account.id):
        planned = touch.kept.touch
        step = f"{planned.key.cadence}/{planned.key.step}"
        days = f"drafted {_day(touch.drafted_at)}  sent {_day(touch.sent_at)}"
        rows.append(f"{planned.due}  {touch.state:<9}  {step:<30}  {planned.person.name:<16}  {days}\n")
    return "".join(sorted(rows))


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(NEW_YORK):%Y-%m-%d %H:%M}" if at else "-" * 16


def happened_lines(happened: list[Happened]) -> str:
    """For reading along when a test fails."""
    return "\n".join(
        f"{one.at.astimezone(NEW_YORK):%Y-%m-%d %H:%M} {one.what:<9} {one.greets or one.to} {one.subject}"
        for one in happened
    )


ADDRESSES = {
    name.rpartition(" ")[2]: mail(name, domain)
    for domain, names in (
        ("lakeside.example.edu", (*AT_HOME, *AT_HOME_LATER)),
        ("outside.example.org", (*AWAY, *CONGRESS)),
        ("northfield.example.org", ("Pavel Novak",)),
    )
    for name in names
}
"""Whom she writes to, by surname: what she types where To is empty."""
