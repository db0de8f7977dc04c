"""Reads: by what the bids on a lot are compared, as it was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from samkop.core.award.scoring import Model, model_of
from samkop.core.bidding import BidForm
from samkop.platform.refusals import Refused
from samkop.tendering.models import Lot, Tender


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


def rules_of(tender: Tender) -> QuotedRules:
    """The rules by which lots are awarded together. Raises Refused ``not-in-combination``."""
    return quoted(tender)


def quoted(tender: Tender) -> QuotedRules:
    raise Refused(
        "not-in-combination",
        _("The notice announced no award over several lots: each lot goes to its best bid."),
    )


def combines(tender: Tender) -> bool:
    """Whether the notice announced that lots are awarded together."""
    return combined(tender)


def combined(tender: Tender) -> bool:
    return False


def scheme_of(lot: Lot) -> Scheme:
    """The scheme of a lot. Raises Refused ``no-evaluation-model``."""
    return published(lot)


def published(lot: Lot) -> Scheme:
    raise Refused(
        "no-evaluation-model",
        _("%(lot)s has no evaluation model. Choose it among the tender's contents."),
        lot=lot.code,
    )


def require_frozen(tender: Tender) -> None:
    """Raises Refused ``model-not-as-published`` where it is not what was published."""
