"""The letter that tells a bidder of the decision: in the language that is active.

Directive 2014/24/EU, art. 55, and directive 89/665/EEC, art. 2a(2): the decision with its
reasons, the name of each winner, the advantages of its bid, and the exact standstill.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.parties.models import Party
from samkop.platform.formatting import format_date, format_money, format_number
from samkop.tendering.models import (
    AwardDecision,
    AwardedLot,
    BidReason,
    Lot,
    OpenedBid,
    Standstill,
    Tender,
)
from samkop.tendering.paper import Section, Table
from samkop.tendering.queries.awards import awarded_lots_of

THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on the paper; ``sender`` and ``receiver`` are lines of an address."""

    title: str
    sender: tuple[str, ...]
    receiver: tuple[str, ...]
    place: str
    facts: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    decided: str
    signed: str
    footer: str


def letter_to(
    bidder: Party, decision: AwardDecision, standing: Standstill, instructions: str
) -> Letter:
    """The letter to one bidder: what it won, and of each of its bids that did not win, why."""
    return _Writing(bidder, decision, standing).whole(instructions)


class _Writing:
    def __init__(self, bidder: Party, decision: AwardDecision, standing: Standstill) -> None:
        self.bidder, self.decision, self.standing = bidder, decision, standing
        self.tender: Tender = standing.tender
        self.lots = awarded_lots_of(decision.pk)
        own = OpenedBid.objects.filter(tender=self.tender, bidder=bidder)
        self.bids = {bid.lot_id: bid for bid in own}
        self.reasons = {
            row.bid_id: row.reason
            for row in BidReason.objects.filter(decision=decision, bid__bidder=bidder)
        }

    def whole(self, instructions: str) -> Letter:
        owner = self.tender.owner
        mine = tuple(lot for lot in self.lots if lot.lot_id in self.bids)
        bid_on = tuple(dict.fromkeys(lot.lot for lot in mine))
        return Letter(
            title=_("Award decision"),
            sender=(owner.name, owner.identifier),
            receiver=(self.bidder.name, self.bidder.identifier),
            place=format_date(self.standing.sent_on),
            facts=tuple(self.facts()),
            summary=(self.summary(mine),),
            sections=(
                Section(_("What was decided"), (self.table(),)),
                *(self.section(lot) for lot in bid_on),
                Section(_("Standstill"), (), tuple(self.standstill())),
                Section(_("How to ask for a review"), (), _paragraphs(instructions)),
            ),
            decided=_("Decided by"),
            signed=f"{self.decision.decided_by}, {owner.name}",
            footer=f"{_('Award decision')} {self.decision.register_number} · {owner.name}",
        )  # fmt: skip

    def facts(self) -> Iterator[tuple[str, str]]:
        tender, decision = self.tender, self.decision
        yield _("Tender"), f"{tender.number} {tender.title}"
        yield _("Procedure"), str(tender.get_procedure_display())
        yield _("Register number"), decision.register_number
        yield _("Decided"), f"{format_date(decision.decided_on)}, {decision.decided_by}"

    def summary(self, mine: tuple[AwardedLot, ...]) -> str:
        won = [
            f"{lot.lot.code} {lot.lot.title}" for lot in mine if lot.supplier_id == self.bidder.pk
        ]
        if won:
            return _(
                "Your bid has won: %(lots)s. The agreement is not concluded by this letter: it"
                " begins with its signature, after the standstill."
            ) % {"lots": ", ".join(won)}
        return _(
            "None of your bids has won. Below you find who has won, and why your bids have not."
        )

    def table(self) -> Table:
        columns = (
            (_("Lot"), False), (pgettext("award", "Winner"), False),
            (_("Price without VAT"), True), (_("Compared at"), True),
        )  # fmt: skip
        rows = tuple(
            (
                f"{lot.lot.code} {lot.lot.title}",
                self.winner(lot), self.money(lot.price_cents), self.compared(lot),
            )
            for lot in self.lots
        )  # fmt: skip
        return Table(columns, rows)

    def winner(self, lot: AwardedLot) -> str:
        """The supplier's name, with its place where the lot may have several."""
        if lot.supplier is None:
            return _("not awarded")
        name = lot.supplier.name
        return f"{lot.place}. {name}" if lot.lot.most_suppliers > 1 else name

    def section(self, lot: Lot) -> Section:
        """One lot on which the addressee bid: the decision's reason, and that for its bid."""
        bid, heading = self.bids[lot.pk], f"{lot.code} {lot.title}"
        awards = [one for one in self.lots if one.lot_id == lot.pk]
        own = next((one for one in awards if one.bid_id == bid.pk), None)
        if own is not None:
            return Section(heading, (), (self.won(own, awards), own.reason))
        said = []
        for one in awards:
            if one.supplier is None:
                said.append(_("This lot is not awarded."))
            else:
                said.append(_("%(winner)s has won this lot.") % {"winner": one.supplier.name})
            said.append(one.reason)
        return Section(heading, (), (*said, self.reasons.get(bid.pk, "")))

    @staticmethod
    def won(own: AwardedLot, awards: list[AwardedLot]) -> str:
        """That a bid has won, and as the which of several suppliers."""
        if len(awards) == 1:
            return _("Your bid has won this lot.")
        return _("Your bid has won this lot: you are number %(place)s of %(count)s suppliers.") % {
            "place": own.place, "count": len(awards),
        }  # fmt: skip

    def standstill(self) -> Iterator[str]:
        standing = self.standing
        first = format_date(standing.first_day_to_sign)
        if standing.last_day is None:
            yield _("No standstill is kept: the agreement may be signed from %(first)s on.") % {
                "first": first
            }
        else:
            yield _(
                "The standstill ends with %(last)s. The agreement is signed on %(first)s at the"
                " earliest."
            ) % {"last": format_date(standing.last_day), "first": first}
        yield _("Basis: %(source)s") % {"source": standing.source}

    def compared(self, lot: AwardedLot) -> str:
        """What the bid was compared by: points where the model has them, else money."""
        if lot.score is not None:
            return format_number(Decimal(lot.score) / THOUSANDTHS, 3)
        return self.money(lot.evaluated_cost_cents)

    def money(self, cents: int | None) -> str:
        if cents is None:
            return "\u2013"
        return format_money(Decimal(cents).scaleb(-2), self.tender.currency)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(text.replace("\r", "").split("\n\n"))
