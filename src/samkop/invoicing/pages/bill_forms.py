"""What a supplier's people type to invoice an order, or to credit an invoice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.core.billing.vat import INTRA_COMMUNITY, REVERSE_CHARGE, Vat
from samkop.invoicing.models import InvoiceLine
from samkop.invoicing.rules.by_hand import Credited, Invoiced, vat_code, vat_of
from samkop.invoicing.usecases.writing import LONGEST_NUMBER
from samkop.ordering.models import OrderLine
from samkop.parties.pages.forms import day
from samkop.platform.formatting import format_percent

WITHOUT_TAX = {
    REVERSE_CHARGE: _("0 %, the buyer pays it (reverse charge)"),
    INTRA_COMMUNITY: _("0 %, to another EU country"),
}


@dataclass(frozen=True)
class Billable:
    """An order's line with how many of it are left to invoice, and how many to begin with."""

    line: OrderLine
    left: int
    suggested: int
    unit_cents: int


@dataclass(frozen=True)
class Creditable:
    """An invoice's line with how many of it can be credited."""

    line: InvoiceLine
    left: Decimal


@dataclass(frozen=True)
class BillFields:
    """A line with its fields, as the table shows them."""

    row: Billable
    quantity: forms.BoundField
    vat: forms.BoundField


@dataclass(frozen=True)
class CreditFields:
    """A line with its field, as the table shows it."""

    row: Creditable
    quantity: forms.BoundField


class BillForm(forms.Form):
    """For the whole: number, days and how to pay; for each line how many, and its VAT."""

    number = forms.CharField(
        label=_("Invoice number"), max_length=LONGEST_NUMBER,
        help_text=_("The next one in your own books."),
    )  # fmt: skip
    due_on = day(_("Day of payment"), required=True)
    delivered_on = day(_("Delivered on"))
    account = forms.CharField(
        label=_("Bank account"), max_length=40, help_text=_("An IBAN or a bankgiro.")
    )
    reference = forms.CharField(
        label=_("Payment reference"), required=False, max_length=40,
        help_text=_("Left empty, it is made from the invoice's number."),
    )  # fmt: skip
    tax_number = forms.CharField(label=_("Your VAT number"), max_length=20)
    note = forms.CharField(label=_("Your words to the buyer"), required=False, max_length=500)

    def __init__(
        self, *arguments: Any, rows: Sequence[Billable], vats: Sequence[Vat], due_on: date,
        account: str, asks_tax_number: bool, **named: Any,
    ) -> None:  # fmt: skip
        super().__init__(*arguments, **named)
        self.lines = rows
        self.fields["due_on"].initial = due_on
        self.fields["account"].initial = account
        if not asks_tax_number:
            del self.fields["tax_number"]
        choices = [(vat_code(vat), _label(vat)) for vat in vats]
        for row in rows:
            number, name = row.line.line_number, {"name": row.line.shown_name}
            self.fields[f"quantity_{number}"] = _count(
                _("How many of %(name)s you invoice") % name, row.line.quantity, row.suggested
            )
            self.fields[f"vat_{number}"] = forms.ChoiceField(
                label=_("VAT of %(name)s") % name, choices=choices
            )

    @property
    def whole(self) -> list[forms.BoundField]:
        """The fields that are for the whole invoice."""
        return [self[name] for name in self.fields if not name.startswith(("quantity_", "vat_"))]

    @property
    def rows(self) -> Iterator[BillFields]:
        """The lines with their fields."""
        for row in self.lines:
            number = row.line.line_number
            yield BillFields(row, self[f"quantity_{number}"], self[f"vat_{number}"])

    def invoiced(self) -> list[Invoiced]:
        """What was typed of each line, once the form is valid."""
        typed = self.cleaned_data
        return [
            Invoiced(number, typed[f"quantity_{number}"] or 0, vat_of(typed[f"vat_{number}"]))
            for number in (row.line.line_number for row in self.lines)
        ]


class CreditForm(forms.Form):
    """For the whole: number and reason; for each line how many are credited."""

    number = forms.CharField(
        label=_("Number of the credit note"), max_length=LONGEST_NUMBER,
        help_text=_("The next one in your own books."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why you credit it"), max_length=500, help_text=_("The buyer reads it.")
    )
    tax_number = forms.CharField(label=_("Your VAT number"), max_length=20)

    def __init__(
        self, *arguments: Any, rows: Sequence[Creditable], asks_tax_number: bool, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.lines = rows
        if not asks_tax_number:
            del self.fields["tax_number"]
        for row in rows:
            self.fields[f"quantity_{row.line.place}"] = forms.DecimalField(
                label=_("How many of %(name)s you credit") % {"name": row.line.name},
                min_value=0, max_value=row.line.quantity, initial=f"{row.left.normalize():f}",
                required=False, widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip

    @property
    def whole(self) -> list[forms.BoundField]:
        """The fields that are for the whole credit note."""
        return [self[name] for name in self.fields if not name.startswith("quantity_")]

    @property
    def rows(self) -> Iterator[CreditFields]:
        """The lines with their field."""
        for row in self.lines:
            yield CreditFields(row, self[f"quantity_{row.line.place}"])

    def credited(self) -> list[Credited]:
        """What was typed of each line, once the form is valid."""
        typed: Mapping[str, Any] = self.cleaned_data
        return [
            Credited(row.line.place, typed[f"quantity_{row.line.place}"] or Decimal(0))
            for row in self.lines
        ]


def _label(vat: Vat) -> Any:
    decimals = 0 if vat.percent == vat.percent.to_integral_value() else 1
    return WITHOUT_TAX.get(vat.category) or format_percent(vat.percent / 100, decimals)


def _count(label: Any, most: int, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, initial=initial, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
