"""The words of this app: what can be published field by field, and what a release is of."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Field(TextChoices):
    """What is decided on by itself. What has no line here is never published: no person, no
    place of delivery, no cost centre, no bid.
    """

    AGREEMENT_TITLE = "agreement.title", _("Agreement: number, title, category")
    AGREEMENT_SUPPLIER = "agreement.supplier", _("Agreement: supplier")
    AGREEMENT_TERM = "agreement.term", _("Agreement: first and last day")
    AGREEMENT_VALUE = "agreement.value", _("Agreement: maximum value")
    AGREEMENT_BUYERS = "agreement.buyers", _("Agreement: the buyers named in it")
    AGREEMENT_CHANGES = "agreement.changes", _("Agreement: changes of its maximum value")
    ORDERS_TOTAL = "orders.total", _("Orders: sum by supplier and month")
    ORDERS_ITEMS = "orders.items", _("Orders: which items")
    ORDERS_PRICES = "orders.prices", _("Orders: how many, at which price")
    PRICES_ITEMS = "prices.items", _("Prices: each item's price by month, over all buyers")
    PRICES_ORIGIN = "prices.origin", _("Prices: the steps that each comes from")
    PRICES_COUNT = "prices.count", _("Prices: number of purchases, small numbers left out")
    CONSULTATION = "planning.consultation", _("Market consultation: what it is about, its days")
    TENDER_TITLE = "tender.title", _("Tender: number, title, description, time limits")
    TENDER_VALUE = "tender.value", _("Tender: estimated value")
    TENDER_LOTS = "tender.lots", _("Tender: lots with their maximum values")
    TENDER_BUYERS = "tender.buyers", _("Tender: the buyers it is for")
    AWARD_SUPPLIERS = "award.suppliers", _("Award: who won each lot")
    AWARD_VALUE = "award.value", _("Award: price of the bids that won")
    AWARD_BIDS = "award.bids", _("Award: number of bidders")
    AWARD_REASONS = "award.reasons", _("Award: reasons of the decision")


# Without these nothing of the thing is published, whatever else was decided.
FIRST: Mapping[str, Field] = {
    "agreement": Field.AGREEMENT_TITLE,
    "orders": Field.ORDERS_TOTAL,
    "prices": Field.PRICES_ITEMS,
    "planning": Field.CONSULTATION,
    "tender": Field.TENDER_TITLE,
    "award": Field.AWARD_SUPPLIERS,
}
# A price would follow from a sum and a number: each needs the one before it.
NEEDS: Mapping[Field, Field] = {
    Field.ORDERS_PRICES: Field.ORDERS_ITEMS,
    Field.ORDERS_ITEMS: Field.ORDERS_TOTAL,
    Field.PRICES_ORIGIN: Field.PRICES_ITEMS,
    Field.PRICES_COUNT: Field.PRICES_ITEMS,
    # Of a price it is told under which agreement and from whom.
    Field.PRICES_ITEMS: Field.AGREEMENT_SUPPLIER,
    Field.AGREEMENT_SUPPLIER: Field.AGREEMENT_TITLE,
}


class Treatment(TextChoices):
    """What a country's rule says of a field."""

    DECIDED = "decided", _("Published once the organisation has decided so")
    WITHHELD = "withheld", _("Never published")


class ReleaseKind(TextChoices):
    """What a release is of."""

    AGREEMENT = "agreement", _("Agreement")
    ORDERS = "orders", _("Orders of a month")
    TENDER = "tender", _("Tender")
    PLANNING = "planning", _("Market consultation")


class NoticeRole(TextChoices):
    """As what an organisation stands in a notice."""

    OWN = "own", _("One's own organisation")
    REVIEW_BODY = "review-body", _("Review body")
    WINNER = "winner", _("Winner")


class NoticeLanguage(TextChoices):
    """The language of a notice (BT-702)."""

    SWEDISH = "sv", _("Swedish")
    FINNISH = "fi", _("Finnish")
    ENGLISH = "en", _("English")


class PartyForm(TextChoices):
    """What a buyer is by law (BT-11, codes of buyer-legal-type that official samples show)."""

    BODY = "body-pl", _("Body governed by public law")
    CENTRAL = "cga", _("Central government authority")
    LOCAL = "la", _("Local authority")
    UNDER_LOCAL = "org-sub-la", _("Organisation subsidised by a local authority")
    UNDERTAKING = "pub-undert", _("Public undertaking")
    LOCAL_UNDERTAKING = "pub-undert-la", _("Public undertaking of a local authority")


class MainActivity(TextChoices):
    """What a buyer does (BT-10, codes of authority-activity that official samples show)."""

    GENERAL = "gen-pub", _("General public services")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health")
    ECONOMY = "econ-aff", _("Economic affairs")
    HOUSING = "hc-am", _("Housing and community amenities")
    CULTURE = "rcr", _("Recreation, culture and religion")
    ORDER = "pub-os", _("Public order and safety")
    DEFENCE = "defence", _("Defence")


class CompanySize(TextChoices):
    """How large a supplier is (BT-165; recommendation 2003/361/EC)."""

    MICRO = "micro", _("Micro: fewer than 10 employees")
    SMALL = "small", _("Small: fewer than 50 employees")
    MEDIUM = "medium", _("Medium: fewer than 250 employees")
    LARGE = "large", _("Large")


DONE: dict[str, str | Promise] = {
    "describe_organisation": _("Details in notices written"),
    "describe_winner": _("Details of a winner written"),
    "set_notice_terms": _("Terms of the notices written"),
    "decide_publication": _("Decided on publication"),
    "publish_agreement": _("Agreement published"),
    "publish_consultation": _("Market consultation published"),
    "publish_prices": _("Prices of a month published"),
    "publish_orders": _("Orders of a month published"),
    "publish_tender": _("Tender published"),
}
