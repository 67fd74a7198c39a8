"""A request goes in; what every page needs comes out: tools, settings, the moment, words on a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask, current_app, g, render_template

from worker.domain.errors import Refused
from worker.flows.tools import Tools
from worker.google.oauth import load_client
from worker.settings import Settings
from worker.writers.jinja import visible

NAME = "rapport"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages work with, wired once in create_app."""

    tools: Tools
    settings: Settings
    environment: Mapping[str, str]

    def furnish(self, app: Flask) -> None:
        """Make it the desk of an app."""
        app.extensions[NAME] = self

    def now(self) -> datetime:
        """The moment of this request."""
        return self.settings.clock()


def desk() -> Desk:
    """The desk of the app that answers."""
    found: Desk = current_app.extensions[NAME]
    return found


def show(page: str, **facts: object) -> str:
    """A page of templates/web/door/ with these facts in it."""
    return visible(render_template(f"door/{page}", **facts))


def allow_consent() -> str:
    """Let forms of this page lead on to Google's consent page. Why that is impossible, or empty.

    Browsers hold the redirect that answers a form against `form-action` too (CSP Level 3, 6.4.1).
    """
    try:
        consent = urlsplit(load_client(desk().settings.client_file).auth_uri)
    except Refused as refusal:
        return str(refusal)
    g.form_action = f"{consent.scheme}://{consent.netloc}"
    return ""
