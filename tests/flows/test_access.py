"""Where access is lost the account rests, and that is said once."""

import pytest

from tests.flows.mail_world import MailWorld
from worker.domain.errors import Permanent, Reconnect
from worker.flows.access import resting


def lose(mail: MailWorld, sentence: str) -> None:
    with resting(mail.tools, mail.account, mail.now):
        raise Reconnect(sentence)


def test_lost_access_rests_the_account_and_is_said_once(mail: MailWorld) -> None:
    lose(mail, "Connect the account again.")
    lose(mail, "Connect the account again, please.")
    assert (mail.account.rest, mail.account.rested) == ("Connect the account again.", mail.now)
    assert mail.journal().count("rested") == 1


def test_reconnecting_wakes_it_and_a_second_loss_is_said_again(mail: MailWorld) -> None:
    lose(mail, "Connect the account again.")
    mail.tools.accounts.grant(mail.number, "1//again", ())
    assert mail.account.rest == ""
    lose(mail, "Connect the account again.")
    assert mail.journal().count("rested") == 2


def test_every_other_fault_goes_on_its_way(mail: MailWorld) -> None:
    with pytest.raises(Permanent), resting(mail.tools, mail.account, mail.now):
        raise Permanent("400")
    assert mail.account.rest == ""
