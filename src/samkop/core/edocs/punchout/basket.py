"""What a line of a basket says, whichever standard carries it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class BasketLine:
    """So many of an item, at its price without VAT for one ``unit`` (UN/ECE Recommendation 20).

    ``product_id`` is the item's in the shop, ``sellers_id`` the supplier's; ``reservation`` and
    ``reservation_line`` name what is held for it, both empty where nothing is. ``lead_days`` are
    calendar days until it comes, None if unknown.
    """

    description: str
    quantity: int
    unit: str
    price: Decimal
    currency: str
    product_id: str
    sellers_id: str
    supplier: str
    agreement: str
    category: str = ""
    manufacturer: str = ""
    long_text: str = ""
    lead_days: int | None = None
    reservation: str = ""
    reservation_line: str = ""
