"""The words of what a tender asks for and how bids are compared."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    """What a document of the tender is."""

    INSTRUCTIONS = "instructions", _("Instructions")
    SPECIFICATION = "specification", _("Specification")
    CONTRACT = "contract", _("Draft contract")
    CONSULTATION = "consultation", _("Record of the market consultation")
    OTHER = "other", _("Other document")


class EspdKind(TextChoices):
    """The two lists of the European Single Procurement Document."""

    EXCLUSION = "exclusion", _("Exclusion ground")
    SELECTION = "selection", _("Selection criterion")


class ModelKind(TextChoices):
    """How bids are compared: the kinds of ``core.award.scoring``."""

    LOWEST_PRICE = "lowest-price", _("Lowest price")
    LIFE_CYCLE_COST = "life-cycle-cost", _("Life-cycle cost")
    PRICED_QUALITY = "priced-quality", _("Quality priced in money")
    ABSOLUTE_SCALE = "absolute-scale", _("Price and quality on an absolute scale")
    RELATIVE = "relative", _("Lowest price over price")


# Costs add up over lots only where the result is money (domain.md, "Tendering", 8).
IN_MONEY = frozenset({ModelKind.LOWEST_PRICE, ModelKind.LIFE_CYCLE_COST, ModelKind.PRICED_QUALITY})
# The price has a weight of its own only where points are given.
IN_POINTS = frozenset({ModelKind.ABSOLUTE_SCALE, ModelKind.RELATIVE})


class AwardRuleKind(TextChoices):
    """The rules over several lots that ``core.award`` keeps."""

    MAX_LOTS = "max_lots_per_bidder", _("At most so many lots to one bidder")
    MIN_SUPPLIERS = "min_suppliers", _("At least so many suppliers")
    MAX_SUPPLIERS = "max_suppliers", _("At most so many suppliers")
    INCOMPATIBLE = "incompatible_lots", _("Two lots not to the same bidder")
    UNAWARDED = "unawarded_cost", _("A lot may stay unawarded at a cost")


# Their value is an amount in cents; that of the others a number.
OF_MONEY = frozenset({AwardRuleKind.UNAWARDED})
LOTS_NAMED = {AwardRuleKind.INCOMPATIBLE: 2, AwardRuleKind.UNAWARDED: 1}

CONTENTS_DONE = {
    "add_known_supplier": _("Known supplier added"),
    "add_mandatory_grounds": _("Mandatory exclusion grounds added"),
    "attach_consultation_records": _("Record of a market consultation attached"),
    "add_tender_document": _("Document added"),
    "mark_known_supplier": _("Known supplier marked"),
    "remove_tender_part": _("Taken out"),
    "set_award_criterion": _("Award criterion set"),
    "set_award_rule": _("Award rule set"),
    "set_espd_criterion": _("Ground or criterion of the ESPD set"),
    "set_evaluation_model": _("Evaluation model set"),
    "set_price_line": _("Line of the price sheet set"),
    "set_requirement": _("Requirement set"),
}
