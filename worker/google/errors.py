"""Google's refusals and broken connections go in; our errors, named after what to do next, come out.

The only reader of HTTP statuses. Reasons: Gmail API, "Resolve errors"; Calendar API, "Handle API errors".
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from googleapiclient.errors import HttpError

from worker.domain.errors import Expired, Permanent, Reconnect, Transient, Unclear

BUSY = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
DAY_SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
NO_SCOPE = frozenset(
    {"insufficientPermissions", "insufficientScopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "forbiddenScope"}
)
API_OFF = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
POLICY = frozenset({"domainPolicy", "admin_policy_enforced", "org_internal", "access_denied"})
QUOTA_ZONE = ZoneInfo("America/Los_Angeles")
"""Daily quotas start anew at midnight Pacific time (Google Cloud, "Working with quotas")."""
RETRY_AFTER = re.compile(r"retry after\s+(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)", re.IGNORECASE)

CONNECT_AGAIN = "Connect the account again: rapport connect, or the connect page."
NOT_NOW = frozenset({requests.codes.precondition_failed, requests.codes.too_many_requests})


class MissingScope(Reconnect):
    """The access token does not permit the call; another token of the same account may."""


class Gone(Permanent):
    """What was asked for does not exist (any more)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What one answer of Google says."""

    status: int
    reasons: frozenset[str]
    message: str
    headers: Mapping[str, str]

    @property
    def sentence(self) -> str:
        """For the log: status, reason and Google's own words, on one line."""
        words = " ".join(self.message.split())[:300]
        return f"Google answered {self.status} ({', '.join(sorted(self.reasons)) or 'no reason'}): {words}"


def error_from(error: Exception, *, now: datetime, writing: bool) -> Exception:
    """Ours for theirs. `writing`: the call would have changed something, so that no answer leaves it unclear.

    An error that is neither Google's nor the network's comes back as it is.
    """
    if isinstance(error, HttpError):
        return _from_refusal(refusal_from(error), now=now, writing=writing)
    if isinstance(error, RefreshError):
        return _from_refresh(error)
    if isinstance(error, TransportError):
        return Transient(f"Google's token server gave no answer: {_one_line(error)}")
    if isinstance(error, GoogleAuthError):
        return Permanent(f"Google's sign-in cannot be used: {_one_line(error)}")
    if isinstance(error, requests.RequestException | OSError):
        return _from_network(error, writing=writing)
    return error


def refusal_from(error: HttpError) -> Refusal:
    """The parts of an answer with a status of 300 or more."""
    body = _json(error.content).get("error", {})
    fields: dict[str, Any] = body if isinstance(body, dict) else {"message": str(body)}
    entries = [
        entry for key in ("errors", "details") for entry in fields.get(key) or () if isinstance(entry, dict)
    ]
    reasons = frozenset(str(entry["reason"]) for entry in entries if entry.get("reason"))
    message = str(fields.get("message") or error.resp.reason or "")
    return Refusal(
        int(error.resp.status), reasons, message, {k.lower(): str(v) for k, v in error.resp.items()}
    )


def _from_refusal(refusal: Refusal, *, now: datetime, writing: bool) -> Exception:
    if refusal.reasons & DAY_SPENT:
        return Transient(refusal.sentence, _until_next_quota_day(now))
    if refusal.status in NOT_NOW or refusal.reasons & BUSY:
        return Transient(refusal.sentence, retry_after(refusal, now))
    if refusal.status >= requests.codes.server_error or refusal.status == requests.codes.request_timeout:
        kind = Unclear if writing else Transient
        return kind(refusal.sentence, retry_after(refusal, now))
    return _from_permanent_refusal(refusal)


def _from_permanent_refusal(refusal: Refusal) -> Exception:
    if refusal.reasons & API_OFF:
        remedy = "Switch the API on in the Google Cloud console of your client, then wait five minutes."
        return Reconnect(f"{refusal.sentence} {remedy}")
    if refusal.reasons & POLICY:
        remedy = "The administrator of this Google account forbids it; ask them to allow your client."
        return Reconnect(f"{refusal.sentence} {remedy}")
    # The transport has renewed the access token before a 401 comes here: Google refuses a fresh one too.
    if refusal.status == requests.codes.unauthorized:
        return Reconnect(f"{refusal.sentence} {CONNECT_AGAIN}")
    if refusal.status == requests.codes.forbidden and _lacks_scope(refusal):
        return MissingScope(f"{refusal.sentence} {CONNECT_AGAIN}")
    kind = {requests.codes.not_found: Gone, requests.codes.gone: Expired}.get(refusal.status, Permanent)
    return kind(refusal.sentence)


def _lacks_scope(refusal: Refusal) -> bool:
    """Gmail says "Metadata scope doesn't allow format FULL" with no reason of its own."""
    return bool(refusal.reasons & NO_SCOPE) or "scope" in refusal.message.lower()


def _from_refresh(error: RefreshError) -> Exception:
    """Google's token server said no (RFC 6749, 5.2), or was itself out of order."""
    fields = next((part for part in error.args if isinstance(part, dict)), {})
    code, sentence = str(fields.get("error", "")), f"Google gives no access any more: {_one_line(error)}."
    if error.retryable or code in {"internal_failure", "server_error", "temporarily_unavailable"}:
        return Transient(f"Google's token server is out of order: {_one_line(error)}")
    if code == "invalid_scope":
        return MissingScope(f"{sentence} {CONNECT_AGAIN}")
    if code in {"invalid_client", "unauthorized_client", "deleted_client"}:
        return Reconnect(f"{sentence} The client file is no longer valid: fetch it anew, then connect again.")
    if code in POLICY:
        return Reconnect(f"{sentence} The administrator of this Google account forbids it; ask them.")
    return Reconnect(f"{sentence} {CONNECT_AGAIN}")


def _from_network(error: Exception, *, writing: bool) -> Exception:
    never_left = isinstance(error, requests.ConnectTimeout)
    if writing and not never_left:
        return Unclear(f"the connection to Google broke before an answer came: {_one_line(error)}")
    return Transient(f"Google cannot be reached: {_one_line(error)}")


def retry_after(refusal: Refusal, now: datetime) -> timedelta | None:
    """How long Google asks us to wait: in the Retry-After field (RFC 9110, 10.2.3) or in Gmail's message."""
    field = refusal.headers.get("retry-after", "").strip()
    if field.isdigit():
        return timedelta(seconds=int(field))
    moment = _http_date(field) or _moment_in(refusal.message)
    if moment is None:
        return None
    # Google's own clock, where it shows it: ours may be wrong.
    return max(moment - (_http_date(refusal.headers.get("date", "")) or now), timedelta(0))


def _moment_in(message: str) -> datetime | None:
    found = RETRY_AFTER.search(message)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(found[1])
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _http_date(field: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(field)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _until_next_quota_day(now: datetime) -> timedelta:
    day = now.astimezone(QUOTA_ZONE).date() + timedelta(days=1)
    return datetime.combine(day, time(), QUOTA_ZONE).astimezone(UTC) - now.astimezone(UTC)


def _json(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _one_line(error: Exception) -> str:
    return " ".join(str(error.args[0] if error.args else error).split())[:300]
