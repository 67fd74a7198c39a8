"""What a supervisor asks comes in; one line of JSON without any secret comes out."""

from collections.abc import Collection
from datetime import datetime

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.flows.report_status import LATE
from worker.rules.load import load_rules
from worker.web.desk import desk

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    """200 where the database and the rules can be read, and the tick is not known to be still.

    worker/web/apology.py answers where one of them cannot be read.
    """
    tick = _tick(desk().tools.accounts.all(), desk().now())
    load_rules(desk().settings.config)
    return jsonify(database="ok", rules="ok", tick=tick), 503 if tick == "late" else 200


def _tick(accounts: Collection[Account], now: datetime) -> str:
    """Every account's feeds are looked through each hour: where they lie due, nobody ticks."""
    due = [account.feeds_due for account in accounts if account.feeds_due]
    if not due:
        return "unknown"
    return "late" if min(due) <= now - LATE else "ok"
