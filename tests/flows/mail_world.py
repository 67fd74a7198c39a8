"""Amara's letters for real: the shipped rules, a store on disk, her mailbox in memory, a clock to turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

from tests.fakes.fake_mailbox import FakeMailbox
from tests.house import AMARA, PATEL, met, mornings, plan_year, rotation
from tests.store.cast import NOW
from worker.bootstrap.workshop import open_tools
from worker.domain.account import Account
from worker.domain.engagement import Engagement
from worker.domain.ledger import Claim, LedgerTouch, Settlement
from worker.domain.mailbox import DraftRef, HeaderMessage
from worker.domain.narrative import Narrative
from worker.domain.person import Person
from worker.domain.touch import State
from worker.flows.draft_touch import draft_touch
from worker.flows.find_due import LEASE
from worker.flows.tools import Tools
from worker.flows.watch_mailbox import watch_mailbox
from worker.settings import settings_from

MORNING = datetime(2026, 8, 31, 10, 30, tzinfo=NOW.tzinfo)
"""Monday after the SICU, half past six in New York: Patel's thank-you is due."""
SICU = rotation("SICU", date(2026, 8, 3), date(2026, 8, 30), met(PATEL, topic="the registry"))
ASKED = {
    "changes_since",
    "bookmark",
    "find_thread",
    "find_message",
    "open_draft",
    "sent_since",
    "drafts",
    "scan",
}
COMPOSE = "https://www.googleapis.com/auth/gmail.compose"
INSERT = "https://www.googleapis.com/auth/gmail.insert"


def open_house(directory: Path) -> Tools:
    return open_tools(settings_from({"RAPPORT_DATA": str(directory)}), {})


@dataclass
class Mailbox(FakeMailbox):
    """A mailbox that can be told to say no to creations, and remembers what it was asked."""

    no: Exception | None = None
    meanwhile: Callable[[], None] | None = None
    """What others do while the next creation is on its way."""
    asked: list[str] = field(default_factory=list)

    def create_draft(self, mime: bytes, thread: str = "") -> DraftRef:
        if self.no:
            raise self.no
        if self.meanwhile:
            others, self.meanwhile = self.meanwhile, None
            others()
        return super().create_draft(mime, thread)

    def __getattribute__(self, name: str) -> object:
        if name in ASKED:
            self.asked.append(name)
        return super().__getattribute__(name)


@dataclass
class MailWorld:
    """One account in a house, and the hands on its mailbox and its clock."""

    house: Tools
    number: int
    mailbox: Mailbox
    now: datetime = MORNING
    engagements: tuple[Engagement, ...] = (SICU,)
    milestones: bool = False
    """Whether the dates of the season stand in the plan, too."""
    tools: Tools = field(init=False)

    def __post_init__(self) -> None:
        self.tools = replace(self.house, open_mailbox=lambda _: self.mailbox)

    @classmethod
    def of(
        cls,
        house: Tools,
        *engagements: Engagement,
        address: str = AMARA.addresses[0],
        me: Narrative = AMARA,
        milestones: bool = False,
    ) -> "MailWorld":
        account = house.accounts.connect(address, me, NOW)
        house.accounts.grant(account.id, "1//refresh", (COMPOSE, INSERT))
        mailbox, told = Mailbox(lambda: world.now), engagements or (SICU,)
        world = cls(house, account.id, mailbox, engagements=told, milestones=milestones)
        world.plan(world.engagements[0].start)
        return world

    @property
    def account(self) -> Account:
        return self.tools.accounts.load(self.number)

    @property
    def hand(self) -> "Hand":
        return Hand(self)

    def turn(self, **span: float) -> None:
        self.now += timedelta(**span)

    def plan(self, today: date | None = None) -> None:
        """The year planned anew from what the ledger knows, as the nightly plan does it."""
        account = self.account
        day = today or self.now.astimezone(mornings().zone).date()
        year = plan_year(
            *self.engagements,
            today=day,
            me=account.me,
            connected=self.engagements[0].start,
            have=self.tools.touches.kept(self.number),
            contacts=self.tools.people.contacts(self.number),
            milestones=self.milestones,
        )
        self.tools.touches.settle(
            Settlement(
                account=self.number,
                seen=account.revision,
                plan=year.plan,
                mornings=mornings(account.me),
                at=self.now,
                engagements=self.engagements,
                plan_again=self.now + timedelta(days=99),
            )
        )

    def touch(self, step: str = "thank-you", person: Person = PATEL) -> LedgerTouch:
        found = [
            touch
            for touch in self.tools.touches.of(self.number)
            if (touch.kept.touch.key.step, touch.kept.touch.key.person) == (step, person.key)
        ]
        assert len(found) == 1, [str(touch.kept.touch.key) for touch in found]
        return found[0]

    def state(self, step: str = "thank-you", person: Person = PATEL) -> State:
        return self.touch(step, person).state

    def claims(self) -> tuple[Claim, ...]:
        claims = self.tools.touches.claim(self.now, 100, LEASE)
        return tuple(claim for claim in claims if claim.account == self.number)

    def work(self) -> None:
        """What the clock finds due now, once: the plan, then each touch."""
        account = self.account
        if account.plan_due and account.plan_due <= self.now:
            self.plan()
        for claim in self.claims():
            draft_touch(self.tools, claim, self.now)

    def work_until_quiet(self) -> None:
        for _ in range(8):
            self.work()
            self.turn(minutes=1)

    def watch(self) -> None:
        """A look into the mailbox, whether it is due or not."""
        claim = self.tools.accounts.lock_mailbox(self.number, self.now, LEASE)
        assert claim
        watch_mailbox(self.tools, claim, self.now)

    def live(self, days: int) -> None:
        """Days go by: every day the clock does what is due."""
        for _ in range(days):
            self.turn(days=1)
            self.watch()
            self.plan()
            self.work()
            self.work()

    def drafted(self, step: str = "thank-you", person: Person = PATEL) -> LedgerTouch:
        self.work_until_quiet()
        touch = self.touch(step, person)
        assert touch.state is State.DRAFTED, (touch.state, touch.trouble, touch.kept.touch.why)
        return touch

    def journal(self) -> list[str]:
        return [line.what for line in reversed(self.tools.journal.latest(self.number, 1000))]

    def drafts(self) -> dict[str, DraftRef]:
        """The drafts of ours in the mailbox, by ref."""
        return {head.ref: place for place, head in self.mailbox.drafts() if head.ref}


@dataclass(frozen=True)
class Hand:
    """What the user does in the mailbox, and what the world sends."""

    world: MailWorld

    def send(self, touch: LedgerTouch) -> None:
        self.world.mailbox.hand.send(self.place(touch))

    def edit(self, touch: LedgerTouch, text: str = "Dear Ravi, my own words.\n", **headers: str) -> None:
        self.world.mailbox.hand.edit(self.place(touch), changed(touch.mime, text, headers))

    def discard(self, touch: LedgerTouch) -> None:
        self.world.mailbox.hand.discard(self.place(touch))

    def write(self, to: str, *, thread: str = "") -> str:
        return self.world.mailbox.hand.write(mail(AMARA.addresses[0], to), thread)

    def receive(self, sender: str, *, thread: str = "", **headers: str) -> str:
        return self.world.mailbox.hand.receive(mail(sender, AMARA.addresses[0], headers), thread)

    def place(self, touch: LedgerTouch) -> DraftRef:
        return DraftRef(touch.draft_id, touch.draft_message, touch.thread_id)

    def sent(self) -> list[HeaderMessage]:
        return list(self.world.mailbox.sent_since(NOW - timedelta(days=400)))


def mail(sender: str, to: str, headers: Mapping[str, str] | None = None) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, "Hello"
    for name, value in (headers or {}).items():
        message[name.replace("_", "-")] = value
    message.set_content("Some words.\n")
    return message.as_bytes()


def changed(mime: bytes, text: str, headers: Mapping[str, str]) -> bytes:
    """A draft in other words; headers given replace those that stand, empty ones go."""
    before = message_from_bytes(mime, policy=default)
    after = EmailMessage(policy=SMTP)
    kept = {name: str(value) for name, value in before.items() if not name.lower().startswith("content-")}
    kept.pop("MIME-Version", None)
    for name, value in {**kept, **{key.replace("_", "-"): value for key, value in headers.items()}}.items():
        if value:
            after[name] = value
    after.set_content(text)
    return after.as_bytes()
