"""The papers of the demonstration's tenders, as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from samkop.platform.typesetting import typeset
from samkop.site.demo.sourcing.scene import Seed

DOCUMENT = Path(__file__).with_name("typeset") / "document.typ"

# A heading, facts as (term, value), and texts.
Section = tuple[str, Sequence[tuple[str, str]], Sequence[str]]


def paper(title: str, seed: Seed, sections: Sequence[Section]) -> bytes:
    """A paper in Swedish about what is tendered."""
    return typeset(
        DOCUMENT,
        {
            "title": title, "above": f"{seed['title_sv']} (demo, påhittat)", "language": "sv",
            "page": "Sida",
            "sections": [
                {"heading": heading, "facts": list(map(list, facts)), "texts": list(texts)}
                for heading, facts, texts in sections
            ],
        },
    )  # fmt: skip
