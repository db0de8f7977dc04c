"""The words of this app: states and their transitions, grounds of modification, steps of price."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
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

# An agreement that is over, or not yet signed, cannot run out.
RUNNING = ORDERABLE | {State.SUSPENDED, State.EXHAUSTED}

# Months from the start of a tender to its agreement, unless the agreement says otherwise.
USUAL_LEAD_MONTHS = 9
LONGEST_LEAD_MONTHS = 60
# More suppliers than one procurement has.
LAST_RANK = 99


class ItemCategory(TextChoices):
    """What an item is, as the shelf is sorted; each value is also a drawing's name.

    The words that people search for, in three languages, stand in ``catalogue/data/words.csv``.
    """

    PHONE = "phone", _("Phones")
    RUGGED_PHONE = "rugged-phone", _("Rugged phones")
    TABLET = "tablet", _("Tablets")
    LAPTOP = "laptop", _("Laptops")
    DESKTOP = "desktop", _("Desktop computers")
    MONITOR = "monitor", _("Monitors")
    DOCK = "dock", _("Docks")
    HEADSET = "headset", _("Headsets")
    KEYBOARD = "keyboard", _("Keyboards")
    MOUSE = "mouse", _("Mice")
    CAMERA = "camera", _("Cameras")
    CHARGER = "charger", _("Chargers")
    PRINTER = "printer", _("Printers")
    PROJECTOR = "projector", _("Projectors")
    WATCH = "watch", _("Watches")
    NETWORK = "network", _("Network devices")
    SERVER = "server", _("Servers")
    STORAGE = "storage", _("Storage")
    SIM = "sim", _("Subscriptions")
    SOFTWARE = "software", _("Software")
    SERVICE = "service", _("Services")
    ACCESSORY = "accessory", _("Accessories")


class PriceFileKind(TextChoices):
    """What a file of prices holds."""

    LIST_PRICES = "list-prices", _("Price list")
    EVIDENCE = "evidence", _("Evidence of purchase prices")
    TIERS = "tiers", _("Volume tiers")
    RULES = "price-rules", _("Price rules")


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


class Hindrance(TextChoices):
    """Why a supplier is passed over in a call-off."""

    NOT_OPEN = "not-open", _("The buyer cannot order from its agreement on this day")
    NO_OFFER = "no-offer", _("It has no item for all that is asked for")
    NOT_SOLD = "not-sold", _("Its item is not sold on this day")
    NO_ROOM = "no-room", _("Its agreement has too little room left")


class ReviewOutcome(TextChoices):
    """How a review of the award ended (directive 89/665/EEC, art. 2)."""

    AWARD_STANDS = "award-stands", _("The award stands")
    AWARD_ANNULLED = "award-annulled", _("The award is annulled")


class BasisKind(TextChoices):
    """Why a buyer may buy through the party that runs the agreement (2014/24/EU)."""

    CENTRAL_PURCHASING = "central-purchasing", _("Central purchasing, art. 37")
    JOINT_PROCUREMENT = "joint-procurement", _("Occasional joint procurement, art. 38")
    IN_HOUSE = "in-house", _("In-house, art. 12")
    OWN_PROCUREMENT = "own-procurement", _("Its own procurement")


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


# What a bound of a tendered scope is called (``rules.scope``).
BOUNDS: Mapping[str, Promise] = {
    "category": _("the category"),
    "maker": _("the maker"),
    "price": _("the price of one"),
    "screen-size": _("the screen size"),
    "memory": _("the memory"),
    "storage": _("the storage"),
    "weight": _("the weight"),
}


def bound_label(bound: str) -> Promise | str:
    """A bound's name in the reader's language."""
    return BOUNDS.get(bound, bound)


def bound_text(bound: str, text: str) -> str:
    """What a model has at a bound, or what was tendered there, as the reader reads it."""
    if not text:
        return str(_("not told"))
    if bound != "category":
        return text
    codes = text.split(", ")
    return ", ".join(
        str(ItemCategory(code).label) if code in ItemCategory.values else code for code in codes
    )
