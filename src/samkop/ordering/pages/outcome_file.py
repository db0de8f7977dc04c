"""Promise against outcome as a file: supplier, agreement and month, all that the page adds up."""

from __future__ import annotations

import csv
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils import formats
from django.utils.translation import gettext as _

from samkop.agreements.models import FrameworkAgreement
from samkop.ordering.pages.outcomes import asked_period
from samkop.ordering.policies import may_see_orders
from samkop.ordering.queries.outcomes import outcomes_of
from samkop.ordering.rules.outcomes import Outcome
from samkop.parties.models import Party
from samkop.parties.queries import own_today
from samkop.platform.actors import Actor
from samkop.platform.lists.files import TYPES, harmless
from samkop.platform.pages import page
from samkop.platform.pages.page import allow


@page()
def outcomes_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """CSV (RFC 4180) with semicolons and the decimal sign of the reader's language."""
    allow(may_see_orders(actor))
    today = own_today()
    first, last = asked_period(request, today)
    found = outcomes_of(actor.own_party_id, first, last, today).by_both
    suppliers = Party.objects.in_bulk({one.supplier_id for one in found})
    agreements = FrameworkAgreement.objects.in_bulk({one.agreement_id for one in found})
    response = HttpResponse(content_type=TYPES["csv"])
    response["Content-Disposition"] = 'attachment; filename="delivery-outcomes.csv"'
    response.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(response, delimiter=";")
    writer.writerow([
        _("Supplier"), _("Agreement"), _("Month"), _("Lines due"), _("In time"),
        _("In time, per cent"), _("Due by newest promise"), _("In time by the newest promise"),
        _("In full"), _("Late"), _("Median days late"), _("Still to come"),
    ])  # fmt: skip
    for one in found:
        names = [str(suppliers[one.supplier_id or 0]), agreements[one.agreement_id or 0].number]
        writer.writerow([*map(harmless, names), *_cells(one)])
    return response


def _cells(one: Outcome) -> list[object]:
    """The figures; empty is *no data*."""
    return [
        f"{one.month:%Y-%m}", one.due, one.in_time, _per_cent(one.share_in_time),
        one.due_by_newest, one.in_time_by_newest, one.in_full, one.late,
        "" if one.median_days_late is None else one.median_days_late, one.coming,
    ]  # fmt: skip


def _per_cent(share: Decimal | None) -> str:
    if share is None:
        return ""
    return f"{share * 100:.1f}".replace(".", str(formats.get_format("DECIMAL_SEPARATOR")))
