from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.mailbox import HeaderMessage, Headers
from worker.domain.reply import (
    Awaited,
    Nature,
    Verdict,
    failed_addresses,
    find_sent,
    is_own_mail,
    mailbox_key,
    nature_of,
    read_mail,
)

SENT_AT = datetime(2026, 9, 14, 13, 5, tzinfo=UTC)
ME = "Ada Park <ada.park@gmail.com>"
CHIEF = "Jane Lee <jlee@hospital.example>"
OUR_ID = "<CAF00d+1@mail.gmail.com>"

AWAITED = Awaited(
    ref="q7Zp",
    thread="t1",
    since=SENT_AT - timedelta(hours=6),
    recipients=frozenset({"jlee@hospital.example", "jane.lee@university.example"}),
    mine=frozenset({"ada.park@gmail.com", "apark@hospital.example"}),
    draft_gone=True,
)


def head(**fields: str) -> Headers:
    """Header fields; underscores stand for hyphens."""
    return Headers(tuple((name.replace("_", "-"), value) for name, value in fields.items()))


def mail(
    name: str, minutes: float, headers: Headers, *, thread: str = "t1", sent: bool = False, junk: bool = False
) -> HeaderMessage:
    return HeaderMessage(name, thread, SENT_AT + timedelta(minutes=minutes), headers, sent=sent, junk=junk)


LETTER = mail(
    "letter",
    0,
    head(From=ME, To=CHIEF, Subject="Thank you for the week", Message_ID=OUR_ID, X_Draft_Ref="q7Zp"),
    sent=True,
)

NATURES: dict[str, tuple[Nature, Headers]] = {
    "a person from Gmail": (
        Nature.PERSONAL,
        head(
            From=CHIEF,
            To=ME,
            Subject="Re: Thank you for the week",
            In_Reply_To=OUR_ID,
            References=OUR_ID,
            Content_Type='multipart/alternative; boundary="000000000000a1"',
            Return_Path="<jlee@hospital.example>",
        ),
    ),
    "a person from Exchange": (
        Nature.PERSONAL,
        head(
            From='"Lee, Jane" <jlee@hospital.example>',
            Subject="RE: Thank you for the week",
            In_Reply_To=OUR_ID,
            X_Auto_Response_Suppress="DR, OOF, AutoReply",
            Auto_Submitted="no",
        ),
    ),
    "a person who writes about being out of office": (
        Nature.PERSONAL,
        head(
            From=CHIEF,
            Subject="Re: Automatic reply: Abwesenheitsnotiz",
            Return_Path="<jlee@hospital.example>",
        ),
    ),
    "Exchange, out of office, English": (
        Nature.AUTOMATIC,
        head(
            From=CHIEF,
            Subject="Automatic reply: Thank you for the week",
            In_Reply_To=OUR_ID,
            Auto_Submitted="auto-generated",
            X_Auto_Response_Suppress="All",
        ),
    ),
    "Exchange, out of office, German": (
        Nature.AUTOMATIC,
        head(
            From='"Müller, Jörg" <jlee@hospital.example>',
            Subject="=?iso-8859-1?Q?Automatische_Antwort=3A_Danke?=",
            Auto_Submitted="auto-generated",
        ),
    ),
    "Exchange, out of office, Japanese": (
        Nature.AUTOMATIC,
        head(
            From=CHIEF, Subject="=?utf-8?B?6Ieq5YuV5b+c562UOiBUaGFuayB5b3U=?=", Auto_Submitted="auto-replied"
        ),
    ),
    "Gmail vacation": (
        Nature.AUTOMATIC,
        head(
            From=CHIEF,
            Subject="Out for a week Re: Thank you",
            In_Reply_To=OUR_ID,
            Precedence="bulk",
            X_Autoreply="yes",
            Auto_Submitted="auto-replied",
        ),
    ),
    "iCloud vacation": (
        Nature.AUTOMATIC,
        head(
            From=CHIEF, Subject="Auto: Thank you", Auto_Submitted="auto-replied (vacation)", Return_Path="<>"
        ),
    ),
    "Dovecot Sieve vacation in Spanish": (
        Nature.AUTOMATIC,
        head(
            From=CHIEF,
            Subject="Respuesta automática",
            Auto_Submitted="auto-replied (vacation)",
            Precedence="bulk",
        ),
    ),
    "Lotus Notes, French": (
        Nature.AUTOMATIC,
        head(
            From=CHIEF,
            Subject="Jane Lee est absente du bureau",
            Auto_Submitted="auto-generated; owner-email=x",
        ),
    ),
    "an old autoresponder": (
        Nature.AUTOMATIC,
        head(From=CHIEF, X_Autorespond="Thank you", Subject="Vacation"),
    ),
    "cPanel's autoresponder": (
        Nature.AUTOMATIC,
        head(From=CHIEF, Precedence="auto_reply", X_Autorespond="1"),
    ),
    "a ticket system": (
        Nature.AUTOMATIC,
        head(From="Help Desk <help@hospital.example>", Auto_Submitted="auto-generated", Precedence="junk"),
    ),
    "a program that says nothing but an empty return path": (
        Nature.AUTOMATIC,
        head(From=CHIEF, Return_Path="< >"),
    ),
    "an old postmaster without a report": (
        Nature.AUTOMATIC,
        head(From="postmaster@hospital.example", Subject="Your mailbox is nearly full"),
    ),
    "a Mailman post": (
        Nature.LIST,
        head(
            From=CHIEF,
            Precedence="list",
            List_Id="Residents <residents.lists.example>",
            Subject="[Residents] Call",
        ),
    ),
    "a Google Groups post": (Nature.LIST, head(From=CHIEF, Precedence="list", List_Id="<r.groups.example>")),
    "a read receipt from Exchange": (
        Nature.REPORT,
        head(
            From=CHIEF,
            Subject="Read: Thank you for the week",
            Content_Type='multipart/report; report-type=disposition-notification; boundary="x"',
        ),
    ),
    "Postfix, failure": (
        Nature.BOUNCE,
        head(
            From="MAILER-DAEMON@mx.hospital.example (Mail Delivery System)",
            Subject="Undelivered Mail Returned to Sender",
            Auto_Submitted="auto-replied",
            Content_Type='multipart/report; report-type=delivery-status; boundary="4F.1/mx"',
            Return_Path="<>",
        ),
    ),
    "Postfix, delay": (
        Nature.REPORT,
        head(
            From="MAILER-DAEMON@mx.hospital.example (Mail Delivery System)",
            Subject="Delayed Mail (still being retried)",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "Postfix, success": (
        Nature.REPORT,
        head(
            From="MAILER-DAEMON@mx.hospital.example",
            Subject="Successful Mail Delivery Report",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "Gmail, failure": (
        Nature.BOUNCE,
        head(
            From="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            Subject="Delivery Status Notification (Failure)",
            Auto_Submitted="auto-replied",
            X_Failed_Recipients="jlee@hospital.example",
            Content_Type='multipart/report; boundary="x"; report-type=delivery-status',
        ),
    ),
    "Gmail, delay": (
        Nature.REPORT,
        head(
            From="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            Subject="Delivery Status Notification (Delay)",
            X_Failed_Recipients="jlee@hospital.example",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "Exim, failure": (
        Nature.BOUNCE,
        head(
            From="Mail Delivery System <Mailer-Daemon@mx.example>",
            Subject="Mail delivery failed: returning message to sender",
            X_Failed_Recipients="jlee@hospital.example",
        ),
    ),
    "Exim, delay": (
        Nature.REPORT,
        head(From="Mailer-Daemon@mx.example", Subject="Warning: message 1tAbc-0001 delayed 24 hours"),
    ),
    "sendmail, failure": (
        Nature.BOUNCE,
        head(
            From="Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
            Subject="Returned mail: see transcript for details",
            Content_Type='multipart/report; report-type="delivery-status"; boundary="q"',
        ),
    ),
    "sendmail, delay": (
        Nature.REPORT,
        head(
            From="MAILER-DAEMON@mx.example",
            Subject="Warning: could not send message for past 4 hours",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "qmail, failure": (Nature.BOUNCE, head(From="MAILER-DAEMON@mx.example", Subject="failure notice")),
    "Exchange, failure about a delayed case": (
        Nature.BOUNCE,
        head(
            From="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@hospital.example>",
            Subject="Undeliverable: The case that was delayed",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "Exchange, failure, German": (
        Nature.BOUNCE,
        head(
            From="postmaster@hospital.example",
            Subject="Unzustellbar: Danke",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "Exchange, failure, French": (
        Nature.BOUNCE,
        head(
            From="postmaster@hospital.example",
            Subject="=?utf-8?Q?Non_remis=C2=A0:_Merci?=",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "Exchange, delivered, French": (
        Nature.REPORT,
        head(
            From="postmaster@hospital.example",
            Subject="Remis : Merci",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "Exchange, delay, Spanish": (
        Nature.REPORT,
        head(
            From="postmaster@hospital.example",
            Subject="Entrega retrasada:Gracias",
            Content_Type="multipart/report; report-type=delivery-status",
        ),
    ),
    "a report with a subject nobody can decode": (
        Nature.BOUNCE,
        head(From="mailer-daemon@x.example", Subject="=?x-nothing?Q?abc=FF?="),
    ),
    "no header at all": (Nature.PERSONAL, Headers()),
}


@pytest.mark.parametrize("what", NATURES)
def test_who_or_what_wrote(what: str) -> None:
    nature, headers = NATURES[what]
    assert nature_of(headers) is nature


@pytest.mark.parametrize("what", NATURES)
def test_in_the_thread_it_counts_as_what_it_is(what: str) -> None:
    nature, headers = NATURES[what]
    if not headers.first("From"):
        headers = head(From=CHIEF)
    verdicts = {
        Nature.PERSONAL: Verdict.ANSWERED,
        Nature.LIST: Verdict.ANSWERED,
        Nature.AUTOMATIC: Verdict.AUTOMATIC,
        Nature.REPORT: Verdict.SENT,
        Nature.BOUNCE: Verdict.BOUNCED,
    }
    assert read_mail(AWAITED, [LETTER, mail("m", 60, headers)]).verdict is verdicts[nature]


def test_a_letter_that_was_never_sent_says_nothing() -> None:
    answer = mail("a", 5, head(From=CHIEF, To=ME))
    assert read_mail(AWAITED, [answer]).verdict is Verdict.NOTHING


def test_the_letter_is_known_by_its_ref_in_any_thread_even_before_the_draft_is_seen_to_be_gone() -> None:
    elsewhere = replace(LETTER, thread="t9")
    assert find_sent(replace(AWAITED, draft_gone=False), [elsewhere]) == elsewhere


def test_a_letter_that_lost_its_ref_is_known_by_its_recipient_once_the_draft_is_gone() -> None:
    bare = mail("bare", 0, head(From=ME, To="Jane <JLee@hospital.example>"), sent=True)
    assert find_sent(AWAITED, [bare]) == bare
    assert find_sent(replace(AWAITED, draft_gone=False), [bare]) is None


def test_a_letter_in_the_thread_comes_before_an_earlier_one_outside() -> None:
    outside = mail("o", -30, head(From=ME, To=CHIEF), thread="t8", sent=True)
    inside = mail("i", 0, head(From=ME, To=CHIEF), sent=True)
    assert find_sent(AWAITED, [outside, inside]) == inside


def test_another_letter_of_ours_or_one_from_before_the_draft_is_not_it() -> None:
    other_ref = mail("o", 0, head(From=ME, To=CHIEF, X_Draft_Ref="zzzz"), sent=True)
    before = mail("b", -600, head(From=ME, To=CHIEF), sent=True)
    to_somebody = mail("s", 0, head(From=ME, To="x@hospital.example"), sent=True)
    assert find_sent(AWAITED, [other_ref, before, to_somebody]) is None


def test_a_draft_in_the_thread_is_nothing() -> None:
    draft = replace(mail("d", 60, head(From=CHIEF, To=ME)), draft=True)
    assert read_mail(AWAITED, [LETTER, draft]).verdict is Verdict.SENT


def test_an_answer_in_spam_or_in_the_bin_does_not_count() -> None:
    assert read_mail(AWAITED, [LETTER, mail("a", 60, head(From=CHIEF, To=ME), junk=True)]).answer is None


def test_an_assistant_may_answer_in_the_thread() -> None:
    answer = mail("a", 60, head(From="Office <office@hospital.example>", To=ME))
    assert read_mail(AWAITED, [LETTER, answer]).answer == answer


@pytest.mark.parametrize(
    "sender", ["ada.park@gmail.com", "Ada <adapark+rapport@googlemail.com>", "APark@Hospital.example"]
)
def test_the_users_own_mail_is_never_an_answer(sender: str) -> None:
    assert read_mail(AWAITED, [LETTER, mail("a", 60, head(From=sender, To=ME))]).answer is None


@pytest.mark.parametrize(
    "name", ['"ada.park@gmail.com"', "ada.park@gmail.com", "(ada.park@gmail.com)", "Lee, Jane"]
)
def test_a_name_that_looks_like_the_users_address_is_still_the_other(name: str) -> None:
    sender = f"{name} <jlee@hospital.example>"
    assert read_mail(AWAITED, [LETTER, mail("a", 60, head(From=sender, To=ME))]).verdict is Verdict.ANSWERED


def test_an_answer_off_the_thread_is_known_by_our_message_id() -> None:
    answer = mail("a", 60, head(From="jane@home.example", References=f"<x@y> {OUR_ID}"), thread="t7")
    assert read_mail(AWAITED, [LETTER, answer]).answer == answer


def test_an_answer_from_another_known_address_counts() -> None:
    answer = mail("a", 60, head(From="jane.lee@university.example", To=ME), thread="t7")
    assert read_mail(AWAITED, [LETTER, answer]).answer == answer


def test_a_circular_of_the_person_is_no_answer() -> None:
    to_all = mail("c", 60, head(From=CHIEF, To="All residents <residents@hospital.example>"), thread="t7")
    on_list = mail("l", 61, head(From=CHIEF, To=ME, List_Id="<residents.hospital.example>"), thread="t6")
    assert read_mail(AWAITED, [LETTER, to_all, on_list]).answer is None


def test_a_stranger_off_the_thread_is_nobody() -> None:
    assert (
        read_mail(AWAITED, [LETTER, mail("s", 60, head(From="x@y.example", To=ME), thread="t7")]).answer
        is None
    )


def test_mail_of_the_person_from_before_the_letter_is_no_answer() -> None:
    assert read_mail(AWAITED, [LETTER, mail("a", -1, head(From=CHIEF, To=ME))]).answer is None


def test_with_the_sending_on_record_the_letter_itself_need_not_be_shown_again() -> None:
    known = replace(AWAITED, sent_at=SENT_AT, message_id=OUR_ID)
    answer = mail("a", 60, head(From="jane@home.example", In_Reply_To=OUR_ID), thread="t7")
    outcome = read_mail(known, [answer])
    assert (outcome.sent, outcome.answer) == (None, answer)


def test_an_answer_outweighs_an_out_of_office_and_the_latest_of_these_is_kept() -> None:
    away = [mail(f"o{n}", n, head(From=CHIEF, Auto_Submitted="auto-replied")) for n in (1, 2)]
    answer = mail("a", 3, head(From=CHIEF, To=ME))
    assert read_mail(AWAITED, [LETTER, *away]).away == away[1]
    assert read_mail(AWAITED, [LETTER, *away, answer]).verdict is Verdict.ANSWERED


def test_an_out_of_office_outside_the_thread_is_known_by_its_sender() -> None:
    away = mail("o", 1, head(From=CHIEF, To=ME, Auto_Submitted="auto-replied"), thread="t7")
    notice = mail("n", 2, head(From=CHIEF, To=ME, Auto_Submitted="auto-generated"), thread="t6")
    assert read_mail(AWAITED, [LETTER, away, notice]).away == away


def test_a_bounce_names_the_failed_address_also_from_spam() -> None:
    headers = head(
        From="mailer-daemon@googlemail.com", X_Failed_Recipients=" JLee@hospital.example, x@y.example"
    )
    bounce = read_mail(AWAITED, [LETTER, mail("b", 1, headers, thread="t7", junk=True)]).bounce
    assert bounce is not None
    assert bounce.addresses == ("jlee@hospital.example", "x@y.example")


def test_a_bounce_of_somebody_elses_address_is_none_of_ours() -> None:
    headers = head(
        From="mailer-daemon@googlemail.com", X_Failed_Recipients="cc@hospital.example", References=OUR_ID
    )
    assert read_mail(AWAITED, [LETTER, mail("b", 1, headers)]).verdict is Verdict.SENT


def test_a_bounce_without_a_name_counts_by_its_thread_or_reference() -> None:
    headers = head(From="MAILER-DAEMON@mx.example", Subject="failure notice")
    assert read_mail(AWAITED, [LETTER, mail("b", 1, headers)]).verdict is Verdict.BOUNCED
    assert read_mail(AWAITED, [LETTER, mail("b", 1, headers, thread="t7")]).verdict is Verdict.SENT


def test_what_the_user_sends_of_their_own_accord_is_their_own_mail() -> None:
    own = mail("t", 9, head(From=ME, To="office@hospital.example", Message_ID="<own@x>"), sent=True)
    assert is_own_mail(own, {"<letter@x>"})
    assert not is_own_mail(own, {"<own@x>"})
    assert not is_own_mail(LETTER, set())
    assert not is_own_mail(mail("t", 9, head(From=CHIEF)), set())


def test_a_changed_recipient_in_a_thread_that_began_with_the_letter_is_the_letter() -> None:
    elsewhere = mail("s", 0, head(From=ME, To="new@office.example"), sent=True)
    gone = replace(AWAITED, draft_gone=True)
    assert read_mail(replace(gone, began_thread=True), [elsewhere]).sent == elsewhere
    assert read_mail(gone, [elsewhere]).sent is None
    assert read_mail(replace(gone, began_thread=True, draft_gone=False), [elsewhere]).sent is None


def test_failed_addresses_are_empty_where_no_header_names_them() -> None:
    assert failed_addresses(head(From="mailer-daemon@x.example")) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada.Park@gmail.com", "adapark+x@googlemail.com", True),
        ("ada.park@hospital.example", "adapark@hospital.example", False),
        ("ada+x@hospital.example", "ada@hospital.example", False),
    ],
)
def test_two_spellings_of_one_mailbox(one: str, other: str, same: bool) -> None:
    assert (mailbox_key(one) == mailbox_key(other)) is same


KNOWN_FIELDS = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Auto-Submitted",
        "Precedence",
        "Return-Path",
        "Content-Type",
        "References",
        "List-Id",
    ]
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [CHIEF, ME, OUR_ID, "auto-replied", "bulk", "list", "<>", "mailer-daemon@x", "multipart/report"]
    ),
)
MAIL = st.builds(
    HeaderMessage,
    id=st.text(min_size=1, max_size=4),
    thread=st.sampled_from(["t1", "t2"]),
    at=st.datetimes(datetime(2026, 9, 1), datetime(2026, 10, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    headers=st.builds(Headers, st.lists(st.tuples(KNOWN_FIELDS, VALUES), max_size=6).map(tuple)),
    sent=st.booleans(),
    draft=st.booleans(),
    junk=st.booleans(),
)


@given(st.lists(MAIL, max_size=8, unique_by=lambda message: message.id), st.data())
def test_order_and_repetition_do_not_matter(messages: list[HeaderMessage], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations([*messages, *messages]))
    assert read_mail(AWAITED, messages) == read_mail(AWAITED, shuffled)


@given(st.lists(MAIL, max_size=8))
def test_no_outcome_without_a_sent_letter_and_none_from_before_it(messages: list[HeaderMessage]) -> None:
    outcome = read_mail(AWAITED, [*messages])
    later = [
        outcome.answer,
        outcome.away,
        outcome.bounce.message if outcome.bounce else None,
    ]
    if outcome.sent is None:
        assert not any(later)
    else:
        assert all(one is None or one.at >= outcome.sent.at for one in later)


@given(st.lists(MAIL, max_size=8))
def test_an_answer_is_never_the_users_own_nor_a_programs(messages: list[HeaderMessage]) -> None:
    answer = read_mail(replace(AWAITED, sent_at=SENT_AT), messages).answer
    if answer:
        assert not any((answer.sent, answer.draft, answer.junk))
        assert nature_of(answer.headers) in {Nature.PERSONAL, Nature.LIST}
        assert "ada.park@gmail.com" not in answer.headers.first("From").lower()
