"""A bid's answers with what is secret left out, as a paper that is given to who asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from samkop.core.bidding import BidForm
from samkop.core.period import day_of
from samkop.platform.formatting import format_date, format_money
from samkop.tendering.models import BidSecrecyDecision, Tender
from samkop.tendering.paper import Section, Table
from samkop.tendering.rules.secrecy import MASK, grounds_of

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MaskedPaper:
    """What ``typeset/masked.typ`` prints."""

    title: str
    footer: str
    facts: tuple[tuple[str, str], ...]
    summary: str
    sections: tuple[Section, ...]


def masked_paper(
    tender: Tender, decision: BidSecrecyDecision, answers: Answers, form: BidForm
) -> MaskedPaper:
    """The masked copy of a bid, in the language that is active; ``form`` is what was asked."""
    title, bid = _("Bid, masked copy"), decision.bid
    ground = grounds_of(tender.owner.country).get(decision.ground)
    decided = format_date(day_of(decision.at, tender.owner.time_zone))
    return MaskedPaper(
        title=title,
        footer=f"{title} · {tender.number} {bid.lot.code} · {bid.bidder.legal_name}",
        facts=(
            (_("Tender"), f"{tender.number} {tender.title}"),
            (_("Lot"), f"{bid.lot.code} {bid.lot.title}"),
            (_("Bidder"), f"{answers['bidder']['name']} ({answers['bidder']['identifier']})"),
            (_("Valid until"), format_date(date.fromisoformat(answers["valid_until"]))),
            (_("Secrecy decided"), f"{decided}, {tender.owner.name}"),
            (_("Register number"), decision.register_number),
            (_("Ground"), f"{decision.get_ground_display()} ({ground.source if ground else ''})"),
            (_("Reason"), decision.reason),
        ),
        summary=_("Where it says %(masked)s something secret is left out; the rest stands as sent.")
        % {"masked": _masked()},
        sections=tuple(one for one in _sections(answers, form) if one.tables[0].rows),
    )  # fmt: skip


def _sections(answers: Answers, form: BidForm) -> Iterator[Section]:
    lines = {one.code: one for one in form.prices}
    asked = {one.code: one.text for one in form.requirements}
    asked |= {one.code: one.text for one in (*form.criteria, *form.espd)}
    what = (_("What was asked"), False)
    yield Section(
        _("Prices without VAT"),
        (Table(
            ((_("Line"), False), (_("Quantity"), False), (_("Price"), True)),
            tuple(
                (
                    _named(row["line"], lines[row["line"]].text if row["line"] in lines else ""),
                    _quantity(lines.get(row["line"])), _price(row["price"], form.currency),
                )
                for row in answers.get("prices", ())
            ),
        ),),
    )  # fmt: skip
    for heading, part, said, text in (
        (_("Requirements"), "requirements", "meets", "note"),
        (_("Criteria"), "criteria", "", "answer"),
        (_("European Single Procurement Document"), "espd", "yes", "note"),
    ):
        rows = tuple(
            (
                _named("" if part == "espd" else row["code"], asked.get(row["code"], row["code"])),
                _said(row, said, text), row.get("file", "") or "\u2013",
            )
            for row in answers.get(part, ())
        )  # fmt: skip
        columns = (what, (_("What the bid says"), False), (_("File"), False))
        yield Section(heading, (Table(columns, rows),))


def _named(code: str, text: str) -> str:
    return f"{code} {text}".strip()


def _quantity(line: Any) -> str:
    return f"{line.quantity.normalize():f} {line.unit}" if line else ""


def _price(price: str, currency: str) -> str:
    try:
        return format_money(Decimal(price), currency)
    except InvalidOperation:
        return _masked()


def _said(row: Answers, said: str, text: str) -> str:
    """Yes or no where that was asked, and the words beside it."""
    parts = [] if not said else [_("Yes") if row.get(said) else _("No")]
    if row.get(text):
        parts.append(_masked() if row[text] == MASK else row[text])
    return ". ".join(parts) or "\u2013"


def _masked() -> str:
    return f"[{_('masked')}]"
