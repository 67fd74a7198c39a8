"""Whatever goes wrong, in any order: each letter is there exactly once, and no word of the user's is lost."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows.mail_world import Mailbox, MailWorld
from worker.domain.errors import Transient, Unclear
from worker.domain.mailbox import DraftRef
from worker.domain.touch import State
from worker.flows.tools import Tools

NUMBERS = count(1)
FAULTS = ("fine", "busy", "unclear", "lost", "crash", "crash after")
OWN_WORDS = "Dear Ravi, my own words.\n"


class Crash(Exception):  # noqa: N818 - named after what happened
    """The process dies here."""


@dataclass
class Stormy(Mailbox):
    """A mailbox in bad weather: each call meets the next fault, before or after it is carried out."""

    weather: Iterator[str] = field(default_factory=lambda: iter(()))

    def create_draft(self, mime: bytes, thread: str = "") -> DraftRef:
        fault = next(self.weather, "fine")
        self._fail(fault)
        made = super().create_draft(mime, thread)
        if fault in {"unclear", "lost"}:
            raise Unclear("no answer came")
        if fault == "crash after":
            raise Crash
        return made

    def _refuse(self) -> None:
        self._fail(next(self.weather, "fine"))

    def _fail(self, fault: str) -> None:
        if fault == "busy":
            raise Transient("429")
        if fault == "crash":
            raise Crash


def stormy(house: Tools, weather: list[str]) -> MailWorld:
    mail = MailWorld.of(house, address=f"amara{next(NUMBERS)}@lakeside.example.edu")
    mail.mailbox = Stormy(lambda: mail.now, weather=iter(weather))
    return mail


@settings(max_examples=40)
@given(
    weather=st.lists(st.sampled_from(FAULTS), max_size=14),
    pauses=st.lists(st.sampled_from([1, 2, 11]), min_size=1, max_size=20),
)
def test_any_sequence_of_faults_ends_with_exactly_one_draft(
    house: Tools, weather: list[str], pauses: list[int]
) -> None:
    mail = stormy(house, weather)
    for minutes in [*pauses, *([11] * 60)]:
        with suppress(Crash):
            mail.work()
        assert len(mail.mailbox.hand.drafts()) <= 1
        mail.turn(minutes=minutes)
        if mail.state() is State.DRAFTED:
            break
    touch = mail.touch()
    assert (touch.state, touch.trouble) == (State.DRAFTED, "")
    assert mail.mailbox.hand.drafts() == [touch.draft_id]
    assert not touch.kept.edited
    house.accounts.delete(mail.number)


@settings(max_examples=40)
@given(
    weather=st.lists(st.sampled_from(FAULTS), max_size=10),
    deeds=st.lists(
        st.sampled_from(["work", "watch", "stop", "answer", "contact", "plan", "later", "much later"]),
        max_size=16,
    ),
    edit_at=st.integers(0, 15),
)
def test_an_edited_draft_is_never_deleted_or_written_over(
    house: Tools, weather: list[str], deeds: list[str], edit_at: int
) -> None:
    mail = stormy(house, [])
    mail.drafted()
    assert isinstance(mail.mailbox, Stormy)
    mail.mailbox.weather = iter(weather)
    edited = False
    for number, deed in enumerate(deeds):
        if number == edit_at and mail.mailbox.hand.drafts():
            mail.mailbox.weather = iter(())
            mail.hand.edit(mail.touch(), OWN_WORDS)
            mail.mailbox.weather = iter(weather)
            edited = True
        with suppress(Crash, Transient):
            do(mail, deed)
        if edited:
            mail.mailbox.weather, storm = iter(()), mail.mailbox.weather
            (draft,) = mail.mailbox.hand.drafts()
            found = mail.mailbox.open_draft(draft)
            assert found is not None
            assert found.mime is not None
            assert OWN_WORDS.encode().strip() in found.mime
            mail.mailbox.weather = storm
    house.accounts.delete(mail.number)


def do(mail: MailWorld, deed: str) -> None:
    match deed:
        case "work":
            mail.work()
        case "watch":
            with suppress(AssertionError):  # a crash left the mailbox locked until its lease ends
                mail.watch()
        case "stop":
            mail.tools.touches.stop(mail.touch().id, "the event was cancelled")
        case "answer":
            mail.hand.receive("rpatel@lakeside.example.edu", thread=mail.touch().thread_id)
        case "contact":
            mail.hand.write("rpatel@lakeside.example.edu")
        case "plan":
            mail.plan()
        case "later":
            mail.turn(minutes=11)
        case "much later":
            mail.turn(days=3)
