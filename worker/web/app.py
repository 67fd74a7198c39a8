"""The tools and settings go in; the web door comes out, guarded and with every page in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from worker.flows.tools import Tools
from worker.settings import Settings
from worker.web import account, calendars, connecting, events, feeds, health, people, queue, signing_in, story
from worker.web.apology import apologise
from worker.web.desk import Desk
from worker.web.guarding import guard
from worker.web.signing import session_keys
from worker.web.visitor import visitor
from worker.writers.jinja import day_text, period_text

PAGES = (account, calendars, connecting, events, feeds, health, people, queue, signing_in, story)
SIGNED_IN_FOR = timedelta(days=30)
MOST_BYTES = 200_000
"""Of one request: the longest form is a page of text."""


def create_app(tools: Tools, settings: Settings, environment: Mapping[str, str]) -> Flask:
    """The door, ready to be served. Make it once per process, after any fork.

    Raises Refused where the data directory's key cannot be trusted.
    """
    templates = settings.templates / "web"
    app = Flask(
        "worker.web",
        template_folder=str(templates.resolve()),
        static_folder=str((templates / "door" / "static").resolve()),
        static_url_path="/static",
    )
    app.config.update(_config(session_keys(settings, environment), is_public=bool(settings.public_url)))
    _furnish_words(app)
    Desk(tools, settings, environment).furnish(app)
    guard(app, settings)
    CSRFProtect(app)
    apologise(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    return app


def _config(keys: list[str], *, is_public: bool) -> dict[str, Any]:
    """Flask's settings. The prefix __Host- binds a cookie to HTTPS and one name (RFC 6265bis, 4.1.3)."""
    return {
        "SECRET_KEY": keys[0],
        "SECRET_KEY_FALLBACKS": keys[1:],
        "SESSION_COOKIE_NAME": "__Host-rapport" if is_public else "rapport",
        "SESSION_COOKIE_SECURE": is_public,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": SIGNED_IN_FOR,
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        # A page may stay open for days; its token is bound to the session all the same.
        "WTF_CSRF_TIME_LIMIT": None,
        # Our own Referrer-Policy withholds the header that this check would want.
        "WTF_CSRF_SSL_STRICT": False,
    }


def _furnish_words(app: Flask) -> None:
    """How templates write days and moments; a hole in one fails loudly."""
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.filters["day"] = day_text
    app.jinja_env.filters["moment"] = moment_text
    app.jinja_env.globals["period"] = period_text
    app.jinja_env.globals["visitor"] = visitor


def moment_text(moment: datetime, zone: str) -> str:
    """'Mon 6 Jul 2026, 07:00' on the user's wall clock."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date())}, {local:%H:%M}"
