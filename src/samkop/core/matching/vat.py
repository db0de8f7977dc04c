"""VAT has its home where the money stands on which it is due.

The tax of each category and rate (BG-23) is divided among its lines, charges and allowances; what
the document says beyond what the rate gives is no line's: it is in exception by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from samkop.core.billing.vat import Vat
from samkop.core.matching.bill import BilledCharge, BilledLine, BilledVat
from samkop.core.matching.reasons import Reason
from samkop.core.matching.result import Discrepancy
from samkop.core.matching.shares import divided, rounded


def vat_of(
    things: Sequence[BilledLine | BilledCharge], stated: Iterable[BilledVat], slack: int
) -> tuple[list[int], list[Discrepancy]]:
    """The VAT cents of each line or charge, in their order, and what no line has.

    `slack` cents may the tax of a rate be off by rounding, and then belongs to the lines.
    """
    taxes: dict[Vat, int] = {}
    for one in stated:
        taxes[one.vat] = taxes.get(one.vat, 0) + one.tax_cents
    if len(taxes) == 1 and len({thing.vat for thing in things}) == 1:
        ((vat, tax),) = taxes.items()
        if things[0].vat == vat:
            shares, wrong = _of_one(vat, tax, [net_of(thing) for thing in things], slack)
            return shares, wrong
    cents, wrong = [0] * len(things), list[Discrepancy]()
    places: dict[Vat, list[int]] = {}
    for place, thing in enumerate(things):
        places.setdefault(thing.vat, []).append(place)
    for vat in sorted({*taxes, *places}, key=lambda vat: (vat.category, vat.percent)):
        at = places.get(vat, [])
        shares, off = _of_one(vat, taxes.get(vat, 0), [net_of(things[n]) for n in at], slack)
        wrong += off
        for place, share in zip(at, shares, strict=True):
            cents[place] = share
    return cents, wrong


def net_of(thing: BilledLine | BilledCharge) -> int:
    """Its cents without VAT."""
    return thing.net_cents if isinstance(thing, BilledLine) else thing.cents


def _of_one(
    vat: Vat, tax: int, nets: Sequence[int], slack: int
) -> tuple[list[int], list[Discrepancy]]:
    taxable = sum(nets)
    numerator, denominator = (vat.percent / 100).as_integer_ratio()
    due = rounded(taxable * numerator, denominator)
    given = tax if abs(tax - due) <= slack else due
    if not taxable:
        given = 0
    shares = divided(given, nets) if taxable else [0] * len(nets)
    if given == tax:
        return shares, []
    about = f"{vat.category} {vat.percent.normalize():f}"
    off = Discrepancy(Reason.ARITHMETIC, 0, tax - given, expected=given, actual=tax, about=about)
    return shares, [off]
