"""How large a document may be. What is larger is a fault, not a reason to run out of memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read.

    `size` is in bytes; `depth` counts nested elements; `width` the children of one element, the
    lines of a document (its root's children) apart, which `lines` bounds. A line may name 10,000
    serial numbers, and an answer as many faults.
    """

    size: int = 100_000_000
    depth: int = 48
    width: int = 12_000
    lines: int = 200_000


STANDARD = Limits()
