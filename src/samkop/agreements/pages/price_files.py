"""Prices, tiers, price rules and evidence from a file: upload, see what it does, apply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samkop.agreements.models import PriceFile
from samkop.agreements.pages.decisions import NO_FORM, without_form
from samkop.agreements.pages.price_rules import trail_of
from samkop.agreements.policies import may_run_agreement
from samkop.agreements.queries import agreement_of, day_of
from samkop.agreements.queries.price_files import (
    PricePlan,
    plan_price_file,
    price_columns,
    price_file_of,
)
from samkop.agreements.usecases.price_file import (
    TENDERED,
    apply_price_file,
    call_price_columns,
    upload_price_file,
)
from samkop.agreements.usecases.prices import OVER
from samkop.agreements.vocabulary import PriceFileKind, State
from samkop.parties.columns import ColumnMap
from samkop.parties.import_files import headings_of
from samkop.parties.pages.files import (
    Checked,
    Places,
    columns_sent,
    columns_shown,
    faults_as_file,
    file_page,
    import_rows,
)
from samkop.parties.pages.forms import checked, with_refusal
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit, perform, reading

Shown = tuple[str, dict[str, Any]]
WORDS: Mapping[str, str | Promise] = {
    "item": gettext_lazy("Supplier's item number"),
    "price_group": gettext_lazy("Price group"),
    "price": gettext_lazy("Price of one, without VAT"),
    "reference": gettext_lazy("List in which it stands"),
    "valid_from": gettext_lazy("First day"),
    "valid_until": gettext_lazy("Last day"),
    "from_quantity": gettext_lazy("From so many of everybody together"),
    "discount": gettext_lazy("Discount, per cent"),
    "kind": gettext_lazy("Price rule"),
    "rate": gettext_lazy("Discount or margin, per cent"),
    "index": gettext_lazy("Code of the index"),
    "base_month": gettext_lazy("Base month"),
    "base_value": gettext_lazy("Value of the base month"),
    "first_review": gettext_lazy("First review"),
    "interval": gettext_lazy("Months between reviews"),
    "lag": gettext_lazy("Months before the review that it compares"),
    "cap": gettext_lazy("A rise is at most, per cent"),
    "floor": gettext_lazy("A fall is at most, per cent"),
    "threshold": gettext_lazy("A change counts from, per cent"),
    "maker": gettext_lazy("Maker that won"),
    "won_on": gettext_lazy("Day on which it was won"),
    "document": gettext_lazy("Document that shows it"),
    "competitors": gettext_lazy("Makers that took part"),
}


class PriceFileForm(forms.Form):
    """A file and what it is."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"))
    file = forms.FileField(
        label=gettext_lazy("File"), allow_empty_file=True,
        help_text=gettext_lazy("CSV with comma or semicolon, or .xlsx."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, kinds: list[PriceFileKind], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, kind=[(kind.value, kind.label) for kind in kinds])


def _kinds(state: str) -> list[PriceFileKind]:
    """What may still be given to an agreement in this state."""
    open_to = state == State.IN_PREPARATION
    return [kind for kind in PriceFileKind if open_to or kind not in TENDERED]


def _upload(
    request: HttpRequest, actor: Actor, agreement_id: int, refused: Refused | None = None
) -> Shown:
    if refused and refused.status in NO_FORM:
        return without_form(refused)
    found = agreement_of(agreement_id)
    allow(may_run_agreement(actor, found))
    kinds = [] if found.state in OVER else _kinds(found.state)
    sent = (request.POST, request.FILES) if refused else ()
    return "agreements/price_upload.html", {
        "agreement": found,
        "form": with_refusal(PriceFileForm(*sent, kinds=kinds), refused),
        "kinds": [
            {
                "label": kind.label,
                "columns": [
                    (key, WORDS[key], required)
                    for key, (required, _texts) in price_columns(kind).items()
                ],
            }
            for kind in kinds
        ],
        "trail": trail_of(found),
    }


upload = page()(_upload)


@act(again=_upload)
def send(request: HttpRequest, actor: Actor, agreement_id: int) -> Answer:
    """Keep the file, and show what it would do."""
    with reading(actor):
        kinds = _kinds(agreement_of(agreement_id).state)
    values = checked(PriceFileForm(request.POST, request.FILES, kinds=kinds))
    kept = perform(
        actor, upload_price_file, agreement_id=agreement_id, kind=values["kind"],
        name=values["file"].name or "", content=values["file"].read(),
    )  # fmt: skip
    return Answer(to=reverse("price-file", args=[kept.pk]))


def _checked(
    request: HttpRequest, actor: Actor, price_file_id: int, refused: Refused | None = None
) -> Shown:
    file, called, plan = _planned(actor, price_file_id)
    known, counts = price_columns(file.kind), plan.counts()
    told = [
        (_("Rows"), counts["rows"]),
        (_("New or changed"), counts["changed"]),
        (_("As before"), counts["unchanged"]),
    ]
    return file_page(
        f"{PriceFileKind(file.kind).label}: {file.name}",
        Checked(plan.file.rows, plan.file.faults, told), _places(file),
        button=import_rows(counts["rows"]), refused=refused,
        words={key: WORDS[key] for key in known},
        columns=columns_shown(bytes(file.content), known, called),
        trail=[
            *trail_of(file.agreement),
            (_("Prices from a file"), reverse("price-upload", args=[file.agreement_id])),
        ],
        notice=_("What the file does not name is taken away: it replaces all that was set before.")
        if file.kind in TENDERED else "",
    )  # fmt: skip


shown = page()(_checked)


@act(again=_checked)
def columns(request: HttpRequest, actor: Actor, price_file_id: int) -> Answer:
    """Say what each of the file's columns is, and see what it then would do."""
    with reading(actor):
        file, _called, _plan = _planned(actor, price_file_id)
        called = columns_sent(request, bytes(file.content))
    perform(actor, call_price_columns, file_id=price_file_id, called=called)
    return Answer(to=reverse("price-file", args=[price_file_id]))


@page()
def faults(request: HttpRequest, actor: Actor, price_file_id: int) -> HttpResponse:
    """The faults as CSV: row, column, code, what is wrong and what to do."""
    _file, _called, plan = _planned(actor, price_file_id)
    return faults_as_file(plan.file.faults)


@act(again=_checked)
def apply(request: HttpRequest, actor: Actor, price_file_id: int) -> Answer:
    """Give the agreement what the file says; sent twice, it is given once."""
    with reading(actor):
        agreement_id = price_file_of(price_file_id).agreement_id
    done = perform(actor, apply_price_file, file_id=price_file_id)
    sentence = ngettext(
        "%(rows)s row taken: %(changed)s new or changed, %(unchanged)s as before.",
        "%(rows)s rows taken: %(changed)s new or changed, %(unchanged)s as before.",
        done["rows"],
    )
    return Answer(to=reverse("agreement-price-rules", args=[agreement_id]), message=sentence % done)


def _places(file: PriceFile) -> Places:
    return Places(
        faults=reverse("price-file-faults", args=[file.pk]),
        another=reverse("price-upload", args=[file.agreement_id]),
        columns=reverse("price-file-columns", args=[file.pk]),
        apply=reverse("price-file-apply", args=[file.pk]),
    )


def _planned(actor: Actor, file_id: int) -> tuple[PriceFile, ColumnMap, PricePlan]:
    file = price_file_of(file_id)
    allow(may_run_agreement(actor, file.agreement))
    today = day_of(file.agreement.purchasing_body, current_unit().now)
    called = headings_of(file.purchasing_body_id, file.kind)
    plan = plan_price_file(file.kind, bytes(file.content), file.agreement, today, called)
    return file, called, plan
