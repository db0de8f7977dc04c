"""The words of this app: states and their transitions, grounds of modification, steps of price."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a framework agreement stands (domain.md, "Framework agreements", 3)."""

    IN_PREPARATION = "in-preparation", _("In preparation")
    INTERIM = "interim", _("Interim")
    IN_FORCE = "in-force", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    ANNULLED = "annulled", _("Annulled")
    EXHAUSTED = "exhausted", _("Exhausted")
    ENDED = "ended", _("Ended")


# The database's trigger holds the same table (migrations/0002_wall.py); a test compares them.
TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.IN_PREPARATION: frozenset({State.INTERIM, State.IN_FORCE, State.ANNULLED}),
    State.INTERIM: frozenset({State.IN_FORCE, State.ANNULLED, State.ENDED}),
    State.IN_FORCE: frozenset({State.SUSPENDED, State.ANNULLED, State.EXHAUSTED, State.ENDED}),
    State.SUSPENDED: frozenset({State.IN_FORCE, State.ANNULLED, State.ENDED}),
    State.EXHAUSTED: frozenset({State.IN_FORCE, State.ANNULLED, State.ENDED}),
    State.ANNULLED: frozenset(),
    State.ENDED: frozenset(),
}

# Orders are placed in these states only; those placed before stay.
ORDERABLE = frozenset({State.IN_FORCE, State.INTERIM})


class Category(TextChoices):
    """What an agreement is for."""

    MOBILE_DEVICES = "mobile-devices", _("Mobile devices")
    WORKSTATIONS = "workstations", _("Workstations and screens")
    MEETING_ROOMS = "meeting-rooms", _("Meeting-room equipment")
    NETWORKS = "networks", _("Network equipment")
    SOFTWARE = "software", _("Software")
    SERVICES = "services", _("Services")


class ActsAs(TextChoices):
    """How the purchasing body serves its buyers (directive 2014/24/EU, recital 69)."""

    INTERMEDIARY = "intermediary", _("Intermediary: suppliers pay a fee on turnover")
    WHOLESALER = "wholesaler", _("Wholesaler: resells with a markup")


class Ground(TextChoices):
    """On which ground an agreement may be modified (art. 72 of directive 2014/24/EU)."""

    REVIEW_CLAUSE = "review-clause", _("Review clause of the agreement, art. 72(1)(a)")
    ADDITIONAL = "additional", _("Additional supplies or services, art. 72(1)(b)")
    UNFORESEEN = "unforeseen", _("Unforeseeable circumstances, art. 72(1)(c)")
    DE_MINIMIS = "de-minimis", _("Below the threshold and ten per cent, art. 72(2)")


# Art. 72(1), last subparagraph: these two grounds are published in a notice.
NOTICE_NEEDED = frozenset({Ground.ADDITIONAL, Ground.UNFORESEEN})


class RuleKind(TextChoices):
    """By which rule the prices of a group come about (domain.md, "Framework agreements", 6)."""

    FIXED = "fixed", _("Fixed price")
    LIST_DISCOUNT = "list-discount", _("Discount on a public list price")
    COST_PLUS = "cost-plus", _("Purchase price plus a tendered margin")


class PriceStepCode(TextChoices):
    """The steps by which a price comes about, in their order."""

    LIST_PRICE = "list-price", _("List price")
    LIST_DISCOUNT = "list-discount", _("Tendered discount on the list price")
    PURCHASE_PRICE = "purchase-price", _("Purchase price that the supplier won")
    MARGIN = "tendered-margin", _("Tendered margin of the supplier")
    INDEX = "index-step", _("Index adjustment")
    LOWER_OFFER = "lower-offer", _("The supplier offers it for less")
    TIER_DISCOUNT = "tier-discount", _("Volume tier")
    MARKUP = "markup", _("Markup of the purchasing body")


# What the rule itself gives, before the supplier's own offer, the tier and the markup.
RULE_STEPS = frozenset(
    {
        PriceStepCode.LIST_PRICE, PriceStepCode.LIST_DISCOUNT, PriceStepCode.PURCHASE_PRICE,
        PriceStepCode.MARGIN, PriceStepCode.INDEX,
    }
)  # fmt: skip


class Unpriced(TextChoices):
    """Why an item of an agreement has no price on a day; the label says what to do."""

    NOT_LISTED = (
        "price-not-listed",
        _("The agreement has no price for it. The purchasing body has to enter it first."),
    )
    NOT_TODAY = (
        "price-not-today",
        _("Its price in the agreement is not valid today. Ask the purchasing body."),
    )
    EVIDENCE_MISSING = (
        "price-evidence-missing",
        _(
            "Its price needs evidence of the purchase price, and there is none."
            " The supplier has to show which price it won."
        ),
    )
    EVIDENCE_EXPIRED = (
        "price-evidence-expired",
        _("The evidence of its purchase price is not valid today."
          " The supplier has to show a new one before it can be ordered."),
    )  # fmt: skip
