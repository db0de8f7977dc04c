"""Each cent's home: drafts become results, with their VAT, to the cent of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from samkop.core.matching.bill import Bill, BilledLine
from samkop.core.matching.drafts import Draft, Piece
from samkop.core.matching.ground import Tolerances
from samkop.core.matching.reasons import Reason
from samkop.core.matching.result import Discrepancy, LineMatch, Part, Target
from samkop.core.matching.shares import divided


def line_match(draft: Draft, vat_cents: int, tolerances: Tolerances) -> LineMatch:
    """The line's result: its VAT goes with its money, or is in exception if it is the wrong one."""
    sign = draft.sign
    held = [*draft.discrepancies, *draft.apart]
    wrong = wrong_vat(draft, tolerances)
    homes = [piece.cents for piece in draft.pieces] + [one.cents for one in held]
    vat = [0] * len(homes)
    if wrong is None and homes:
        vat = divided(vat_cents, homes) if any(homes) else [vat_cents, *vat[1:]]
    pieces = len(draft.pieces)
    parts = tuple(map(_part, draft.pieces, vat[:pieces], [sign] * pieces))
    found = [
        one if not (cents or one.cents) else _signed(one, sign, cents)
        for one, cents in zip(held, vat[pieces:], strict=True)
    ]
    if wrong is not None:
        found.append(_signed(wrong, 1, vat_cents))
    elif not homes and vat_cents:
        found.append(Discrepancy(Reason.ARITHMETIC, 0, vat_cents, expected=0, actual=vat_cents))
    return LineMatch(draft.line.id, parts, tuple(found), draft.certainty, draft.references)


def wrong_vat(draft: Draft, tolerances: Tolerances) -> Discrepancy | None:
    """Whether the line has another VAT than what it was matched with, or one there is not."""
    stated, ordered = draft.line.vat, draft.vat_from.line if draft.vat_from is not None else None
    due = ordered.vat if ordered is not None else None
    if stated == due or (due is None and (not tolerances.vat or stated in tolerances.vat)):
        return None
    about = f"{stated.category} {stated.percent.normalize():f}"
    return Discrepancy(Reason.VAT_DIFFERS, key=ordered.key if ordered else None, about=about)


def _part(piece: Piece, vat_cents: int, sign: int) -> Part:
    return Part(
        piece.target, piece.key, piece.quantity * sign, piece.cents * sign, vat_cents,
        piece.line_id, piece.first_month, piece.bill,
    )  # fmt: skip


def _signed(one: Discrepancy, sign: int, vat_cents: int) -> Discrepancy:
    return replace(one, cents=one.cents * sign, vat_cents=vat_cents)


def all_held(
    bill: Bill, lines: Sequence[BilledLine], vat: Sequence[int], why: Discrepancy
) -> tuple[tuple[LineMatch, ...], tuple[LineMatch, ...]]:
    """Lines and charges of a bill that is in exception as a whole."""
    held = tuple(
        LineMatch(line.id, (), (replace(why, cents=line.net_cents, vat_cents=cents),))
        for line, cents in zip(lines, vat, strict=False)
    )
    charges = tuple(
        LineMatch(f"charge-{n}", (), (replace(why, cents=charge.cents, vat_cents=cents),))
        for n, (charge, cents) in enumerate(zip(bill.charges, vat[len(lines) :], strict=True), 1)
    )
    return held, charges


def charges_match(
    bill: Bill, vat: Sequence[int], drafts: Iterable[Draft], tolerances: Tolerances
) -> tuple[LineMatch, ...]:
    """Freight and rebates: what is against the buyer is let pass up to the bound, or not at all.

    Lines that nobody ordered and that name nothing count as charges, too.
    """
    against = -1 if bill.credit else 1
    loose = [draft for draft in drafts if not bill.credit and _is_charge(draft)]
    over = sum(max(charge.cents * against, 0) for charge in bill.charges)
    over += sum(draft.net_cents for draft in loose)
    lines = sum(line.net_cents for line in bill.lines)
    bound = max(tolerances.charge_cents, lines * tolerances.charge_permille // 1000)
    if over <= bound:
        for draft in loose:
            draft.discrepancies = []
            draft.pieces = [Piece(Target.CHARGE, None, 0, draft.net_cents)]
    found: list[LineMatch] = []
    for n, (charge, cents) in enumerate(zip(bill.charges, vat, strict=True), 1):
        if charge.cents * against <= 0 or over <= bound:
            part = Part(Target.CHARGE, None, 0, charge.cents, cents)
            found.append(LineMatch(f"charge-{n}", (part,), ()))
        else:
            why = Discrepancy(Reason.CHARGE_OVER, charge.cents, cents, None, bound, over)
            found.append(LineMatch(f"charge-{n}", (), (why,)))
    return tuple(found)


def _is_charge(draft: Draft) -> bool:
    one = draft.discrepancies[0] if len(draft.discrepancies) == 1 else None
    return (
        one is not None
        and one.reason == Reason.LINE_UNKNOWN
        and draft.sign > 0
        and not draft.line.order_line
        and not draft.line.serials
    )


def rounding_of(
    bill: Bill, matched: int, slack: int
) -> tuple[LineMatch | None, Discrepancy | None]:
    """What the document's total is beyond its lines, charges and VAT: rounding, or an error."""
    off = bill.total_cents - matched
    if not off:
        return None, None
    if abs(off) <= slack:
        return LineMatch("rounding", (Part(Target.CHARGE, None, 0, off, 0),), ()), None
    return None, Discrepancy(Reason.ARITHMETIC, off, expected=matched, actual=bill.total_cents)
