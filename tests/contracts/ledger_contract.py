"""What every ledger promises, the fake one and the real one alike."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.house import LEE, PATEL, plan_year
from tests.store.cast import CLINIC, LEASE, LETTER, MIME, NOW, SICU, TODAY, settlement, year
from worker.domain.account import Account, JournalLine
from worker.domain.ledger import Claim, Facts, LedgerTouch, NotYours, Overtaken
from worker.domain.plan import Plan
from worker.domain.touch import State

MORNING = datetime(2026, 8, 31, 12, tzinfo=NOW.tzinfo)
"""The first morning after the SICU, Amara's drafts are due."""
LATER = MORNING + timedelta(hours=1)


@dataclass
class Books(ABC):
    """A ledger under test, Amara's account in it, and a way to look at what it noted."""

    ledger: Any
    number: int

    @abstractmethod
    def account(self) -> Account: ...

    @abstractmethod
    def rest(self, why: str) -> None: ...

    @abstractmethod
    def lines(self) -> list[JournalLine]: ...

    def settle(self, plan: Plan, **more: object) -> None:
        self.ledger.settle(settlement(self.account(), plan, **more))

    def touch(self, step: str, person: str) -> LedgerTouch:
        found = [
            touch
            for touch in self.ledger.of(self.number)
            if (touch.kept.touch.key.cadence, touch.kept.touch.key.step) == ("rotation", step)
            and touch.kept.touch.key.person == person
        ]
        assert len(found) == 1
        touch: LedgerTouch = found[0]
        return touch

    def thanks(self) -> LedgerTouch:
        return self.touch("thank-you", PATEL.key)

    def claim(self, now: datetime = MORNING, limit: int = 100) -> dict[int, Claim]:
        return {claim.id: claim for claim in self.ledger.claim(now, limit, LEASE)}

    def claim_thanks(self, now: datetime = MORNING) -> Claim:
        return self.claim(now)[self.thanks().id]

    def draft_thanks(self, **facts: Any) -> int:
        claim = self.claim_thanks()
        self.ledger.record(claim.id, State.CREATING, Facts(in_doubt_since=MORNING, mime=MIME), claim=claim)
        told = Facts(draft_id="r1", thread_id="t1", drafted_at=MORNING, **facts)
        self.ledger.record(claim.id, State.DRAFTED, told, claim=claim)
        return claim.id


class LedgerContract:
    """A subclass gives the fixture `books`."""

    @pytest.fixture
    def planned(self, books: Books) -> Books:
        books.settle(year())
        return books

    def test_what_is_planned_is_kept_as_it_was_planned(self, planned: Books) -> None:
        kept = {kept.touch.key: kept.touch for kept in planned.ledger.kept(planned.number)}
        assert kept == {touch.key: touch for touch in year().add}

    def test_planning_again_on_top_of_the_ledger_changes_nothing(self, planned: Books) -> None:
        have = planned.ledger.kept(planned.number)
        assert not plan_year(SICU, CLINIC, today=TODAY, connected=TODAY, have=have).plan

    def test_a_plan_made_from_an_older_state_is_refused(self, planned: Books) -> None:
        stale = replace(planned.account(), revision=0)
        with pytest.raises(Overtaken):
            planned.ledger.settle(settlement(stale, year()))

    def test_nothing_is_due_before_its_morning(self, planned: Books) -> None:
        thanks = planned.thanks()
        assert thanks.due_at is not None
        assert thanks.id not in planned.claim(thanks.due_at - timedelta(seconds=1))
        assert thanks.id in planned.claim(thanks.due_at)

    def test_due_shows_what_a_claim_would_own_and_changes_nothing(self, planned: Books) -> None:
        due = planned.ledger.due(MORNING, 100, LEASE)
        assert due == planned.ledger.due(MORNING, 100, LEASE)
        assert list(due) == list(planned.claim())
        assert planned.ledger.due(MORNING, 100, LEASE) == ()

    def test_a_batch_takes_the_oldest_first(self, planned: Books) -> None:
        (first,) = planned.claim(limit=1)
        assert planned.ledger.load(first).kept.touch.key.person == LEE.key
        assert planned.ledger.load(first).kept.touch.key.cadence == "conversation"

    def test_a_claim_is_over_when_its_lease_ends(self, planned: Books) -> None:
        first = planned.claim_thanks()
        assert first.id not in planned.claim(MORNING + LEASE - timedelta(seconds=1))
        second = planned.claim_thanks(MORNING + LEASE)
        assert not planned.ledger.renew(first, LATER)
        with pytest.raises(NotYours):
            planned.ledger.record(first.id, State.CREATING, claim=first)
        assert planned.ledger.record(second.id, State.CREATING, claim=second) is State.CREATING

    def test_a_renewed_claim_lasts_longer(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        assert planned.ledger.renew(claim, MORNING + timedelta(minutes=4))
        assert claim.id not in planned.claim(MORNING + LEASE)

    def test_a_job_delivered_twice_is_begun_once(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        begun = planned.ledger.begin(claim, MORNING + timedelta(minutes=4))
        assert begun
        assert planned.ledger.begin(claim, MORNING + timedelta(minutes=4)) is None
        assert not planned.ledger.renew(claim, MORNING + timedelta(minutes=4))
        assert claim.id not in planned.claim(MORNING + LEASE)
        assert planned.ledger.record(begun.id, State.CREATING, claim=begun) is State.CREATING

    def test_a_job_that_comes_too_late_is_not_begun(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.claim_thanks(MORNING + LEASE)
        assert planned.ledger.begin(claim, MORNING + LEASE) is None

    def test_accounts_with_fresh_drafts_are_found(self, planned: Books) -> None:
        planned.draft_thanks()
        assert planned.ledger.drafted_since(MORNING) == {planned.number: MORNING}
        assert planned.ledger.drafted_since(MORNING + timedelta(seconds=1)) == {}

    def test_a_claim_from_a_clock_since_turned_back_is_over(self, planned: Books) -> None:
        ahead = planned.claim(MORNING + timedelta(days=1))
        assert planned.thanks().id in ahead
        assert planned.thanks().id in planned.claim(MORNING)

    def test_another_touchs_claim_is_no_claim(self, planned: Books) -> None:
        claims = planned.claim()
        thanks = planned.thanks().id
        other = next(claim for claim in claims.values() if claim.id != thanks)
        with pytest.raises(NotYours):
            planned.ledger.record(thanks, State.CREATING, claim=other)

    def test_a_draft_is_remembered_to_the_byte(self, planned: Books) -> None:
        thanks = planned.ledger.load(planned.draft_thanks(letter=LETTER, draft_message="m1"))
        assert (thanks.state, thanks.mime, thanks.letter) == (State.DRAFTED, MIME, LETTER)
        assert (thanks.draft_id, thanks.thread_id, thanks.draft_message) == ("r1", "t1", "m1")
        assert thanks.drafted_at == MORNING

    def test_what_is_drafted_is_not_due_again(self, planned: Books) -> None:
        assert planned.draft_thanks() not in planned.claim(MORNING + timedelta(days=2))

    def test_a_crash_while_creating_leaves_it_creating_for_the_next(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.ledger.record(claim.id, State.CREATING, Facts(in_doubt_since=MORNING, mime=MIME), claim=claim)
        after = planned.claim_thanks(MORNING + LEASE)
        found = planned.ledger.load(after.id)
        assert (found.state, found.in_doubt_since, found.mime) == (State.CREATING, MORNING, MIME)

    def test_the_first_empty_scan_is_kept_until_the_next_creation(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.ledger.record(claim.id, State.CREATING, Facts(in_doubt_since=MORNING), claim=claim)
        first, second = (MORNING, MORNING), (LATER, LATER)
        planned.ledger.note(claim.id, Facts(scan=first), claim=claim)
        planned.ledger.note(claim.id, Facts(scan=second), claim=claim)
        assert planned.ledger.load(claim.id).scan == first
        planned.ledger.note(claim.id, Facts(in_doubt_since=LATER), claim=claim)
        assert planned.ledger.load(claim.id).scan is None

    def test_after_a_clear_refusal_nothing_is_in_doubt(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.ledger.record(claim.id, State.CREATING, Facts(in_doubt_since=MORNING), claim=claim)
        planned.ledger.release(claim, LATER, Facts(refused=True))
        assert planned.ledger.load(claim.id).in_doubt_since is None

    def test_what_is_put_back_waits(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.ledger.release(claim, LATER)
        assert claim.id not in planned.claim(LATER - timedelta(seconds=1))
        assert planned.ledger.load(claim.id).tries == 1
        assert planned.ledger.load(claim.id).state is State.PLANNED
        assert claim.id in planned.claim(LATER)

    def test_a_resting_account_is_left_alone(self, planned: Books) -> None:
        planned.rest("access was revoked")
        assert planned.claim() == {}
        planned.rest("")
        assert planned.thanks().id in planned.claim()

    def test_a_touch_in_trouble_rests_until_a_person_has_looked(self, planned: Books) -> None:
        thanks = planned.thanks().id
        planned.ledger.note(thanks, Facts(trouble="two drafts carry its ref"))
        assert thanks not in planned.claim()
        planned.ledger.note(thanks, Facts(trouble=""))
        assert thanks in planned.claim()

    def test_stopping_what_is_planned_cancels_it(self, planned: Books) -> None:
        thanks = planned.thanks().id
        assert planned.ledger.stop(thanks, "they answered") is State.CANCELLED
        assert planned.ledger.load(thanks).kept.touch.why[-1] == "they answered"
        assert thanks not in planned.claim()

    def test_stopping_takes_the_claim_away(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.ledger.stop(claim.id, "they answered")
        with pytest.raises(NotYours):
            planned.ledger.record(claim.id, State.CREATING, claim=claim)

    def test_stopping_a_draft_recalls_it_as_work_to_do(self, planned: Books) -> None:
        thanks = planned.draft_thanks()
        assert planned.ledger.stop(thanks, "they answered") is State.RECALLED
        claim = planned.claim(LATER)[thanks]
        assert planned.ledger.load(thanks).draft_id == "r1"
        assert planned.ledger.record(thanks, State.CANCELLED, claim=claim) is State.CANCELLED

    def test_an_edited_draft_is_only_flagged(self, planned: Books) -> None:
        thanks = planned.draft_thanks(edited=True)
        assert planned.ledger.stop(thanks, "they answered") is State.DRAFTED
        assert planned.ledger.load(thanks).kept.touch.why[-1] == "they answered"

    def test_what_is_stopped_in_the_making_is_recalled_once_it_exists(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.ledger.record(claim.id, State.CREATING, Facts(in_doubt_since=MORNING), claim=claim)
        assert planned.ledger.stop(claim.id, "they answered") is State.CREATING
        facts = Facts(draft_id="r1", drafted_at=MORNING)
        assert planned.ledger.record(claim.id, State.DRAFTED, facts, claim=claim) is State.RECALLED
        assert planned.ledger.load(claim.id).kept.touch.why.count("they answered") == 1

    def test_a_sent_letter_is_kept_with_its_day_on_the_users_clock(self, planned: Books) -> None:
        thanks = planned.draft_thanks()
        evening = datetime(2026, 9, 1, 1, tzinfo=NOW.tzinfo)  # still August in New York
        planned.ledger.record(thanks, State.SENT, Facts(sent_at=evening, message_id="<1@mail.example>"))
        kept = planned.thanks().kept
        assert kept.sent is not None
        assert (kept.sent.month, kept.sent.day) == (8, 31)
        assert not kept.closed

    def test_the_table_of_states_holds(self, planned: Books) -> None:
        with pytest.raises(NotYours):
            planned.ledger.record(planned.thanks().id, State.SENT)
        with pytest.raises(NotYours):
            planned.ledger.record(planned.thanks().id, State.DRAFTED)

    def test_a_later_sent_message_revives_a_draft_thought_discarded(self, planned: Books) -> None:
        thanks = planned.draft_thanks()
        planned.ledger.record(thanks, State.DISCARDED)
        assert planned.thanks().kept.closed
        assert planned.ledger.record(thanks, State.SENT, Facts(sent_at=LATER)) is State.SENT
        assert not planned.thanks().kept.closed

    @pytest.mark.parametrize("end", [State.DISCARDED, State.SENT])
    def test_what_was_written_once_is_not_planned_again(self, planned: Books, end: State) -> None:
        thanks = planned.draft_thanks()
        planned.ledger.record(thanks, end, Facts(sent_at=MORNING))
        again = plan_year(
            SICU, CLINIC, today=MORNING.date(), connected=TODAY, have=planned.ledger.kept(planned.number)
        )
        assert planned.thanks().kept.touch.key not in {touch.key for touch in again.plan.add}

    def test_what_the_user_skipped_is_not_planned_again_until_undone(self, planned: Books) -> None:
        thanks = planned.thanks()
        planned.ledger.record(thanks.id, State.SKIPPED)
        again = plan_year(
            SICU, CLINIC, today=TODAY, connected=TODAY, have=planned.ledger.kept(planned.number)
        )
        assert thanks.kept.touch.key not in {touch.key for touch in (*again.plan.add, *again.plan.move)}
        planned.ledger.record(thanks.id, State.PLANNED)
        assert thanks.id in planned.claim()

    def test_what_is_stopped_for_good_is_skipped_and_can_be_taken_back(self, planned: Books) -> None:
        thanks = planned.thanks()
        assert planned.ledger.stop(thanks.id, "you skipped it", for_good=True) is State.SKIPPED
        assert planned.thanks().given_up == "you skipped it"
        assert planned.ledger.unskip(thanks.id) is State.PLANNED
        assert planned.thanks() == thanks

    def test_a_draft_stopped_for_good_is_recalled_and_back_where_that_is_taken_back(
        self, planned: Books
    ) -> None:
        thanks = planned.draft_thanks()
        assert planned.ledger.stop(thanks, "you skipped it", for_good=True) is State.RECALLED
        assert planned.ledger.unskip(thanks) is State.DRAFTED
        planned.ledger.stop(thanks, "you skipped it", for_good=True)
        planned.ledger.record(thanks, State.SKIPPED)
        assert planned.ledger.unskip(thanks) is State.CANCELLED

    def test_what_nobody_stopped_for_good_cannot_be_taken_back(self, planned: Books) -> None:
        with pytest.raises(NotYours):
            planned.ledger.unskip(planned.thanks().id)

    def test_what_is_stopped_where_no_draft_can_exist_is_over(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.ledger.record(claim.id, State.CREATING, Facts(in_doubt_since=MORNING), claim=claim)
        planned.ledger.release(claim, LATER, Facts(refused=True))
        assert planned.ledger.stop(claim.id, "they answered") is State.EXPIRED

    def test_waiting_is_no_failed_try(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.ledger.release(claim, LATER, failed=False)
        assert planned.thanks().tries == 0

    def test_a_draft_that_was_missed_may_be_there_again(self, planned: Books) -> None:
        thanks = planned.draft_thanks()
        planned.ledger.note(thanks, Facts(gone_at=LATER))
        assert planned.thanks().gone_at == LATER
        planned.ledger.note(thanks, Facts(there=True))
        assert planned.thanks().gone_at is None

    def test_the_planner_sees_an_absence_and_what_was_put_off(self, planned: Books) -> None:
        planned.ledger.postpone(planned.thanks().id, LATER + timedelta(days=2))
        assert planned.thanks().kept.waits_until == LATER.date() + timedelta(days=2)
        planned.ledger.note(planned.thanks().id, Facts(away_at=LATER))
        assert planned.thanks().kept.away

    def test_a_postponed_touch_waits_and_a_drafted_one_cannot(self, planned: Books) -> None:
        thanks = planned.thanks().id
        planned.ledger.postpone(thanks, LATER)
        assert thanks not in planned.claim()
        assert thanks in planned.claim(LATER)
        planned.ledger.record(thanks, State.CREATING)
        with pytest.raises(NotYours):
            planned.ledger.postpone(thanks, LATER)

    def test_a_moved_event_moves_its_planned_touches(self, planned: Books) -> None:
        thanks = planned.thanks()
        window = replace(thanks.kept.touch.window, latest=SICU.end + timedelta(days=9))
        moved = replace(thanks.kept.touch, window=window, due=SICU.end + timedelta(days=4))
        planned.settle(Plan(move=(moved,)))
        after = planned.ledger.load(thanks.id)
        assert (after.kept.touch.window, after.ref) == (window, thanks.ref)
        assert after.due_at is not None
        assert after.due_at.date() == moved.due

    def test_moving_a_claimed_touch_takes_the_claim_away(self, planned: Books) -> None:
        claim = planned.claim_thanks()
        planned.settle(Plan(move=(replace(planned.thanks().kept.touch, due=SICU.end + timedelta(days=4)),)))
        assert not planned.ledger.renew(claim, MORNING)
        assert claim.id not in planned.claim()

    def test_a_cancelled_event_recalls_the_untouched_draft_and_leaves_what_was_sent(
        self, planned: Books
    ) -> None:
        thanks = planned.draft_thanks()
        planned.settle(Plan(cancel=(planned.thanks().kept.touch,)))
        assert planned.ledger.load(thanks).state is State.RECALLED
        planned.ledger.record(thanks, State.SENT, Facts(sent_at=LATER))
        planned.settle(Plan(cancel=(planned.thanks().kept.touch,)))
        assert planned.ledger.load(thanks).state is State.SENT

    def test_what_was_cancelled_and_is_wanted_again_gets_a_new_ref(self, planned: Books) -> None:
        thanks = planned.draft_thanks()
        old = planned.thanks()
        planned.ledger.stop(thanks, "the event was cancelled")
        planned.ledger.record(thanks, State.CANCELLED)
        planned.settle(Plan(add=(replace(old.kept.touch, state=State.PLANNED),)))
        new = planned.ledger.load(thanks)
        assert new.state is State.PLANNED
        assert new.ref != old.ref
        assert (new.draft_id, new.mime, new.in_doubt_since) == ("", b"", None)

    def test_planning_twice_makes_no_second_touch(self, planned: Books) -> None:
        before = len(planned.ledger.of(planned.number))
        planned.settle(year())
        assert len(planned.ledger.of(planned.number)) == before

    def test_a_line_of_the_journal_is_written_with_the_fact(self, planned: Books) -> None:
        line = JournalLine(MORNING, "sent", planned.thanks().kept.touch.id)
        thanks = planned.draft_thanks()
        planned.ledger.record(thanks, State.SENT, Facts(journal=(line,)))
        assert line in planned.lines()
