"""What the purchases and leases of the past have committed: budgets, ceilings, tiers.

Movements are gathered and written at the end, in the order of their times, so that each ledger
adds up to its balance as if it had grown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from samkop.agreements.models import CeilingMovement
from samkop.ordering.models import Budget, BudgetMovement
from samkop.site.demo.bulk.buying import Buying
from samkop.site.demo.bulk.loading import Loader
from samkop.site.demo.seeds import cost_centres_of

SHARE = """
INSERT INTO agreements_committedshare (participation_id, agreement_id, buyer_id, committed_cents)
SELECT participation_id, agreement_id, buyer_id, sum(cents) FROM agreements_ceilingmovement
WHERE agreement_id = ANY (%s) GROUP BY 1, 2, 3
ON CONFLICT (participation_id) DO UPDATE SET committed_cents = EXCLUDED.committed_cents
"""
CEILING = """
UPDATE agreements_ceiling SET committed_cents = moved.cents FROM (
    SELECT agreement_id, sum(cents) AS cents FROM agreements_ceilingmovement
    WHERE agreement_id = ANY (%s) GROUP BY 1) moved
WHERE agreements_ceiling.agreement_id = moved.agreement_id
"""
VOLUME = """
INSERT INTO agreements_tiervolume (agreement_id, price_group, quantity)
SELECT m.agreement_id, q.key, sum(q.value::bigint)
FROM agreements_ceilingmovement m, jsonb_each_text(m.quantities) q
WHERE m.agreement_id = ANY (%s) GROUP BY 1, 2
ON CONFLICT (agreement_id, price_group) DO UPDATE SET quantity = EXCLUDED.quantity
"""
BUDGET = """
UPDATE ordering_budget SET committed_cents = moved.cents FROM (
    SELECT budget_id, sum(cents) AS cents FROM ordering_budgetmovement
    WHERE budget_id = ANY (%s) GROUP BY 1) moved
WHERE ordering_budget.id = moved.budget_id
"""


@dataclass(frozen=True)
class Named:
    """Whose movement it is: agreement, participation, buyer."""

    agreement_id: int
    participation_id: int
    buyer_id: int


@dataclass
class Books:
    """The movements of all organisations."""

    loader: Loader
    _money: list[BudgetMovement] = field(default_factory=list)
    _ceilings: list[CeilingMovement] = field(default_factory=list)
    _budgets: dict[int, dict[tuple[int, int], int]] = field(default_factory=dict)

    def budget_of(self, party_id: int, centre_id: int, year: int) -> int:
        """The id of a cost centre's budget of a year, outside every project."""
        if party_id not in self._budgets:
            rows = self.loader.rows(
                "SELECT cost_centre_id, year, id FROM ordering_budget"
                " WHERE party_id = %s AND project_id IS NULL", party_id
            )  # fmt: skip
            self._budgets[party_id] = {(centre, year): pk for centre, year, pk in rows}
        return self._budgets[party_id][centre_id, year]

    def open_years(self, buying: Buying, years: range) -> None:
        """Give an organisation's cost centres the budgets of the past that they do not have."""
        seed, party_id = buying.seed, buying.party_id
        rows = self.loader.rows(
            "SELECT cost_centre_id, year FROM ordering_budget WHERE party_id = %s", party_id
        )
        known = set(rows)
        centres = [
            (centre, buying.cast.cost_centres[seed.key, centre.code])
            for centre in cost_centres_of(seed)
        ]
        self.loader.write(
            [
                Budget(
                    party_id=party_id, cost_centre_id=centre_id, year=year, currency=seed.currency,
                    amount_cents=seed.devices * centre.budget_per_device * 100,
                )
                for centre, centre_id in centres for year in years
                if (centre_id, year) not in known
            ]
        )  # fmt: skip

    def move_budget(
        self, party_id: int, budget_id: int, cents: int, reference: str, at: datetime
    ) -> None:
        """Commit money of a budget, or give it back."""
        if cents:
            self._money.append(
                BudgetMovement(
                    budget_id=budget_id, party_id=party_id, reference=reference, cents=cents, at=at
                )
            )  # fmt: skip

    def move_ceiling(
        self, named: Named, cents: int, reference: str, at: datetime,
        quantities: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        """Commit something of an agreement's ceiling."""
        if cents:
            self._ceilings.append(
                CeilingMovement(
                    agreement_id=named.agreement_id, participation_id=named.participation_id,
                    buyer_id=named.buyer_id, reference=reference, cents=cents,
                    quantities=dict(quantities or {}), at=at,
                )
            )  # fmt: skip

    def close(self) -> None:
        """Write all movements and the balances that they add up to."""
        self._money.sort(key=attrgetter("at"))
        self._ceilings.sort(key=attrgetter("at"))
        balances: Counter[int] = Counter()
        for one in self._ceilings:
            balances[one.agreement_id] += one.cents
            one.balance_cents = balances[one.agreement_id]
        self.loader.write(self._money)
        self.loader.write(self._ceilings)
        for sql in (SHARE, CEILING, VOLUME):
            self.loader.execute(sql, sorted(balances))
        self.loader.execute(BUDGET, sorted({one.budget_id for one in self._money}))
