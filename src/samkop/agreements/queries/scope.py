"""Reads: tendered scopes, and the models that entered within them."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from samkop.agreements.models import AdmittedModel, TenderedScope
from samkop.agreements.rules import Bound, Scope


def scopes_of(agreement_id: int) -> dict[str, Scope]:
    """What was tendered in each price group that has a scope; the others are unbounded."""
    rows = TenderedScope.objects.filter(agreement_id=agreement_id).order_by("price_group")
    return {row.price_group: _scope(row) for row in rows}


def admitted_models(agreement_id: int) -> QuerySet[AdmittedModel]:
    """The models that entered during the term, the newest first."""
    return AdmittedModel.objects.filter(agreement_id=agreement_id).order_by("-id")


def _scope(row: TenderedScope) -> Scope:
    return Scope(
        price_group=row.price_group,
        categories=tuple(row.categories),
        makers=tuple(row.makers),
        most_cents=row.most_cents,
        bounds=tuple(
            Bound(one["property"], _decimal(one["least"]), _decimal(one["most"]))
            for one in row.bounds
        ),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
