"""Promise against outcome: what suppliers promised first and last, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from samkop.ordering.rules.outcomes import NO_DATA, Outcome

# A line belongs to the month that was promised first: a new promise does not move it away.
# What the buyer itself has taken back was not to come; what else is missing is the supplier's.
OUTCOMES = """
WITH promised AS (
    SELECT supplier_id, agreement_id, date_trunc('month', first_on)::date AS month,
           first_on, last_on, completed_on, quantity, wanted
    FROM ordering_deliverypromise
    WHERE (buyer_id = %(party)s OR supplier_id = %(party)s OR purchasing_body_id = %(party)s)
      AND first_on BETWEEN %(first)s AND %(last)s AND wanted > 0
), judged AS (
    SELECT *, completed_on IS NOT NULL OR quantity = 0 OR first_on < %(today)s AS due,
           completed_on IS NOT NULL OR quantity = 0 OR last_on < %(today)s AS due_by_newest,
           CASE WHEN quantity = 0 THEN NULL
                ELSE nullif(greatest(coalesce(completed_on, %(today)s) - first_on, 0), 0)
           END AS days_late
    FROM promised
)
SELECT supplier_id, agreement_id, month,
       count(*) FILTER (WHERE due),
       count(*) FILTER (WHERE completed_on <= first_on),
       count(*) FILTER (WHERE completed_on IS NOT NULL AND quantity >= wanted),
       count(*) FILTER (WHERE due_by_newest),
       count(*) FILTER (WHERE completed_on <= last_on),
       count(days_late),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY days_late),
       count(*) FILTER (WHERE NOT due)
FROM judged
GROUP BY GROUPING SETS ((), (supplier_id, agreement_id), (month),
                        (supplier_id, agreement_id, month))
ORDER BY supplier_id NULLS FIRST, agreement_id NULLS FIRST, month NULLS FIRST
"""


@dataclass(frozen=True)
class Outcomes:
    """The same promises added up: as a whole, by month, by supplier and agreement, by both."""

    whole: Outcome
    by_month: list[Outcome]
    by_agreement: list[Outcome]
    by_both: list[Outcome]


def outcomes_of(party_id: int, first: date, last: date, today: date) -> Outcomes:
    """What was first promised for these days to the party, by it, and under what it runs.

    ``first`` and ``last`` are the first and last day, both counted. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(OUTCOMES, {"party": party_id, "first": first, "last": last, "today": today})
        rows = [Outcome(*row) for row in cursor.fetchall()]
    return Outcomes(
        whole=next((row for row in rows if not row.agreement_id and not row.month), NO_DATA),
        by_month=[row for row in rows if not row.agreement_id and row.month],
        by_agreement=[row for row in rows if row.agreement_id and not row.month],
        by_both=[row for row in rows if row.agreement_id and row.month],
    )
