"""What the lines of invoices are coded by: their origin, a person's word, what they credit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from samkop.core.accounting import Coding
from samkop.invoicing.models import (
    CodingRule,
    InvoiceLine,
    LineCoding,
    MatchResult,
    VoucherEntry,
)
from samkop.invoicing.queries.coding import rules_on
from samkop.invoicing.queries.coding_origins import Key, Origins, origins_of
from samkop.invoicing.rules.coding import CodedThing, chosen, spread
from samkop.invoicing.rules.vat import rate_text
from samkop.invoicing.rules.vouchers import Piece

WHOLE = ""
# A coding, and the names of its accounts.
Named = tuple[Coding, dict[str, str]]


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


@dataclass(frozen=True)
class _Ground:
    """What is known of invoices of one buyer, read at once."""

    rules: Sequence[CodingRule]
    lines: Mapping[int, Sequence[InvoiceLine]]
    hands: Mapping[tuple[int, str], LineCoding]
    origins: Origins
    booked: Mapping[tuple[int, str], VoucherEntry]


def coded_lines(result: MatchResult, on: date) -> list[CodedLine]:
    """The same of one invoice."""
    return coded_of([result], on)[result.pk]


def coded_of(results: Sequence[MatchResult], on: date) -> dict[int, list[CodedLine]]:
    """By result: every line with its coding by the rules of a day; one of no money needs none.

    In the order of the lines. Invoices of one buyer, their rows loaded; at most ten queries
    however many they are.
    """
    if not results:
        return {}
    ground = _ground(results, on)
    return {result.pk: _of_invoice(result, ground) for result in results}


def _ground(results: Sequence[MatchResult], on: date) -> _Ground:
    buyer_id, invoices = results[0].buyer_id, [one.invoice_id for one in results]
    lines: dict[int, list[InvoiceLine]] = defaultdict(list)
    for row in InvoiceLine.objects.filter(invoice_id__in=invoices).order_by("invoice_id", "place"):
        lines[row.invoice_id].append(row)
    hands = LineCoding.objects.filter(invoice_id__in=invoices).order_by("id")
    origins = origins_of(buyer_id, results)
    return _Ground(
        rules_on(buyer_id, on), lines, {(one.invoice_id, one.line_id): one for one in hands},
        origins, _booked(origins),
    )  # fmt: skip


def _booked(origins: Origins) -> dict[tuple[int, str], VoucherEntry]:
    """How the lines that credit notes take back were booked: the largest entry of each."""
    invoices = {one.invoice_id for one in origins.credits.values()}
    if not invoices:
        return {}
    entries = VoucherEntry.objects.filter(voucher__invoice_id__in=invoices).exclude(line_id="")
    booked: dict[tuple[int, str], VoucherEntry] = {}
    for one in entries.select_related("voucher").order_by("-cents", "place"):
        booked.setdefault((one.voucher.invoice_id, one.line_id), one)
    return booked


def _of_invoice(result: MatchResult, ground: _Ground) -> list[CodedLine]:
    invoice = result.invoice
    lines = [
        _coded(result, row, ground)
        for row in ground.lines.get(invoice.pk, ())
        if row.net_cents
    ]  # fmt: skip
    if lines:
        return lines
    # Charges alone, or no line at all: the whole is coded by a rule for every line, or by hand.
    hand = ground.hands.get((invoice.pk, WHOLE))
    coding, names = _by_hand(hand) if hand else _by_rule(ground.rules, CodedThing())
    piece = Piece(WHOLE, invoice.net_cents, coding, invoice.number)
    return [CodedLine(WHOLE, "", invoice.net_cents, (piece,), names, hand is not None)]


def _coded(result: MatchResult, row: InvoiceLine, ground: _Ground) -> CodedLine:
    line_id, name = str(row.place), row.name or row.line_id
    rate = f"{row.vat_category} {rate_text(row.vat_percent)}"
    hand = ground.hands.get((row.invoice_id, line_id))
    decided = _by_hand(hand) if hand else _as_credited(result, line_id, ground)
    if decided:
        piece = Piece(line_id, row.net_cents, decided[0], name, rate)
        return CodedLine(line_id, name, row.net_cents, (piece,), decided[1], hand is not None)
    shares: Mapping[Key, int] = ground.origins.shares.get((result.pk, line_id), {})
    keys = [key for key in sorted(shares) if key in ground.origins.things]
    things = [ground.origins.things[key] for key in keys] or [CodedThing()]
    cents = spread(row.net_cents, [shares[key] for key in keys] or [1])
    pieces: list[Piece] = []
    names: dict[str, str] = {}
    for thing, part in zip(things, cents, strict=True):
        coding, named = _by_rule(ground.rules, _billed(thing, row))
        pieces.append(Piece(line_id, part, coding, name, rate))
        names |= named
    return CodedLine(line_id, name, row.net_cents, _joined(pieces), names)


def _as_credited(result: MatchResult, line_id: str, ground: _Ground) -> Named | None:
    """How the line of the invoice was coded that a credit note's line takes back."""
    credited = ground.origins.credits.get((result.pk, line_id))
    if credited is None or not result.invoice.is_credit:
        return None
    entry = ground.booked.get((credited.invoice_id, credited.line_id))
    return (coding_of(entry), {entry.account: entry.account_name}) if entry else None


def _billed(thing: CodedThing, row: InvoiceLine) -> CodedThing:
    """With what the invoice line says of it."""
    quantity = abs(row.quantity) or 1
    return replace(
        thing, classes=tuple(one["code"] for one in row.classifications if one.get("code")),
        unit_cents=thing.unit_cents or int(abs(row.net_cents) / quantity),
    )  # fmt: skip


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Parts of a line that are coded alike are one: two hundred rents of a cost centre."""
    found: dict[Coding, Piece] = {}
    for one in pieces:
        before = found.get(one.coding)
        found[one.coding] = replace(before, cents=before.cents + one.cents) if before else one
    return tuple(one for one in found.values() if one.cents)


def _by_rule(rules: Sequence[CodingRule], thing: CodedThing) -> Named:
    """By the rule that wins. Without a cost centre of its own or the order's it codes nothing."""
    rule = chosen(rules, thing)
    centre = (rule.to_cost_centre if rule else "") or thing.cost_centre_code
    if rule is None or not centre:
        return Coding(""), {}
    coding = Coding(
        rule.account, centre, rule.to_project or thing.project_code, rule.object_code,
        rule.vat_code,
    )  # fmt: skip
    return coding, {rule.account: rule.account_name}


def _by_hand(one: LineCoding) -> Named:
    return coding_of(one), {one.account: one.account_name}


def coding_of(one: LineCoding | VoucherEntry) -> Coding:
    """The coding that a row holds."""
    return Coding(one.account, one.cost_centre, one.project, one.object_code, one.vat_code)
