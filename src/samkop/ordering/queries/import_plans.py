"""What the import of a file of budgets, a register of authority and the like would do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.ordering.models import ApprovalAuthority, Budget, BudgetProject
from samkop.ordering.queries.purchase_plan_rows import plan_purchase_rows
from samkop.ordering.rules.import_cells import FIRST_YEAR, LAST_YEAR, cents_in, year_in
from samkop.ordering.vocabulary import CURRENCIES, ImportKind
from samkop.parties.columns import NO_MAP, Cells, ColumnMap, Columns, columns_of
from samkop.parties.cost_centre_plans import COLUMNS as COST_CENTRE_COLUMNS
from samkop.parties.cost_centre_plans import plan_cost_centres
from samkop.parties.days import day_in
from samkop.parties.file_plans import FilePlan, once, plan_of
from samkop.parties.group_plans import group_columns, plan_groups
from samkop.parties.import_files import table_of
from samkop.parties.models import CostCentre, Membership, Party, RoleAssignment
from samkop.parties.rules import normal_email
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import not_allowed

Span = tuple[date, date | None]


@dataclass(frozen=True)
class Against:
    """What a file is held against: whose it is, the day there, and who imports it.

    ``lock`` holds the budgets that the file names, by id, as who orders does.
    """

    party: Party
    today: date
    person_id: int | None = None
    lock: bool = False


def columns_for(kind: str) -> Columns:
    """The columns that a kind of file has."""
    return {
        ImportKind.COST_CENTRES: columns_of(COST_CENTRE_COLUMNS),
        ImportKind.BUDGETS: columns_of("budget_columns.csv", "samkop.ordering"),
        ImportKind.AUTHORITY: columns_of("authority_columns.csv", "samkop.ordering"),
        ImportKind.GROUPS: group_columns(),
        ImportKind.PURCHASE_PLAN: columns_of("purchase_plan_columns.csv", "samkop.ordering"),
    }[ImportKind(kind)]


def plan_import_file(
    kind: str, content: bytes, against: Against, called: ColumnMap = NO_MAP
) -> FilePlan:
    """Check a file against what is registered; writes nothing.

    Raises Refused ``file-unreadable`` when the bytes are no table.
    """
    if kind == ImportKind.COST_CENTRES:
        plan = plan_cost_centres(against.party.pk, content, against.today, called)
    elif kind == ImportKind.GROUPS:
        plan = plan_groups(against.party.pk, content, against.today, called)
    else:
        plan = plan_of(table_of(content), columns_for(kind), called)
        _BY_KIND[ImportKind(kind)](plan, against)
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


def _plan_purchases(plan: FilePlan, against: Against) -> None:
    if against.person_id is None:  # it is ordered in somebody's name
        raise not_allowed()
    plan_purchase_rows(
        plan, party_id=against.party.pk, person_id=against.person_id, today=against.today,
        lock=against.lock,
    )  # fmt: skip


def _plan_budgets(plan: FilePlan, against: Against) -> None:
    centres = _centres(against, plan)
    projects = {
        one.code: one
        for one in BudgetProject.objects.filter(
            party=against.party, active=True, code__in=[row["project"] for row in plan.rows]
        )
    }
    found = Budget.objects.filter(
        party=against.party, cost_centre__in=centres.values(),
        year__in={year for row in plan.rows if (year := year_in(row["year"]))},
    ).order_by("id")  # fmt: skip
    known = {
        (one.cost_centre_id, one.project_id, one.year): one
        for one in (found.select_for_update() if against.lock else found)
    }
    seen: dict[Any, int] = {}
    for row in plan.rows:
        budget = _budget(plan, row, against, centres, projects)
        if budget is not None:
            key = (budget.cost_centre_id, budget.project_id, budget.year)
            if once(plan, row, key, seen):
                _plan_budget(plan, row, known.get(key), budget)


def _budget(
    plan: FilePlan, row: Cells, against: Against, centres: Mapping[str, CostCentre],
    projects: Mapping[str, BudgetProject],
) -> Budget | None:  # fmt: skip
    """What a row says, as a budget; none where a cell is wrong."""
    before = len(plan.faults)
    centre = _centre(plan, row, centres, required=True)
    if row["project"] and row["project"] not in projects:
        _unknown(plan, row, "project", "project-unknown")
    year = year_in(row["year"])
    if year is None:
        sentence = _("“%(value)s” is no year from %(first)s to %(last)s.")
        facts = {"value": row["year"], "first": FIRST_YEAR, "last": LAST_YEAR}
        plan.wrong(row, "year", "year-wrong", sentence, **facts)
    cents = _cents(plan, row, "amount")
    currency = _currency(plan, row, against)
    if len(plan.faults) > before or centre is None or year is None or cents is None:
        return None
    return Budget(
        party=against.party, cost_centre=centre, project=projects.get(row["project"]), year=year,
        amount_cents=cents, currency=currency,
    )  # fmt: skip


def _plan_budget(plan: FilePlan, row: Cells, known: Budget | None, told: Budget) -> None:
    if known is None:
        plan.new.append(told)
    elif row["currency"] and told.currency != known.currency:
        sentence = _("This budget is kept in %(currency)s: give the amount in it.")
        plan.wrong(row, "currency", "budget-currency-differs", sentence, currency=known.currency)
    elif told.amount_cents < known.committed_cents:
        sentence = _("More than this has been ordered already. Set at least what is committed.")
        plan.wrong(row, "amount", "budget-below-commitments", sentence)
    else:
        plan.give(known, {"amount_cents": told.amount_cents})


def _plan_authority(plan: FilePlan, against: Against) -> None:
    centres = _centres(against, plan)
    emails = [normal_email(row["approver"]) for row in plan.rows]
    people = dict(
        Membership.objects.filter(party=against.party, person__email__in=emails).values_list(
            "person__email", "person_id"
        )
    )
    spans = _spans_of_approvers(against, people)
    lines = defaultdict(list)
    for one in ApprovalAuthority.objects.filter(
        party=against.party, person__in=people.values()
    ).order_by("-id"):
        lines[one.person_id, one.cost_centre_id, one.limit_cents, one.currency].append(one)
    seen: dict[Any, int] = {}
    for row in plan.rows:
        line = _line(plan, row, against, people, centres)
        if line is None:
            continue
        same = lines[line.person_id, line.cost_centre_id, line.limit_cents, line.currency]
        first = day_in(row["valid_from"])[0]
        key = (line.person_id, line.cost_centre_id, line.limit_cents, line.currency, first)
        if once(plan, row, key, seen):
            _plan_line(plan, row, against, line, same, spans.get(line.person_id, []))


def _line(
    plan: FilePlan, row: Cells, against: Against, people: Mapping[str, int],
    centres: Mapping[str, CostCentre],
) -> ApprovalAuthority | None:  # fmt: skip
    """What a row says, as a line of the register; none where a cell is wrong."""
    before = len(plan.faults)
    person_id = people.get(normal_email(row["approver"]))
    if person_id is None:
        sentence = _("Nobody with the address “%(value)s” belongs to your organisation.")
        plan.wrong(row, "approver", "person-unknown", sentence, value=row["approver"])
    centre = _centre(plan, row, centres, required=False)
    cents = _cents(plan, row, "limit")
    if cents == 0:
        plan.wrong(row, "limit", "limit-not-positive", _("Give an amount above zero."))
    currency = _currency(plan, row, against)
    days = {}
    for column in ("valid_from", "valid_until"):
        days[column], readable = day_in(row[column])
        if not readable:
            sentence = _("“%(value)s” is no day: write it as 2026-08-01.")
            plan.wrong(row, column, "day-wrong", sentence, value=row[column])
    if len(plan.faults) > before or person_id is None or cents is None:
        return None
    return ApprovalAuthority(
        party=against.party, person_id=person_id, cost_centre=centre, limit_cents=cents,
        currency=currency, valid_from=days["valid_from"] or against.today,
        valid_until=days["valid_until"], granted_by_id=against.person_id,
    )  # fmt: skip


def _plan_line(
    plan: FilePlan, row: Cells, against: Against, line: ApprovalAuthority,
    same: list[ApprovalAuthority], spans: list[Span],
) -> None:  # fmt: skip
    """A line that stands already is left, or ended nearer; another is given, as by hand."""
    for known in same:
        if row["valid_from"] and known.valid_from != line.valid_from:
            continue
        ended = known.valid_until is not None and known.valid_until < against.today
        if line.valid_until == known.valid_until or (not ended and line.valid_until is None):
            plan.unchanged += 1
            return
        if not ended:
            _end(plan, row, against, known, line.valid_until)
            return
    _check_new(plan, row, against, line, spans)


def _end(
    plan: FilePlan, row: Cells, against: Against, known: ApprovalAuthority, last: date | None
) -> None:
    column = "valid_until"
    if last is None or (known.valid_until is not None and last > known.valid_until):
        sentence = _("An authority is not made longer. Enter a new one for the days after it.")
        plan.wrong(row, column, "authority-not-longer", sentence)
    elif last < against.today - timedelta(days=1):
        sentence = _("What was decided in the past stands. Choose yesterday or a later day.")
        plan.wrong(row, column, "last-day-past", sentence)
    else:
        plan.give(known, {column: max(last, known.valid_from - timedelta(days=1))})


def _check_new(
    plan: FilePlan, row: Cells, against: Against, line: ApprovalAuthority, spans: list[Span]
) -> None:
    before = len(plan.faults)
    if line.person_id == against.person_id:
        sentence = _("Nobody enters himself into the register. Ask a colleague to do it.")
        plan.wrong(row, "approver", "authority-for-oneself", sentence)
    elif not any(_holds(span, line.valid_from) for span in spans):
        sentence = _(
            "Only who is an approver in your organisation on the first day can be given"
            " authority. Give the role first."
        )
        plan.wrong(row, "approver", "not-an-approver", sentence)
    if line.valid_from < against.today:
        sentence = _(
            "Authority is not given for days that have passed. Choose today or a later day."
        )
        plan.wrong(row, "valid_from", "first-day-past", sentence)
    if line.valid_until is not None and line.valid_until < line.valid_from:
        sentence = _("The last day lies before the first.")
        plan.wrong(row, "valid_until", "dates-reversed", sentence)
    if len(plan.faults) == before:
        plan.new.append(line)


def _spans_of_approvers(against: Against, people: Mapping[str, int]) -> dict[int, list[Span]]:
    """By person, from when until when each is an approver, as role and membership hold."""
    spans: dict[int, list[Span]] = defaultdict(list)
    for one in RoleAssignment.objects.filter(
        party=against.party, role=RoleName.APPROVER, person__in=people.values()
    ).select_related("membership"):
        ends = [day for day in (one.valid_until, one.membership.valid_until) if day is not None]
        first = max(one.valid_from, one.membership.valid_from)
        spans[one.person_id].append((first, min(ends, default=None)))
    return spans


def _holds(span: Span, on: date) -> bool:
    first, last = span
    return first <= on and (last is None or on <= last)


def _centres(against: Against, plan: FilePlan) -> dict[str, CostCentre]:
    codes = [row["cost_centre"] for row in plan.rows]
    found = CostCentre.objects.filter(party=against.party, active=True, code__in=codes)
    return {one.code: one for one in found}


def _centre(
    plan: FilePlan, row: Cells, centres: Mapping[str, CostCentre], *, required: bool
) -> CostCentre | None:
    centre = centres.get(row["cost_centre"])
    if centre is None and (required or row["cost_centre"]):
        _unknown(plan, row, "cost_centre", "cost-centre-unknown")
    return centre


def _unknown(plan: FilePlan, row: Cells, column: str, code: str) -> None:
    sentence = _("There is no “%(value)s”: add it first, or write another code.")
    plan.wrong(row, column, code, sentence, value=row[column])


def _cents(plan: FilePlan, row: Cells, column: str) -> int | None:
    cents = cents_in(row[column])
    if cents is None:
        sentence = _("“%(value)s” is no amount: write it as 12500 or 12500.50.")
        plan.wrong(row, column, "amount-wrong", sentence, value=row[column])
    elif cents < 0:
        plan.wrong(row, column, "amount-negative", _("Give zero or an amount above it."))
    return cents


def _currency(plan: FilePlan, row: Cells, against: Against) -> str:
    currency = row["currency"].upper() or against.party.currency
    if currency not in CURRENCIES:
        sentence = _("“%(value)s” is no currency here: write one of %(known)s.")
        facts = {"value": row["currency"], "known": ", ".join(CURRENCIES)}
        plan.wrong(row, "currency", "currency-unknown", sentence, **facts)
    return currency


_BY_KIND = {
    ImportKind.BUDGETS: _plan_budgets,
    ImportKind.AUTHORITY: _plan_authority,
    ImportKind.PURCHASE_PLAN: _plan_purchases,
}
