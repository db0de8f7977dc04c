"""Devices: their states and which may follow which, their holders, custody."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samkop.agreements.vocabulary import ItemCategory

# What of the shop is followed piece by piece; the rest is used up, or comes with a device.
DEVICES = frozenset(
    {
        ItemCategory.PHONE,
        ItemCategory.RUGGED_PHONE,
        ItemCategory.TABLET,
        ItemCategory.LAPTOP,
        ItemCategory.DESKTOP,
        ItemCategory.MONITOR,
        ItemCategory.DOCK,
        ItemCategory.PRINTER,
        ItemCategory.PROJECTOR,
        ItemCategory.WATCH,
        ItemCategory.NETWORK,
        ItemCategory.SERVER,
        ItemCategory.STORAGE,
    }
)

# Storages that have to be erased before a device leaves, by category; what is not here has none.
STORAGES: Mapping[str, int] = {
    ItemCategory.PHONE: 1,
    ItemCategory.RUGGED_PHONE: 1,
    ItemCategory.TABLET: 1,
    ItemCategory.LAPTOP: 1,
    ItemCategory.DESKTOP: 1,
    ItemCategory.PRINTER: 1,
    ItemCategory.WATCH: 1,
    ItemCategory.NETWORK: 1,
    ItemCategory.SERVER: 2,
    ItemCategory.STORAGE: 1,
}

# Months after which a device is renewed, where its owner has said nothing else.
USUAL_LIFETIME = 48


class AssetState(TextChoices):
    """Where a device stands in its life (domain.md, "Devices")."""

    EXPECTED = "expected", pgettext_lazy("device", "Expected")
    RECEIVED = "received", pgettext_lazy("device", "In stock")
    STAGED = "staged", _("Prepared")
    IN_TRANSIT = "in-transit", _("On its way")
    IN_USE = "in-use", _("In use")
    MAINTENANCE = "maintenance", _("In maintenance")
    MISSING = "missing", pgettext_lazy("device", "Missing")
    RETURNED = "returned", pgettext_lazy("device", "Returned")
    ERASED = "erased", _("Erased")
    ENDED = "ended", pgettext_lazy("device", "Ended")


_S = AssetState
# The database holds the same, in ``fleet_asset_transition``.
TRANSITIONS: Mapping[AssetState, frozenset[AssetState]] = {
    _S.EXPECTED: frozenset({_S.RECEIVED, _S.ENDED}),
    _S.RECEIVED: frozenset(
        {
            _S.STAGED,
            _S.IN_TRANSIT,
            _S.IN_USE,
            _S.MAINTENANCE,
            _S.MISSING,
            _S.RETURNED,
            _S.ENDED,
        }
    ),
    _S.STAGED: frozenset(
        {
            _S.RECEIVED,
            _S.IN_TRANSIT,
            _S.IN_USE,
            _S.MAINTENANCE,
            _S.MISSING,
            _S.RETURNED,
            _S.ENDED,
        }
    ),
    _S.IN_TRANSIT: frozenset(
        {_S.RECEIVED, _S.STAGED, _S.IN_USE, _S.MAINTENANCE, _S.MISSING, _S.RETURNED}
    ),
    _S.IN_USE: frozenset({_S.IN_TRANSIT, _S.MAINTENANCE, _S.MISSING, _S.RETURNED}),
    _S.MAINTENANCE: frozenset(
        {_S.RECEIVED, _S.STAGED, _S.IN_TRANSIT, _S.IN_USE, _S.MISSING, _S.RETURNED}
    ),
    _S.MISSING: frozenset({_S.RECEIVED, _S.IN_USE, _S.RETURNED, _S.ENDED}),
    _S.RETURNED: frozenset({_S.IN_USE, _S.MISSING, _S.ERASED, _S.ENDED}),
    _S.ERASED: frozenset({_S.STAGED, _S.ENDED}),
    _S.ENDED: frozenset(),
}

# Whoever has it, it is still the owner's to know where.
LIVING = frozenset(AssetState) - {AssetState.ENDED}


class EndReason(TextChoices):
    """How a device's life with its owner ended."""

    NEVER_CAME = "never-came", _("Never came")
    SENT_BACK = "sent-back", _("Sent back to the supplier")
    TO_LESSOR = "to-lessor", _("Returned to the financier")
    SOLD = "sold", _("Sold")
    RECYCLED = "recycled", _("Recycled")
    DESTROYED = "destroyed", _("Destroyed")
    LOST = "lost", _("Lost")


class HolderKind(TextChoices):
    """Who or what can have a device."""

    PERSON = "person", _("Person")
    CLASS = "class", _("School class")
    CART = "cart", _("Cart")
    ROOM = "room", _("Room")
    SITE = "site", pgettext_lazy("holder", "Site")
    CARRIER = "carrier", _("Carrier")
    SUPPLIER = "supplier", pgettext_lazy("holder", "Supplier")
    NOBODY = "nobody", _("Nobody")


# Named by the owner itself; the others are persons, sites and parties that are known already.
NAMED_KINDS = frozenset({HolderKind.CLASS, HolderKind.CART, HolderKind.ROOM, HolderKind.CARRIER})

# Whoever has one of these uses it; what stands at a site or goes by carrier is not in use.
USERS = frozenset({HolderKind.PERSON, HolderKind.CLASS, HolderKind.CART, HolderKind.ROOM})


class CustodyReason(TextChoices):
    """Why a device passed from one holder to the next."""

    ANNOUNCED = "announced", _("Announced by the supplier")
    RECEIVED = "received", pgettext_lazy("custody", "Received")
    IMPORTED = "imported", _("Taken over from a register")
    HANDED_OVER = "handed-over", _("Handed over")
    STAGED = "staged", pgettext_lazy("custody", "Prepared")
    COLLECTED = "collected", _("Collected by the carrier")
    DELIVERED = "delivered", _("Delivered")
    SENT_FOR_REPAIR = "sent-for-repair", _("Sent for repair")
    CAME_BACK = "came-back", _("Came back")
    SWAPPED = "swapped", _("Swapped")
    LENT = "lent", _("Lent")
    MOVED = "moved", pgettext_lazy("custody", "Moved")
    MISSED = "missed", _("Reported missing")
    FOUND = "found", _("Found")
    RETURNED = "returned", pgettext_lazy("custody", "Returned")
    SENT_BACK = "sent-back", _("Sent back to the supplier")
    TRANSFERRED = "transferred", _("Passed to another organisation")
    LEFT = "left", _("Left the organisation")


# What the history says of each use case.
DONE = {
    "expect_assets": pgettext_lazy("device", "Expected"),
    "assign_cost_centre": _("Cost centre changed"),
    "change_chosen": _("Changed with others"),
    "hand_over": _("Handed over"),
    "set_renewal_day": _("Day of renewal set"),
    "start_changes": _("Job started"),
    "stop_changes": _("Job stopped"),
    "receive_assets": pgettext_lazy("device", "In stock"),
    "take_back_assets": _("Sent back to the supplier"),
}
