"""The indexes that a purchasing body keeps: their values, imported from a table."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samkop.agreements.documents import read_index_values
from samkop.agreements.models import IndexValue
from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.reviews import value_text
from samkop.agreements.policies import may_prepare_agreement
from samkop.agreements.queries import series_of, values_of
from samkop.agreements.usecases.indexes import NewIndexValue, keep_index
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform

NEWEST = 13  # a year, and the month that it is compared with
MOST_BYTES = 1_000_000


class IndexFileForm(forms.Form):
    """An index and a table of its values."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("As the agreements name the index.")
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    publisher = forms.CharField(label=_("Publisher"), max_length=120)
    file = forms.FileField(
        label=_("Values"),
        help_text=_("CSV or Excel with the columns month, value and published."),
    )


@page()
def indexes(request: HttpRequest, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Each index with its newest values, and the form for more."""
    return shown_indexes(request, actor)


def shown_indexes(
    request: HttpRequest, actor: Actor, refused: Refused | None = None
) -> tuple[str, dict[str, Any]]:
    """The page, after a refusal with what was typed."""
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    allow(may_prepare_agreement(actor))
    form = IndexFileForm(request.POST if refused else None, request.FILES if refused else None)
    series = list(series_of(actor.party_id or 0))
    values: dict[int, list[tuple[date, IndexValue]]] = {one.pk: [] for one in series}
    for (series_id, month), row in values_of(values).items():
        values[series_id].append((month, row))
    return "agreements/indexes.html", {
        "series": [(one, _newest(values[one.pk])) for one in series],
        "form": with_refusal(form, refused),
        "trail": [(_("Agreements"), reverse("agreements"))],
    }


@act(again=shown_indexes)
def send_index(request: HttpRequest, actor: Actor) -> Answer:
    """Take the values of a table, all or none."""
    given = checked(IndexFileForm(request.POST, request.FILES))
    file = given.pop("file")
    if file.size > MOST_BYTES:
        raise Refused(
            "index-file-too-large",
            _("The file is larger than a megabyte. Send the values of this index alone."),
            status=422,
        )
    values = [NewIndexValue(*row) for row in read_index_values(file.read())]
    kept = perform(actor, keep_index, values=values, **given)
    return Answer(
        to=reverse("indexes"), message=_("The values of %(code)s are here.") % {"code": kept.code}
    )


def _newest(values: list[tuple[date, IndexValue]]) -> list[dict[str, Any]]:
    newest = sorted(values, key=lambda pair: pair[0], reverse=True)[:NEWEST]
    return [
        {"month": month, "value": value_text(row.value), "published": row.published_on}
        for month, row in newest
    ]
