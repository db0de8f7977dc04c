"""The words of this app: categories, states of the maker's support, kinds of catalogue file."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.agreements.vocabulary import ItemCategory

# What the register of imports calls the files of this app.
CATALOGUE, STOCK = "catalogue", "stock-list"

# Agreements say it of what they tender, the shelf of what stands on it.
Category = ItemCategory


class Drawing(TextChoices):
    """Our own line drawings of device kinds (``platform/static/samkop/devices.svg``)."""

    PHONE = "phone", _("Phone")
    RUGGED_PHONE = "rugged-phone", _("Rugged phone")
    TABLET = "tablet", _("Tablet")
    LAPTOP = "laptop", _("Laptop")
    DESKTOP = "desktop", _("Desktop computer")
    MONITOR = "monitor", _("Monitor")
    DOCK = "dock", _("Dock")
    HEADSET = "headset", _("Headset")
    KEYBOARD = "keyboard", _("Keyboard")
    MOUSE = "mouse", _("Mouse")
    CAMERA = "camera", _("Camera")
    CHARGER = "charger", _("Charger")
    PRINTER = "printer", _("Printer")
    PROJECTOR = "projector", _("Projector")
    WATCH = "watch", _("Watch")
    NETWORK = "network", _("Network device")
    SERVER = "server", _("Server")
    STORAGE = "storage", _("Storage")
    SIM = "sim", _("Subscription")
    SOFTWARE = "software", _("Software")
    SERVICE = "service", _("Service")
    ACCESSORY = "accessory", _("Accessory")


class PictureSource(TextChoices):
    """Where a picture of an item comes from."""

    UPLOADED = "uploaded", _("Uploaded")
    CATALOGUE = "catalogue", _("From the supplier's catalogue")


class Kept(TextChoices):
    """What of a shelf its keeper looks for."""

    ALL = "all", _("All that is in the shop")
    IN_RANGE = "range", _("In the joint range")
    FEATURED = "featured", _("Featured, now or later")
    WITHOUT_TEXT = "without-text", _("Without a text in some language")
    WITHOUT_PICTURE = "without-picture", _("Without a picture")
    ENDING = "ending", _("Sold for 90 days more at most")
    LEFT = "left", _("No longer offered")


class SupportState(TextChoices):
    """What is known of the day on which the maker stops security updates."""

    KNOWN = "known", _("Known")
    NOT_ANNOUNCED = "not-announced", _("No end announced")
    NOT_KNOWN = "not-known", _("Not known")


class FileFormat(TextChoices):
    """What a catalogue may come as."""

    PEPPOL = "peppol", _("Peppol Catalogue")
    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel")


class RowFaultCode(TextChoices):
    """What can be wrong in a row of a catalogue.

    The label is the sentence for people: what is wrong, and what to do.
    """

    ITEM_NUMBER_MISSING = (
        "item-number-missing",
        _("The item has no number. Give the supplier's own item number."),
    )
    TWICE = (
        "item-twice",
        _("Item {item} stands in the file more than once. Keep one row of it."),
    )
    NAME_MISSING = "name-missing", _("The item has no name. Give one.")
    TOO_LONG = "too-long", _("The text is too long. Shorten it to {longest} characters.")
    GTIN_INVALID = (
        "gtin-invalid",
        _("{gtin} is no GTIN: its check digit is wrong. Copy it from the package again."),
    )
    CURRENCY_DIFFERS = (
        "currency-differs",
        _("The price is in {found}; this agreement is in {wanted}. Give it in {wanted}."),
    )
    PRICE_MISSING = "price-missing", _("The item has no price. Give the price of one unit.")
    PRICE_NEGATIVE = "price-negative", _("The price is below zero. Give the price of one unit.")
    PRICE_FINER_THAN_CENTS = (
        "price-finer-than-cents",
        _("The price {price} is finer than a cent. Round it, or sell in larger units."),
    )
    PRICE_ABOVE_RULE = (
        "price-above-rule",
        _("The price {price} is above the agreement's {rule}. Lower it to that at most."),
    )
    LIST_PRICE_RISEN = (
        "list-price-risen",
        _(
            "The price {price} is above {rule}, which the recorded list price {base} gives at the"
            " tendered discount of {rate} %. Lower it, or have the new list recorded first."
        ),
    )
    MARGIN_ABOVE_TENDERED = (
        "margin-above-tendered",
        _(
            "The price {price} is above {rule}, which the purchase price {base} gives at the"
            " tendered margin of {rate} %. Lower it, or show a new purchase price first."
        ),
    )
    EVIDENCE_MISSING = (
        "price-evidence-missing",
        _("There is no evidence of the purchase price of item {item}. Have it recorded first."),
    )
    EVIDENCE_EXPIRED = (
        "price-evidence-expired",
        _(
            "The evidence of the purchase price of item {item} is not valid today."
            " Have a new one recorded first."
        ),
    )
    INDEX_TOO_EARLY = (
        "index-too-early",
        _(
            "The price {price} holds an index step that applies from {day} on. Until then it is"
            " {rule} at most."
        ),
    )
    OUTSIDE_SCOPE = (
        "outside-tendered-scope",
        _(
            "Item {item} lies outside what was tendered in {group}: {bound} is {found}, and"
            " {wanted} was tendered."
        ),
    )
    NOT_ADMITTED = (
        "model-not-admitted",
        _(
            "Item {item} fits what was tendered in {group}, but has no price there. Enter it as a"
            " new model first."
        ),
    )
    NO_PRICE_RULE = (
        "no-price-rule",
        _("The agreement has no price for item {item}. Add it to the agreement's list first."),
    )
    OUT_OF_BOUNDS = "out-of-bounds", _("The number has to be between 0 and {most}.")
    NOT_A_NUMBER = "not-a-number", _("“{found}” is no number. Write it as 1234,50 or 1234.50.")
    NOT_DAYS = "not-days", _("“{found}” is no number of days. Write it as 14.")
    CATEGORY_UNKNOWN = (
        "category-unknown",
        _("There is no category “{found}”. Use one of these words: {known}."),
    )
    UNIT_UNKNOWN = (
        "unit-unknown",
        _("“{found}” is no unit of UN/ECE Recommendation 20. For single pieces write EA."),
    )
    TEXT_UNSENDABLE = (
        "text-unsendable",
        _(
            "The text holds signs that an order cannot carry: control characters, or line breaks"
            " and double blanks in a number. Take them out."
        ),
    )
    COLUMN_MISSING = (
        "column-missing",
        _("The sheet has no column for this. Add one, with this name in its first row."),
    )
    FILE_UNREADABLE = (
        "file-unreadable",
        _("The file cannot be read as {format}. Save it in that format again."),
    )
    DOCUMENT_INVALID = "document-invalid", _("{message} Ask the sender for a corrected document.")


class Sort(TextChoices):
    """How the shelf is sorted."""

    NAME = "name", _("By name")
    CHEAPEST = "price", _("Lowest price first")
    DEAREST = "-price", _("Highest price first")


# Where one price span ends and the next begins, in cents of the agreement's currency.
SPAN_EDGES_CENTS = (10_000, 30_000, 60_000, 100_000, 150_000)


class ImportTask(TextChoices):
    """The jobs of an import, by the names under which site/wiring.py knows them."""

    CHECK = "catalogue-check", _("Check of a catalogue file")
    IMPORT = "catalogue-import", _("Import of a catalogue file")


class Entitled(TextChoices):
    """Whom a rule of entitlement names."""

    EVERYBODY = "everybody", _("Everybody")
    ROLE = "role", _("A role")
    GROUP = "group", _("A group")


class Target(TextChoices):
    """What a rule of entitlement is about."""

    EVERYTHING = "everything", _("Everything")
    CATEGORY = "category", _("A category")
    PRICE_GROUP = "price-group", _("A price group")
    ITEM = "item", _("One item")
    CONFIGURATION = "configuration", _("A configuration")


class Verdict(TextChoices):
    """What the rules of entitlement say of an order; the values are refusal codes."""

    ALLOWED = "allowed", _("May be ordered")
    REACHED = "entitlement-reached", _("Has been ordered as often as the rules allow")
    TOO_DEAR = "entitlement-too-dear", _("Dearer than the rules allow")
    NOT_ENTITLED = "not-entitled", _("Not for this person by the rules")


class PartKind(TextChoices):
    """What a part of a configuration is."""

    DEVICE = "device", _("Device")
    ACCESSORY = "accessory", _("Accessory")
    SERVICE = "service", _("Service")
    SUBSCRIPTION = "subscription", _("Subscription")


class EnrolmentProgramme(TextChoices):
    """Programmes by which new devices enrol themselves, and what each identifies a buyer by."""

    APPLE = "apple", _("Apple organisation ID")
    ZERO_TOUCH = "android-zero-touch", _("Android zero-touch customer ID")
    KNOX = "samsung-knox", _("Samsung Knox customer ID")
    AUTOPILOT = "windows-autopilot", _("Windows Autopilot group tag")


class NumberChoice(TextChoices):
    """What becomes of the telephone number."""

    NEW = "new", _("A new number")
    KEPT = "kept", _("Keep the number, same operator")
    MOVED = "moved", _("Move the number from another operator")


class SimKind(TextChoices):
    """How the subscription comes."""

    ESIM = "esim", _("eSIM")
    SIM = "sim", _("SIM card")


class PromiseBasis(TextChoices):
    """What a promised day of delivery rests on."""

    STOCK = "stock", _("In stock")
    LEAD_TIME = "lead-time", _("By the supplier's lead time")
    NEXT_DELIVERY = "next-delivery", _("By the supplier's next delivery")
    CATALOGUE = "catalogue", _("By the catalogue's lead time")
    STALE = "stale", _("The supplier has not said anything new for two weeks")
    OUT_OF_STOCK = "out-of-stock", _("Out of stock, no day of the next delivery known")
    UNKNOWN = "unknown", _("The supplier has not said")


class AvailabilitySource(TextChoices):
    """How a supplier said what it has."""

    FILE = "file", _("By file")
    API = "api", _("By API")
    PAGE = "page", _("On the page")


class AvailabilityFault(TextChoices):
    """What can be wrong in a row of a stock list; the label says what to do."""

    COLUMN_MISSING = (
        "column-missing",
        _("The sheet has no column for this. Add one, with this name in its first row."),
    )
    FILE_UNREADABLE = (
        "file-unreadable", _("The file is no table. Save it as CSV or Excel (.xlsx) again."),
    )  # fmt: skip
    ITEM_UNKNOWN = (
        "item-unknown", _("Item {found} is not in this agreement's catalogue. Correct the number."),
    )  # fmt: skip
    TWICE = "item-twice", _("Item {found} stands in the file more than once. Keep one row of it.")
    NOT_A_NUMBER = "not-a-number", _("“{found}” is no whole number from 0 to {most}.")
    NOT_A_DAY = "not-a-day", _("“{found}” is no day. Write it as 2026-12-31.")
    NOTHING_SAID = "nothing-said", _("The row says nothing of the item. Fill in a column.")


class EndingReason(TextChoices):
    """What ends."""

    SALE = "sale", _("End of sale, without successor")
    SUPPORT = "support", _("End of the maker's support")


class WishKind(TextChoices):
    """What somebody says of an item or a device kind."""

    WISH = "wish", _("Wish")
    COMPLAINT = "complaint", _("Complaint")


class RangeStep(TextChoices):
    """What a proposal does to the joint range."""

    TAKE_IN = "take-in", _("Take a model in")
    TAKE_OUT = "take-out", _("Take a model out")
    REPLACE = "replace", _("Replace a model by its successor")
    CONFIGURATION = "configuration", _("Change a configuration's version")


class ProposalState(TextChoices):
    """Where a proposal for the joint range stands."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", pgettext_lazy("proposal", "Proposed")
    ON_TABLE = "on-table", pgettext_lazy("proposal", "Before the steering group")
    CARRIED = "carried", pgettext_lazy("proposal", "Carried")
    REJECTED = "rejected", pgettext_lazy("proposal", "Rejected")
    IN_EFFECT = "in-effect", pgettext_lazy("proposal", "In effect")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


# What the column holds, and what may follow (the database's trigger holds the same). A motion
# that lapses gives its proposal back.
PROPOSAL_TRANSITIONS: Mapping[ProposalState, frozenset[ProposalState]] = {
    ProposalState.DRAFT: frozenset({ProposalState.PROPOSED, ProposalState.WITHDRAWN}),
    ProposalState.PROPOSED: frozenset(
        {
            ProposalState.ON_TABLE, ProposalState.CARRIED, ProposalState.REJECTED,
            ProposalState.WITHDRAWN,
        }
    ),
    ProposalState.ON_TABLE: frozenset(
        {ProposalState.CARRIED, ProposalState.REJECTED, ProposalState.PROPOSED}
    ),
    ProposalState.CARRIED: frozenset({ProposalState.IN_EFFECT}),
    ProposalState.REJECTED: frozenset(),
    ProposalState.IN_EFFECT: frozenset(),
    ProposalState.WITHDRAWN: frozenset(),
}  # fmt: skip

# What the history says of the use cases of the joint range.
RANGE_DONE: dict[str, str | Promise] = {
    "bring_to_table": _("Brought before the steering group"),
    "change_range_proposal": _("Proposal changed"),
    "decide_range_proposal": _("Proposal decided on"),
    "draft_range_proposal": _("Proposal for the range drafted"),
    "propose_range_change": _("Change of the range proposed"),
    "put_in_effect": _("Change of the range in effect"),
    "say_wish": _("Wish or complaint said"),
    "take_back_wish": _("Wish or complaint taken back"),
    "take_up_motion": _("Outcome of the vote taken up"),
    "tell_of_decision": _("People told of a decision on the range"),
    "tell_of_proposal": _("People told of a proposal for the range"),
    "tell_of_range_change": _("People told of a change of the range"),
    "tell_of_waiting_change": _("Told that a change of the range waits"),
    "withdraw_range_proposal": _("Proposal withdrawn"),
    "write_range_change": _("Change of the range written"),
}
