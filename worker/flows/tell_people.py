"""What the user says of people goes in; the story tells it from then on, and the year is planned by it.

Each flow says in the journal what was done. Raises Refused, with one sentence, where it cannot be meant.
"""

from datetime import datetime

from worker.domain.account import JournalLine
from worker.domain.errors import Refused, RuleFault
from worker.domain.identity import token
from worker.domain.likeness import Likeness, pair_of
from worker.domain.marking import joined, parted, set_apart, with_mentor, with_never, with_role
from worker.domain.names import compatible
from worker.domain.narrative import MentorType, Narrative, SamePerson
from worker.domain.newcomer import Introduced, PeopleFile, introduce
from worker.domain.person import Role
from worker.flows.know_people import Acquaintance, acquainted, people_known
from worker.flows.tell_story import tell_story
from worker.flows.tools import Tools


def join_people(tools: Tools, account_id: int, kept: Acquaintance, gone: Acquaintance, now: datetime) -> None:
    """Two are one person, under the key of the first: letters, meetings and addresses are theirs together."""
    if kept.person.key == gone.person.key:
        raise Refused(f"{kept.called} is one person already: there is nothing to join.")
    more = tuple(sorted(gone.addresses - {gone.person.email}))
    tell_story(tools, account_id, lambda me: joined(me, kept.person, gone.person, more), now)
    _note(tools, account_id, now, "joined", kept, f"{gone.called} is the same person")


def part_people(tools: Tools, account_id: int, kept: Acquaintance, gone: str, now: datetime) -> SamePerson:
    """Take a joining back. What was written to either stays with the one who was kept."""
    entry = _joining(tools.accounts.load(account_id).me, kept, gone)
    tell_story(tools, account_id, lambda me: parted(me, entry.key, entry.also[0]), now)
    _note(tools, account_id, now, "parted", kept, f"{entry.also[0]} is another person")
    return entry


def accept_likeness(tools: Tools, account_id: int, pair: Likeness, now: datetime) -> None:
    """Two who may be one person are."""
    account = tools.accounts.load(account_id)
    people = {one.person.key: one for one in people_known(tools, account, now)}
    join_people(tools, account_id, people[pair.kept.person.key], people[pair.gone.person.key], now)


def dismiss_likeness(tools: Tools, account_id: int, pair: Likeness, now: datetime) -> None:
    """Two who may be one person are two: nobody asks again."""
    keys = pair_of(pair.kept.person.key, pair.gone.person.key)
    tell_story(tools, account_id, lambda me: set_apart(me, keys), now)
    text = f"{pair.gone.called} is another person"
    tools.journal.note(account_id, JournalLine(now, "told", pair.kept.person.key, text))


def tell_role(tools: Tools, account_id: int, one: Acquaintance, role: Role, now: datetime) -> None:
    """What somebody is to the user."""
    tell_story(tools, account_id, lambda me: with_role(me, one.person, role), now)
    _note(tools, account_id, now, "told", one, f"role: {role.value}")


def tell_never(tools: Tools, account_id: int, one: Acquaintance, now: datetime, *, never: bool) -> str:
    """Nothing is ever to be written to somebody; or it may be again, unless somebody's mark still means them.

    Whose mark that is, or nothing.
    """
    if one.person.do_not_contact == never:
        already = "never to be written to" if never else "not marked"
        raise Refused(f"{one.called} is {already} already.")
    tell_story(tools, account_id, lambda me: with_never(me, one.person, never=never), now)
    _note(tools, account_id, now, "told", one, "never write to them" if never else "they may be written to")
    return "" if never else _still_barred(tools, account_id, one, now)


def tell_mentor(
    tools: Tools, account_id: int, one: Acquaintance, kind: MentorType | None, now: datetime
) -> None:
    """What somebody is good for as a mentor; None: they are none."""
    if kind is one.mentor:
        raise Refused(f"{one.called} is {f'a {kind.value}' if kind else 'no'} mentor already.")
    tell_story(tools, account_id, lambda me: with_mentor(me, one.person, kind), now)
    _note(tools, account_id, now, "told", one, f"{kind.value} mentor" if kind else "no mentor")


def preview_people(tools: Tools, account_id: int, file: PeopleFile, now: datetime) -> Introduced:
    """What a file of people would change. Raises RuleFault with every fault: then nothing may be taken."""
    account = tools.accounts.load(account_id)
    found = introduce(account.me, file.newcomers, acquainted(people_known(tools, account, now)))
    if faults := (*file.faults, *found.faults):
        raise RuleFault((*faults, "nothing was taken; put these lines right first"))
    return found


def take_in_people(tools: Tools, account_id: int, file: PeopleFile, now: datetime) -> Introduced:
    """Know everybody of a file from here on: all of them, or nobody. Raises RuleFault."""
    found = preview_people(tools, account_id, file, now)
    known = acquainted(people_known(tools, tools.accounts.load(account_id), now))
    tell_story(tools, account_id, lambda me: introduce(me, file.newcomers, known).me, now)
    text = f"{sum(one.is_new for one in found.people)} new from a file of {len(found.people)}"
    tools.journal.note(account_id, JournalLine(now, "told", "", text))
    return found


def _joining(me: Narrative, kept: Acquaintance, gone: str) -> SamePerson:
    """The entry by which somebody was joined to another. Raises Refused where there is none."""
    own = [one for one in me.same if one.key == kept.person.key and one.also]
    wanted = token(gone)
    for one in own:
        if wanted in map(token, one.also):
            return one
    known = ", ".join(one.also[0] for one in own) or "nobody"
    raise Refused(f"'{gone}' was not joined with {kept.called}; joined with them: {known}.")


def _still_barred(tools: Tools, account_id: int, one: Acquaintance, now: datetime) -> str:
    """Who else's mark still means this person, or nothing."""
    account = tools.accounts.load(account_id)
    people = people_known(tools, account, now)
    is_barred = any(o.person.key == one.person.key and o.person.do_not_contact for o in people)
    others = (
        other.called
        for other in people
        if other.person.do_not_contact
        and other.person.key != one.person.key
        and compatible(other.person.name, one.person.name)
    )
    return next(others, "somebody of that name") if is_barred else ""


def _note(tools: Tools, account_id: int, now: datetime, what: str, one: Acquaintance, text: str) -> None:
    tools.journal.note(account_id, JournalLine(now, what, one.person.key, text))
