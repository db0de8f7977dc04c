"""The forms of coding rules and of how accounting files are set up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samkop.catalogue.vocabulary import Category
from samkop.core.accounting import DateForm, Encoding, Field
from samkop.invoicing.models import AccountingSetup
from samkop.invoicing.queries.rents import financiers_of
from samkop.invoicing.rules.vat import rate_text
from samkop.invoicing.usecases.coding import Filing, Ruling
from samkop.invoicing.vocabulary import FileForm
from samkop.ordering.models import BudgetProject
from samkop.parties.models import CostCentre
from samkop.parties.pages.forms import day
from samkop.platform.pages.choices import offer
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import current_unit

SEPARATORS = [(";", _("Semicolon")), (",", _("Comma")), ("\t", _("Tab")), ("|", _("Bar"))]
DATES = [(DateForm.DOTTED.value, "28.11.2026"), (DateForm.ISO.value, "2026-11-28"),
         (DateForm.PLAIN.value, "20261128")]  # fmt: skip
ENCODINGS = [
    (Encoding.UTF_8.value, "UTF-8"), (Encoding.UTF_8_MARKED.value, _("UTF-8 with a byte mark")),
    (Encoding.WINDOWS_1252.value, "Windows-1252"), (Encoding.LATIN_9.value, "ISO 8859-15"),
]  # fmt: skip
LAST_CELL = 4  # of a line of VAT accounts, counted from 0
Choices = Iterable[tuple[str, str]]


def own_codes() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The acting party's cost centres and projects to choose from, by code."""
    party_id = current_unit().actor.own_party_id
    centres = CostCentre.objects.filter(party_id=party_id, active=True).order_by("code")
    projects = BudgetProject.objects.filter(party_id=party_id).order_by("code")
    return (
        [(one.code, f"{one.code} {one.name}") for one in centres],
        [(one.code, f"{one.code} {one.name}") for one in projects],
    )


def own_financiers() -> list[tuple[str, str]]:
    """Those that rent devices out to the acting party, to choose from."""
    found = financiers_of(current_unit().actor.own_party_id)
    return [(str(one.pk), one.name) for one in found]


class RuleForm(forms.Form):
    """A coding rule: which lines, and how they are coded. Built inside the open reading."""

    cost_centre_code = forms.ChoiceField(label=_("Cost centre of the order"), required=False)
    project_code = forms.ChoiceField(label=_("Project of the order"), required=False)
    category = forms.ChoiceField(label=_("Kind of item"), required=False)
    price_group = forms.CharField(
        label=_("Price group"), max_length=60, required=False,
        help_text=_("As the framework agreement calls it."),
    )  # fmt: skip
    item_class = forms.CharField(
        label=_("Item class"), max_length=20, required=False,
        help_text=_("The first digits of a UNSPSC or CPV code."),
    )  # fmt: skip
    amount_from = forms.DecimalField(
        label=_("Price of one, at least"), min_value=0, max_value=10**9, decimal_places=2,
        required=False, help_text=_("Without VAT."),
    )  # fmt: skip
    financier = forms.ChoiceField(
        label=_("Rents of the financier"), required=False,
        help_text=_("A rented device has the cost centre and kind of the order it came by."),
    )  # fmt: skip
    schedule = forms.CharField(label=_("Schedule of the financier"), max_length=60, required=False)
    account = forms.CharField(label=_("Account"), max_length=20)
    account_name = forms.CharField(label=_("Name of the account"), max_length=80, required=False)
    to_cost_centre = forms.ChoiceField(label=_("Booked on cost centre"), required=False)
    to_project = forms.ChoiceField(label=_("Booked on project"), required=False)
    object_code = forms.CharField(label=_("Object"), max_length=40, required=False)
    vat_code = forms.CharField(label=_("VAT code"), max_length=20, required=False)
    valid_from = day(_("From the day"), required=True)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        centres, projects = own_codes()
        anything, own = [("", _("Any"))], [("", _("The order's own"))]
        offer(
            self, cost_centre_code=anything + centres, project_code=anything + projects,
            category=[*anything, *Category.choices], to_cost_centre=own + centres,
            to_project=own + projects, financier=anything + own_financiers(),
        )  # fmt: skip

    @staticmethod
    def ruling(values: dict[str, Any]) -> Ruling:
        """What was typed, as the use case takes it."""
        amount = values["amount_from"]
        names = set(Ruling.__dataclass_fields__) - {"amount_from_cents", "financier_id"}
        financier = values["financier"]
        return Ruling(
            financier_id=int(financier) if financier else None,
            amount_from_cents=0 if amount is None else int(amount * 100),
            **{name: values[name].strip() for name in names},
        )


class SetupForm(forms.Form):
    """What the accounting files look like, and the accounts of every voucher."""

    form = forms.ChoiceField(
        label=_("Form of the file"), choices=FileForm.choices, widget=forms.RadioSelect
    )
    payable_account = forms.CharField(label=_("Account of what is owed to suppliers"),
                                      max_length=20)  # fmt: skip
    payable_name = forms.CharField(
        label=_("Name of the account of what is owed"), max_length=80, required=False
    )
    vat_account = forms.CharField(label=_("Account of VAT on purchases"), max_length=20)
    vat_name = forms.CharField(label=_("Name of the account of VAT"), max_length=80, required=False)
    vat_accounts = forms.CharField(
        label=_("Other VAT accounts, one on each line"), required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Write “VAT code; rate; per cent deducted or refunded; account; name”; an empty code or"
            " rate is any. The rest of the VAT stays with the line: “E;;0” books all of it there."
        ),
    )  # fmt: skip
    rounding_account = forms.CharField(label=_("Account of rounding"), max_length=20)
    rounding_name = forms.CharField(
        label=_("Name of the account of rounding"), max_length=80, required=False
    )
    series = forms.CharField(
        label=_("Series of vouchers"), max_length=10, required=False,
        help_text=_("Empty: your finance system gives series and number."),
    )  # fmt: skip
    object_dimension = forms.IntegerField(
        label=_("SIE: dimension of the object"), min_value=20, max_value=9999, required=False,
        help_text=_("Cost centre is 1 and project 6, by the standard; 20 and up are free."),
    )  # fmt: skip
    vat_dimension = forms.IntegerField(
        label=_("SIE: dimension of the VAT code"), min_value=20, max_value=9999, required=False,
        help_text=_("Empty: the VAT code is not in the file."),
    )  # fmt: skip
    columns = forms.CharField(
        label=_("CSV: columns, one on each line"), required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip
    separator = forms.ChoiceField(label=_("CSV: between the columns"), choices=SEPARATORS)
    decimal = forms.ChoiceField(
        label=_("CSV: decimal mark"), choices=[(",", _("Comma")), (".", _("Full stop"))]
    )
    dates = forms.ChoiceField(label=_("CSV: days"), choices=DATES)
    encoding = forms.ChoiceField(label=_("CSV: characters"), choices=ENCODINGS)
    heading = forms.BooleanField(label=_("CSV: the first row has the headings"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name in ("separator", "decimal", "dates", "encoding"):
            self.fields[name].required = False
        self.fields["columns"].help_text = gettext(
            "Write “heading = field”, or “heading = fixed: text”. Fields: %(fields)s."
        ) % {"fields": ", ".join(one.value for one in Field)}

    @staticmethod
    def filing(values: dict[str, Any]) -> Filing:
        """What was typed, as the use case takes it; what was left out is as usual.

        Raises Refused ``column-unknown`` for a line of columns without ``=``, and
        ``vat-account-wrong`` for one of VAT accounts that is none.
        """
        plain = {name: value for name, value in values.items() if value not in {None, ""}}
        plain["columns"] = columns_of(values["columns"])
        plain["vat_accounts"] = vat_accounts_of(values["vat_accounts"])
        return Filing(**plain | {"heading": values["heading"]})


def vat_accounts_of(text: str) -> tuple[tuple[str, str, int, str, str], ...]:
    """The (code, rate, per mille, account, name) of each line; Refused ``vat-account-wrong``."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        cells = [one.strip() for one in line.split(";", LAST_CELL)]
        code, rate, share, account, name = cells + [""] * (LAST_CELL + 1 - len(cells))
        try:
            part = (Decimal(share.replace(",", ".")) if share else Decimal(100)) * 10
            percent = rate_text(Decimal(rate.replace(",", "."))) if rate else ""
        except InvalidOperation as error:
            raise _no_vat_account() from error
        if not part.is_finite() or part != int(part):
            raise _no_vat_account()
        found.append((code, percent, int(part), account, name))
    return tuple(found)


def vat_account_lines(setup: AccountingSetup) -> str:
    """The same, as they were written."""
    return "\n".join(
        ";".join((code, rate, rate_text(Decimal(permille) / 10), account, name)).rstrip(";")
        for code, rate, permille, account, name in setup.vat_accounts
    )


def _no_vat_account() -> Refused:
    sentence = _("Each line of the VAT accounts is a code, a rate, a share, an account and a name.")
    return Refused("vat-account-wrong", sentence, status=422, fields={"vat_accounts": sentence})


def columns_of(text: str) -> tuple[tuple[str, str, str], ...]:
    """The (heading, field, fixed text) of each line. Raises Refused ``column-unknown``."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        heading, sign, rest = line.rpartition("=")
        if not sign:
            sentence = _("Each line of the columns is a heading, “=” and a field.")
            raise Refused("column-unknown", sentence, status=422, fields={"columns": sentence})
        field, _colon, value = rest.partition(":")
        found.append((heading.strip(), field.strip(), value.strip()))
    return tuple(found)


def setup_initial(setup: AccountingSetup | None) -> dict[str, Any]:
    """What the form begins with: what holds, else what is usual."""
    if setup is None:
        return {"form": FileForm.SIE, "heading": True, "object_dimension": 20}
    lines = [
        f"{heading} = {field}" + (f": {value}" if value else "")
        for heading, field, value in setup.columns
    ]
    names = (*Filing.__dataclass_fields__,)
    written = {"columns": "\n".join(lines), "vat_accounts": vat_account_lines(setup)}
    return {name: getattr(setup, name) for name in names} | written
