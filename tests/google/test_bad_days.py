"""GoogleMailbox on Google's bad days: refusals, cut lines, lost answers, narrow tokens, revoked access."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.contracts.mailbox_contract import Desk, mime, sought
from tests.fakes.google_world import GoogleWorld
from tests.fakes.proxy import Break, Fault
from worker.domain.errors import Expired, Reconnect, Transient, Unclear
from worker.google.asking import Asking
from worker.google.errors import MissingScope
from worker.google.gmail import GoogleMailbox
from worker.google.oauth import COMPOSE, INSERT, METADATA, Grant
from worker.google.service import load_gmail

DRAFTS = "/drafts"
LIMIT = Fault(Break.REFUSE, 429, "rateLimitExceeded", "Too many")


@pytest.fixture
def grant(world: GoogleWorld) -> Grant:
    return world.connect(world.new_user())


@pytest.fixture
def mailbox(world: GoogleWorld, grant: Grant) -> GoogleMailbox:
    return world.mailbox(grant, seconds=2)


@pytest.fixture
def desk(world: GoogleWorld, grant: Grant, mailbox: GoogleMailbox) -> Iterator[Desk]:
    yield Desk(mailbox, world.hand(grant.email), grant.email)
    world.proxy.mend()


def creations(world: GoogleWorld) -> int:
    return world.proxy.count("POST", DRAFTS)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_at_creation_is_unclear_and_goes_out_once(
    world: GoogleWorld, desk: Desk, status: int
) -> None:
    world.proxy.plan("POST", DRAFTS, Fault(Break.REFUSE, status))
    with pytest.raises(Unclear):
        desk.mailbox.create_draft(desk.letter())
    assert creations(world) == 1


def test_a_limit_at_creation_is_clear_and_goes_out_once(world: GoogleWorld, desk: Desk) -> None:
    world.proxy.plan(
        "POST", DRAFTS, Fault(Break.REFUSE, 429, "rateLimitExceeded", "x", (("Retry-After", "9"),))
    )
    with pytest.raises(Transient) as refused:
        desk.mailbox.create_draft(desk.letter())
    assert type(refused.value) is Transient
    assert refused.value.retry_after == timedelta(seconds=9)
    assert creations(world) == 1


@pytest.mark.parametrize(
    ("fault", "made"),
    [
        (Fault(Break.CUT_BEFORE), 0),
        (Fault(Break.CUT_AFTER), 1),
        (Fault(Break.STALL_AFTER, seconds=4), 1),
    ],
)
def test_a_lost_answer_is_unclear_and_a_scan_tells_what_became_of_it(
    world: GoogleWorld, desk: Desk, fault: Fault, made: int
) -> None:
    world.proxy.plan("POST", DRAFTS, fault)
    with pytest.raises(Unclear):
        desk.mailbox.create_draft(desk.letter())
    assert len(desk.mailbox.scan(sought("ref-1")).found) == made
    assert len(desk.hand.drafts()) == made
    assert creations(world) <= 1


def test_a_creation_on_a_kept_connection_that_has_died_goes_out_once(world: GoogleWorld, desk: Desk) -> None:
    world.proxy.plan("GET", DRAFTS, Fault(Break.HANG_UP))
    assert list(desk.mailbox.drafts()) == []
    desk.mailbox.create_draft(desk.letter())
    assert creations(world) == 1
    assert len(desk.hand.drafts()) == 1


def test_a_creation_that_dies_on_a_kept_connection_is_not_sent_again(world: GoogleWorld, desk: Desk) -> None:
    desk.mailbox.create_draft(desk.letter("ref-0"))
    world.proxy.plan("POST", DRAFTS, Fault(Break.CUT_AFTER), times=3)
    with pytest.raises(Unclear):
        desk.mailbox.create_draft(desk.letter())
    assert creations(world) == 2
    assert len(desk.hand.drafts()) == 2


def test_a_scan_that_fails_in_the_middle_is_no_scan(world: GoogleWorld, desk: Desk) -> None:
    for number in range(3):
        desk.mailbox.create_draft(desk.letter(f"ref-{number}"))
    world.proxy.plan("GET", "/drafts/[^/]+", Fault(Break.REFUSE, 503), times=1)
    with pytest.raises(Transient):
        desk.mailbox.scan(sought("ref-2"))


def test_an_expired_access_token_is_renewed_unseen_when_reading(world: GoogleWorld, desk: Desk) -> None:
    desk.mailbox.bookmark()
    world.proxy.expire_access_tokens()
    assert desk.mailbox.bookmark()


def test_an_expired_access_token_at_creation_is_clear_and_the_next_try_works(
    world: GoogleWorld, grant: Grant, desk: Desk
) -> None:
    list(desk.mailbox.drafts())
    world.proxy.expire_access_tokens()
    with pytest.raises(Transient) as refused:
        desk.mailbox.create_draft(desk.letter())
    assert not isinstance(refused.value, Unclear)
    desk.mailbox.create_draft(desk.letter())
    assert len(world.hand(grant.email).drafts()) == 1


def test_revoked_access_asks_to_connect_again(world: GoogleWorld, grant: Grant, desk: Desk) -> None:
    desk.mailbox.bookmark()
    world.proxy.revoke(grant.refresh_token)
    with pytest.raises(Reconnect, match="Connect the account again"):
        desk.mailbox.bookmark()
    with pytest.raises(Reconnect):
        desk.mailbox.create_draft(desk.letter())


def test_an_api_that_is_switched_off_says_so(world: GoogleWorld, desk: Desk) -> None:
    world.proxy.plan("GET", "/profile", Fault(Break.REFUSE, 403, "accessNotConfigured", "Gmail API is off"))
    with pytest.raises(Reconnect, match="Switch the API on"):
        desk.mailbox.bookmark()


def test_every_call_has_the_narrowest_token(world: GoogleWorld, desk: Desk) -> None:
    draft = desk.mailbox.create_draft(desk.letter())
    desk.mailbox.find_thread(draft.thread)
    desk.mailbox.changes_since(desk.mailbox.bookmark())
    desk.mailbox.insert_note(mime(desk.me, desk.me, text="Hello.\n"))
    used = {call.path.split("/")[5]: call.scopes for call in world.proxy.calls if call.status == 200}
    assert used == {
        "drafts": {COMPOSE},
        "threads": {METADATA},
        "history": {METADATA},
        "profile": {METADATA},
        "messages": {INSERT},
    }


@pytest.mark.parametrize("downscoping", ["ignored", "refused"])
@pytest.mark.parametrize("closes_drafts", [False, True])
def test_it_works_however_google_takes_narrow_tokens(
    world: GoogleWorld, grant: Grant, mailbox: GoogleMailbox, downscoping: str, closes_drafts: bool
) -> None:
    desk = Desk(mailbox, world.hand(grant.email), grant.email)
    world.proxy.downscoping, world.proxy.metadata_closes_drafts = downscoping, closes_drafts
    draft = mailbox.create_draft(desk.letter())
    assert mailbox.draft_is_untouched(draft, desk.letter())
    assert mailbox.find(sought("ref-1")).drafts == (draft,)
    assert mailbox.find_thread(draft.thread) is not None
    assert mailbox.find_message(draft.message) is not None
    desk.hand.edit(draft, desk.letter(text="Mine now.\n"))
    assert not mailbox.delete_draft(draft, desk.letter())
    assert len(desk.hand.drafts()) == 1


def test_a_token_that_loses_its_scope_falls_back_to_the_common_one_with_one_draft(
    world: GoogleWorld, desk: Desk
) -> None:
    scope_gone = Fault(Break.REFUSE, 403, "insufficientPermissions", "Insufficient scopes")
    world.proxy.plan("POST", DRAFTS, scope_gone)
    desk.mailbox.create_draft(desk.letter())
    assert [call.scopes == {COMPOSE} for call in world.proxy.calls if call.method == "POST"] == [True, False]
    assert len(desk.hand.drafts()) == 1


def test_an_unticked_scope_asks_to_connect_again(world: GoogleWorld) -> None:
    world.proxy.unticked = frozenset({METADATA})
    grant = world.connect(world.new_user())
    with pytest.raises(MissingScope, match="Connect the account again"):
        world.mailbox(grant).find_thread("18c2f")


def test_no_search_and_no_full_message_is_ever_asked_for(world: GoogleWorld, desk: Desk) -> None:
    draft = desk.mailbox.create_draft(desk.letter())
    desk.hand.send(draft)
    world.proxy.calls.clear()
    desk.mailbox.scan(sought("ref-1"))
    desk.mailbox.find_thread(draft.thread)
    desk.mailbox.open_draft(draft.draft)
    reads = [call for call in world.proxy.calls if call.method == "GET"]
    assert reads
    assert not any("q" in call.query for call in reads)
    formats = {
        call.path.split("/")[5]: call.query.get("format") for call in reads if len(call.path.split("/")) > 6
    }
    assert formats == {"messages": ["metadata"], "threads": ["metadata"], "drafts": ["raw"]}


def test_many_pages_are_all_read(world: GoogleWorld, grant: Grant, desk: Desk) -> None:
    narrow = [(scope,) for scope in (COMPOSE, METADATA)]
    asking = Asking(
        world.client, grant.refresh_token, narrow, clock=lambda: datetime.now(UTC), answer_seconds=5
    )
    with closing(GoogleMailbox(load_gmail(world.proxy.url), asking, page=2)) as mailbox:
        bookmark = mailbox.bookmark()
        places = {mailbox.create_draft(desk.letter(f"ref-{number}")) for number in range(5)}
        assert {place for place, _ in mailbox.drafts()} == places
        assert len(mailbox.changes_since(bookmark).arrivals) == 5
    assert world.proxy.count("GET", DRAFTS) == 3


def test_a_forgotten_history_in_the_middle_is_expired(world: GoogleWorld, desk: Desk) -> None:
    bookmark = desk.mailbox.bookmark()
    world.proxy.plan("GET", "/history", Fault(Break.REFUSE, 404, "notFound", "Not found"))
    with pytest.raises(Expired):
        desk.mailbox.changes_since(bookmark)


def test_sent_mail_is_read_back_no_further_than_asked(world: GoogleWorld, desk: Desk) -> None:
    for day in (1, 2, 3):
        old = b"Date: Tue, %02d Sep 2026 09:00:00 +0000\r\n" % day + desk.letter(f"old-{day}")
        desk.hand.write(old)
    desk.hand.write(b"Date: Mon, 14 Sep 2026 09:00:00 +0000\r\n" + desk.letter("new"))
    world.proxy.calls.clear()
    found = desk.mailbox.sent_since(datetime(2026, 9, 10, tzinfo=UTC))
    assert [message.ref for message in found] == ["new"]
    assert sum("/messages/" in call.path for call in world.proxy.calls) == 2


def test_many_threads_may_use_one_mailbox(world: GoogleWorld, desk: Desk) -> None:
    errors: list[Exception] = []

    def work(number: int) -> None:
        try:
            desk.mailbox.create_draft(desk.letter(f"ref-{number}"))
        except Transient as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(desk.hand.drafts()) == creations(world) == 8


@pytest.mark.parametrize("page", ["<html>Log in</html>", "[]", '"ok"', '{"error": "log in"}'])
def test_a_page_of_somebody_else_in_between_is_not_taken_for_googles(
    world: GoogleWorld, desk: Desk, page: str
) -> None:
    stranger = Fault(Break.STRANGER, 200, message=page)
    world.proxy.plan("POST", DRAFTS, stranger)
    world.proxy.plan("GET", "/profile", stranger)
    with pytest.raises(Unclear):
        desk.mailbox.create_draft(desk.letter())
    with pytest.raises(Transient):
        desk.mailbox.bookmark()
