"""What stands on the outside of a document that is faulty: from whom it is, to whom, and which.

Read without the rules, for whoever has to tell the sender what is wrong.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from samkop.core.edocs.limits import STANDARD, Limits
from samkop.core.edocs.model.values import Identifier
from samkop.core.edocs.rules.rulesets import LINE_TAGS, for_document
from samkop.core.edocs.source import UnreadableError, checked, root_tag, stream
from samkop.core.edocs.ubl.names import name_of, tag_of

MLR = "mlr"
LONGEST = 200
"""More signs are kept of no number and no address."""

_BUYER = "cac:BuyerCustomerParty/cac:Party"
_SELLER = "cac:SellerSupplierParty/cac:Party"
_PROVIDER, _RECEIVER = "cac:ProviderParty", "cac:ReceiverParty"
_BILLED = ("cac:AccountingSupplierParty/cac:Party", "cac:AccountingCustomerParty/cac:Party")
_PARTIES = {
    "ApplicationResponse": ("cac:SenderParty", _RECEIVER),
    "Catalogue": (_PROVIDER, _RECEIVER),
    "CreditNote": _BILLED,
    "DespatchAdvice": (
        "cac:DespatchSupplierParty/cac:Party",
        "cac:DeliveryCustomerParty/cac:Party",
    ),
    "Invoice": _BILLED,
    "Order": (_BUYER, _SELLER),
    "OrderCancellation": (_BUYER, _SELLER),
    "OrderChange": (_BUYER, _SELLER),
    "OrderResponse": (_SELLER, _BUYER),
}
_MLR_SAYS = b"urn:fdc:peppol.eu:poacc:trns:mlr:"


@dataclass(frozen=True, slots=True)
class Outside:
    """What could be read of it: empty or None is what could not."""

    kind: str = ""
    number: str = ""
    issue_date: date | None = None
    sender: Identifier | None = None
    addressee: Identifier | None = None


def outside_of(data: bytes, *, limits: Limits = STANDARD) -> Outside:
    """The outside of a UBL document, as far as it can be read. Never raises for bad input.

    Anything that names the specification of the Message Level Response counts as one: nobody
    answers it.
    """
    try:
        return _read(checked(data, limits))
    except UnreadableError:
        return Outside(MLR if _MLR_SAYS in data else "")


def _read(data: bytes) -> Outside:
    tag = root_tag(data)
    name = name_of(tag)
    if tag not in LINE_TAGS or name not in _PARTIES:
        return Outside(MLR if _MLR_SAYS in data else "")
    root = next(stream(data, LINE_TAGS[tag], lambda: None))
    customization, profile = _text(root, "cbc:CustomizationID"), _text(root, "cbc:ProfileID")
    ruleset = for_document(name, customization, profile=profile)
    kind = MLR if _MLR_SAYS in data else ruleset.kind if ruleset else ""
    sender, addressee = (_address(root, path) for path in _PARTIES[name])
    return Outside(
        kind, _text(root, "cbc:ID"), _day(_text(root, "cbc:IssueDate")), sender, addressee
    )


def _text(root: Any, path: str) -> str:
    steps = "/".join(tag_of(step) for step in path.split("/"))
    return (root.findtext(steps) or "").strip()[:LONGEST]


def _address(root: Any, party: str) -> Identifier | None:
    path = f"{party}/cbc:EndpointID"
    found = root.find("/".join(tag_of(step) for step in path.split("/")))
    value = "" if found is None else (found.text or "").strip()
    return Identifier(value[:LONGEST], found.get("schemeID")) if value else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
