"""Pure rules of who may approve what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Authority:
    """A person's right to approve up to ``limit_cents``, from a day on until another."""

    id: int
    person_id: int
    cost_centre_id: int | None
    limit_cents: int
    currency: str
    valid_from: date
    valid_until: date | None

    def covers(self, *, cost_centre_id: int, cents: int, currency: str, on: date) -> bool:
        """Whether it reaches this cost centre and amount on this day, both its days included."""
        return (
            self.cost_centre_id in (None, cost_centre_id)
            and currency == self.currency
            and cents <= self.limit_cents
            and self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
        )


def approvers(
    register: Iterable[Authority], *, requester_id: int, cost_centre_id: int, cents: int,
    currency: str, on: date,
) -> list[Authority]:  # fmt: skip
    """Who may approve, the narrowest authority first: own cost centre, then lowest limit.

    Nobody approves an order for himself (domain.md, "Parties and rights").
    """
    fitting = [
        authority
        for authority in register
        if authority.person_id != requester_id
        and authority.covers(cost_centre_id=cost_centre_id, cents=cents, currency=currency, on=on)
    ]
    return sorted(fitting, key=lambda a: (a.cost_centre_id is None, a.limit_cents, a.id))
