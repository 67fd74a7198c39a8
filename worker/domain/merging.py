"""Wishes go in; wishes in which two engagements that met one person share one letter come out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from worker.domain.touch import Window
from worker.domain.wish import Wish

CanGo = Callable[[Window, bool], bool]
"""Whether a letter in that window, to somebody outside or not, has any open morning."""


def merge_wishes(wishes: Sequence[Wish], within_days: int, can_go: CanGo) -> tuple[Wish, ...]:
    """One letter for two engagements that met the same person and end within so many days of each other.

    Where their windows share an open morning it serves both. Where they do not, the later yields to the
    earlier: it is dropped when the earlier letter goes (playbook, "merging").
    """
    mergeable = [wish for wish in wishes if wish.open and wish.step.merges]
    others = [wish for wish in wishes if not (wish.open and wish.step.merges)]
    mergeable.sort(key=lambda wish: (wish.key.person, wish.anchor_day, wish.window, wish.key))
    merged = [
        wish
        for _, of_person in groupby(mergeable, key=lambda wish: wish.key.person)
        for wish in _merge_of_person(list(of_person), within_days, can_go)
    ]
    return tuple(sorted([*others, *merged], key=lambda wish: (wish.window, wish.key)))


def _merge_of_person(wishes: Sequence[Wish], within_days: int, can_go: CanGo) -> list[Wish]:
    merged: list[Wish] = []
    for wish in wishes:
        near = [kept for kept in merged if (wish.anchor_day - _last_anchor(kept)).days <= within_days]
        if near and (both := _together(near[-1], wish, can_go)):
            merged[merged.index(near[-1])] = both
        else:
            merged.append(replace(wish, yields_to=tuple(key for kept in near for key in kept.serves)))
    return merged


def _together(first: Wish, second: Wish, can_go: CanGo) -> Wish | None:
    """One wish for both, in the days they share; None where no morning is open in them."""
    window = first.window.meet(second.window)
    outside = first.outside or second.outside
    if first.yields_to or window is None or not can_go(window, outside):
        return None
    return replace(
        first,
        window=window,
        asks=first.asks or second.asks,
        outside=outside,
        serves=first.serves + second.serves,
        why=(*first.why, f"one letter serves {second.key.engagement} too: both met the same person"),
        parts=(*(first.parts or (first,)), second),
    )


def _last_anchor(wish: Wish) -> date:
    return max((part.anchor_day for part in wish.parts), default=wish.anchor_day)
