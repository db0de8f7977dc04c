"""Vouchers of a period, the files in which they go out, and how an invoice is coded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from samkop.exchange.rules import file_name
from samkop.invoicing.documents.coded import coded_file
from samkop.invoicing.models import ExportBatch, MatchResult, Voucher
from samkop.invoicing.pages.coding_forms import own_codes
from samkop.invoicing.pages.words import STATE_TONES
from samkop.invoicing.policies import may_keep_accounting
from samkop.invoicing.queries.accounting import (
    PAGE,
    batch_of,
    batches_of,
    coded_voucher,
    entries_of_voucher,
    forwarded_as,
    forwarding_way,
    voucher_of,
    vouchers_of,
)
from samkop.invoicing.queries.coded import coded_lines
from samkop.invoicing.queries.coding import setup_of
from samkop.invoicing.queries.invoices import result_of
from samkop.invoicing.usecases.batches import export_vouchers
from samkop.invoicing.usecases.forwarding import forward_by_hand
from samkop.invoicing.usecases.vouchers import ByHand, code_line
from samkop.invoicing.vocabulary import CODED, FileForm, InvoiceState
from samkop.parties.pages.forms import checked, day, with_refusal
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists import Choice, Column, Days, Empty, Listing, code, list_page, money, text
from samkop.platform.lists import day as day_cell
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.choices import offer
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
TYPES = {FileForm.SIE: "application/octet-stream", FileForm.CSV: "text/csv"}

VOUCHERS: Listing[Voucher] = Listing(
    name="vouchers",
    title=_("Vouchers"),
    address="vouchers",
    order="day",
    columns=(
        Column("number", _("Voucher"), lambda one: code(str(one.number)),
               link=lambda one: reverse("invoice-coding", args=[one.invoice_id])),
        Column("day", _("Date"), lambda one: day_cell(one.day), sort="day"),
        Column("invoice", _("Invoice"), lambda one: code(one.invoice.number)),
        Column("supplier", _("Supplier"), lambda one: text(str(one.supplier))),
        Column(
            "file", _("File"),
            lambda one: code(_file_of(one)) if _file_of(one) else text(_("In no file yet")),
        ),
        Column("sum", _("Debit and credit"), lambda one: money(one.debit_cents, one.currency),
               numeric=True),
    ),
    filters=(
        Days("since", _("Dated from"), lambda rows, first: rows.filter(day__gte=first)),
        Days("until", _("until"), lambda rows, last: rows.filter(day__lte=last)),
        Choice("file", _("File"), [("none", _("In no file yet")), ("some", _("In a file"))],
               lambda rows, one: rows.filter(exported__isnull=one == "none")),
    ),
    empty=Empty(
        _("No voucher yet"),
        _("An accepted invoice becomes a voucher by the coding rules, once the form of the files"
          " is decided."),
    ),
)  # fmt: skip


class UntilForm(forms.Form):
    """Up to which day vouchers go in the file."""

    until = day(_("Vouchers up to the day"), required=True)


class LineForm(forms.Form):
    """How a line is coded by hand. Built inside the open reading."""

    line_id = forms.ChoiceField(label=_("Line of the invoice"), required=False)
    account = forms.CharField(label=_("Account"), max_length=20)
    account_name = forms.CharField(label=_("Name of the account"), max_length=80, required=False)
    cost_centre = forms.ChoiceField(label=_("Cost centre"))
    project = forms.ChoiceField(label=_("Project"), required=False)
    object_code = forms.CharField(label=_("Object"), max_length=40, required=False)
    vat_code = forms.CharField(label=_("VAT code"), max_length=20, required=False)

    def __init__(self, *arguments: Any, lines: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        centres, projects = own_codes()
        offer(
            self, line_id=lines, cost_centre=[("", _("Choose one")), *centres],
            project=[("", _("None")), *projects],
        )  # fmt: skip


def _file_of(voucher: Voucher) -> str:
    exported = getattr(voucher, "exported", None)
    return exported.batch.file_name if exported else ""


def _trail() -> list[tuple[str, str]]:
    return [(gettext("Invoices"), reverse("invoices"))]


@page()
def vouchers(request: HttpRequest, actor: Actor) -> Any:
    """The vouchers by day."""
    allow(may_keep_accounting(actor))
    return list_page(
        request, actor, VOUCHERS, vouchers_of(actor.own_party_id), "invoicing/vouchers.html",
        trail=_trail(),
    )  # fmt: skip


def _files(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_keep_accounting(actor))
    party_id = actor.own_party_id
    form = UntilForm(request.POST if refused else None, initial={"until": own_today()})
    waiting = vouchers_of(party_id).filter(exported=None).count()
    return "invoicing/accounting_files.html", {
        "form": with_refusal(form, refused), "waiting": waiting, "setup": setup_of(party_id),
        "said": gettext("Every voucher is in a file.") if not waiting else ngettext(
            "%(count)s voucher is in no file yet.", "%(count)s vouchers are in no file yet.",
            waiting,
        ) % {"count": waiting},
        "batches": list(batches_of(party_id)[:PAGE]), "trail": _trail(),
    }  # fmt: skip


@page()
def files(request: HttpRequest, actor: Actor) -> Shown:
    """The files, and one more to make."""
    return _files(request, actor)


@act(again=_files)
def make_file(request: HttpRequest, actor: Actor) -> Answer:
    """Make a file of what is in none."""
    values = checked(UntilForm(request.POST))
    made = perform(actor, export_vouchers, until=values["until"])
    said = ngettext(
        "%(name)s holds %(count)s voucher. Fetch it below.",
        "%(name)s holds %(count)s vouchers. Fetch it below.", made.voucher_count,
    )  # fmt: skip
    facts = {"name": made.file_name, "count": made.voucher_count}
    return Answer(to=reverse("accounting-files"), message=said % facts)


@page()
def file(request: HttpRequest, actor: Actor, batch_id: int) -> HttpResponse:
    """A file's bytes, the same every time."""
    allow(may_keep_accounting(actor))
    return file_response(batch_of(actor.own_party_id, batch_id))


def file_response(batch: ExportBatch) -> HttpResponse:
    """The file as it was made, to be saved."""
    return HttpResponse(
        bytes(batch.content), content_type=TYPES[FileForm(batch.form)],
        headers={"Content-Disposition": f'attachment; filename="{batch.file_name}"'},
    )  # fmt: skip


def _own(actor: Actor, invoice_id: int) -> MatchResult:
    allow(may_keep_accounting(actor))
    result = result_of(invoice_id)
    if result.buyer_id != actor.party_id:
        raise not_found()
    return result


def _coding(
    request: HttpRequest, actor: Actor, invoice_id: int, refused: Refused | None = None
) -> Shown:
    result = _own(actor, invoice_id)
    voucher = voucher_of(invoice_id)
    lines = coded_lines(result, own_today())
    codable = voucher is None and result.state in CODED and setup_of(result.buyer_id) is not None
    forwarded, way = (
        (forwarded_as(voucher), forwarding_way(result.buyer_id)) if voucher else (None, None)
    )
    form = _line_form(lines, request.POST if refused else None) if codable else None
    return "invoicing/coding.html", {
        "result": result, "invoice": result.invoice, "voucher": voucher, "lines": lines,
        "tone": STATE_TONES[InvoiceState(result.state)], "file": voucher and _file_of(voucher),
        "forwarded": forwarded, "may_forward": way is not None and forwarded is None,
        "entries": entries_of_voucher(voucher) if voucher else [], "refused": refused,
        "form": with_refusal(form, refused) if form else None,
        "trail": [
            (gettext("Invoices"), reverse("invoices")),
            (result.invoice.number, reverse("invoice", args=[invoice_id])),
        ],
    }  # fmt: skip


@page()
def coded_document(request: HttpRequest, actor: Actor, invoice_id: int) -> HttpResponse:
    """The invoice with its coding, as a file for the finance system."""
    allow(may_keep_accounting(actor))
    voucher = coded_voucher(actor.own_party_id, invoice_id)
    content = coded_file(voucher.invoice, entries_of_voucher(voucher)).content
    name = file_name("invoice-coded", voucher.invoice.number)
    return HttpResponse(
        content, content_type="application/xml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


@act(again=_coding)
def forward(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Send the coded invoice to the finance system."""
    perform(actor, forward_by_hand, invoice_id=invoice_id)
    return Answer(
        to=reverse("invoice-coding", args=[invoice_id]),
        message=gettext("The invoice goes to your finance system with its coding."),
    )


def _line_form(lines: Any, data: Any = None) -> LineForm:
    missing = [one for one in lines if one.missing] or lines
    return LineForm(
        data,
        lines=[
            (one.line_id, f"{one.line_id} {one.name}".strip() or gettext("The whole invoice"))
            for one in missing
        ],
    )


@page()
def coding(request: HttpRequest, actor: Actor, invoice_id: int) -> Shown:
    """How an invoice is coded, and its voucher."""
    return _coding(request, actor, invoice_id)


@act(again=_coding)
def code_by_hand(request: HttpRequest, actor: Actor, invoice_id: int) -> Answer:
    """Code a line by hand."""
    with reading(actor):
        lines = coded_lines(_own(actor, invoice_id), own_today())
        values = checked(_line_form(lines, request.POST))
    line_id = values.pop("line_id")
    by_hand = ByHand(**{name: value.strip() for name, value in values.items()})
    perform(actor, code_line, invoice_id=invoice_id, line_id=line_id, by_hand=by_hand)
    return Answer(
        to=reverse("invoice-coding", args=[invoice_id]),
        message=gettext("The line is coded. Its voucher is made once every line is."),
    )
