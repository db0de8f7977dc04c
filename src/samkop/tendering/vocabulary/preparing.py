"""What the history says of preparing a tender and announcing it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PREPARING_DONE = {
    "add_lot": _("Lot added"),
    "take_over_pre_study": _("Lots of a pre-study taken over"),
    "announce_tender": _("Sent for publication"),
    "change_lot": _("Lot changed"),
    "change_prepared_tender": _("Changed while in preparation"),
    "invite_supplier": _("Supplier invited"),
    "name_tender_buyer": _("Buyer and volume stated"),
    "prepare_tender": _("Prepared"),
    "record_notice": _("Notice recorded: open for bids"),
    "remove_lot": _("Lot taken out"),
    "set_tender_dates": _("Dates set"),
    "take_out_tender_buyer": _("Buyer taken out"),
    "withdraw_invitation": _("Invitation withdrawn"),
}
