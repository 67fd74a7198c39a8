"""What went wrong goes in; a page with one sentence and its remedy comes out."""

from flask import Flask, jsonify, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, SecurityError
from werkzeug.wrappers import Response

from worker.domain.errors import Permanent, Reconnect, Refused, RuleFault, Transient
from worker.domain.ledger import NotYours
from worker.web.desk import allow_consent, show
from worker.web.visitor import visitor

Answer = tuple[str | Response, int]
PLAIN = frozenset({"feeds.feed"})
"""Endpoints that programs read: an apology there is one plain line."""


def apologise(app: Flask) -> None:
    """Answer every error of ours, and every error of HTTP, in words. A bug is logged with its traceback."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Transient, _transient)
    app.register_error_handler(Permanent, _permanent)
    app.register_error_handler(Reconnect, _reconnect)
    app.register_error_handler(NotYours, _overtaken)
    app.register_error_handler(RuleFault, _rules)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(InternalServerError, _bug)
    app.register_error_handler(HTTPException, _other)


def _refused(refusal: Refused) -> Answer:
    return _sorry("That was not done", str(refusal)), 400


def _transient(error: Transient) -> Answer:
    return _sorry("Not now", str(error)), 503


def _permanent(error: Permanent) -> Answer:
    return _sorry("Google refuses this", str(error)), 502


def _reconnect(error: Reconnect) -> Answer:
    return _sorry("Rapport has no access", str(error), reconnect=True), 403


def _overtaken(_: NotYours) -> Answer:
    sentence = "this letter has moved on in the meantime; look at the queue again."
    return _sorry("That was not done", sentence), 409


def _rules(error: RuleFault) -> Answer:
    return jsonify(database="ok", rules="faulty", faults=len(error.faults)), 503


def _stale_form(_: CSRFError) -> Answer:
    sentence = "the page was open in a session that has ended; open it again and press the button once more."
    return _sorry("That was not done", sentence), 400


def _wrong_host(_: SecurityError) -> Answer:
    sentence = "Not here: to reach Rapport under another name, set RAPPORT_PUBLIC_URL to its https address.\n"
    return Response(sentence, content_type="text/plain; charset=utf-8"), 400


def _not_found(_: NotFound) -> Answer:
    if request.endpoint in PLAIN or request.path.startswith("/feeds/"):
        return Response("Not found\n", content_type="text/plain; charset=utf-8"), 404
    return _sorry("There is no such page", "perhaps the link is an old one; go on from the first page."), 404


def _bug(_: InternalServerError) -> Answer:
    """Flask has logged it. A supervisor that asks is told no more than that."""
    if request.path == url_for("health.healthz"):
        return jsonify(database="unreadable"), 503
    sentence = "this is a fault of the program: the terminal it runs in tells more. Nothing was sent."
    return _sorry("Something went wrong", sentence), 500


def _other(error: HTTPException) -> Answer:
    status = error.code or 500
    return _sorry(error.name, f"{error.description or error.name}"), status


def _sorry(title: str, sentence: str, *, reconnect: bool = False) -> str:
    return show(
        "sorry.html",
        title=title,
        sentence=sentence[:1].upper() + sentence[1:],
        reconnect=reconnect,
        unready=allow_consent() if reconnect else "",
        account=visitor(),
    )
