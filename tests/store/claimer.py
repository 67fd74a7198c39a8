"""A process of its own: claims everything due, batch after batch, and prints what it got."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from worker.store.opening import open_directory
from worker.store.touches import SqlTouches


def claim_all(directory: Path, now: datetime) -> list[int]:
    touches = SqlTouches(open_directory(directory))
    mine: list[int] = []
    while batch := touches.claim(now, 3, timedelta(minutes=5)):
        mine += [claim.id for claim in batch]
    return mine


if __name__ == "__main__":
    sys.stdin.readline()
    print(*claim_all(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])))
