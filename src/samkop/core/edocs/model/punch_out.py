"""Peppol BIS Punch Out 3: a basket brought back from a shop, transaction T77."""

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from samkop.core.edocs.model.item import Item
from samkop.core.edocs.model.party import Address, FromProvider, Party
from samkop.core.edocs.model.values import CataloguePrice, Period, Quantity


@dataclass(frozen=True, slots=True)
class BasketTerms:
    """The price of a line, how many are in the basket, how long they take and where it holds."""

    price: CataloguePrice
    quantity: Quantity
    lead_time: Quantity | None = None
    territories: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class PunchOutLine:
    """One line of the basket."""

    id: str
    terms: BasketTerms
    item: Item
    contract_subdivision: str | None = None
    validity: Period | None = None


@dataclass(frozen=True, slots=True)
class PunchOut(FromProvider):
    """A basket from the shop of `provider` for the purchasing system of `receiver`.

    It can be ordered until `validity` ends. `receiver.contact.id` is the person who shopped, as
    the purchasing system knows them.
    """

    kind: ClassVar[str] = "punch-out"

    id: str
    issue_date: date
    issue_time: time
    provider: Party
    receiver: Party
    lines: tuple[PunchOutLine, ...]
    action_code: str | None = None
    validity: Period | None = None
    contracts: tuple[str, ...] = ()
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:punch_out:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:punch_out:3"
