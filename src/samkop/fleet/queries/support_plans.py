"""What a file of makers' security updates would do to what is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samkop.fleet.models import SupportRelease
from samkop.fleet.rules.support_file import StatedSupport, support_in
from samkop.parties.faults import RowFault
from samkop.parties.import_files import table_of


@dataclass(frozen=True)
class SupportPlan:
    """What the file states and what was known, by model key; nothing of it where it is faulty."""

    stated: Mapping[str, StatedSupport]
    known: Mapping[str, SupportRelease]
    faults: list[RowFault]

    def said(self, key: str) -> dict[str, Any]:
        """The fields that the file gives a model."""
        support = self.stated[key].support
        return {"support_state": support.state, "support_ends": support.ends}

    @property
    def new(self) -> list[str]:
        """Keys of models that nothing was known of."""
        return sorted(self.stated.keys() - self.known.keys())

    @property
    def changed(self) -> list[str]:
        """Keys of models of which something else was known."""
        return sorted(
            key for key in self.stated.keys() & self.known.keys()
            if any(getattr(self.known[key], name) != value
                   for name, value in self.said(key).items())
        )  # fmt: skip

    def counts(self) -> dict[str, int]:
        """How many models there are, and what becomes of them."""
        new, changed = len(self.new), len(self.changed)
        return {
            "rows": len(self.stated), "new": new, "changed": changed,
            "unchanged": len(self.stated) - new - changed,
        }  # fmt: skip


def plan_support(publisher_id: int, content: bytes) -> SupportPlan:
    """Hold a file against what its publisher said before; writes nothing.

    Raises Refused ``file-unreadable`` when the bytes are no table.
    """
    stated, faults = support_in(table_of(content))
    known = SupportRelease.objects.filter(publisher_id=publisher_id)
    return SupportPlan(stated, {row.key: row for row in known}, faults)
