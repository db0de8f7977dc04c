"""Pure rules of ordering."""

from samkop.ordering.rules.answers import (
    LineOutcome,
    Standing,
    after_step,
    released_cents,
    standing_quantity,
    state_after,
)
from samkop.ordering.rules.approval import (
    Asked,
    AskedLine,
    Decider,
    Deciding,
    Delegation,
    Rule,
    Step,
    Verdict,
    deciders,
    evaluate,
    possible,
    steps_of,
)
from samkop.ordering.rules.authority import Authority, approvers
from samkop.ordering.rules.budget import (
    Payment,
    lowered_schedule,
    payments_by_year,
    schedule_of,
    term_of,
)
from samkop.ordering.rules.reconciling import Held, Known, Reported, fee_cents, reconcile
from samkop.ordering.rules.reminding import reminding_from
from samkop.ordering.rules.report_rows import FaultyReportError, ReportLine, report_lines

__all__ = [
    "Asked",
    "AskedLine",
    "Authority",
    "Decider",
    "Deciding",
    "Delegation",
    "FaultyReportError",
    "Held",
    "Known",
    "LineOutcome",
    "Payment",
    "ReportLine",
    "Reported",
    "Rule",
    "Standing",
    "Step",
    "Verdict",
    "after_step",
    "approvers",
    "deciders",
    "evaluate",
    "fee_cents",
    "lowered_schedule",
    "payments_by_year",
    "possible",
    "reconcile",
    "released_cents",
    "reminding_from",
    "report_lines",
    "schedule_of",
    "standing_quantity",
    "state_after",
    "steps_of",
    "term_of",
]
