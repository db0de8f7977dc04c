"""What a group's rule gives before tier and markup: its base, and the index steps on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from samkop.agreements.rules.price_steps import WHOLE, PriceStep, share_of, total
from samkop.agreements.vocabulary import PriceStepCode, RuleKind, Unpriced

MONTH = "%Y-%m"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The purchase price that the supplier won in its own competition among makers.

    ``competitors`` is how many took part; both days of the validity are included.
    """

    id: int
    maker: str
    decided_on: date
    document_reference: str
    competitors: int
    valid_from: date
    valid_until: date

    def as_detail(self) -> dict[str, str]:
        """What a reader needs to find it."""
        return {
            "evidence": str(self.id),
            "maker": self.maker,
            "decided_on": self.decided_on.isoformat(),
            "document_reference": self.document_reference,
            "competitors": str(self.competitors),
        }


@dataclass(frozen=True, slots=True)
class Basis:
    """What one item's price starts from.

    ``cents`` is the fixed price, the public list price or the won purchase price, as the
    group's ``kind`` has it; ``permille`` the tendered discount or margin; ``set_on`` the
    day from which the amount holds; ``reference`` the list in which it stands.
    """

    kind: str
    cents: int
    permille: int = 0
    set_on: date = date.min
    reference: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class IndexStep:
    """A decided adjustment: from ``base_value`` to ``value`` of an index, from a day on.

    ``held_permille`` is the change instead, where the clause's cap or floor holds it.
    """

    applies_from: date
    series: str
    base_month: date
    base_value: Decimal
    month: date
    value: Decimal
    held_permille: int | None = None

    @property
    def rate(self) -> Decimal:
        """The change in permille, exact."""
        if self.held_permille is not None:
            return Decimal(self.held_permille)
        return (self.value - self.base_value) * WHOLE / self.base_value

    def on(self, cents: int) -> PriceStep:
        """The step that this adjustment is for an amount.

        Its cents are ``cents * (value - base_value) / base_value``, rounded once; or the held
        share of ``cents``.
        """
        detail = {
            "series": self.series,
            "from_month": self.base_month.strftime(MONTH),
            "from_value": f"{self.base_value.normalize():f}",
            "month": self.month.strftime(MONTH),
            "value": f"{self.value.normalize():f}",
            "applies_from": self.applies_from.isoformat(),
        }
        if self.held_permille is not None:
            detail["held"] = str(self.held_permille)
            change = share_of(cents, self.held_permille)
        else:
            # Multiplied before it is divided, so that half a cent is found exactly.
            exact = Decimal(cents) * (self.value - self.base_value) / self.base_value
            change = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        return PriceStep(PriceStepCode.INDEX, change, round(self.rate), detail)


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What a rule gives for one item on a day, before tier and markup; ``cents`` or why not.

    ``base_cents`` and ``permille`` are what it builds on; ``next_cents`` is the price from
    ``next_from`` on, by an index step that is decided already.
    """

    price_group: str
    kind: str
    base_cents: int
    permille: int
    cents: int | None
    absence: Unpriced | None = None
    next_cents: int | None = None
    next_from: date | None = None


def base_steps(basis: Basis, index: Iterable[IndexStep], today: date) -> tuple[PriceStep, ...]:
    """The steps of the rule: base, discount or margin, and each index step by then.

    An amount that was set on the day of an index step or later is in that day's money
    already: the step leaves it alone. Only for a basis that ``absence_of`` finds nothing
    missing in.
    """
    steps = [*_first(basis)]
    for step in sorted(index, key=lambda step: step.applies_from):
        if basis.set_on < step.applies_from <= today:
            steps.append(step.on(total(steps)))
    return tuple(steps)


def absence_of(basis: Basis, today: date) -> Unpriced | None:
    """Why the basis gives no price on a day; None where it gives one."""
    if basis.kind != RuleKind.COST_PLUS:
        return None
    if basis.evidence is None:
        return Unpriced.EVIDENCE_MISSING
    if not basis.evidence.valid_from <= today <= basis.evidence.valid_until:
        return Unpriced.EVIDENCE_EXPIRED
    return None


def _first(basis: Basis) -> Iterable[PriceStep]:
    listed = {"reference": basis.reference} if basis.reference else {}
    if basis.kind == RuleKind.COST_PLUS:
        detail = basis.evidence.as_detail() if basis.evidence else {}
        yield PriceStep(PriceStepCode.PURCHASE_PRICE, basis.cents, 0, detail)
        margin = share_of(basis.cents, basis.permille)
        yield PriceStep(PriceStepCode.MARGIN, margin, basis.permille)
        return
    yield PriceStep(PriceStepCode.LIST_PRICE, basis.cents, 0, listed)
    if basis.kind == RuleKind.LIST_DISCOUNT:
        less = -share_of(basis.cents, basis.permille)
        yield PriceStep(PriceStepCode.LIST_DISCOUNT, less, basis.permille)
