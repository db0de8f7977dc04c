"""How many things lie in a basket."""

from __future__ import annotations

from django.db.models import Count, IntegerField, Model, OuterRef, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from samkop.ordering.models import BasketConfiguration, BasketLine


def basket_count(person: str, party: str) -> CombinedExpression:
    """An annotation: how many things lie in the basket, for outer fields of these names."""
    return _count_of(BasketLine, person, party) + _count_of(BasketConfiguration, person, party)


def things_in_basket(party_id: int, person_id: int) -> int:
    """How many things lie in a person's basket: items and configurations, each once."""
    whose = {"party_id": party_id, "person_id": person_id}
    lines = BasketLine.objects.filter(**whose).count()
    return lines + BasketConfiguration.objects.filter(**whose).count()


def _count_of(kind: type[Model], person: str, party: str) -> Coalesce:
    held = (
        kind._default_manager.filter(person_id=OuterRef(person), party_id=OuterRef(party))
        .order_by()
        .values("person_id")
        .annotate(number=Count("id"))
        .values("number")
    )
    return Coalesce(Subquery(held, output_field=IntegerField()), 0)
