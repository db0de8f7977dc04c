"""The list of imported catalogues."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import Catalogue
from samkop.catalogue.queries import with_refused_lines
from samkop.platform.lists import (
    Choice,
    Column,
    Empty,
    Listing,
    code,
    day,
    moment,
    number,
    text,
)
from samkop.platform.unit_of_work import current_unit


def _attention(rows: QuerySet[Catalogue], what: str) -> QuerySet[Catalogue]:
    if what == "refused":
        return rows.filter(refused__gt=0)
    newest: QuerySet[Any] = with_refused_lines(current_unit().actor.own_party_id)
    return rows.filter(id__in=newest.values("id"))


CATALOGUES: Listing[Catalogue] = Listing(
    name="catalogues",
    title=_("Imported catalogues"),
    address="catalogues",
    order="-imported",
    columns=(
        Column(
            "catalogue", _("Catalogue"), lambda one: text(str(one)),
            link=lambda one: reverse("catalogue", args=[one.pk]),
            second=lambda one: one.get_format_display(),
        ),
        Column("supplier", _("Supplier"), lambda one: text(str(one.supplier))),
        Column(
            "agreement", _("Agreement"), lambda one: code(one.agreement.number), usual=False
        ),
        Column("issued", _("Issued"), lambda one: day(one.issue_date), usual=False),
        Column(
            "imported", _("Imported"), lambda one: moment(one.imported_at), sort="imported_at",
            down=True,
        ),
        Column("items", _("Items"), lambda one: number(one.items), numeric=True),
        Column("refused", _("Refused"), lambda one: number(one.refused), numeric=True),
    ),
    filters=(
        Choice(
            "attention", _("To look at"),
            [
                ("refused", _("With refused lines")),
                ("newest-refused", _("Newest of its agreement, with refused lines")),
            ],
            _attention,
        ),
    ),
    empty=Empty(
        _("No catalogue yet"), _("Upload the supplier's file, or wait for its e-document."), "file"
    ),
)  # fmt: skip
