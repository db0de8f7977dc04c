"""Coding rules and accounting files of a municipality; the accounts are examples."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from factories.ordering import NOW, TODAY, Municipality
from samkop.invoicing.models import AccountingSetup, CodingRule, ExportBatch
from samkop.invoicing.usecases.coding import (
    Filing,
    Ruling,
    add_coding_rule,
    set_up_accounting,
)
from samkop.platform.records import create_all
from samkop.platform.unit_of_work import perform

COLUMNS = (
    ("Yritys", "fixed", "837"), ("Tosite", "voucher", ""), ("Pvm", "voucher-day", ""),
    ("Tili", "account", ""), ("Kustannuspaikka", "cost-centre", ""), ("Projekti", "project", ""),
    ("ALV-koodi", "vat-code", ""), ("Määrä", "amount", ""), ("Selite", "text", ""),
)  # fmt: skip


def a_coding_rule(
    buyer: Municipality, account: str = "6560", *, valid_from: date = TODAY, **fields: Any
) -> CodingRule:
    """A rule of the buyer's; without criteria it takes every line."""
    ruling = Ruling(account=account, **fields)
    rule: CodingRule = perform(
        buyer.finance, add_coding_rule, now=NOW, ruling=ruling, valid_from=valid_from
    )
    return rule


def a_setup(buyer: Municipality, form: str = "sie", **fields: Any) -> AccountingSetup:
    """Files of a form, with the accounts of every voucher."""
    filing = Filing(
        **{
            "form": form, "payable_account": "2510", "payable_name": "Leverantörsskulder",
            "vat_account": "1681", "vat_name": "Ingående moms", "rounding_account": "3740",
            "object_dimension": 20, "columns": COLUMNS if form == "csv" else (), **fields,
        }
    )  # fmt: skip
    made: AccountingSetup = perform(buyer.finance, set_up_accounting, now=NOW, filing=filing)
    return made


def a_kept_file(buyer: Municipality, name: str = "samkop-00001.SI") -> ExportBatch:
    """A file as it was made; its bytes are its name."""
    made: ExportBatch = perform(buyer.finance, _keep_file, now=NOW, name=name)
    return made


def _keep_file(*, actor, now, name):
    content = name.encode()
    batch = ExportBatch(
        buyer_id=actor.own_party_id, number=1, form="sie", file_name=name, content=content,
        sha256=hashlib.sha256(content).hexdigest(), currency="SEK", voucher_count=1,
        debit_cents=1, made_by_id=actor.own_person_id, at=now,
    )  # fmt: skip
    return create_all([batch])[0]
