"""What must have become of a month, by what the suppliers' ledger says: nothing of the app's.

It folds the ledger's lines into plain values; the test asks the database for the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Line = dict[str, Any]
TAKEN, KNOWN, QUARANTINED = "taken", "known", "quarantined"
ACCEPTED, REJECTED, CONDITIONAL = "AP", "RE", "CA"
NOT_ACCEPTED = "7"


@dataclass
class Expected:
    """One order: how many of each line stand, were despatched and came, and its state."""

    ordered: dict[int, int]
    state: str = "placed"
    standing: dict[int, int] = field(default_factory=dict)
    despatched: Counter[int] = field(default_factory=Counter)
    received: Counter[int] = field(default_factory=Counter)


def sent(ledger: Iterable[Line], fate: str | None = None, kind: str | None = None) -> list[Line]:
    """The files sent, of a fate and kind."""
    return [
        line for line in ledger
        if line["what"] == "sent" and fate in {None, line["fate"]} and kind in {None, line["kind"]}
    ]  # fmt: skip


def messages(ledger: Iterable[Line]) -> dict[str, tuple[str, str]]:
    """What has to stand in the mailboxes: (state, fault code) by the hash of the file."""
    found = {}
    for line in sent(ledger):
        if line["fate"] == KNOWN:
            assert line["sha256"] in found, "a copy comes after its first"
        else:
            applied = line["fate"] == TAKEN
            state = "applied" if applied else QUARANTINED
            found[line["sha256"]] = (state, line["fault"])
    return found


def orders(
    ledger: list[Line], placed: Mapping[str, dict[int, int]],
    substitutes: Mapping[tuple[str, int], bool],
) -> dict[str, Expected]:  # fmt: skip
    """Each order by its number, after what was sent and what its buyer decided."""
    found = {number: Expected(dict(lines)) for number, lines in placed.items()}
    for line in sent(ledger, TAKEN, "order-response"):
        said = line["means"]
        _answered(said["order"], found[said["order"]], said, substitutes)
    for line in sent(ledger, TAKEN, "despatch-advice"):
        said = line["means"]
        for one in said["lines"]:
            found[said["order"]].despatched[int(one["line"])] += int(one["quantity"])
    for goods in ledger:
        if goods["what"] == "left":
            for one in goods["lines"]:
                found[goods["order"]].received[int(one["line"])] += int(one["quantity"])
    return found


def _answered(
    number: str, order: Expected, said: Line, substitutes: Mapping[tuple[str, int], bool]
) -> None:
    code = said["code"]
    order.standing = dict.fromkeys(order.ordered, 0) if code == REJECTED else dict(order.ordered)
    declined = False
    for line in said["lines"]:
        place = int(line["line"])
        if line["status"] == NOT_ACCEPTED:
            order.standing[place] = 0
        elif line["offers"]:
            if not substitutes[number, place]:
                order.standing[place], declined = 0, True
        else:
            order.standing[place] = int(line["quantity"]) + int(line["later"] or 0)
    if not any(order.standing.values()):
        # What its buyer has declined was not refused by its supplier.
        order.state = "cancelled" if declined else "refused"
    elif order.standing == order.ordered:
        order.state = "confirmed"
    else:
        order.state = "partly-confirmed"


def billed(ledger: Iterable[Line]) -> dict[str, tuple[str, str, Decimal, Decimal]]:
    """Invoices and credit notes taken in: (kind, currency, net, value added tax) by number."""
    return {
        line["number"]: (
            line["kind"], line["means"]["currency"], Decimal(line["means"]["net"]),
            Decimal(line["means"]["vat"]),
        )
        for kind in ("invoice", "credit-note")
        for line in sent(ledger, TAKEN, kind)
    }  # fmt: skip


def misbehaved(ledger: Iterable[Line]) -> float:
    """The share of the documents with which something went wrong, each with its copies once."""
    wrong: dict[str, bool] = defaultdict(bool)
    for line in sent(ledger):
        wrong[line["key"].split("#")[0]] |= bool(line["misbehaviour"])
    return sum(wrong.values()) / len(wrong)
