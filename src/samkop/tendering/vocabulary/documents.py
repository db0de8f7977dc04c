"""The words of secrecy and of requests for documents."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Secrecy(TextChoices):
    """What was decided of a document that its bidder calls secret."""

    OPEN = "open", _("No secret")
    PARTLY = "partly", _("Secret in part: a masked copy is given")
    SECRET = "secret", _("Secret as a whole")


class SecrecyGround(TextChoices):
    """On which ground; the country's source stands in ``data/secrecy_grounds.tsv``."""

    BEFORE_AWARD = "bids-before-award", _("Bids before the award is decided")
    TRADE_SECRET = "trade-secret", _("Trade secret")
    OWN_BUSINESS = "own-business", _("The buyer's own business interest")
    SECURITY = "security", _("Security measures")


class RequestedOutcome(TextChoices):
    """What was decided of a document that somebody asked for."""

    GIVEN = "given", _("Given")
    MASKED = "masked", _("Given with parts masked")
    REFUSED = "refused", _("Refused")


DONE: Mapping[str, str | Promise] = {
    "decide_bid_secrecy": _("Secrecy decided"),
    "decide_on_document": _("Decided on a document"),
    "record_document_appeal": _("Appeal on documents recorded"),
    "record_document_request": _("Request for documents recorded"),
}
