"""A purchasing system's order as a document in a folder, and the answers that it reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from factories.exchange import an_endpoint, put_in, side_in_response, side_of
from factories.parties import OPERATOR
from factories.punch_out import System
from samkop.core import edocs
from samkop.core.edocs.model import (
    Delivery,
    Item,
    MonetaryTotal,
    OrderLine,
    Period,
    Price,
    Quantity,
)
from samkop.exchange.collecting import collect_inboxes
from samkop.exchange.queries import folder_of
from samkop.exchange.transmitting import transmit_waiting
from samkop.parties.models import Party
from samkop.platform.outbox import dispatch_waiting
from samkop.platform.unit_of_work import reading
from samkop.site.wiring import FACTS


@dataclass
class Desk:
    """A buyer's purchasing system on the other side of the folders, and the shop's mailbox."""

    system: System
    data: Path
    today: date = field(default_factory=lambda: datetime.now(UTC).date())

    def __post_init__(self) -> None:
        an_endpoint(self.system.market.purchasing_body)

    def order(
        self, number: str, *lines: tuple[str, int, str], receiver: Party | None = None,
        **fields: Any,
    ) -> bytes:  # fmt: skip
        """An order of lines (the supplier's number, how many, the price of one)."""
        written = tuple(
            OrderLine(
                id=f"{place}0", quantity=Quantity(Decimal(count), "EA"),
                item=Item(name=f"Item {item}", sellers_id=item), price=Price(Decimal(price)),
                line_extension_amount=Decimal(price) * count,
            )
            for place, (item, count, price) in enumerate(lines, 1)
        )  # fmt: skip
        total = sum((line.line_extension_amount or Decimal(0) for line in written), Decimal(0))
        seller = receiver or self.system.market.purchasing_body
        given = {
            "id": number, "issue_date": self.today, "currency": "EUR",
            "buyer": side_of(self.system.buyer.party), "seller": side_of(seller),
            "lines": written, "validity_end": self.today + timedelta(days=30),
            "delivery": Delivery(requested_period=Period(self.today, self.today)),
            "totals": MonetaryTotal(line_extension_amount=total, payable_amount=total),
        }  # fmt: skip
        return edocs.write(edocs.Order(**{**given, **fields}))

    def sends(self, content: bytes, name: str, receiver: Party | None = None) -> None:
        """Put the order where the shop finds it, and let everything take its course."""
        put_in(
            self._folder(receiver or self.system.market.purchasing_body) / "inbox", name, content
        )
        self.goes_on()

    def goes_on(self) -> None:
        """What lies in the inboxes is taken in, what follows is done, what is written is sent."""
        collect_inboxes(self.data)
        while dispatch_waiting(FACTS):
            pass
        while transmit_waiting(self.data):
            pass

    def answers(self, receiver: Party | None = None) -> list[edocs.OrderResponse]:
        """What the shop has answered so far, by the numbers of the answers."""
        sender = receiver or self.system.market.purchasing_body
        read = [
            edocs.read(file.read_bytes())
            for file in self._folder(sender).glob("outbox/order-response-*.xml")
        ]
        return sorted((one for one in read if isinstance(one, edocs.OrderResponse)),
                      key=lambda one: [int(part) for part in one.id.split("-")[1:]])  # fmt: skip

    def baskets(self) -> list[edocs.PunchOut]:
        """The baskets that the shop has sent back as documents."""
        folder = self._folder(self.system.market.purchasing_body)
        read = [edocs.read(file.read_bytes()) for file in folder.glob("outbox/punch-out-*.xml")]
        return [one for one in read if isinstance(one, edocs.PunchOut)]

    def supplier_answers(self, order_number: str, code: str = "AP", **fields: Any) -> None:
        """The supplier's own response arrives in the buyer's mailbox."""
        given = {
            "id": f"S-{order_number}-{code}", "issue_date": self.today, "response_code": code,
            "currency": "EUR", "order_reference": order_number,
            "seller": side_in_response(self.system.market.supplier),
            "buyer": side_in_response(self.system.buyer.party),
        }  # fmt: skip
        content = edocs.write(edocs.OrderResponse(**{**given, **fields}))
        put_in(self._folder(self.system.buyer.party) / "inbox", f"{given['id']}.xml", content)
        self.goes_on()

    def _folder(self, party: Party) -> Path:
        with reading(OPERATOR):
            return self.data / "exchange" / (folder_of(party.pk) or "")
