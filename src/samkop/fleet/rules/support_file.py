"""What a file says of makers' security updates: endoflife.date's columns, or maker and model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from samkop.core.devices import Support, SupportState
from samkop.core.devices.names import model_key
from samkop.core.devices.support import model_of_release
from samkop.core.tabular import Table
from samkop.parties.columns import Cells, Columns, cells_of, columns_of
from samkop.parties.faults import RowFault

YES = frozenset({"yes", "true", "1", "ja", "kyllä"})
LONGEST_KEY = 250


@dataclass(frozen=True)
class StatedSupport:
    """What a file says of one model."""

    key: str
    name: str
    support: Support


def support_columns() -> Columns:
    """The columns of such a file."""
    return columns_of("support_columns.csv", "samkop.fleet")


def support_in(table: Table) -> tuple[Mapping[str, StatedSupport], list[RowFault]]:
    """By model key; of several rows of one model the earliest end counts: better warned than sorry.

    Products of the source that are no devices (systems, programs) are left out.
    """
    cells, faults = cells_of(table, support_columns())
    found: dict[str, StatedSupport] = {}
    for row in cells:
        named = _name_of(row)
        if named is None:
            if not row["product"]:
                sentence = _("Write maker and model, or product and label as the source has them.")
                faults.append(RowFault(row.row, "name", "model-missing", sentence))
            continue
        support = _support(row)
        if support is None:
            sentence = _("Write the day as 2029-10-31, or leave it empty.")
            faults.append(RowFault(row.row, "ends", "day-unreadable", sentence))
            continue
        key = model_key(*named)[:LONGEST_KEY]
        stated = StatedSupport(key, " ".join(part for part in named if part)[:LONGEST_KEY], support)
        if key not in found or _earlier(support, found[key].support):
            found[key] = stated
    return found, faults


def _name_of(row: Cells) -> tuple[str, str] | None:
    if row["name"]:
        return row["manufacturer"], row["name"]
    return model_of_release(row["product"], row["label"]) if row["label"] else None


def _support(row: Cells) -> Support | None:
    if not row["ends"]:
        supported = row["supported"].casefold() in YES
        state = SupportState.NOT_ANNOUNCED if supported else SupportState.NOT_KNOWN
        return Support(state)
    try:
        return Support(SupportState.KNOWN, date.fromisoformat(row["ends"]))
    except ValueError:
        return None


def _earlier(one: Support, other: Support) -> bool:
    return one.ends is not None and (other.ends is None or one.ends < other.ends)
