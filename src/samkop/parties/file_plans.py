"""What a file would do to a register: rows to add, to change, and those that stand already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samkop.core.tabular import Table
from samkop.parties.columns import Cells, ColumnMap, Columns, cells_of
from samkop.parties.faults import RowFault

MOST_ROWS = 5_000
# Characters of the code and the name of a cost centre and of a group, as their columns take them.
LONGEST_CODE, LONGEST_NAME = 40, 120


@dataclass
class FilePlan:
    """The rows as read, their faults, and what is to be written when there are none.

    ``changed`` holds a thing with the fields that the file gives it; ``first`` what new things
    belong to and is made before them, such as a group before its members.
    """

    rows: Sequence[Cells]
    faults: list[RowFault]
    first: list[models.Model] = field(default_factory=list)
    new: list[models.Model] = field(default_factory=list)
    changed: list[tuple[models.Model, Mapping[str, Any]]] = field(default_factory=list)
    unchanged: int = 0

    def wrong(
        self, row: Cells, column: str, code: str, sentence: str | Promise, **facts: Any
    ) -> None:
        """Note a fault of a cell."""
        self.faults.append(RowFault(row.row, column, code, sentence, facts))

    def give(self, thing: models.Model, fields: Mapping[str, Any]) -> None:
        """Plan the fields of a thing that is there already."""
        if all(getattr(thing, name) == value for name, value in fields.items()):
            self.unchanged += 1
        else:
            self.changed.append((thing, fields))

    def counts(self) -> dict[str, int]:
        """How many rows there are, and what they do."""
        return {
            "rows": len(self.rows), "new": len(self.new), "changed": len(self.changed),
            "unchanged": self.unchanged,
        }  # fmt: skip


def plan_of(table: Table, columns: Columns, called: ColumnMap) -> FilePlan:
    """The rows of a table with nothing planned yet; of a wrong heading only its faults."""
    rows, faults = cells_of(table, columns, called)
    if len(rows) > MOST_ROWS:
        sentence = _("The file has more than %(most)s rows: divide it.")
        return FilePlan([], [RowFault(1, "", "too-many-rows", sentence, {"most": MOST_ROWS})])
    return FilePlan(rows, faults)


def once(plan: FilePlan, row: Cells, key: tuple[Any, ...], seen: dict[Any, int]) -> bool:
    """Whether a row is the first with its key; a second one is a fault."""
    first = seen.setdefault(key, row.row)
    if first == row.row:
        return True
    sentence = _("This stands in row %(first)s already: leave one of the rows out.")
    plan.wrong(row, next(iter(row.texts)), "row-repeated", sentence, first=first)
    return False


def check_code_and_name(plan: FilePlan, row: Cells) -> None:
    """Note what is wrong with the code and the name of what a row is about."""
    if not row["code"]:
        plan.wrong(row, "code", "code-missing", _("Give the code that your organisation uses."))
    for column, longest in (("code", LONGEST_CODE), ("name", LONGEST_NAME)):
        if len(row[column]) > longest:
            sentence = _("This is too long: shorten it to %(longest)s characters.")
            plan.wrong(row, column, f"{column}-too-long", sentence, longest=longest)
