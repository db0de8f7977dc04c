"""What floors above hang into the page of an order (the setting SAMKOP_ORDER_PARTS).

Deliveries and invoices stand above orders and may not be imported here; the site names the
functions that show them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from samkop.ordering.models import Order
from samkop.platform.actors import Actor


@dataclass(frozen=True)
class Action:
    """A button beside the order's heading that leads to a page.

    ``main`` is the one that comes next in the order's life: of all that are offered the first
    such one is the page's primary action, unless the order itself waits for an answer.
    """

    label: str | Promise
    url: str
    main: bool = False


@dataclass(frozen=True)
class Part:
    """A section below the lines: a template that reads ``part``; without one, buttons alone."""

    template: str = ""
    part: Mapping[str, Any] = field(default_factory=dict)
    actions: Sequence[Action] = ()


# Given who looks, and an order with what its page shows; None where there is nothing to show.
# Called inside the open reading; its number of queries does not depend on how much there is.
OrderPart = Callable[[Actor, Order], Part | None]


def parts_of(actor: Actor, order: Order) -> list[Part]:
    """What the floors above show of an order to whoever looks."""
    makers: Sequence[OrderPart] = import_string(settings.SAMKOP_ORDER_PARTS)
    return [part for make in makers if (part := make(actor, order)) is not None]


def main_action(parts: Sequence[Part]) -> Action | None:
    """The page's primary action of those that the floors above offer."""
    return next((one for part in parts for one in part.actions if one.main), None)


def every_word() -> Mapping[str, str | Promise]:
    """Every app's words for its use cases: floors above move an order's lines, too."""
    found: Mapping[str, str | Promise] = import_string(settings.SAMKOP_VERBS)
    return found
