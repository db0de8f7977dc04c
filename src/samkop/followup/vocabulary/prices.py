"""The words of price transparency."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PurchaseSource(TextChoices):
    """What of a purchase is held against its rule."""

    ORDERED = "ordered", _("As ordered")
    INVOICED = "invoiced", _("As invoiced")
    OUTSIDE = "outside", _("Outside the shop")


class PriceOutcome(TextChoices):
    """What comes of it; without a rule nothing is said, and never that it agrees."""

    AGREES = "agrees", _("Agrees with its rule")
    HIGHER = "higher", _("Higher than its rule")
    LOWER = "lower", _("Lower than its rule")
    NO_RULE = "no-rule", _("No data")


class PriceCause(TextChoices):
    """Why a price is another than its rule gives."""

    BASE = "base", _("Starts from another price")
    RATE = "rate", _("Another discount or margin than tendered")
    INDEX = "index", _("Index step not applied")
    OFFER = "offer", _("The supplier offers it for less")
    TIER = "tier", _("Volume tier not applied")
    MARKUP = "markup", _("Markup differs")
    ROUNDING = "rounding", _("Rounding")
    ABOVE_RULE = "above-rule", _("Above what the rule gives")
    BELOW_RULE = "below-rule", _("Below what the rule gives")
    OUTSIDE_SHOP = "outside-shop", _("Bought outside the shop: no price by item")
    NOT_LISTED = "not-listed", _("No price of that day on the agreement's list")
    NO_EVIDENCE = "no-evidence", _("No evidence of the purchase price that day")
    LIST_ABOVE_INDEX = "list-above-index", _("The list price rose more than its index")
    COMPARABLE = "comparable", _("The same product costs less in another agreement")
    SUCCESSOR = "successor", _("The successor costs more at equal configuration")


class FindingKind(TextChoices):
    """Where a drift was found."""

    ORDER = "order", pgettext_lazy("price finding", "Ordered at another price")
    INVOICE = "invoice", pgettext_lazy("price finding", "Invoiced at another price")
    LIST = "list", pgettext_lazy("price finding", "List price against its index")
    COMPARABLE = "comparable", pgettext_lazy("price finding", "Price against comparable items")
    SUCCESSOR = "successor", pgettext_lazy("price finding", "Successor against predecessor")


class PriceFindingState(TextChoices):
    """How far a finding has come; none is lost."""

    FOUND = "found", pgettext_lazy("price finding", "Found")
    ASKED = "asked", pgettext_lazy("price finding", "Supplier asked")
    EXPLAINED = "explained", pgettext_lazy("price finding", "Explained")
    CORRECTED = "corrected", pgettext_lazy("price finding", "Corrected")
    CREDITED = "credited", pgettext_lazy("price finding", "Settled by credit")


# The supplier is always heard before a finding ends.
FINDING_TRANSITIONS: Mapping[PriceFindingState, frozenset[PriceFindingState]] = {
    PriceFindingState.FOUND: frozenset({PriceFindingState.ASKED}),
    PriceFindingState.ASKED: frozenset(
        {PriceFindingState.EXPLAINED, PriceFindingState.CORRECTED, PriceFindingState.CREDITED}
    ),
    PriceFindingState.EXPLAINED: frozenset(),
    PriceFindingState.CORRECTED: frozenset(),
    PriceFindingState.CREDITED: frozenset(),
}
ENDS = FINDING_TRANSITIONS[PriceFindingState.ASKED]


class PriceAnswerKind(TextChoices):
    """What a supplier answers."""

    RIGHT = "right", _("The price is right")
    CORRECTS = "corrects", _("We correct the price")
    CREDITS = "credits", _("We credit the difference")


PRICES_DONE: dict[str, str | Promise] = {
    "answer_price_finding": _("Question about a price answered"),
    "ask_about_price": _("Supplier asked about a price"),
    "check_invoices": _("Invoiced prices held against their rules"),
    "check_purchases": _("Prices held against their rules"),
    "choose_price_sharing": _("Decided whether prices are shown to the other members"),
    "end_price_finding": _("Difference of a price settled"),
    "find_price_drift": _("Prices that drift looked for"),
    "remind_of_price_question": _("Reminded of a question about a price"),
    "set_price_tolerance": _("Tolerance of prices set"),
    "tell_of_price_drift": _("Told of a price that drifts"),
    "tell_of_price_question": _("Told of a question about a price"),
    "tell_of_price_answer": _("Told of an answer about a price"),
}
