"""The protocol and the real adapter: whatever goes wrong, each letter is in the mailbox exactly once."""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.contracts.mailbox_contract import Mailbox, mime
from tests.fakes.fake_mailbox import FakeMailbox
from tests.fakes.google_world import GoogleWorld
from tests.fakes.proxy import Break, Fault
from worker.domain.drafting import Adopt, CreateOnce, Known, Look, Rest, Sought, WaitUntil, next_deed
from worker.domain.errors import Transient, Unclear

BREAKS = (
    *(Fault(Break.REFUSE, status) for status in (500, 503)),
    Fault(Break.REFUSE, 429, "rateLimitExceeded"),
    Fault(Break.REFUSE, 403, "userRateLimitExceeded"),
    Fault(Break.CUT_BEFORE),
    Fault(Break.CUT_AFTER),
    Fault(Break.HANG_UP),
)


@dataclass
class Clerk:
    """A worker that does what the table says, with a clock that can be turned."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    known: Known = field(default_factory=Known)

    def clock(self) -> datetime:
        return self.now

    def work(self, mailbox: Mailbox, letter: bytes, ref: str) -> None:
        for _ in range(60):
            deed = next_deed(self.known, self.now)
            match deed:
                case Rest():
                    return
                case CreateOnce():
                    self._create(mailbox, letter)
                case Look():
                    self._look(mailbox, ref)
                case Adopt():
                    self.known = replace(self.known, settled=True)
                case WaitUntil(moment):
                    self.now = moment
            self.now += timedelta(seconds=1)
        raise AssertionError(f"it never settles: {self.known}")

    def _create(self, mailbox: Mailbox, letter: bytes) -> None:
        self.known = replace(self.known, in_doubt_since=self.now)
        try:
            mailbox.create_draft(letter)
        except Unclear:
            return
        except Transient:
            self.known = replace(self.known, in_doubt_since=None)
        else:
            self.known = replace(self.known, settled=True)

    def _look(self, mailbox: Mailbox, ref: str) -> None:
        assert self.known.in_doubt_since
        try:
            scan = mailbox.scan(Sought(ref, self.known.in_doubt_since))
        except Transient:
            return
        self.known = replace(self.known, scans=(*self.known.scans, scan))


@pytest.mark.parametrize("seed", range(4))
def test_each_letter_is_there_exactly_once(world: GoogleWorld, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    me = world.new_user()
    grant, hand = world.connect(me), world.hand(me)
    world.proxy.chooser = lambda _method, _path: dice.choice(BREAKS) if dice.random() < 0.4 else None
    for number in range(3):
        clerk = Clerk()
        mailbox = world.mailbox(grant, clerk.clock)
        ref = f"ref-{number}"
        clerk.work(mailbox, mime(me, "chief@hospital.example", text="Thanks.\n", ref=ref), ref)
    world.proxy.mend()
    refs = sorted(message.ref for _, message in world.mailbox(grant).drafts())
    assert refs == ["ref-0", "ref-1", "ref-2"]
    assert len(hand.drafts()) == 3


def test_a_lost_answer_is_adopted_without_a_second_creation() -> None:
    clerk = Clerk()
    mailbox = FakeMailbox(clock=clerk.clock, lost_answers=1)
    clerk.work(mailbox, mime("a@b.example", "c@d.example", text="Thanks.\n", ref="r"), "r")
    assert mailbox.creations == len(mailbox.hand.drafts()) == 1


def test_a_blind_retry_would_be_caught(world: GoogleWorld) -> None:
    me = world.new_user()
    mailbox = world.mailbox(world.connect(me))
    world.proxy.plan("POST", "/drafts", Fault(Break.CUT_AFTER))
    letter = mime(me, "chief@hospital.example", text="Thanks.\n", ref="r")
    with pytest.raises(Unclear):
        mailbox.create_draft(letter)
    mailbox.create_draft(letter)
    assert len(mailbox.find(Sought("r", datetime.now(UTC))).drafts) == 2
