"""Documents and facts that invoicing hears of; one use-case call each."""

from __future__ import annotations

from datetime import date

from samkop.core import edocs
from samkop.exchange.queries import load_document, message_actor, message_key
from samkop.invoicing.documents import billed_of
from samkop.invoicing.usecases.forwarding import forward_invoice
from samkop.invoicing.usecases.invoice import record_invoice
from samkop.invoicing.usecases.lease_rents import follow_lease
from samkop.invoicing.usecases.matching import match_again, match_invoice
from samkop.invoicing.usecases.notices import (
    tell_of_discrepancies,
    tell_of_missing_coding,
    tell_of_unforwarded,
)
from samkop.invoicing.usecases.rents import end_returned_rents
from samkop.invoicing.usecases.vouchers import code_invoice, code_waiting
from samkop.invoicing.vocabulary import MATCHER
from samkop.platform import actors
from samkop.platform.outbox import Fact
from samkop.platform.unit_of_work import perform, reading


def invoice_received(fact: Fact) -> None:
    """An invoice or a credit note has come in: it is kept as its supplier's.

    The message was accepted as one of them, so that its document is one.
    """
    with reading(actors.job("exchange-inbound", fact.body["receiver_id"])):
        document = load_document(fact.body["message_id"]).document
    assert isinstance(document, edocs.Invoice | edocs.CreditNote)  # noqa: S101 - routed by type
    perform(
        message_actor(fact.body),
        record_invoice,
        key=message_key(fact.body),
        billed=billed_of(document),
        buyer_id=fact.body["receiver_id"],
        message_id=fact.body["message_id"],
    )


def match_received(fact: Fact) -> None:
    """An invoice has come in: the buyer's side matches it."""
    perform(
        _matcher(fact), match_invoice, key=fact.key_for("match"),
        invoice_id=fact.body["invoice_id"],
    )  # fmt: skip


def match_by_order(fact: Fact) -> None:
    """Something of orders has come or gone, or was answered: what waits is matched again."""
    body = fact.body
    orders = body["order_ids"] if "order_ids" in body else [body["order_id"]]
    perform(
        _matcher(fact), match_again, key=fact.key_for("match"), order_ids=orders,
        after=body.get("after", 0),
    )  # fmt: skip


def match_by_tolerances(fact: Fact) -> None:
    """What passes has been decided anew: what came since its first day is matched again."""
    perform(
        _matcher(fact), match_again, key=fact.key_for("match"), after=fact.body.get("after", 0),
        since=date.fromisoformat(fact.body["valid_from"]),
    )  # fmt: skip


def match_by_rents(fact: Fact) -> None:
    """Rents of a financier were recorded, or have ended: its invoices are matched again."""
    perform(
        _matcher(fact), match_again, key=fact.key_for("match"), after=fact.body.get("after", 0),
        supplier_id=fact.body["financier_id"],
    )  # fmt: skip


def rents_of_returned(fact: Fact) -> None:
    """Goods have gone back: the rents of their serial numbers end."""
    serials = [one for line in fact.body["lines"] for one in line["serial_numbers"]]
    day = fact.body.get("returned_on")
    perform(
        _matcher(fact), end_returned_rents, key=fact.key_for("rents"), serial_numbers=serials,
        returned_on=date.fromisoformat(day) if day else None,
    )  # fmt: skip


def rents_of_lease(fact: Fact) -> None:
    """A lease began to run, or changed: its rents are expected, or end."""
    perform(
        _matcher(fact), follow_lease, key=fact.key_for("lease-rents"),
        lease_id=fact.body["lease_id"],
    )  # fmt: skip


def match_credited(fact: Fact) -> None:
    """A credit note has taken something back of an invoice, or its invoice came after it."""
    perform(
        _matcher(fact), match_again, key=fact.key_for("match"),
        invoice_id=fact.body["invoice_id"],
    )  # fmt: skip


def _matcher(fact: Fact) -> actors.Actor:
    return actors.job(MATCHER, fact.body["buyer_id"])


def say_invoice_discrepant(fact: Fact) -> None:
    """An invoice does not agree in all: whoever handles it is told."""
    perform(
        actors.job("notices", fact.body["buyer_id"]), tell_of_discrepancies,
        key=fact.key_for("tell"), invoice_id=fact.body["invoice_id"],
    )  # fmt: skip


def code_accepted(fact: Fact) -> None:
    """An invoice is accepted, or a line of it was coded by hand: its voucher is made."""
    perform(
        actors.job("accountant", fact.body["buyer_id"]), code_invoice,
        key=fact.key_for("code"), invoice_id=fact.body["invoice_id"],
    )  # fmt: skip


def code_what_waits(fact: Fact) -> None:
    """Rules or files were decided on: what waits for a coding is coded."""
    perform(
        actors.job("accountant", fact.body["buyer_id"]), code_waiting,
        key=fact.key_for("code"), after=fact.body.get("after", 0),
    )  # fmt: skip


def say_coding_missing(fact: Fact) -> None:
    """No rule codes all of an accepted invoice: whoever handles it is told."""
    perform(
        actors.job("notices", fact.body["buyer_id"]), tell_of_missing_coding,
        key=fact.key_for("tell"), invoice_id=fact.body["invoice_id"],
    )  # fmt: skip


def say_not_forwarded(fact: Fact) -> None:
    """A coded invoice cannot go to the finance system: whoever handles it is told."""
    perform(
        actors.job("notices", fact.body["buyer_id"]), tell_of_unforwarded,
        key=fact.key_for("tell"), invoice_id=fact.body["invoice_id"],
    )  # fmt: skip


def forward_coded(fact: Fact) -> None:
    """A voucher is made: its invoice goes on to the finance system that asked for it."""
    perform(
        actors.job("accountant", fact.body["buyer_id"]), forward_invoice,
        key=fact.key_for("forward"), invoice_id=fact.body["invoice_id"],
    )  # fmt: skip
