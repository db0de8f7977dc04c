"""What sending in a wish will ask, in two statements instead of one for each question.

Only time depends on it (``platform.database.prepared.ask_ahead``): take it away, and each
question is asked where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from samkop.agreements.usecases.right_to_order import questions_of_right
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.queries import questions_of_items
from samkop.catalogue.queries.availability import question_of_availability
from samkop.catalogue.queries.entitlements import question_of_rules
from samkop.catalogue.queries.items import items_among
from samkop.exchange.queries import question_of_endpoints
from samkop.ordering.queries import order_drawn, requisition_drawn
from samkop.ordering.queries.approval_rules import rows_in_force
from samkop.ordering.usecases.budget import question_of_budgets
from samkop.ordering.usecases.choices import questions_of_choices
from samkop.parties.queries import question_of_party, question_of_person
from samkop.platform.actors import Actor
from samkop.platform.database.prepared import ask_ahead

# Each number of agreements is a statement of its own, which is built and planned.
MOST_AGREEMENTS = 2


def ask_who_and_what(
    actor: Actor, item_ids: Sequence[int], *, centre: Mapping[str, int | str],
    location: Mapping[str, int | str],
) -> None:  # fmt: skip
    """Who orders, for which cost centre and site, and the items with what is in stock."""
    ask_ahead(
        question_of_party(actor.own_party_id),
        question_of_person(actor.own_person_id),
        *questions_of_choices(actor, centre, location),
        items_among.of(list(item_ids)),
        question_of_availability(item_ids),
    )


def ask_for_order(
    actor: Actor, items: Sequence[CatalogueItem], today: date, *, cost_centre_id: int,
    project_id: int | None,
) -> None:  # fmt: skip
    """Prices, rights, rules, budget, addresses and numbers: all that an order looks at.

    Asks nothing for a wish that falls on many agreements.
    """
    agreement_ids = sorted({item.agreement_id for item in items})
    if not 1 <= len(agreement_ids) <= MOST_AGREEMENTS:
        return
    ask_ahead(
        *questions_of_items(items, today),
        *questions_of_right(actor.own_party_id, agreement_ids, today),
        question_of_rules(actor.own_party_id, today),
        rows_in_force.of(actor.own_party_id, today),
        question_of_budgets(cost_centre_id, project_id, [today.year]),
        requisition_drawn.of(),
        *(order_drawn.of() for _agreement in agreement_ids),
        *map(question_of_endpoints, dict.fromkeys([items[0].supplier_id, actor.own_party_id])),
    )
