"""Which coding rule a line falls under: the most special one, and never two of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Criteria(Protocol):
    """What a rule asks of a line; the fields of ``models.CodingRule``."""

    cost_centre_code: str
    project_code: str
    price_group: str
    category: str
    item_class: str
    amount_from_cents: int
    financier_id: int | None
    schedule: str


Rule = TypeVar("Rule", bound=Criteria)

# The criteria in order of weight: of two rules with as many, the first that differs decides.
WEIGHTS = ("project_code", "cost_centre_code", "schedule", "financier_id", "item_class",
           "price_group", "category", "amount_from_cents")  # fmt: skip


@dataclass(frozen=True)
class CodedThing:
    """What is known of a line, or of a part of one: of its order, its item, its price.

    ``unit_cents`` is the price of one without VAT; ``classes`` the codes that the item is
    classified by (BT-158). A rent has its financier's party and its schedule; a unit is a month.
    Empty where nothing is known.
    """

    cost_centre_code: str = ""
    project_code: str = ""
    price_group: str = ""
    category: str = ""
    classes: tuple[str, ...] = ()
    unit_cents: int = 0
    financier_id: int | None = None
    schedule: str = ""


def criteria_of(rule: Criteria) -> tuple[str | int | None, ...]:
    """What the rule asks, in order of weight: two rules with the same would be a tie."""
    return tuple(getattr(rule, name) for name in WEIGHTS)


def specificity(rule: Criteria) -> tuple[int, ...]:
    """How special a rule is; the greatest wins.

    First the number of criteria; of as many, which they are (``WEIGHTS``); of item classes
    the longer, of amounts the higher. Only rules with equal criteria are equal in this.
    """
    asked = tuple(int(bool(value)) for value in criteria_of(rule))
    return sum(asked), *asked, len(rule.item_class), rule.amount_from_cents


def fits(rule: Criteria, thing: CodedThing) -> bool:
    """Whether the rule takes the line."""
    return (
        rule.cost_centre_code in {"", thing.cost_centre_code}
        and rule.project_code in {"", thing.project_code}
        and rule.price_group in {"", thing.price_group}
        and rule.category in {"", thing.category}
        and (not rule.item_class or any(one.startswith(rule.item_class) for one in thing.classes))
        and rule.financier_id in {None, thing.financier_id}
        and rule.schedule in {"", thing.schedule}
        and rule.amount_from_cents <= thing.unit_cents
    )


def chosen(rules: Iterable[Rule], thing: CodedThing) -> Rule | None:
    """The rule that a line falls under; None where none fits.

    An item may be classified by several lists: of rules for equally long classes that of
    the class which the item names first wins.
    """
    fitting = (rule for rule in rules if fits(rule, thing))
    return max(fitting, key=lambda rule: (specificity(rule), -_place(rule, thing)), default=None)


def _place(rule: Criteria, thing: CodedThing) -> int:
    named = (at for at, one in enumerate(thing.classes) if one.startswith(rule.item_class))
    return next(named, 0)


def spread(cents: int, weights: Sequence[int]) -> list[int]:
    """Divide cents in proportion to weights, to the cent; the sum is always ``cents``.

    By the largest remainder, the earlier of equal ones first. Weights of zero in all: the
    first gets everything. Below zero both ways.
    """
    total = sum(map(abs, weights))
    if not total:
        return [cents, *([0] * (len(weights) - 1))] if weights else []
    sign, whole = (-1 if cents < 0 else 1), abs(cents)
    parts = [divmod(whole * abs(weight), total) for weight in weights]
    left = whole - sum(part for part, _ in parts)
    most = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))[:left]
    return [sign * (part + (at in most)) for at, (part, _) in enumerate(parts)]
