"""A request's host goes in; a refusal or a redirect may come out. Answers get their guarding headers."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, url_for
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response

from worker.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ANYWHERE = frozenset({"feeds.feed", "health.healthz"})
"""Endpoints without a session: they answer under every known name."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def guard(app: Flask, settings: Settings) -> None:
    """Answer to this machine's names and the public one alone (DNS rebinding); forbid what no page needs."""
    names = {*LOOPBACK, _name_in(settings.door)}

    @app.before_request
    def keep_to_known_names() -> Response | None:
        if _name_in(request.host_url) not in names:  # TRUSTED_HOSTS would not know [::1]
            raise SecurityError
        return None if settings.public_url else _to_the_door(settings.door)

    @app.after_request
    def write_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["Content-Security-Policy"] = policy(str(g.get("form_action", "")))
        if response.mimetype == "text/html":
            response.headers["Cache-Control"] = "no-store"
        return response


def is_private(settings: Settings) -> bool:
    """Whether only people at this machine can come to the door."""
    if settings.public_url:
        return False
    try:
        return ip_address(settings.host).is_loopback
    except ValueError:
        return settings.host == "localhost"


def policy(form_action: str) -> str:
    """What a page may load, and where its forms may lead (CSP Level 3)."""
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            "script-src 'self'",
            f"form-action 'self' {form_action}".strip(),
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def _to_the_door(door: str) -> Response | None:
    """Cookies belong to a name, and Google comes back to the door's: pages are shown under that one alone."""
    if request.method not in {"GET", "HEAD"} or request.endpoint in ANYWHERE or request.routing_exception:
        return None
    if _name_in(request.host_url) == _name_in(door):
        return None
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return redirect(f"{door}{url_for(str(request.endpoint), **(request.view_args or {}))}{query}", 302)


def _name_in(url: str) -> str:
    """The host name of an address, as a Host header has it."""
    return urlsplit(url).netloc.rpartition("@")[2].removesuffix(f":{urlsplit(url).port}").lower()
