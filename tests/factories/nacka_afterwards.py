"""What follows the order of the municipality in ``factories/nacka``: the supplier's answer, and
what everybody may see of it all.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from factories.exchange import put_in, side_in_response
from factories.nacka import Nacka
from factories.open_data import AGREEMENT, ORDERS, decided
from factories.parties import OPERATOR
from samkop.agreements.models import FrameworkAgreement
from samkop.core import edocs
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.queries import folder_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.opendata.handlers import publish_last_month
from samkop.opendata.models import Release
from samkop.opendata.vocabulary import Field
from samkop.parties.models import Party
from samkop.platform.actors import ANONYMOUS
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import reading
from samkop.site.wiring import FACTS

OTHERS = tuple(
    field
    for field in Field
    if field.startswith(("planning.", "tender.", "award.")) and field != Field.AWARD_REASONS
)


def all_published(town: Nacka) -> None:
    """The municipality decides to publish whatever its country's rule lets it."""
    decided(town.owner, *OTHERS, *AGREEMENT, *ORDERS)


def sent_to_supplier(town: Nacka, data: Path, on: date) -> edocs.Order:
    """The order as its supplier finds it in the folder."""
    now = datetime.combine(on, time(10), UTC)
    dispatch_waiting(FACTS, now=now)
    transmit_waiting(data, now=now)
    (file,) = _folder(data, town.owner).glob("outbox/order-*.xml")
    order = edocs.read(file.read_bytes())
    if not isinstance(order, edocs.Order):
        raise TypeError("no order was sent")
    return order


def answered_by_supplier(
    town: Nacka, data: Path, agreement: FrameworkAgreement, order: edocs.Order, on: date
) -> None:
    """The supplier's acceptance arrives as a document, and takes its course."""
    response = edocs.OrderResponse(
        id=f"OS-{order.id}", issue_date=on, response_code="AP", currency="SEK",
        order_reference=order.id, seller=side_in_response(agreement.supplier),
        buyer=side_in_response(town.owner),
    )  # fmt: skip
    put_in(_folder(data, town.owner) / "inbox", "answer.xml", edocs.write(response))
    now = datetime.combine(on, time(11), UTC)
    collect_inboxes(data, now=now)
    dispatch_waiting(FACTS, now=now + timedelta(minutes=1))


def month_published(on: date) -> None:
    """What the clock publishes on a day."""
    publish_last_month(datetime.combine(on, time(9), UTC))


def releases_of(town: Nacka) -> list[dict[str, object]]:
    """What everybody may read of the municipality's processes, in order."""
    with reading(ANONYMOUS):
        rows = Release.objects.filter(owner=town.owner).order_by("ocid", "number")
        return [json.loads(row.body) for row in rows]


def _folder(data: Path, party: Party) -> Path:
    with reading(OPERATOR):
        return data / "exchange" / (folder_of(party.pk) or "")
