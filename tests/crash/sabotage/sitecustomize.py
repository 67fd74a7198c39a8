"""Put before all else on a worker's path, this makes the one mistake that the protocol exists to avoid.

With it a creation that got no answer is asked for again blindly: the crash test must then find doubles.
"""

from datetime import datetime

from worker.domain import drafting

honest = drafting.next_deed


def next_deed(known: drafting.Known, now: datetime) -> drafting.Deed:
    """Never look, always create."""
    deed = honest(known, now)
    return drafting.CreateOnce() if isinstance(deed, (drafting.Look, drafting.WaitUntil)) else deed


drafting.next_deed = next_deed
