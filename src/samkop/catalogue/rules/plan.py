"""What an import does to the shelf: told beforehand (dry run) and then done, by one rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from samkop.agreements.rules import RulePrice, Scope
from samkop.catalogue.rules.joining import ItemValues, values_of
from samkop.catalogue.rules.offers import OfferedCatalogue, RowFault, faults_of
from samkop.catalogue.rules.scoping import judged_by_scope

MOST_FAULTS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The lines that are refused, and what becomes of the items.

    One of the ``refused`` lines may have several ``faults``; those of the file itself
    (row 0) and of its heading belong to no line.
    ``written`` are the ``added`` new items and the ``changed`` ones; ``leaving`` are the
    seller's numbers of those that go off the shelf; ``successors`` maps the number of a
    replaced item to its successor's.
    """

    lines: int
    refused: int
    faults: tuple[RowFault, ...]
    written: tuple[ItemValues, ...]
    added: int
    changed: int
    unchanged: int
    leaving: tuple[str, ...]
    successors: Mapping[str, str]

    @property
    def taken(self) -> int:
        """How many items of the file stand on the shelf afterwards."""
        return self.added + self.changed + self.unchanged


def plan_of(
    offered: OfferedCatalogue,
    *,
    currency: str,
    rule_prices: Mapping[str, RulePrice],
    scopes: Mapping[str, Scope],
    shelf: Mapping[str, ItemValues],
) -> ImportPlan:
    """Compare an offered catalogue with the shelf as it is.

    A refused line changes nothing: the item that it is about stays as it was, also when
    the catalogue replaces everything.
    """
    unread = {(fault.row, fault.column) for fault in offered.faults}
    rows_unread = {row for row, _column in unread}
    read = [offer for offer in offered.offers if offer.row not in rows_unread]
    of_rows = faults_of(offered.offers, currency=currency, rule_prices=rule_prices, unread=unread)
    judged = judged_by_scope(of_rows, read, rule_prices=rule_prices, scopes=scopes)
    faults = [*offered.faults, *judged]
    faults.sort(key=lambda fault: fault.row)
    faults = [
        replace(fault, column=offered.headings.get(fault.column, fault.column)) for fault in faults
    ]
    refused_rows = {fault.row for fault in faults}
    taken = [offer for offer in offered.offers if offer.row not in refused_rows]
    wanted = [values_of(offer) for offer in taken if not offer.deleted]
    written = [values for values in wanted if shelf.get(values.seller_item_id) != values]
    added = sum(values.seller_item_id not in shelf for values in written)
    return ImportPlan(
        lines=len(offered.offers),
        refused=sum(offer.row in refused_rows for offer in offered.offers),
        faults=tuple(faults),
        written=tuple(written),
        added=added,
        changed=len(written) - added,
        unchanged=len(wanted) - len(written),
        leaving=_leaving(
            offered, shelf, {offer.seller_item_id for offer in taken if offer.deleted}
        ),
        successors={offer.replaces: offer.seller_item_id for offer in taken if offer.replaces},
    )


def counts_of_known(known: Any) -> dict[str, Any]:
    """What importing a catalogue (with ``items``, ``refused``, ``faults``) again does: nothing."""
    return {
        "added": 0, "changed": 0, "leaving": 0, "unchanged": known.items,
        "refused": known.refused, "faults": known.faults,
    }  # fmt: skip


def faults_as_json(faults: Iterable[RowFault]) -> list[dict[str, Any]]:
    """Faults as plain values, the first MOST_FAULTS_KEPT of them."""
    return [
        {"row": one.row, "column": one.column, "code": one.code.value, "values": dict(one.values)}
        for one in islice(faults, MOST_FAULTS_KEPT)
    ]


def _leaving(
    offered: OfferedCatalogue, shelf: Mapping[str, ItemValues], deleted: set[str]
) -> tuple[str, ...]:
    active = {number for number, values in shelf.items() if values.active}
    if offered.replaces_all and offered.offers:
        deleted = deleted | (active - {offer.seller_item_id for offer in offered.offers})
    return tuple(sorted(active & deleted))
