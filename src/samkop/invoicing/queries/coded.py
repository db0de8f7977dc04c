"""What the lines of an invoice are coded by: their orders, a person's word, what they credit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from samkop.core.accounting import Coding
from samkop.core.matching import Reason
from samkop.invoicing.models import (
    CodingRule,
    InvoiceDiscrepancy,
    InvoiceLine,
    LineCoding,
    MatchedPart,
    MatchResult,
    VoucherEntry,
)
from samkop.invoicing.queries.coding import rules_on
from samkop.invoicing.queries.ground import in_force
from samkop.invoicing.rules.coding import CodedThing, chosen, spread
from samkop.invoicing.rules.vat import rate_text
from samkop.invoicing.rules.vouchers import Piece
from samkop.ordering.models import OrderLine

WHOLE = ""


@dataclass(frozen=True)
class CodedLine:
    """A line of an invoice and what it is coded by; ``missing`` where nothing says it."""

    line_id: str
    name: str
    net_cents: int
    pieces: tuple[Piece, ...]
    names: Mapping[str, str]
    by_hand: bool = False

    @property
    def missing(self) -> bool:
        """Whether some of it has no coding."""
        return any(not one.coding.account for one in self.pieces)


def coded_lines(result: MatchResult, on: date) -> list[CodedLine]:
    """Every line with its coding by the rules of a day; a line of no money needs none.

    In the order of the lines; at most seven queries.
    """
    invoice = result.invoice
    rows = list(InvoiceLine.objects.filter(invoice=invoice).order_by("place"))
    rules = rules_on(invoice.buyer_id, on)
    hands = {one.line_id: one for one in LineCoding.objects.filter(invoice=invoice).order_by("id")}
    shares, orders = _shares(result)
    credited = _credited(result)
    lines = [
        _coded(row, rules, hands.get(str(row.place)), credited.get(str(row.place)),
               shares.get(str(row.place), {}), orders)
        for row in rows
        if row.net_cents
    ]  # fmt: skip
    if lines:
        return lines
    # Charges alone, or no line at all: the whole is coded by a rule for every line, or by hand.
    coding, names = _by_hand(hands[WHOLE]) if WHOLE in hands else _by_rule(rules, CodedThing(), "")
    piece = Piece(WHOLE, invoice.net_cents, coding, invoice.number)
    return [CodedLine(WHOLE, "", invoice.net_cents, (piece,), names, WHOLE in hands)]


def _shares(result: MatchResult) -> tuple[dict[str, dict[int, int]], dict[int, OrderLine]]:
    """Cents of each invoice line by order line, and the order lines with what codes them."""
    shares: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    parts = in_force(MatchedPart).filter(result=result)
    held = in_force(InvoiceDiscrepancy).filter(result=result)
    for rows in (parts, held.exclude(reason=Reason.CODING_MISSING)):
        for line_id, key, cents in rows.values_list("line_id", "order_line_id", "cents"):
            if key is not None:
                shares[line_id][key] += abs(cents)
    keys = {key for found in shares.values() for key in found}
    orders = OrderLine.objects.filter(id__in=keys).select_related(
        "item", "order__requisition__project"
    )
    return shares, {one.pk: one for one in orders}


def _credited(result: MatchResult) -> dict[str, tuple[Coding, dict[str, str]]]:
    """How the invoice that a credit note takes back was coded, by the credit note's line."""
    if not result.invoice.is_credit:
        return {}
    parts = in_force(MatchedPart).filter(result=result).exclude(credited=None)
    about = {one.line_id: (one.credited_id, one.credited_line) for one in parts}
    invoices = {invoice for invoice, _line in about.values()}
    entries = VoucherEntry.objects.filter(voucher__invoice_id__in=invoices).exclude(line_id="")
    coded: dict[tuple[int, str], VoucherEntry] = {}
    for one in entries.select_related("voucher").order_by("-cents", "place"):
        coded.setdefault((one.voucher.invoice_id, one.line_id), one)
    return {
        line_id: (coding_of(coded[place]), {coded[place].account: coded[place].account_name})
        for line_id, place in about.items()
        if place in coded
    }


def _coded(
    row: InvoiceLine, rules: Iterable[CodingRule], hand: LineCoding | None,
    credited: tuple[Coding, dict[str, str]] | None, shares: Mapping[int, int],
    orders: Mapping[int, OrderLine],
) -> CodedLine:  # fmt: skip
    line_id, name = str(row.place), row.name or row.line_id
    rate = f"{row.vat_category} {rate_text(row.vat_percent)}"
    decided = _by_hand(hand) if hand else credited
    if decided:
        piece = Piece(line_id, row.net_cents, decided[0], name, rate)
        return CodedLine(line_id, name, row.net_cents, (piece,), decided[1], hand is not None)
    keys = sorted(shares) or [0]  # no row has the id 0: nothing is known of it
    cents = spread(row.net_cents, [shares.get(key, 1) for key in keys])
    pieces: list[Piece] = []
    names: dict[str, str] = {}
    for key, part in zip(keys, cents, strict=True):
        line = orders.get(key)
        coding, named = _by_rule(rules, _thing(row, line), _centre(line), _project(line))
        pieces.append(Piece(line_id, part, coding, name, rate))
        names |= named
    return CodedLine(line_id, name, row.net_cents, tuple(one for one in pieces if one.cents), names)


def _thing(row: InvoiceLine, line: OrderLine | None) -> CodedThing:
    quantity = abs(row.quantity) or 1
    return CodedThing(
        cost_centre_code=_centre(line), project_code=_project(line),
        price_group=line.price_group if line else "", category=line.item.category if line else "",
        classes=tuple(one["code"] for one in row.classifications if one.get("code")),
        unit_cents=line.unit_price_cents if line else int(abs(row.net_cents) / quantity),
    )  # fmt: skip


def _centre(line: OrderLine | None) -> str:
    return line.order.cost_centre_code if line else ""


def _project(line: OrderLine | None) -> str:
    project = line.order.requisition.project if line else None
    return project.code if project else ""


def _by_rule(
    rules: Iterable[CodingRule], thing: CodedThing, centre: str, project: str = ""
) -> tuple[Coding, dict[str, str]]:
    """By the rule that wins. Without a cost centre of its own or the order's it codes nothing."""
    rule = chosen(rules, thing)
    centre = (rule.to_cost_centre if rule else "") or centre
    if rule is None or not centre:
        return Coding(""), {}
    coding = Coding(
        rule.account, centre, rule.to_project or project, rule.object_code, rule.vat_code
    )
    return coding, {rule.account: rule.account_name}


def _by_hand(one: LineCoding) -> tuple[Coding, dict[str, str]]:
    return coding_of(one), {one.account: one.account_name}


def coding_of(one: LineCoding | VoucherEntry) -> Coding:
    """The coding that a row holds."""
    return Coding(one.account, one.cost_centre, one.project, one.object_code, one.vat_code)
