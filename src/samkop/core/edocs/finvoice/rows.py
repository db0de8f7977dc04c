"""The rows of a Finvoice (BG-25), read."""

from decimal import Decimal
from typing import Any

from samkop.core.edocs.finvoice.units import unit_of
from samkop.core.edocs.finvoice.values import (
    code,
    day,
    first_number,
    joined,
    leaf,
    number,
    put,
    text,
)
from samkop.core.edocs.model import (
    AllowanceCharge,
    Classification,
    DocumentReference,
    Identifier,
    InvoiceLine,
    Item,
    ItemInstance,
    ItemProperty,
    Period,
    Price,
    ProposedAccount,
    Quantity,
    TaxCategory,
)
from samkop.core.edocs.rules.finvoice import decimal_of
from samkop.core.edocs.ubl.tree import Branch
from samkop.core.money import to_cents

OBJECT = "130"
_ZERO, _ONE, _PERCENT = Decimal(0), Decimal(1), Decimal(100)
_QUANTITIES = ("InvoicedQuantity", "DeliveredQuantity", "OrderedQuantity")
_AMOUNTS = ("RowVatExcludedAmount", "RowAmount", "UnitPriceAmount", "UnitPriceNetAmount")
_CUSTOMS = "RowDeliveryDetails/RowCustomsInfo/CNOriginCountryCode"
_MAKER = "RowDeliveryDetails/RowManufacturerName"
_MAKERS_NUMBER = "RowDeliveryDetails/RowManufacturerArticleIdentifier"


def is_text_only(row: Branch) -> bool:
    """Whether a row has nothing that is to be paid, only words or rows under it."""
    return first_number(row, *_QUANTITIES, *_AMOUNTS) is None


def read_row(row: Branch, place: int, rate: Decimal | None) -> InvoiceLine:
    """A row as a line; `place` is its number if it has none, `rate` the VAT rate it is under."""
    price = _price(row)
    quantity = _quantity(row)
    charges = tuple(_allowance_charges(row))
    start, end = day(row, "StartDate"), day(row, "EndDate")
    amount = _net_amount(row, quantity, price, charges)
    return InvoiceLine(
        code(row, "RowPositionIdentifier") or str(place),
        quantity,
        amount,
        _item(row, rate),
        price or Price(_shared_out(amount, quantity)),
        note=joined(row, "RowFreeText"),
        accounting_cost=text(row, "RowAccountDimensionText"),
        period=Period(start, end) if start or end else None,
        order_line=code(row, "RowOrderPositionIdentifier"),
        document=read_object(row),
        allowance_charges=charges,
        proposed_account=read_account(row, "Row"),
    )


def _shared_out(amount: Decimal, quantity: Quantity) -> Decimal:
    return amount / quantity.value if quantity.value else amount


def read_object(parent: Branch) -> DocumentReference | None:
    """The invoiced object (BT-18, BT-128)."""
    found = leaf(parent, "InvoicedObjectID")
    if found is None:
        return None
    return DocumentReference(found.value, OBJECT, scheme=found.attributes.get("SchemeID"))


def write_object(parent: Any, reference: DocumentReference | None) -> None:
    """Add the invoiced object."""
    if reference is not None:
        put(parent, "InvoicedObjectID", reference.id, SchemeID=reference.scheme)


def read_account(parent: Branch, prefix: str) -> ProposedAccount | None:
    """The account that is proposed for the whole, or with the prefix `Row` for a row."""
    number = code(parent, f"{prefix}NormalProposedAccountIdentifier")
    found = ProposedAccount(
        number or code(parent, f"{prefix}ShortProposedAccountIdentifier"),
        text(parent, f"{prefix}ProposedAccountText"),
    )
    return None if found == ProposedAccount() else found


def write_account(parent: Any, prefix: str, account: ProposedAccount | None) -> None:
    """Add the proposed account."""
    if account is not None:
        put(parent, f"{prefix}NormalProposedAccountIdentifier", account.number)
        put(parent, f"{prefix}ProposedAccountText", account.text)


def _quantity(row: Branch) -> Quantity:
    for name in _QUANTITIES:
        found = leaf(row, name)
        value = decimal_of(found.text) if found else None
        if found and value is not None:
            return Quantity(value, unit_of(found.attributes))
    return Quantity(_ONE, "C62")


def _price(row: Branch) -> Price | None:
    net, gross = number(row, "UnitPriceNetAmount"), number(row, "UnitPriceAmount")
    allowance = number(row, "UnitPriceDiscountAmount")
    base = leaf(row, "UnitPriceBaseQuantity")
    value = decimal_of(base.text) if base else None
    per = Quantity(value, unit_of(base.attributes)) if base and value is not None else None
    if net is None and allowance is None:
        return None if gross is None else Price(gross, per)
    amount = (gross or _ZERO) - (allowance or _ZERO) if net is None else net
    return Price(amount, per, allowance, gross)


def _net_amount(
    row: Branch, quantity: Quantity, price: Price | None, charges: tuple[AllowanceCharge, ...]
) -> Decimal:
    told = number(row, "RowVatExcludedAmount")
    if told is not None:
        return told
    gross, tax = number(row, "RowAmount"), number(row, "RowVatAmount")
    if gross is not None and tax is not None:
        return gross - tax
    rate = number(row, "RowVatRatePercent")
    if gross is not None and rate is not None:
        return to_cents(gross * _PERCENT / (_PERCENT + rate))
    base = price.base_quantity.value if price and price.base_quantity else _ONE
    amount = quantity.value * price.amount / (base or _ONE) if price else gross or _ZERO
    for charge in charges:
        amount += charge.amount if charge.charge else -charge.amount
    return to_cents(amount)


def _allowance_charges(row: Branch) -> list[AllowanceCharge]:
    allowances = [
        _allowance(part) for part in (row, *row.branches("RowProgressiveDiscountDetails"))
    ]
    charges = [
        AllowanceCharge(
            charge=True,
            amount=amount,
            reason=text(part, "ReasonText"),
            reason_code=code(part, "ReasonCode"),
            factor=number(part, "Percent"),
            base_amount=number(part, "BaseAmount"),
        )
        for part in row.branches("RowChargeDetails")
        if (amount := number(part, "Amount")) is not None
    ]
    return [*(found for found in allowances if found is not None), *charges]


def _allowance(part: Branch) -> AllowanceCharge | None:
    amount = number(part, "RowDiscountAmount")
    base, factor = number(part, "RowDiscountBaseAmount"), number(part, "RowDiscountPercent")
    if amount is None and base is not None and factor is not None:
        amount = to_cents(base * factor / _PERCENT)
    if amount is None:
        return None
    return AllowanceCharge(
        charge=False,
        amount=amount,
        reason=text(part, "RowDiscountTypeText"),
        reason_code=code(part, "RowDiscountTypeCode"),
        factor=factor,
        base_amount=base,
    )


def _item(row: Branch, rate: Decimal | None) -> Item:
    serial = code(row, "SerialNumberIdentifier")
    name = text(row, "ArticleName")
    return Item(
        name=name or text(row, "ArticleIdentifier") or joined(row, "RowFreeText"),
        descriptions=tuple(filter(None, (text(row, "ArticleDescription"),))),
        buyers_id=code(row, "BuyerArticleIdentifier"),
        sellers_id=code(row, "ArticleIdentifier"),
        manufacturers_id=code(row, _MAKERS_NUMBER),
        standard_id=_standard_id(row),
        classifications=tuple(_classifications(row)),
        taxes=(_tax(row, rate),),
        properties=tuple(_properties(row)),
        instances=(ItemInstance(serial),) if serial else (),
        manufacturer_name=text(row, _MAKER),
        origin_country=code(row, _CUSTOMS),
    )


def _standard_id(row: Branch) -> Identifier | None:
    found = leaf(row, "EanCode")
    return Identifier(found.value, found.attributes.get("SchemeID", "0160")) if found else None


def _classifications(row: Branch) -> list[Classification]:
    return [
        Classification(
            found.value, found.attributes["SchemeID"], found.attributes.get("SchemeVersion")
        )
        for found in row.leaves("ArticleGroupIdentifier")
        if found.value and "SchemeID" in found.attributes
    ]


def _properties(row: Branch) -> list[ItemProperty]:
    return [
        ItemProperty(name, value)
        for part in row.branches("RowDefinitionDetails")
        if (name := text(part, "RowDefinitionHeaderText"))
        and (value := text(part, "RowDefinitionValue"))
    ]


def _tax(row: Branch, rate: Decimal | None) -> TaxCategory:
    percent = number(row, "RowVatRatePercent")
    return tax_category(code(row, "RowVatCode"), rate if percent is None else percent)


def tax_category(told: str | None, percent: Decimal | None) -> TaxCategory:
    """A VAT category; where a file tells none, a rate above zero is standard, zero is zero."""
    return TaxCategory(told or ("S" if percent else "Z"), None if told == "O" else percent)
