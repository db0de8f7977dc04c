"""Tampere's accounting in the demonstration: a CSV mapping and coding rules, all examples."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from samkop.catalogue.vocabulary import Category
from samkop.core.period import day_of
from samkop.invoicing.usecases.coding import (
    Filing,
    Ruling,
    add_coding_rule,
    set_up_accounting,
)
from samkop.platform.unit_of_work import perform
from samkop.site.demo.cast import Cast
from samkop.site.demo.dates import ZONE

# Accounts as a Finnish municipality's chart might have them; nobody's own.
COLUMNS = (
    ("Yritys", "fixed", "ESIM"), ("Tosite", "voucher", ""), ("Tositepäivä", "voucher-day", ""),
    ("Tili", "account", ""), ("Kustannuspaikka", "cost-centre", ""), ("Projekti", "project", ""),
    ("ALV-koodi", "vat-code", ""), ("Määrä", "amount", ""), ("Valuutta", "currency", ""),
    ("Toimittaja", "supplier-id", ""), ("Lasku", "invoice", ""), ("Eräpäivä", "due-day", ""),
    ("Viite", "payment-reference", ""), ("Selite", "text", ""),
)  # fmt: skip
FILING = Filing(
    form="csv", payable_account="2545", payable_name="Ostovelat (esimerkki)", vat_account="1765",
    vat_name="Arvonlisäverosaamiset (esimerkki)", rounding_account="4990",
    rounding_name="Pyöristyserot (esimerkki)", columns=COLUMNS,
)  # fmt: skip
RULES: tuple[dict[str, Any], ...] = (
    {"account": "4510", "account_name": "Koneet ja laitteet (esimerkki)", "vat_code": "OST25"},
    {
        "account": "4360", "account_name": "ICT-palvelut (esimerkki)", "vat_code": "OST25",
        "category": Category.SERVICE.value,
    },
    {
        "account": "4370", "account_name": "Ohjelmistot (esimerkki)", "vat_code": "OST25",
        "category": Category.SOFTWARE.value,
    },
)  # fmt: skip


def set_up_books(cast: Cast, now: datetime) -> None:
    """Tampere's finance clerk decides what the files look like, and how lines are coded."""
    clerk = cast.person("finance", "tampere")
    perform(clerk, set_up_accounting, key="demo:accounting", now=now, filing=FILING)
    for rule in RULES:
        ruling, today = Ruling(**rule), day_of(now, str(ZONE))
        perform(
            clerk, add_coding_rule, key=f"demo:coding:{ruling.account}", now=now, ruling=ruling,
            valid_from=today,
        )  # fmt: skip
