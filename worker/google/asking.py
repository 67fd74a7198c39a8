"""A request of Google's client goes in; its answer comes out, asked with the narrowest token that may."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from google.auth.exceptions import GoogleAuthError
from googleapiclient.errors import Error as ClientError
from googleapiclient.errors import HttpError

from worker.domain.errors import Transient, Unclear
from worker.google.errors import MissingScope, error_from
from worker.google.oauth import Client, credentials_for
from worker.google.quota import Allowance
from worker.google.transport import GoogleTransport

Call = Mapping[str, Any]
"""A JSON object of Google's."""
Scopes = tuple[str, ...]


class Asking:
    """One account's ways to ask: a token for each set of scopes alone, and one for all of them.

    Whether Google honours a narrowed token is not promised: the first refusal for want of scope turns to the
    common token for good.
    """

    def __init__(
        self,
        client: Client,
        refresh_token: str,
        narrow: Sequence[Scopes],
        *,
        clock: Callable[[], datetime],
        answer_seconds: float,
        allowance: Allowance | None = None,
    ) -> None:
        """Nothing is asked yet. `clock` dates the waits Google asks for; `allowance` keeps its limits."""

        def way(scopes: Scopes | None) -> GoogleTransport:
            credentials = credentials_for(client, refresh_token, scopes)
            return GoogleTransport(credentials, answer_seconds=answer_seconds)

        self._ways = {scopes: way(scopes) for scopes in narrow}
        self._common = way(None)
        self._clock = clock
        self._allowance = allowance

    def now(self) -> datetime:
        """What the clock says."""
        return self._clock()

    def close(self) -> None:
        """Let go of every connection."""
        for transport in (*self._ways.values(), self._common):
            transport.close()

    def ask(self, request: Any, scopes: Scopes, *, writing: bool = False) -> Call:
        """One call. Raises Transient, Permanent or Reconnect; Unclear where a write may have been done."""
        way = self._ways.get(scopes)
        if way is None:
            return self._call(request, self._common, writing=writing)
        try:
            return self._call(request, way, writing=writing)
        except MissingScope:
            answer = self._call(request, self._common, writing=writing)
            self._ways.pop(scopes, way).close()
            return answer

    def _call(self, request: Any, way: GoogleTransport, *, writing: bool) -> Call:
        if self._allowance:
            self._allowance.spend(request.methodId)
        try:
            answer = request.execute(http=way, num_retries=0)
        except (ClientError, GoogleAuthError, OSError) as error:
            raise self._named(error, writing=writing) from error
        if answer in ("", b"", None):
            return {}
        if isinstance(answer, dict) and "error" not in answer:
            return answer
        raise (Unclear if writing else Transient)("what answered was not Google: a proxy or a log-in page?")

    def _named(self, error: Exception, *, writing: bool) -> Exception:
        """Ours for theirs. Where Google is too busy, the account is held, and the error says how long."""
        ours = error_from(error, now=self._clock(), writing=writing)
        if self._allowance and isinstance(error, HttpError) and isinstance(ours, Transient):
            ours.retry_after = self._allowance.refused(ours.retry_after)
        return ours
