"""Catalogues, laid out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samkop.core.edocs import (
    Catalogue,
)
from samkop.core.edocs.model import (
    CatalogueLine,
)
from samkop.exchange.readable.parts import (
    ABSENT,
    Readable,
    day_text,
    figures,
    money_text,
    party_line,
    period_text,
    words,
)


def catalogue_readable(catalogue: Catalogue, most: int | None) -> Readable:
    """The document laid out; at most so many lines, all of them for None."""
    return Readable(
        title=_("Catalogue %(number)s") % {"number": catalogue.id},
        facts=[
            (_("Name"), catalogue.name),
            (_("Version"), catalogue.version),
            (_("Issued"), day_text(catalogue.issue_date)),
            (_("Valid"), period_text(catalogue.validity)),
            (_("Sent by"), party_line(catalogue.provider)),
            (_("Received by"), party_line(catalogue.receiver)),
            (_("Agreement"), ", ".join(catalogue.contracts)),
        ],
        columns=[
            *words(_("Line"), _("Item"), _("Seller's number"), _("Maker")),
            *figures(_("Price")),
        ],
        rows=[_catalogue_line(line) for line in catalogue.lines[:most]],
        lines=len(catalogue.lines),
    )


def _catalogue_line(line: CatalogueLine) -> list[str]:
    price = next((terms.price for terms in line.prices if terms.price), None)
    return [
        line.id,
        line.item.name or ABSENT,
        line.item.sellers_id or ABSENT,
        line.item.manufacturer_name or ABSENT,
        money_text(price.amount.amount, price.amount.currency) if price else ABSENT,
    ]
