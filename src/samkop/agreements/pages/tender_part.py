"""What came of a tender, on the page of its award; and the way back from an agreement."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.models import FrameworkAgreement
from samkop.agreements.pages.standings import shown_state
from samkop.agreements.queries import agreements_of_tender, ceiling_of, origin_of
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import current_unit
from samkop.tendering.models import Tender
from samkop.tendering.pages.parts import TenderPart


def agreements_from(actor: Actor, tender: Tender) -> TenderPart | None:
    """The agreements that were made of a tender, each with where it stands."""
    found = agreements_of_tender(tender.pk)
    if not found:
        return None
    now = current_unit().now
    shown = [(one, *shown_state(one, ceiling_of(one.pk), now)) for one in found]
    return TenderPart("agreements/of_tender.html", {"agreements": shown})


def chain_of(agreement: FrameworkAgreement) -> list[dict[str, str]]:
    """The tender that an agreement comes from, and the agreement itself."""
    origin = origin_of(agreement.pk)
    if origin is None:
        return []
    lot = origin.awarded_lot.lot
    return [
        {
            "kind": _("Tender"), "label": f"{origin.tender.number} {origin.tender.title}",
            "url": reverse("tender-award", args=[origin.tender_id]),
        },
        {
            "kind": _("Lot"), "label": str(lot),
            "url": reverse("tender-award", args=[origin.tender_id]),
        },
        {"kind": _("Agreement"), "label": agreement.number, "url": ""},
    ]  # fmt: skip
