"""Pure rules of spares: how many are to be ordered, and which orders are put into stock first."""

from __future__ import annotations

from collections.abc import Sequence


def to_order(in_stock: int, coming: int, minimum: int, target: int, step: int) -> int:
    """How many fill it up to ``target`` in whole steps; 0 where there are enough with what comes.

    Never below the target, so that the step after the next piece taken out orders nothing.
    """
    there = in_stock + coming
    if there >= minimum:
        return 0
    return -(-(target - there) // step) * step


def put_in_first(waiting: Sequence[int], pieces: int) -> list[int]:
    """Of so many pieces that are put in, how many belong to each that waits, oldest first."""
    shares = []
    for count in waiting:
        share = min(count, pieces)
        pieces -= share
        shares.append(share)
    return shares
