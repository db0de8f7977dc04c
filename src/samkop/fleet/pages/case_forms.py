"""What people say of a device's case: what is wrong, and what is done about it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.fleet.models import Asset
from samkop.fleet.usecases.repairs import ASIDE, HOLDER, STOCK
from samkop.fleet.vocabulary import CaseKind, CaseOutcome, FaultKind, RepairStep, RepairWay
from samkop.parties.models import DeliveryLocation, Party
from samkop.parties.pages.forms import day
from samkop.platform.pages.amounts import amount
from samkop.platform.pages.choices import offer

LONGEST = 500


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


def _site() -> forms.ModelChoiceField[DeliveryLocation]:
    return forms.ModelChoiceField(DeliveryLocation.objects.none(), label=_("Site"))


def sites_of(owner_id: int) -> Any:
    """An owner's sites, by name."""
    return DeliveryLocation.objects.filter(party_id=owner_id).order_by("name", "id")


def _named(
    assets: Iterable[Asset], leased: Container[int] = frozenset()
) -> list[tuple[int, str]]:  # fmt: skip
    named = ((one, f"{one.model_name} · {one.asset_number}") for one in assets)
    return [
        (one.pk, f"{name} · {_('has a lease of its own')}" if one.pk in leased else name)
        for one, name in named
    ]


def _offered(*outcomes: CaseOutcome) -> list[tuple[str, Any]]:
    return [(one.value, one.label) for one in outcomes]


class AskForm(forms.Form):
    """What is wanted for a device; what is wrong only of a fault."""

    fault = forms.ChoiceField(
        label=_("What is wrong?"), choices=FaultKind.choices, widget=forms.RadioSelect
    )
    words = _words(_("In your own words"), _("For example what you did when it happened."))

    def __init__(self, *arguments: Any, kind: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if kind != CaseKind.FAULT:
            del self.fields["fault"]
            self.fields["words"].help_text = _("For example when it suits you.")


class GiveForm(forms.Form):
    """The device that takes the other's place."""

    device = forms.TypedChoiceField(label=_("Device from the stock"), coerce=int)

    def __init__(
        self, *arguments: Any, stock: Iterable[Asset], leased: Container[int], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.auto_id = "give_%s"
        offer(self, device=_named(stock, leased))


class LendForm(forms.Form):
    """A device of the stock, until a day."""

    device = forms.TypedChoiceField(label=_("Device from the stock"), coerce=int)
    due_on = day(_("To come back on"), required=True)

    def __init__(self, *arguments: Any, stock: Iterable[Asset], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.auto_id = "lend_%s"
        offer(self, device=_named(stock))


class RepairForm(forms.Form):
    """Who repairs it, and who pays."""

    supplier = forms.ModelChoiceField(Party.objects.none(), label=_("Supplier"))
    way = forms.ChoiceField(label=_("Who pays"), choices=RepairWay.choices)
    rma_number = forms.CharField(
        label=_("RMA number"), required=False, max_length=80,
        help_text=_("The supplier's number for the return, if it has given one."),
    )  # fmt: skip
    expected_on = day(_("Expected back on"))
    cost = amount(_("Expected cost, without VAT"), required=False)

    def __init__(self, *arguments: Any, suppliers: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.auto_id = "repair_%s"
        offer(self, supplier=suppliers)


class BackForm(forms.Form):
    """Where a device is that has come back, and how it went."""

    outcome = forms.ChoiceField(
        label=_("Was it repaired?"),
        choices=[
            (one.value, one.label) for one in (CaseOutcome.REPAIRED, CaseOutcome.NOT_REPAIRED)
        ],
    )
    to = forms.ChoiceField(
        label=_("Where is it now?"),
        choices=[
            (HOLDER, _("With whom it was before")),
            (STOCK, _("In stock")),
            (ASIDE, _("Set aside, to be erased and returned")),
        ],
    )
    site = _site()

    def __init__(self, *arguments: Any, owner_id: int, said: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.auto_id = "back_%s"
        self.fields["site"].required = False
        self.fields["site"].help_text = _("Of what is in stock or set aside.")
        if said:
            del self.fields["outcome"]
        offer(self, site=sites_of(owner_id))


class TakeInForm(forms.Form):
    """At which site a device was handed in."""

    site = _site()

    def __init__(self, *arguments: Any, owner_id: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.auto_id = "in_%s"
        offer(self, site=sites_of(owner_id))


class CloseForm(forms.Form):
    """How a case ended without the device moving."""

    outcome = forms.ChoiceField(
        label=_("How it ended"),
        choices=_offered(CaseOutcome.HELPED, CaseOutcome.NOT_REPAIRED),
    )
    words = _words(_("Your words to who asked"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.auto_id = "close_%s"


class ReportForm(forms.Form):
    """What a supplier says of a repair."""

    step = forms.ChoiceField(label=_("How does the repair go?"), choices=RepairStep.choices)
    serial = forms.CharField(
        label=_("Serial number of the device that comes instead"), required=False, max_length=100,
        help_text=_("Only if you send another."),
    )  # fmt: skip
    words = _words(_("Your words to the customer"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.auto_id = "report_%s"
