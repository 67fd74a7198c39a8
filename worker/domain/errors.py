"""What can go wrong, named after what to do next."""

from datetime import timedelta
from typing import Any


class Refused(Exception):  # noqa: N818 - named after what happened, not after its type
    """Bad input from the user: one sentence with the remedy in it; nothing was changed."""


class RuleFault(Exception):  # noqa: N818 - same
    """The rules in config/ are wrong. `faults` has one line each: file, table, position, what to write."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep every fault, for a listing."""
        super().__init__("\n".join(faults))
        self.faults = faults


class Transient(Exception):  # noqa: N818 - same
    """It may work later. `retry_after`: how long we are asked to wait; None where nobody says."""

    def __init__(self, sentence: str, retry_after: timedelta | None = None) -> None:
        """Keep the sentence and the wait."""
        super().__init__(sentence)
        self.retry_after = retry_after

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive a queue with the wait in it."""
        return type(self), (str(self), self.retry_after)


class Unclear(Transient):
    """No clear answer came: it may have been done, or may still be done. Look before asking again."""


class Expired(Exception):  # noqa: N818 - same
    """A bookmark is too old to go on from: take a new one and read everything again, once."""


class Permanent(Exception):  # noqa: N818 - same
    """The same call will fail for ever: stop asking, and say so."""


class Reconnect(Exception):  # noqa: N818 - same
    """The account gives no access any more. The sentence says what its owner has to do."""
