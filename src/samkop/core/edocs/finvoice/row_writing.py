"""The rows of a Finvoice (BG-25), written."""

from typing import Any

from lxml import etree

from samkop.core.edocs.finvoice.rows import write_account, write_object
from samkop.core.edocs.finvoice.values import (
    amount_text,
    decimal_text,
    put,
    put_amount,
    put_day,
    put_identifier,
    put_percent,
)
from samkop.core.edocs.model import AllowanceCharge, InvoiceLine, Item, Price, Quantity


def write_row(root: Any, line: InvoiceLine, sign: int, currency: str) -> None:
    """Add a line as a row; its quantity and amounts times `sign`."""
    row = etree.SubElement(root, "InvoiceRow")
    item, price = line.item, line.price
    write_object(row, line.document)
    _write_item(row, item)
    _put_quantity(row, "InvoicedQuantity", line.quantity, sign)
    if line.period is not None:
        put_day(row, "StartDate", line.period.start_date)
        put_day(row, "EndDate", line.period.end_date)
    _write_price(row, price, currency)
    put(row, "RowOrderPositionIdentifier", line.order_line)
    put(row, "RowPositionIdentifier", line.id)
    write_account(row, "Row", line.proposed_account)
    put(row, "RowAccountDimensionText", line.accounting_cost)
    put(row, "RowFreeText", line.note)
    _write_charges(row, line.allowance_charges, sign, currency)
    for tax in item.taxes:
        put_percent(row, "RowVatRatePercent", tax.percent)
        put(row, "RowVatCode", tax.id)
    put_amount(row, "RowVatExcludedAmount", sign * line.line_extension_amount, currency)


def _put_quantity(row: Any, name: str, quantity: Quantity, sign: int) -> None:
    put(row, name, decimal_text(sign * quantity.value), QuantityUnitCodeUN=quantity.unit)


def _write_price(row: Any, price: Price, currency: str) -> None:
    gross = price.amount if price.gross_amount is None else price.gross_amount
    put(row, "UnitPriceAmount", amount_text(gross), AmountCurrencyIdentifier=currency)
    put_amount(row, "UnitPriceDiscountAmount", price.allowance_amount, currency)
    if price.gross_amount is not None or price.allowance_amount is not None:
        put_amount(row, "UnitPriceNetAmount", price.amount, currency)
    if price.base_quantity is not None:
        _put_quantity(row, "UnitPriceBaseQuantity", price.base_quantity, 1)


def _write_item(row: Any, item: Item) -> None:
    put(row, "ArticleIdentifier", item.sellers_id)
    for found in item.classifications:
        put(
            row,
            "ArticleGroupIdentifier",
            found.code,
            SchemeID=found.list_id,
            SchemeVersion=found.list_version,
        )
    put(row, "ArticleName", item.name)
    for description in item.descriptions:
        put(row, "ArticleDescription", description)
    put(row, "BuyerArticleIdentifier", item.buyers_id)
    put_identifier(row, "EanCode", item.standard_id)
    for instance in item.instances:
        put(row, "SerialNumberIdentifier", instance.serial_id)
    for told in item.properties:
        part = etree.SubElement(row, "RowDefinitionDetails")
        put(part, "RowDefinitionHeaderText", told.name)
        put(part, "RowDefinitionValue", told.value)
    if item.origin_country or item.manufacturer_name or item.manufacturers_id:
        delivery = etree.SubElement(row, "RowDeliveryDetails")
        put(delivery, "RowManufacturerArticleIdentifier", item.manufacturers_id)
        put(delivery, "RowManufacturerName", item.manufacturer_name)
        if item.origin_country:
            customs = etree.SubElement(delivery, "RowCustomsInfo")
            put(customs, "CNOriginCountryCode", item.origin_country)


def _write_charges(
    row: Any, charges: tuple[AllowanceCharge, ...], sign: int, currency: str
) -> None:
    allowances = [charge for charge in charges if not charge.charge]
    for place, allowance in enumerate(allowances):
        part = row if place == 0 else etree.SubElement(row, "RowProgressiveDiscountDetails")
        put_percent(part, "RowDiscountPercent", allowance.factor)
        put_amount(part, "RowDiscountAmount", sign * allowance.amount, currency)
        if allowance.base_amount is not None:
            put_amount(part, "RowDiscountBaseAmount", sign * allowance.base_amount, currency)
        put(part, "RowDiscountTypeCode", allowance.reason_code)
        put(part, "RowDiscountTypeText", allowance.reason)
    for charge in (charge for charge in charges if charge.charge):
        part = etree.SubElement(row, "RowChargeDetails")
        put(part, "ReasonText", charge.reason)
        put(part, "ReasonCode", charge.reason_code)
        put_percent(part, "Percent", charge.factor)
        put_amount(part, "Amount", sign * charge.amount, currency)
        if charge.base_amount is not None:
            put_amount(part, "BaseAmount", sign * charge.base_amount, currency)
