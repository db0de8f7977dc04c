"""What the import of a file of cost centres would do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.parties.columns import NO_MAP, Cells, ColumnMap, columns_of
from samkop.parties.file_plans import FilePlan, check_code_and_name, once, plan_of
from samkop.parties.import_files import table_of
from samkop.parties.models import CostCentre, Membership
from samkop.parties.queries import valid_on
from samkop.parties.rules import normal_email

COLUMNS = "cost_centre_columns.csv"
YES_OR_NO = {
    **dict.fromkeys(("yes", "true", "1", "x", "ja", "kyllä", "k"), True),
    **dict.fromkeys(("no", "false", "0", "nej", "ei", "e"), False),
}


def plan_cost_centres(
    party_id: int, content: bytes, today: date, called: ColumnMap = NO_MAP
) -> FilePlan:
    """Check a file against the party's cost centres; writes nothing.

    What is not in the file stays as it is, and so does what a cell leaves empty. Raises
    Refused ``file-unreadable`` when the bytes are no table.
    """
    plan = plan_of(table_of(content), columns_of(COLUMNS), called)
    codes = [row["code"] for row in plan.rows]
    found = CostCentre.objects.filter(party_id=party_id, code__in=codes)
    known = {one.code: one for one in found}
    managers = dict(
        Membership.objects.filter(
            valid_on(today), party_id=party_id,
            person__email__in=[normal_email(row["manager"]) for row in plan.rows],
        ).values_list("person__email", "person_id")
    )  # fmt: skip
    seen: dict[Any, int] = {}
    for row in plan.rows:
        if _is_right(plan, row, managers) and once(plan, row, (row["code"],), seen):
            _plan_row(plan, row, party_id, known, managers)
    return plan


def _is_right(plan: FilePlan, row: Cells, managers: Mapping[str, int]) -> bool:
    before = len(plan.faults)
    check_code_and_name(plan, row)
    if row["manager"] and normal_email(row["manager"]) not in managers:
        sentence = _("Nobody with the address “%(value)s” belongs to your organisation today.")
        plan.wrong(row, "manager", "not-a-member", sentence, value=row["manager"])
    if row["active"] and row["active"].casefold() not in YES_OR_NO:
        sentence = _("“%(value)s” is neither yes nor no: write yes or no.")
        plan.wrong(row, "active", "yes-or-no", sentence, value=row["active"])
    return len(plan.faults) == before


def _plan_row(
    plan: FilePlan, row: Cells, party_id: int, known: Mapping[str, CostCentre],
    managers: Mapping[str, int],
) -> None:  # fmt: skip
    fields: dict[str, Any] = {}
    if row["name"]:
        fields["name"] = row["name"]
    if row["manager"]:
        fields["manager_id"] = managers[normal_email(row["manager"])]
    if row["active"]:
        fields["active"] = YES_OR_NO[row["active"].casefold()]
    if row["code"] in known:
        plan.give(known[row["code"]], fields)
    else:
        given = {"name": row["code"], **fields}
        plan.new.append(CostCentre(party_id=party_id, code=row["code"], **given))
