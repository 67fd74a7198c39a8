"""Feeds as calendar programs fetch them: by a secret address, and only when something has changed."""

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.store.cast import ENTRY, NOW, Shelves
from tests.web.conftest import SignIn
from tests.web.visit import DOOR, Visitor
from tests.writers.second_parser import read_by_vobject
from worker.domain.account import Account, Published
from worker.flows.publish_feed import etag_of, publish_feeds
from worker.flows.tools import Tools
from worker.settings import Settings
from worker.web.app import create_app
from worker.web.signing import sign_in_link
from worker.writers.ics import write_feed

Fetch = Callable[..., TestResponse]
BODY = write_feed("all", "Rapport", [ENTRY])


@pytest.fixture
def subscribed(shelves: Shelves) -> Account:
    """Somebody with one published feed."""
    account = shelves.amara()
    shelves.feeds.publish(account.id, Published("all", BODY, etag_of(BODY), NOW), [ENTRY])
    return account


@pytest.fixture
def fetch(app: Flask, tools: Tools, subscribed: Account) -> Fetch:
    """Fetch the feed as a calendar program would."""

    def get(name: str = "all", token: str = "", method: str = "GET", **headers: str) -> TestResponse:
        path = f"/feeds/{token or tools.accounts.feed_token(subscribed.id)}/{name}.ics"
        sent = {key.replace("_", "-"): value for key, value in headers.items()}
        return app.test_client().open(path, method=method, base_url=DOOR, headers=sent)

    return get


def test_a_feed_is_served_as_it_was_published(fetch: Fetch) -> None:
    answer = fetch()
    assert answer.status_code == 200
    assert answer.data == BODY
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["ETag"] == etag_of(BODY)
    assert answer.headers["Last-Modified"] == "Mon, 03 Aug 2026 11:00:00 GMT"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Cookie" not in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers


def test_two_other_programs_read_it(fetch: Fetch, ical_js: Callable[[bytes], dict[str, Any]]) -> None:
    data = fetch().data
    assert read_by_vobject(data).vevent.summary.value == ENTRY.title
    assert [event["uid"] for event in ical_js(data)["events"]] == [ENTRY.uid]


def test_head_tells_the_same_without_the_bytes(fetch: Fetch) -> None:
    whole, head = fetch(), fetch(method="HEAD")
    assert head.status_code == 200
    assert head.data == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Length", "Cache-Control", "Vary"):
        assert head.headers[name] == whole.headers[name], name


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_is_known_is_not_sent_again(fetch: Fetch, encoding: str, method: str) -> None:
    etag = fetch(Accept_Encoding=encoding).headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', f'"other",W/{etag} , "third"', "*"):
        answer = fetch(method=method, Accept_Encoding=encoding, If_None_Match=known)
        assert answer.status_code == 304, known
        assert answer.data == b""
        assert answer.headers["ETag"] == etag
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert "no-cache" in answer.headers["Cache-Control"]
        assert "Content-Encoding" not in answer.headers


def test_another_tag_gets_the_bytes_whatever_the_date(fetch: Fetch) -> None:
    later = "Tue, 04 Aug 2026 11:00:00 GMT"
    assert fetch(If_None_Match='"other"', If_Modified_Since=later).status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 03 Aug 2026 11:00:00 GMT", 304),
        ("Tue, 04 Aug 2026 11:00:00 GMT", 304),
        ("Mon, 03 Aug 2026 10:59:59 GMT", 200),
        ("last week", 200),
    ],
)
def test_a_date_alone_is_compared_by_the_second(fetch: Fetch, since: str, status: int) -> None:
    assert fetch(If_Modified_Since=since).status_code == status


def test_a_change_is_sent(fetch: Fetch, tools: Tools, subscribed: Account) -> None:
    before = fetch().headers["ETag"]
    changed = write_feed("all", "Rapport", [replace(ENTRY, title="Another title", revision=4)])
    tools.feeds.publish(
        subscribed.id, Published("all", changed, etag_of(changed), NOW + timedelta(hours=1)), [ENTRY]
    )
    answer = fetch(If_None_Match=before)
    assert (answer.status_code, answer.data) == (200, changed)
    assert answer.headers["ETag"] != before


@pytest.mark.parametrize(
    ("accepted", "zipped"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("identity", False),
        ("gzip;q=0", False),
        ("identity, gzip;q=0.5", False),
        ("br", False),
        ("", False),
    ],
)
def test_it_is_zipped_for_who_takes_that(fetch: Fetch, accepted: str, zipped: bool) -> None:
    answer = fetch(Accept_Encoding=accepted)
    assert (answer.headers.get("Content-Encoding") == "gzip") is zipped
    assert (gzip.decompress(answer.data) if zipped else answer.data) == BODY
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_each_encoding_has_a_strong_tag_of_its_own(fetch: Fetch) -> None:
    plain, zipped = (fetch(Accept_Encoding=encoding).headers["ETag"] for encoding in ("identity", "gzip"))
    assert plain != zipped
    assert all(re.fullmatch(r'"[!#-~]+"', tag) for tag in (plain, zipped))
    assert fetch(Accept_Encoding="gzip", If_None_Match=plain).status_code == 200
    assert fetch(Accept_Encoding="gzip").data == fetch(Accept_Encoding="gzip").data, "byte for byte"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_wrong_token_and_a_wrong_name_look_the_same(fetch: Fetch, method: str) -> None:
    answers = [fetch(token="guessed", method=method), fetch(name="nothing", method=method)]  # noqa: S106 - guessed
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data
    assert [answer.headers["Content-Type"] for answer in answers] == ["text/plain; charset=utf-8"] * 2
    assert dict(answers[0].headers) == dict(answers[1].headers)


def test_a_strange_token_is_merely_wrong(fetch: Fetch) -> None:
    for token in ("\x00", "%00", "ä", "../../etc", "a" * 5000, "."):
        assert fetch(token=token).status_code == 404, token


def test_nobody_can_write_to_a_feed(fetch: Fetch) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert fetch(method=method).status_code in {400, 405}


def test_a_renewed_address_is_dead_at_once(
    fetch: Fetch, tools: Tools, subscribed: Account, signed_in: SignIn
) -> None:
    before = tools.accounts.feed_token(subscribed.id)
    visitor = signed_in(subscribed)
    assert before in visitor.open("/feeds").html
    page = visitor.press("/feeds/renew")
    after = tools.accounts.feed_token(subscribed.id)
    assert "The old ones are dead" in page.text
    assert after in page.html
    assert before not in page.html
    assert (fetch(token=before).status_code, fetch(token=after).status_code) == (404, 200)
    assert len(after) * 6 >= 128, "at least 128 bits"


def test_one_accounts_token_opens_no_feed_of_another(
    fetch: Fetch, shelves: Shelves, tools: Tools, subscribed: Account
) -> None:
    chika = shelves.amara("chika@mail.example")
    assert fetch(token=tools.accounts.feed_token(chika.id)).status_code == 404
    assert fetch(token=tools.accounts.feed_token(subscribed.id)).status_code == 200


def test_what_the_flow_publishes_is_served(
    tools: Tools, subscribed: Account, fetch: Fetch, signed_in: SignIn
) -> None:
    publish_feeds(tools, subscribed.id, NOW)
    for name in ("all", "milestones", "follow-ups", "conferences"):
        answer = fetch(name)
        assert answer.data.startswith(b"BEGIN:VCALENDAR"), name
        assert fetch(name, If_None_Match=answer.headers["ETag"]).status_code == 304
    assert signed_in(subscribed).open("/feeds").html.count("webcal://127.0.0.1:8725/feeds/") == 4


def test_the_page_says_that_google_cannot_reach_this_machine(subscribed: Account, signed_in: SignIn) -> None:
    text = signed_in(subscribed).open("/feeds").text
    assert "Google's servers cannot reach this address" in text
    for way in ("webcal://", "RAPPORT_PUBLIC_URL", "RAPPORT_FEED_DIR", "every 12 to 24 hours"):
        assert way in text, way


def test_in_public_the_page_tells_how_to_subscribe(
    tools: Tools, settings: Settings, subscribed: Account
) -> None:
    public = replace(settings, public_url="https://rapport.example.org")
    visitor = Visitor.of(create_app(tools, public, {}))
    door = public.public_url
    visitor.client.get(sign_in_link(public, {}).removeprefix(door), base_url=door)
    text = visitor.client.get("/feeds", base_url=door).get_data(as_text=True)
    assert "cannot reach" not in text
    assert "every 12 to 24 hours" in text
    assert f"{door}/feeds/{tools.accounts.feed_token(subscribed.id)}/all.ics" in text


def test_feeds_that_are_not_written_yet_are_not_offered(shelves: Shelves, signed_in: SignIn) -> None:
    page = signed_in(shelves.amara()).open("/feeds")
    assert "The feeds are being written" in page.text
    assert "webcal://127" not in page.html
