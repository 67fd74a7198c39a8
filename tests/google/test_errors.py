import json
import pickle
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httplib2
import pytest
import requests
from google.auth.exceptions import RefreshError, TransportError
from googleapiclient.errors import HttpError

from worker.domain.errors import Expired, Permanent, Reconnect, Transient, Unclear
from worker.google.errors import Gone, MissingScope, error_from

NOW = datetime(2026, 9, 14, 15, 4, 5, tzinfo=UTC)


def refusal(
    status: int, reason: str = "", message: str = "No.", *, key: str = "errors", **headers: str
) -> HttpError:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    response = httplib2.Response({"status": str(status), "content-type": "application/json", **fields})
    response.reason = "No"
    body = {"error": {"code": status, "message": message, key: [{"reason": reason}]}}
    return HttpError(response, json.dumps(body).encode())


def ours(error: Exception, *, writing: bool = False, now: datetime = NOW) -> Exception:
    return error_from(error, now=now, writing=writing)


def wait(error: Exception, now: datetime = NOW) -> timedelta | None:
    found = ours(error, now=now)
    assert isinstance(found, Transient)
    return found.retry_after


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (429, "rateLimitExceeded", Transient),
        (429, "", Transient),
        (403, "rateLimitExceeded", Transient),
        (403, "userRateLimitExceeded", Transient),
        (403, "quotaExceeded", Transient),
        (403, "dailyLimitExceeded", Transient),
        (401, "authError", Reconnect),
        (403, "insufficientPermissions", MissingScope),
        (403, "accessNotConfigured", Reconnect),
        (403, "domainPolicy", Reconnect),
        (403, "forbidden", Permanent),
        (404, "notFound", Gone),
        (410, "fullSyncRequired", Expired),
        (412, "conditionNotMet", Transient),
        (400, "invalidArgument", Permanent),
        (302, "", Permanent),
        (500, "backendError", Transient),
        (503, "", Transient),
    ],
)
def test_a_refusal_says_what_to_do_next(status: int, reason: str, kind: type[Exception]) -> None:
    assert type(ours(refusal(status, reason))) is kind


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_server_error_leaves_a_writing_call_unclear(status: int) -> None:
    assert type(ours(refusal(status, "backendError"), writing=True)) is Unclear


@pytest.mark.parametrize(("status", "reason"), [(429, "rateLimitExceeded"), (403, "userRateLimitExceeded")])
def test_a_limit_is_a_clear_refusal_even_when_writing(status: int, reason: str) -> None:
    assert type(ours(refusal(status, reason), writing=True)) is Transient


def test_a_wait_in_seconds_is_obeyed() -> None:
    assert wait(refusal(429, retry_after="17")) == timedelta(seconds=17)


def test_a_wait_until_a_date_is_obeyed() -> None:
    assert wait(refusal(503, retry_after="Mon, 14 Sep 2026 15:05:05 GMT")) == timedelta(minutes=1)


def test_gmails_wait_in_the_message_is_obeyed() -> None:
    said = "User-rate limit exceeded.  Retry after 2026-09-14T15:19:05.123Z"
    assert wait(refusal(429, message=said)) == timedelta(minutes=15, milliseconds=123)


def test_a_wait_is_measured_on_googles_clock_where_it_shows() -> None:
    said = "Retry after 2026-09-14T15:19:05Z"
    late = refusal(429, message=said, date="Mon, 14 Sep 2026 15:18:05 GMT")
    assert wait(late) == timedelta(minutes=1)


def test_a_wait_that_is_over_is_none_at_all() -> None:
    assert wait(refusal(429, message="Retry after 2026-09-14T15:00:00Z")) == timedelta(0)


@pytest.mark.parametrize("message", ["No.", "Retry after a while", "Retry after 2026-99-99T15:00:00Z"])
def test_no_wait_is_said(message: str) -> None:
    assert wait(refusal(429, message=message)) is None


def test_a_spent_day_ends_at_midnight_in_california() -> None:
    new_york = datetime(2026, 10, 31, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    assert wait(refusal(403, "dailyLimitExceeded"), new_york) == timedelta(hours=3, minutes=30)
    before_the_clock_goes_back = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
    assert wait(refusal(403, "dailyLimitExceeded"), before_the_clock_goes_back) == timedelta(hours=25)


def test_google_rpc_details_are_read_too() -> None:
    found = ours(refusal(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", key="details"))
    assert isinstance(found, MissingScope)


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"error": "no"}', b'{"error": null}', b"\xff"])
def test_an_answer_that_is_not_googles_json_is_read_by_its_status(content: bytes) -> None:
    response = httplib2.Response({"status": "502"})
    response.reason = "Bad Gateway"
    assert type(ours(HttpError(response, content))) is Transient


def test_metadata_scope_words_without_a_reason_are_a_missing_scope() -> None:
    assert isinstance(
        ours(refusal(403, "forbidden", "Metadata scope doesn't allow format FULL")), MissingScope
    )


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"error": "invalid_grant"}, Reconnect),
        ({"error": "invalid_scope"}, MissingScope),
        ({"error": "invalid_client"}, Reconnect),
        ({"error": "deleted_client"}, Reconnect),
        ({"error": "admin_policy_enforced"}, Reconnect),
        ({"error": "internal_failure"}, Transient),
    ],
)
def test_a_refused_refresh(fields: dict[str, str], kind: type[Exception]) -> None:
    assert type(ours(RefreshError(f"{fields['error']}: Bad Request", fields))) is kind


def test_a_token_server_that_cannot_be_reached_is_no_lost_account() -> None:
    assert type(ours(TransportError("no route to host"), writing=True)) is Transient


@pytest.mark.parametrize(
    "error",
    [requests.ReadTimeout("slow"), requests.ConnectionError("cut"), ConnectionResetError(104, "reset")],
)
def test_a_broken_line_is_unclear_when_writing_and_transient_when_reading(error: Exception) -> None:
    assert type(ours(error, writing=True)) is Unclear
    assert type(ours(error)) is Transient


def test_a_call_that_never_left_is_clear() -> None:
    assert type(ours(requests.ConnectTimeout("no"), writing=True)) is Transient


def test_what_is_no_fault_of_google_or_the_line_stays_what_it_is() -> None:
    fault = KeyError("x")
    assert ours(fault) is fault


def test_a_wait_survives_a_queue() -> None:
    error = pickle.loads(pickle.dumps(Unclear("no answer", timedelta(seconds=5))))  # noqa: S301 - our own
    assert (type(error), str(error), error.retry_after) == (Unclear, "no answer", timedelta(seconds=5))
