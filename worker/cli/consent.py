"""The address of a consent page goes in; what the browser brings back from it comes out (RFC 8252, 7.3)."""

from collections.abc import Mapping
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from worker.domain.errors import Refused

HERE = "127.0.0.1"
PATH = "/connected"
ANY = 0
"""Whatever port is free."""
NOBODY = 8726
"""Where nobody has to listen: the address is copied by hand."""
IDLE_SECONDS = 5
"""Browsers open connections in advance and say nothing on them."""
DONE = (
    b"<!doctype html><html lang=en><meta charset=utf-8><title>Rapport</title>"
    b"<body style='font: 1.2em system-ui; margin: 4em'><h1>Back to the terminal</h1>"
    b"<p>Rapport has its answer and says there what came of it. You can close this page."
)


class Landing:
    """A place on this machine where the browser comes back to, once."""

    def __init__(self, port: int) -> None:
        """Take the port, for this machine alone. Raises Refused where it is taken."""
        self._brought: Queue[Mapping[str, str]] = Queue()
        self._state = ""
        try:
            self._server = ThreadingHTTPServer((HERE, port), self._handler())
        except OSError as fault:
            raise Refused(
                f"Port {port} cannot be listened at ({fault.strerror}): name another with --port, or leave "
                f"--port out and a free one is taken."
            ) from fault

    @property
    def address(self) -> str:
        """The redirect URI."""
        return address_at(self._server.server_address[1])

    def wait(self, state: str, seconds: float) -> Mapping[str, str]:
        """What the browser brings for this attempt; whoever comes with another state is turned away.

        Raises Refused where nothing comes in time.
        """
        self._state = state
        thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            return self._brought.get(timeout=seconds)
        except Empty as fault:
            raise Refused(
                f"No answer from Google's page came within {seconds:g} seconds and nothing was connected: "
                f"run it again, with --paste where the browser is on another machine."
            ) from fault
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def take(self, target: str) -> bool:
        """Whether a request is the awaited one; if so it is kept."""
        found = _brought_by(target)
        awaited = urlsplit(target).path == PATH and compare_digest(
            found.get("state", "").encode(), self._state.encode()
        )
        if awaited:
            self._brought.put(found)
        return awaited

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        landing = self

        class Handler(BaseHTTPRequestHandler):
            timeout = IDLE_SECONDS

            def do_GET(self) -> None:
                if not landing.take(self.path):
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Content-Length", str(len(DONE)))
                self.end_headers()
                self.wfile.write(DONE)

            def log_message(self, *_: object) -> None:
                """The code in the address belongs into no log."""

        return Handler


def address_at(port: int) -> str:
    """The redirect URI at a port; a Desktop client may use any."""
    return f"http://{HERE}:{port}{PATH}"


def pasted(text: str) -> dict[str, str]:
    """What an address copied from a browser's address bar carries. Raises Refused where it is another."""
    brought = _brought_by(text.strip())
    if not brought.keys() & {"code", "error"}:
        raise Refused(
            f"That is not where Google's page led to: copy the whole address, which begins with "
            f"http://{HERE}, from the browser's address bar after you have agreed."
        )
    return brought


def _brought_by(address: str) -> dict[str, str]:
    try:
        query = urlsplit(address).query
    except ValueError:
        return {}
    return {name: values[0] for name, values in parse_qs(query).items()}
