"""Forms of the award. What is allowed is decided by the use cases, not here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samkop.parties.models import Party
from samkop.parties.pages.forms import LANGUAGE_NAMES, day
from samkop.parties.rules import usual_language
from samkop.platform.pages.choices import offer
from samkop.tendering.models import AwardedLot, AwardReview, Lot
from samkop.tendering.usecases.award_decision import LetterTo
from samkop.tendering.vocabulary import AwardCase, CourtInstance, LetterWay, ReviewOutcome

ORDERS = (("", _("Nothing")), ("true", _("Nothing is signed")), ("false", _("It may be signed")))


def longer(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> Any:
    """A text of some lines."""
    return forms.CharField(
        label=label, required=required, max_length=10_000, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def register_number() -> forms.CharField:
    """The number in the owner's register."""
    return forms.CharField(label=_("Register number"), max_length=60)


class DecideForm(forms.Form):
    """The decision; who wins is the proposal's. Reasons a lot and a bid that does not win."""

    register_number = register_number()
    decided_by = forms.CharField(
        label=_("Who decided"), max_length=120, help_text=_("The organ or the official.")
    )
    decided_on = day(_("Day of the decision"), required=True)
    case = forms.ChoiceField(label=_("Rule of standstill"), choices=AwardCase.choices)

    def __init__(
        self,
        *arguments: Any,
        cases: Iterable[AwardCase],
        lots: Mapping[int, str],
        bids: Mapping[int, str],
        **named: Any,
    ) -> None:
        """``lots`` and ``bids``: the reason to begin with, by id."""
        super().__init__(*arguments, **named)
        offer(self, case=[(case.value, case.label) for case in cases])
        for kind, reasons in (("lot", lots), ("bid", bids)):
            for number, reason in reasons.items():
                field = longer(_("Reason"))
                field.initial = reason
                self.fields[f"{kind}_{number}"] = field

    def reasons(self, kind: str) -> dict[int, str]:
        """The reasons that were entered, by the id of the lot or bid."""
        start = f"{kind}_"
        return {
            int(name.removeprefix(start)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(start)
        }

    def values(self) -> dict[str, Any]:
        """The inputs of the use case."""
        plain = ("register_number", "decided_by", "decided_on", "case")
        return {
            **{name: self.cleaned_data[name] for name in plain},
            "lot_reasons": self.reasons("lot"), "bid_reasons": self.reasons("bid"),
        }  # fmt: skip


class SendForm(forms.Form):
    """How each bidder gets its letter, and what the letters say of reviews."""

    announced_days = forms.IntegerField(
        label=_("Longer standstill, days"), required=False, min_value=1, max_value=90,
        help_text=_("Only where the letters promise more than the law asks for."),
    )  # fmt: skip
    chosen = forms.BooleanField(
        label=_("Keep a standstill where the law asks for none"), required=False
    )

    def __init__(
        self,
        *arguments: Any,
        bidders: Iterable[Party],
        instructions: Mapping[str, str],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.bidders = list(bidders)
        names = dict(LANGUAGE_NAMES)
        for bidder in self.bidders:
            told = {"bidder": bidder.name}
            self.fields[f"language_{bidder.pk}"] = forms.ChoiceField(
                label=_("Language: %(bidder)s") % told, choices=LANGUAGE_NAMES,
                initial=usual_language(bidder.country),
            )  # fmt: skip
            self.fields[f"way_{bidder.pk}"] = forms.ChoiceField(
                label=_("Sent: %(bidder)s") % told, choices=LetterWay.choices
            )
        for language, text in instructions.items():
            field = longer(
                _("How to ask for a review (%(language)s)") % {"language": names[language]}, rows=5,
                help_text=_("A proposal: compare it with the act before you send it."),
            )  # fmt: skip
            field.initial = text
            self.fields[f"instructions_{language}"] = field

    def values(self) -> dict[str, Any]:
        """The inputs of the use case."""
        given = self.cleaned_data
        letters = [
            LetterTo(one.pk, given[f"language_{one.pk}"], given[f"way_{one.pk}"])
            for one in self.bidders
        ]
        start = "instructions_"
        return {
            "letters": letters, "announced_days": given["announced_days"],
            "chosen": given["chosen"],
            "instructions": {
                name.removeprefix(start): text
                for name, text in given.items()
                if name.startswith(start)
            },
        }  # fmt: skip


class ReviewForm(forms.Form):
    """A request for review, as the court told of it."""

    court = forms.CharField(label=_("Court"), max_length=120)
    instance = forms.ChoiceField(label=_("Where the review is"), choices=CourtInstance.choices)
    case_number = forms.CharField(label=_("Case number"), max_length=60)
    applicant = forms.CharField(label=_("Who asks for the review"), max_length=200)
    filed_on = day(_("The court got it on"), required=True)
    lot_id = forms.TypedChoiceField(
        label=_("Lot"), required=False, coerce=int, empty_value=None,
        help_text=_("Leave it out where all lots are concerned."),
    )  # fmt: skip
    ordered = forms.TypedChoiceField(
        label=_("What the court has ordered meanwhile"), required=False, choices=ORDERS,
        coerce=lambda text: text == "true", empty_value=None,
    )  # fmt: skip
    register_number = register_number()

    def __init__(self, *arguments: Any, lots: Iterable[Lot], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, lot_id=[("", _("All lots")), *((lot.pk, str(lot)) for lot in lots)])


class OfReviewForm(forms.Form):
    """What is decided on one of the reviews that run."""

    review_id = forms.TypedChoiceField(label=_("Review"), coerce=int)

    def __init__(self, *arguments: Any, reviews: Iterable[AwardReview], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, review_id=[(one.pk, f"{one.court}, {one.case_number}") for one in reviews])


class AwardInterimForm(OfReviewForm):
    """An interim agreement while a review runs."""

    interim_until = day(_("Last day of ordering meanwhile"))
    reason = longer(_("Reason"))
    register_number = register_number()


class AwardJudgmentForm(OfReviewForm):
    """How a review ended."""

    outcome = forms.ChoiceField(
        label=_("Judgment"), choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    decided_on = day(_("Day of the judgment"), required=True)
    waived = forms.BooleanField(
        label=_("The court lets the days after the judgment go"), required=False
    )
    note = longer(_("What the court said"), required=False)
    register_number = register_number()


class TakeBackForm(forms.Form):
    """Why the decision is taken back."""

    reason = longer(_("Reason"))
    register_number = register_number()


class ExtensionForm(forms.Form):
    """Until when bidders are asked to be bound."""

    bound_until = day(_("Bound until"), required=True)
    answer_by = day(_("Answers until"), required=True)
    reason = longer(_("Reason"))
    register_number = register_number()


class SignForm(forms.Form):
    """The signature of one lot."""

    awarded_lot_id = forms.TypedChoiceField(label=_("Lot"), coerce=int)
    signed_on = day(_("Signed on"), required=True)
    starts_on = day(_("First day of the agreement"), required=True)
    signed_for_buyer = forms.CharField(label=_("Signed for the buyer by"), max_length=200)
    signed_for_supplier = forms.CharField(label=_("Signed for the supplier by"), max_length=200)
    register_number = register_number()

    def __init__(self, *arguments: Any, lots: Iterable[AwardedLot], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, awarded_lot_id=[(one.pk, f"{one.lot}, {one.supplier}") for one in lots])


def today_and(today: date, **given: Any) -> dict[str, Any]:
    """What a form begins with: today, wherever it asks for a day of now."""
    return {"decided_on": today, "signed_on": today, "filed_on": today, **given}
