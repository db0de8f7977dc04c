"""Where the VAT of an invoice is booked: deducted, refunded, or borne with its line.

A municipality has several accounts of VAT on purchases: what it deducts in its taxable business,
what it gets refunded for the rest (Finland: arvonlisäverolaki 1501/1993, 130 §; Sweden: lag
2005:807, 2 §), often one a rate; what is neither stays with the line. They are the party's data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

WHOLE = 1000  # per mille


@dataclass(frozen=True)
class VatAccount:
    """An account for the VAT of lines with a VAT code, at a rate; empty ones are any.

    ``permille`` of the VAT are booked on it, the rest with the line itself; 0: all of it.
    """

    account: str
    code: str = ""
    rate: str = ""
    permille: int = WHOLE


def rate_text(percent: Decimal | None) -> str:
    """A rate as it is compared: ``25.5``, ``10``; empty where there is none."""
    return "" if percent is None else format(percent.normalize(), "f")


def vat_account_for(
    accounts: Iterable[VatAccount], usual: str, code: str, rate: str
) -> VatAccount:  # fmt: skip
    """The account for a VAT code and a rate: that of both, of the code, of the rate, the usual."""
    found = [one for one in accounts if one.code in {"", code} and one.rate in {"", rate}]
    best = max(found, key=lambda one: (bool(one.code), bool(one.rate)), default=None)
    return best or VatAccount(usual)


def shared(cents: int, weights: Sequence[int]) -> list[int]:
    """Divide the VAT of a rate over what it was reckoned on, each with its own sign.

    In proportion to the weights, to the cent, by the largest remainder, the earlier of equal ones
    first; the sum is always ``cents``. Weights of nothing in all: the first gets everything.
    """
    total = sum(weights)
    if not total:
        return [cents, *([0] * (len(weights) - 1))] if weights else []
    sign = -1 if total < 0 else 1
    parts = [divmod(cents * weight * sign, total * sign) for weight in weights]
    left = cents - sum(part for part, _rest in parts)
    most = set(sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))[:left])
    return [part + (at in most) for at, (part, _rest) in enumerate(parts)]


def booked_share(cents: int, permille: int) -> int:
    """So much of the VAT is on the VAT account; half a cent goes away from zero."""
    part = (abs(cents) * permille + WHOLE // 2) // WHOLE
    return -part if cents < 0 else part
