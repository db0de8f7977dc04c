"""The Traffic Light Protocol, version 2.0 (FIRST, August 2022): how far something may be told.

The labels are written as the standard writes them, in every language; ``COLOURS`` are its own
(foreground on a black ground). In documents the label stands in header and footer of each page,
in 12 points or more, to the right.
"""

from __future__ import annotations

from enum import StrEnum

GROUND = "#000000"


class Mark(StrEnum):
    """From the narrowest to the widest."""

    RED = "red"
    AMBER_STRICT = "amber+strict"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"

    @property
    def tlp(self) -> str:
        """The label, such as ``TLP:AMBER+STRICT``."""
        return f"TLP:{self.value.upper()}"

    def is_narrower(self, other: Mark) -> bool:
        """Whether fewer may read it than by the other."""
        marks = list(Mark)
        return marks.index(self) < marks.index(other)


COLOURS = {
    Mark.RED: "#FF2B2B",
    Mark.AMBER_STRICT: "#FFC000",
    Mark.AMBER: "#FFC000",
    Mark.GREEN: "#33FF00",
    Mark.CLEAR: "#FFFFFF",
}
