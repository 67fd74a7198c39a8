"""Google's address goes in; what time it is there comes out, by the Date field of any answer."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

ADDRESS = "https://www.googleapis.com/"
SECONDS = 10.0


def time_at_google(root: str = "") -> datetime | None:
    """Google's clock, to the second (RFC 9110, 6.6.1); None where nobody answers. `root`: another address."""
    try:
        answer = requests.head(root or ADDRESS, timeout=SECONDS, allow_redirects=False)
        moment = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (requests.RequestException, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
