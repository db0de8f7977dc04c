"""Forms of what a tender asks for. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samkop.platform.pages.amounts import amount, cents_of
from samkop.platform.pages.choices import offer
from samkop.tendering.models import KnownSupplier, Lot, Requirement
from samkop.tendering.pages.forms import words
from samkop.tendering.rules.espd import espd_entries
from samkop.tendering.usecases.comparing import CriterionTerms, ModelTerms, PriceTerms, RuleTerms
from samkop.tendering.usecases.contents import DocumentFile, EspdTerms, RequirementTerms
from samkop.tendering.vocabulary import (
    OF_MONEY,
    AwardMethod,
    AwardRuleKind,
    DocumentKind,
    EspdKind,
    ModelKind,
)


class PartForm(forms.Form):
    """A form of a part of a tender: its ``lot`` is one of the tender's, or all of them."""

    def __init__(self, *arguments: Any, lots: Iterable[Lot] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = [(lot.code, str(lot)) for lot in lots]
        if "lot" in self.fields:
            every = [] if self.fields["lot"].required else [("", _("All lots"))]
            offer(self, lot=[*every, *offered])
        if "lots" in self.fields:
            offer(self, lots=offered)


def of_lot(*, required: bool = False) -> forms.ChoiceField:
    """A lot of the tender."""
    return forms.ChoiceField(label=_("Lot"), required=required)


def code_field() -> forms.RegexField:
    """A code such as R1."""
    return forms.RegexField(
        label=_("Code"), regex="^[A-Za-z][A-Za-z0-9.-]*$", max_length=20,
        help_text=_("A known code writes that one anew."),
    )  # fmt: skip


class DocumentForm(PartForm):
    """A document to be added."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    lot = of_lot()
    file = forms.FileField(
        label=_("File"), help_text=_("A file of a known name becomes its next version.")
    )

    def document(self) -> DocumentFile:
        """What was entered, for the use case; the form has been checked."""
        given = self.cleaned_data
        file = given["file"]
        return DocumentFile(given["kind"], given["title"], file.name, file.read(), given["lot"])


class RequirementForm(PartForm):
    """A requirement."""

    code = code_field()
    text = words(_("What has to be met"))
    evidence = forms.CharField(
        label=_("Evidence"), max_length=2000, required=False,
        help_text=_("What a bid has to attach; nothing where it is left empty."),
    )  # fmt: skip
    lot = of_lot()

    def terms(self) -> RequirementTerms:
        """What was entered, for the use case; the form has been checked."""
        return RequirementTerms(**self.cleaned_data)


class EspdForm(PartForm):
    """An entry of the ESPD."""

    code = forms.ChoiceField(label=_("Ground or criterion"))
    text = forms.CharField(
        label=_("Own threshold"), max_length=2000, required=False,
        help_text=_("Such as the least turnover, or which references."),
    )  # fmt: skip
    lot = of_lot()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        language = get_language() or "en"
        offer(self, code=[
            (str(kind.label), [
                (one.code, one.name(language))
                for one in espd_entries().values() if one.kind == kind
            ])
            for kind in EspdKind
        ])  # fmt: skip

    def terms(self) -> EspdTerms:
        """What was entered, for the use case; the form has been checked."""
        return EspdTerms(**self.cleaned_data)


class KnownSupplierForm(forms.Form):
    """A supplier of the market."""

    name = forms.CharField(label=_("Known supplier"), max_length=200)


class MarksForm(forms.Form):
    """Which requirements a known supplier meets."""

    meets = forms.TypedMultipleChoiceField(
        label=_("Meets"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, requirements: Iterable[Requirement], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.ids = [row.pk for row in requirements]
        offer(self, meets=[(row.pk, row.code) for row in requirements])

    @staticmethod
    def filled(supplier: KnownSupplier) -> dict[str, Any]:
        """The form's values of a supplier."""
        marks = supplier.marks.filter(meets=True)
        return {"meets": list(marks.values_list("requirement_id", flat=True))}

    def answers(self) -> Mapping[int, bool]:
        """Whether each requirement is met, by its id; the form has been checked."""
        return {one: one in self.cleaned_data["meets"] for one in self.ids}


class PriceForm(PartForm):
    """A line of a lot's price sheet."""

    lot = of_lot(required=True)
    code = code_field()
    text = forms.CharField(label=_("What is priced"), max_length=500)
    unit = forms.CharField(
        label=_("Unit"), max_length=40,
        help_text=_("What costs less than a cent is priced by a larger unit: 1,000 minutes."),
    )  # fmt: skip
    quantity = forms.DecimalField(
        label=_("Weighted quantity"), min_value=0, max_digits=18, decimal_places=6
    )
    price_max = amount(_("Highest price"), required=False)
    item = forms.CharField(
        label=_("Cost item"), max_length=60, required=False,
        help_text=_("Only where life cycles are compared."),
    )  # fmt: skip
    years = forms.RegexField(
        label=_("Years, from 0"), regex=r"^[0-9]{1,2}(,\s*[0-9]{1,2})*$", required=False,
        help_text=_("In which the line counts, such as 0, 1, 2."),
    )  # fmt: skip

    def terms(self) -> PriceTerms:
        """What was entered, for the use case; the form has been checked."""
        given = dict(self.cleaned_data)
        years = tuple(int(year) for year in given.pop("years").split(",") if year.strip())
        cap = cents_of(given.pop("price_max"))
        return PriceTerms(price_max_cents=cap, years=years, **given)


class CriterionForm(PartForm):
    """A criterion that is marked."""

    code = code_field()
    text = words(_("What is marked, and for what"))
    weight = forms.IntegerField(
        label=_("Weight, permille"), min_value=1, max_value=1000, required=False,
        help_text=_("Where the model gives points: all weights, the price's with them, are 1,000."),
    )  # fmt: skip
    deduction = amount(
        _("Taken off the price for the highest mark"), required=False,
        help_text=_("Where quality is priced in money."),
    )  # fmt: skip
    scale_top = forms.IntegerField(label=_("Highest mark"), min_value=1, max_value=10_000)
    scale_step = forms.DecimalField(
        label=_("Step of the marks"), min_value=0, max_digits=7, decimal_places=3, initial=1
    )
    minimum_mark = forms.DecimalField(
        label=_("Least mark"), min_value=0, max_digits=7, decimal_places=3, required=False,
        help_text=_("A bid that is marked below is rejected."),
    )  # fmt: skip
    lot = of_lot()

    def terms(self) -> CriterionTerms:
        """What was entered, for the use case; the form has been checked."""
        given = dict(self.cleaned_data)
        return CriterionTerms(deduction_cents=cents_of(given.pop("deduction")), **given)


def _json_in(text: str) -> Any:
    """The value; None for what is no JSON, or none that the database's can hold: a NUL, half a
    pair of surrogates, a number that is not finite.
    """
    try:
        found = json.loads(text)
        written = json.dumps(found, allow_nan=False, ensure_ascii=False)
        written.encode()
    except (ValueError, RecursionError):
        return None
    return None if "\\u0000" in written else found


class ModelForm(PartForm):
    """How bids are compared."""

    kind = forms.ChoiceField(label=_("Model"), choices=ModelKind.choices)
    price_weight = forms.IntegerField(
        label=_("Weight of the price, permille"), min_value=1, max_value=1000, required=False,
        help_text=_("Only where the model gives points."),
    )  # fmt: skip
    parameters = words(
        _("Parameters"), required=False,
        help_text=_("JSON as the laboratory reads a model: full_at and none_at of an absolute"
                    " scale, per_point, life_cycle, decimals."),
    )  # fmt: skip
    lot = of_lot()
    method = forms.ChoiceField(label=_("Award"), choices=AwardMethod.choices)
    discounts = forms.BooleanField(
        label=_("Money off for several lots may be offered"), required=False
    )

    def clean_parameters(self) -> dict[str, Any]:
        """An object of JSON; nothing is none."""
        found = _json_in(self.cleaned_data["parameters"].strip() or "{}")
        if not isinstance(found, dict) or {"kind", "price_weight", "weights_sum"} & found.keys():
            raise ValidationError(_("This is no JSON object with parameters of a model."))
        return found

    def terms(self) -> ModelTerms:
        """What was entered, for the use case; the form has been checked."""
        return ModelTerms(**self.cleaned_data)


class RuleForm(PartForm):
    """A rule over several lots."""

    kind = forms.ChoiceField(label=_("Rule"), choices=AwardRuleKind.choices)
    value = amount(
        _("Number, or amount"), required=False,
        help_text=_("Of lots or suppliers; an amount where a lot may stay unawarded."),
    )  # fmt: skip
    lots = forms.MultipleChoiceField(
        label=_("Lots that the rule names"), required=False, widget=forms.CheckboxSelectMultiple
    )
    clause = words(_("Clause of the notice, quoted"))

    def terms(self) -> RuleTerms:
        """What was entered, for the use case; the form has been checked."""
        given = dict(self.cleaned_data)
        value = given.pop("value")
        if AwardRuleKind(given["kind"]) in OF_MONEY:
            number = cents_of(value)
        else:
            number = None if value is None else int(value)
        return RuleTerms(value=number, **given)
