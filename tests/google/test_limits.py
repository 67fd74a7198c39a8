"""A mailbox with an allowance: what Google refuses is not asked again too soon, nothing unpaid goes out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.google_world import GoogleWorld
from tests.fakes.proxy import Break, Fault
from tests.house import rules
from worker.domain.errors import Transient
from worker.google.gmail import GoogleMailbox, open_mailbox
from worker.google.quota import Allowance, LocalBuckets, Share

PROFILE = "/profile"


@dataclass
class Ledger(LocalBuckets):
    """Buckets that remember what was taken."""

    taken: list[int] = field(default_factory=list)

    def take(self, share: Share, cost: int) -> float:
        self.taken.append(cost)
        return super().take(share, cost)


class Desk:
    """A mailbox, its buckets, and how often its owner slept."""

    def __init__(self, world: GoogleWorld) -> None:
        (quota,) = (quota for quota in rules().quotas if quota.api == "gmail")
        self.buckets, self.slept = Ledger(), list[float]()
        self.share = Share(quota, world.client.id, "amara")
        self.mailbox: GoogleMailbox = open_mailbox(
            world.client,
            world.connect(world.new_user()).refresh_token,
            clock=lambda: datetime.now(UTC),
            root=world.proxy.url,
            answer_seconds=5,
            allowance=Allowance(self.share, self.buckets, self.slept.append),
        )


@pytest.fixture
def desk(world: GoogleWorld) -> Iterator[Desk]:
    made = Desk(world)
    yield made
    made.mailbox.close()


def calls(world: GoogleWorld) -> int:
    return world.proxy.count("GET", PROFILE)


@pytest.mark.parametrize("told_in", ["header", "message"])
def test_the_wait_that_google_names_is_kept_without_asking(
    world: GoogleWorld, desk: Desk, told_in: str
) -> None:
    until = datetime.now(UTC) + timedelta(seconds=90)
    headers = (("Retry-After", "90"),) if told_in == "header" else ()
    message = f"User-rate limit exceeded. Retry after {until:%Y-%m-%dT%H:%M:%S.000Z}"
    world.proxy.plan(
        "GET", PROFILE, Fault(Break.REFUSE, 429, "userRateLimitExceeded", message, headers=headers)
    )
    for _ in range(3):
        with pytest.raises(Transient) as refused:
            desk.mailbox.bookmark()
        assert refused.value.retry_after is not None
        assert timedelta(seconds=80) < refused.value.retry_after <= timedelta(seconds=91)
    assert calls(world) == 1
    assert not desk.slept


def test_a_refusal_without_a_time_is_backed_off_from(world: GoogleWorld, desk: Desk) -> None:
    world.proxy.plan("GET", PROFILE, Fault(Break.REFUSE, 403, "rateLimitExceeded"))
    with pytest.raises(Transient) as refused:
        desk.mailbox.bookmark()
    assert refused.value.retry_after is not None
    assert timedelta(0) < refused.value.retry_after <= timedelta(seconds=2)


def test_a_broken_line_holds_nobody(world: GoogleWorld, desk: Desk) -> None:
    world.proxy.plan("GET", PROFILE, Fault(Break.CUT_BEFORE))
    with pytest.raises(Transient):
        desk.mailbox.bookmark()
    assert desk.mailbox.bookmark()
    assert not desk.slept


def test_an_account_that_has_spent_its_units_asks_google_nothing(world: GoogleWorld, desk: Desk) -> None:
    desk.buckets.hold(desk.share, 60)
    with pytest.raises(Transient, match="limits for gmail"):
        desk.mailbox.create_draft(b"Subject: Thank you\r\n\r\nDear Dr. Patel\r\n")
    assert world.proxy.calls == []


def test_every_call_costs_what_google_counts(desk: Desk) -> None:
    draft = desk.mailbox.create_draft(b"Subject: Thank you\r\n\r\nDear Dr. Patel\r\n")
    desk.mailbox.bookmark()
    desk.mailbox.find_thread(draft.thread)
    assert desk.buckets.taken == [10, 1, 40]
