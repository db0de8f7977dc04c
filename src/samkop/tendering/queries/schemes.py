"""Reads: by what the bids on a lot are compared, as it was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.award.scoring import Model, model_of
from samkop.core.bidding import BidForm
from samkop.core.fields import ProblemError
from samkop.core.money import amount_text
from samkop.platform.refusals import Refused
from samkop.tendering.models import EvaluationModel, Lot, Tender
from samkop.tendering.queries.contents import (
    award_rules_of,
    bid_form,
    comparison_of,
    rules_over_lots,
    scoring_of,
)
from samkop.tendering.queries.freezing import is_as_published
from samkop.tendering.vocabulary import AwardMethod, AwardRuleKind


@dataclass(frozen=True)
class Scheme:
    """What is asked of bids on a lot, and how they are compared.

    ``value`` has the model, the criteria and the currency in the shape that
    ``core/award/scoring`` reads.
    """

    form: BidForm
    value: dict[str, Any]

    @cached_property
    def model(self) -> Model:
        """The model of evaluation."""
        return model_of(self.value["model"], self.value["criteria"], self.value["currency"])


@dataclass(frozen=True)
class QuotedRules:
    """The rules for combinations as the optimiser reads them, each with the clause of the notice
    it is quoted from, by its name; ``unawarded``: what leaving a lot costs, by its code.
    """

    value: Mapping[str, Any]
    clauses: Mapping[str, str]
    unawarded: Mapping[str, Mapping[str, str]]


def combines(tender: Tender) -> bool:
    """Whether the notice announced that lots are awarded together."""
    return EvaluationModel.objects.filter(
        tender=tender, lot__isnull=True, method=AwardMethod.COMBINATION
    ).exists()


def rules_of(tender: Tender) -> QuotedRules:
    """The rules by which lots are awarded together. Raises Refused ``not-in-combination``."""
    if not combines(tender):
        raise Refused(
            "not-in-combination",
            _("The notice announced no award over several lots: each lot goes to its best bid."),
        )
    value, unawarded = rules_over_lots(tender.pk)
    clauses = {}
    for row in award_rules_of(tender.pk):
        named = row.kind in {AwardRuleKind.INCOMPATIBLE, AwardRuleKind.UNAWARDED}
        clauses[f"{row.kind}:{','.join(row.lots)}" if named else row.kind] = row.clause
    costs = {lot: {"unawarded_cost": amount_text(cents)} for lot, cents in unawarded.items()}
    return QuotedRules(value, clauses, costs)


def scheme_of(lot: Lot) -> Scheme:
    """The scheme of a lot. Raises Refused ``no-evaluation-model`` where it has none, or one that
    cannot be reckoned with.
    """
    tender = lot.tender
    try:
        if comparison_of(tender, lot.pk) is None:
            raise _no_model(lot)
        scheme = Scheme(bid_form(tender.pk, lot.code), scoring_of(tender.pk, lot.code))
        scheme.model  # noqa: B018 - a model that cannot be read is none
    except ProblemError as error:
        raise _no_model(lot) from error
    return scheme


def _no_model(lot: Lot) -> Refused:
    return Refused(
        "no-evaluation-model",
        _("%(lot)s has no evaluation model. Choose it among the tender's contents."),
        lot=lot.code,
    )


def is_frozen(tender: Tender) -> bool:
    """Whether what was published is still what was frozen at the announcement."""
    return is_as_published(tender.pk)


def require_frozen(tender: Tender) -> None:
    """Raises Refused ``model-not-as-published`` where it is not what was published."""
    if not is_frozen(tender):
        raise Refused(
            "model-not-as-published",
            _("What is there differs from what was published and frozen. Clear it up before"
              " anything is evaluated."),
        )  # fmt: skip
