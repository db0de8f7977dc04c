"""What came of an import: the counts, and every refused line with what to do about it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samkop.agreements.vocabulary import bound_label, bound_text
from samkop.catalogue.pages.columns import category_words, column_title
from samkop.catalogue.policies import may_import_catalogue
from samkop.catalogue.queries import catalogue_file_of, catalogue_of, runs_of
from samkop.catalogue.vocabulary import ImportTask, RowFaultCode
from samkop.platform.actors import Actor
from samkop.platform.formatting import format_number
from samkop.platform.lists.files import harmless
from samkop.platform.pages import page
from samkop.platform.pages.page import allow

Faults = list[dict[str, Any]]
MOST_SHOWN = 50
# Values of faults that are amounts of money.
PRICES = frozenset({"price", "rule", "base"})
CENT = Decimal("0.01")


@page()
def catalogue(request: HttpRequest, actor: Actor, catalogue_id: int) -> tuple[str, dict[str, Any]]:
    """One imported catalogue."""
    found = catalogue_of(catalogue_id)
    allow(may_import_catalogue(actor, found.agreement))
    return "catalogue/catalogue.html", {
        "catalogue": found,
        "faults": shown_faults(found.faults),
        "trail": [(_("Catalogues"), reverse("catalogues"))],
    }


@page()
def refused_lines(request: HttpRequest, actor: Actor, catalogue_id: int) -> HttpResponse:
    """The refused lines of an imported catalogue as CSV, to send to the supplier."""
    found = catalogue_of(catalogue_id)
    allow(may_import_catalogue(actor, found.agreement))
    return _as_csv(str(found), found.faults)


@page()
def file_faults(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """The faults that the dry run of a file found, as CSV."""
    file = catalogue_file_of(file_id)
    allow(may_import_catalogue(actor, file.agreement))
    check = runs_of(file).get(ImportTask.CHECK)
    return _as_csv(file.name, check.result.get("faults", []) if check else [])


def shown_faults(faults: Faults) -> dict[str, Any]:
    """The first faults as rows of a table, and how many there are more."""
    return {
        "rows": [
            (row or "", column, sentence)
            for row, column, sentence in fault_rows(faults[:MOST_SHOWN])
        ],
        "more": max(len(faults) - MOST_SHOWN, 0),
        "count": len(faults),
    }


def fault_rows(faults: Faults) -> Iterable[tuple[int, str, str]]:
    """Row, column and sentence of each fault, in the reader's language."""
    for fault in faults:
        values = _values(fault["values"])
        if fault["code"] == RowFaultCode.CATEGORY_UNKNOWN:
            values["known"] = ", ".join(category_words(get_language() or "en"))
        sentence = str(RowFaultCode(fault["code"]).label).format(**values)
        yield fault["row"], column_title(fault["column"], get_language() or "en"), sentence


def _values(given: dict[str, str]) -> dict[str, str]:
    values = {name: _shown(name, value) for name, value in given.items()}
    if bound := given.get("bound"):
        values |= {name: bound_text(bound, given[name]) for name in ("found", "wanted")}
        values["bound"] = str(bound_label(bound))
    return values


def _shown(name: str, value: str) -> str:
    """A price as the reader's language writes it; any other value as it is."""
    if name not in PRICES:
        return value
    amount = Decimal(value)
    return format_number(amount, 2 if amount == amount.quantize(CENT) else None)


def _as_csv(name: str, faults: Faults) -> HttpResponse:
    """Semicolons and a byte order mark: what spreadsheet programs here open by a click."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    file_name = f"{slugify(name) or 'catalogue'}-{slugify(_('faults'))}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Row"), _("Column"), _("What is wrong, and what to do")])
    writer.writerows([row, *map(harmless, texts)] for row, *texts in fault_rows(faults))
    return response
