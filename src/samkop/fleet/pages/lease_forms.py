"""What people type about leases."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.core.leasing import Terms
from samkop.fleet.models import LeasePlan
from samkop.fleet.vocabulary import (
    LONGEST_TERM,
    START_EVERY,
    USUAL_ALARM_DAYS,
    StatementKind,
)
from samkop.parties.models import CostCentre, Party
from samkop.parties.pages.forms import day
from samkop.platform.pages.amounts import amount
from samkop.platform.pages.choices import offer

PPM_OF_A_PERCENT, PERMILLE_OF_A_PERCENT = 10_000, 10
STARTS = {
    1: _("Each month"), 3: _("Each quarter"), 6: _("Each half-year"), 12: _("Each year"),
}  # fmt: skip


def percent(label: Any, *, most: int = 100, places: int = 1, **given: Any) -> forms.DecimalField:
    """A share in per cent."""
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=Decimal(most), decimal_places=places, **given
    )


def whole(label: Any, first: int, last: int, **given: Any) -> forms.IntegerField:
    """A whole number between two."""
    return forms.IntegerField(label=label, min_value=first, max_value=last, **given)


def ppm(value: Decimal) -> int:
    """Per cent as millionths."""
    return int(value * PPM_OF_A_PERCENT)


class AcceptForm(forms.Form):
    """Devices that are accepted on a plan. Built inside the open reading."""

    plan = forms.ModelChoiceField(LeasePlan.objects.none(), label=pgettext_lazy("lease", "Plan"))
    accepted_on = day(_("Accepted on"), required=True)
    serials = forms.CharField(
        label=_("Serial numbers"), widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line. Only devices that are received and were bought by an order."),
    )  # fmt: skip
    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.none(), label=_("Cost centre"), required=False,
        empty_label=_("Each device's own"),
    )  # fmt: skip
    alarm_days = whole(
        _("Told of notice, days before"), 0, 365, initial=USUAL_ALARM_DAYS,
        help_text=_("Before the last day on which notice can be given."),
    )  # fmt: skip
    rate = percent(
        _("Discount rate a year, per cent"), most=50, places=2, initial=Decimal("3.00"),
        help_text=_("For the present value by which the lease is classed."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, plans: Any, centres: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, plan=plans, cost_centre=centres)


class PlanForm(forms.Form):
    """A plan of an agreement on financing."""

    name = forms.CharField(label=_("Name"), max_length=80)
    months = whole(_("Term in months"), 1, LONGEST_TERM, initial=36)
    rent = percent(
        _("Rent a month, per cent of the price"), places=4,
        help_text=_("The rent factor: 2.9 is 8.70 a month for 300.00."),
    )  # fmt: skip
    residual = percent(_("Residual value, per cent of the price"), initial=0)
    in_advance = forms.BooleanField(
        label=_("Rents fall due on the first day of their month"), required=False, initial=True
    )
    interim_days = whole(_("Days of a month for interim rent"), 28, 31, initial=30)
    start_every = forms.TypedChoiceField(
        label=_("Schedules start"), coerce=int, choices=[(n, STARTS[n]) for n in START_EVERY],
        initial=3,
    )  # fmt: skip
    notice_months = whole(_("Months of notice"), 0, 24, initial=3)
    extension_months = whole(_("Months by which it goes on without notice"), 1, 24, initial=3)
    penalty = percent(
        _("Penalty, per cent of the rents that remain"), initial=0,
        help_text=_("For a device that goes back before the end."),
    )  # fmt: skip
    valid_from = day(_("From the day"), required=True)

    def terms(self) -> Terms:
        """As arithmetic takes them; of a checked form."""
        said = self.cleaned_data
        return Terms(
            said["months"], ppm(said["rent"]), int(said["residual"] * PERMILLE_OF_A_PERCENT),
            said["in_advance"], said["interim_days"], said["notice_months"],
            said["extension_months"], int(said["penalty"] * PERMILLE_OF_A_PERCENT),
        )  # fmt: skip


class ScheduleForm(forms.Form):
    """A financier's schedule with its file. Built inside the open reading."""

    other = forms.ModelChoiceField(Party.objects.none())
    number = forms.CharField(label=_("Number of the schedule"), max_length=60)
    starts_on = day(_("Starts on"), required=True)
    months = whole(_("Term in months"), 1, LONGEST_TERM)
    file = forms.FileField(
        label=_("Devices and rents"),
        help_text=_("CSV with comma or semicolon, or .xlsx: serial_number and monthly."),
    )

    def __init__(self, *arguments: Any, others: Any, label: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, other=others)
        self.fields["other"].label = label


class StatementForm(forms.Form):
    """The financier's word on a lease."""

    kind = forms.ChoiceField(label=_("What do you say?"), choices=StatementKind.choices)
    price = amount(_("Price without VAT"), required=False)
    holds_until = day(_("Holds until"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class CompareForm(forms.Form):
    """A purchase beside a lease."""

    price = amount(_("Price without VAT"))
    rent = amount(_("Rent a month, without VAT"))
    months = whole(_("Term in months"), 1, LONGEST_TERM)
    rate = percent(_("Discount rate a year, per cent"), most=50, places=2)
    sold_for = amount(_("What it sells for afterwards"), required=False)
    costs = amount(
        _("Costs a month that the rent includes"), required=False,
        help_text=_("Insurance, return, erasure: what one pays oneself when one has bought."),
    )  # fmt: skip
    residual = amount(
        _("Residual value of the financier"), required=False,
        help_text=_("Only for the rate that it takes."),
    )  # fmt: skip
    in_advance = forms.BooleanField(
        label=_("Rents fall due on the first day of their month"), required=False
    )
