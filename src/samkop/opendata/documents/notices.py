"""A tender as a contract notice for the portal: eForms subtype 16, as plain values.

The whole notice is in the one language in which the tender's texts are written; titles and what
is said here are in it too. Which business term comes from where: docs/reference/open-data.md.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from samkop.core import eforms
from samkop.core.eforms.codes import lists
from samkop.opendata.models import NoticeOrganisation, NoticeTerms
from samkop.parties.models import Party
from samkop.platform.formatting import format_money
from samkop.tendering.models import AwardCriterion, AwardRule, EspdCriterion, Lot, Tender
from samkop.tendering.rules import Reopening, reopening
from samkop.tendering.rules.espd import espd_entries
from samkop.tendering.rules.scoring_problem import Comparison
from samkop.tendering.vocabulary import IN_POINTS, AwardRuleKind, EspdKind, ModelKind

BUYER, REVIEW = "ORG-0001", "ORG-0002"
LONGEST_NAME = 200
TECHNIQUES = {
    Reopening.ALWAYS: "fa-w-rc", Reopening.NEVER: "fa-wo-rc", Reopening.FROM_AN_AMOUNT: "fa-mix",
}  # fmt: skip
EXCLUSION, SELECTION = "exclusion-ground", "selection-criterion"


@dataclass(frozen=True, kw_only=True)
class LotFacts:
    """A lot with its buyers' names and how its bids are compared."""

    lot: Lot
    buyers: Sequence[str]
    comparison: Comparison
    criteria: Sequence[AwardCriterion]


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """What both notices are made of; nothing of it is missing any more.

    ``at`` is when the file is made, ``bid_address`` where bids are sent in, ``profile`` where
    the buyer tells of its procurements.
    """

    tender: Tender
    terms: NoticeTerms
    own: NoticeOrganisation
    review: NoticeOrganisation
    lots: Sequence[LotFacts]
    espd: Sequence[EspdCriterion]
    rules: Sequence[AwardRule]
    at: datetime
    bid_address: str
    profile: str


def contract_notice_of(facts: NoticeFacts) -> eforms.ContractNotice:
    """The contract notice. Raises UnknownCodeError where a code is in no official sample."""
    tender, language = facts.tender, facts.terms.language
    with override(language):
        heading = heading_of(facts, "contract-notice")
        exclusions = _asked(facts.espd, EspdKind.EXCLUSION, EXCLUSION, language)
        return eforms.ContractNotice(
            heading=heading, organisations=organisations_of(facts), buyer=buyer_of(facts),
            procedure=tender.procedure, object=whole_of(facts), currency=tender.currency,
            lots=tuple(lot_of(facts, one) for one in facts.lots),
            submissions=tuple(_submission(facts, one) for one in facts.lots),
            exclusions=exclusions,
            most_lots_won=next(
                (row.value for row in facts.rules if row.kind == AwardRuleKind.MAX_LOTS), None
            ),
        )  # fmt: skip


def lists_have(rows: Sequence[EspdCriterion]) -> bool:
    """Whether the official samples show the code of each ground and criterion."""
    return all(
        row.code in lists()[EXCLUSION if row.kind == EspdKind.EXCLUSION else SELECTION]
        for row in rows
    )


def heading_of(facts: NoticeFacts, what: str) -> eforms.Heading:
    """BT-701 and the rest; ``what`` tells the notices of one procedure apart."""
    tender, owner = facts.tender, facts.tender.owner
    seed = f"{owner.identifier_scheme}:{owner.identifier}/{tender.number}/{tender.created_at}"
    return eforms.Heading(
        notice_id=_name(f"{seed}/{what}"), procedure_id=_name(seed),
        at=_local(facts.at, owner).replace(microsecond=0), language=facts.terms.language,
    )  # fmt: skip


def _name(seed: str) -> str:
    """A UUID of version 4, as BT-04 and BT-701 have it: the same each time the file is made."""
    return str(uuid.UUID(bytes=hashlib.sha256(seed.encode()).digest()[:16], version=4))


def _local(at: datetime, owner: Party) -> datetime:
    return at.astimezone(ZoneInfo(owner.time_zone))


def organisations_of(facts: NoticeFacts) -> tuple[eforms.Organisation, ...]:
    """The buyer and the review body."""
    language = facts.terms.language
    return (
        organisation_of(BUYER, facts.own, language, facts.tender.owner),
        organisation_of(REVIEW, facts.review, language),
    )


def organisation_of(
    name: str, details: NoticeOrganisation, language: str, party: Party | None = None
) -> eforms.Organisation:
    """An organisation under its name within the notice; a party has its own name and number."""
    called = party.name if party else details.name
    return eforms.Organisation(
        id=name, name={language: called}, number=party.identifier if party else details.number,
        town=details.city, place=_place(details.country, details.nuts),
        street=details.street or None, post_code=details.postal_code or None,
        telephone=details.telephone or None, email=details.email or None,
        website=details.website or None, size=details.size or None,
    )  # fmt: skip


def _place(country: str, nuts: str, description: eforms.values.Text | None = None) -> eforms.Place:
    return eforms.Place(
        country=eforms.COUNTRIES[country], nuts=nuts or None, description=description
    )


def buyer_of(facts: NoticeFacts) -> eforms.Buyer:
    """The contracting authority."""
    return eforms.Buyer(
        organisation=BUYER, legal_type=facts.own.form, activity=facts.own.activity,
        profile=facts.profile,
    )  # fmt: skip


def whole_of(facts: NoticeFacts) -> eforms.Object:
    """What is bought as a whole."""
    tender = facts.tender
    others = dict.fromkeys(one.lot.cpv for one in facts.lots if one.lot.cpv != tender.cpv)
    return eforms.Object(
        number=tender.number, title=_said(facts, tender.title),
        description=_said(facts, tender.description), nature=tender.nature, cpv=tender.cpv,
        more_cpv=tuple(others), place=_where(facts), estimated_cents=tender.estimated_value_cents,
    )  # fmt: skip


def _said(facts: NoticeFacts, words: str) -> dict[str, str]:
    return {facts.terms.language: words}


def _where(facts: NoticeFacts) -> eforms.Place:
    terms = facts.terms
    description = _said(facts, terms.place) if terms.place else None
    return _place(terms.nuts[:2], terms.nuts, description)


def lot_of(facts: NoticeFacts, one: LotFacts) -> eforms.NoticeLot:
    """A lot as both notices show it."""
    lot, tender = one.lot, facts.tender
    return eforms.NoticeLot(
        code=lot.code,
        object=eforms.Object(
            number=lot.code, title=_said(facts, lot.title),
            description=_said(facts, _description(facts, one)), nature=tender.nature, cpv=lot.cpv,
            place=_where(facts), estimated_cents=lot.estimated_value_cents,
        ),
        term=_term(facts), framework=_framework(lot),
        criteria=tuple(_criteria(facts, one)), eu_funds=facts.terms.eu_funds,
        review=eforms.Review(time=_said(facts, facts.terms.review_time), body=REVIEW),
    )  # fmt: skip


def _framework(lot: Lot) -> eforms.Framework:
    """BT-113 and BT-765. No official sample shows competition from an amount on."""
    said = reopening(lot.call_off_method, lot.mini_competition_from_cents)
    return eforms.Framework(technique=TECHNIQUES[said], most_suppliers=lot.most_suppliers)


def _description(facts: NoticeFacts, one: LotFacts) -> str:
    """What the lot is, BT-271 in words, and whom it is for (C-216/17)."""
    maximum = format_money(Decimal(one.lot.maximum_value_cents) / 100, facts.tender.currency)
    said = [
        one.lot.description or one.lot.title,
        _("Maximum value of the framework agreement, without VAT: %(amount)s.")
        % {"amount": maximum},
        _("Buyers: %(names)s.") % {"names": ", ".join(one.buyers)},
    ]
    if one.lot.most_suppliers > 1:
        said.append(_("Call-off: %(rule)s.") % {"rule": one.lot.get_call_off_method_display()})
    return "\n".join(said)


def _term(facts: NoticeFacts) -> eforms.Term:
    tender, months = facts.tender, facts.tender.option_months
    if not months:
        return eforms.Term(months=tender.term_months)
    renewal = ngettext(
        "The buyer may extend the agreement by %(months)s month.",
        "The buyer may extend the agreement by %(months)s months.",
        months,
    ) % {"months": months}
    return eforms.Term(months=tender.term_months, renewals=1, renewal=_said(facts, renewal))


def _criteria(facts: NoticeFacts, one: LotFacts) -> list[eforms.Criterion]:
    """The price, or the cost over the life cycle, and what is marked, with their weights."""
    model = one.comparison
    in_points = ModelKind(model.kind) in IN_POINTS
    cost = model.kind == ModelKind.LIFE_CYCLE_COST or "life_cycle" in model.parameters
    first = eforms.Criterion(
        kind="cost" if cost else "price",
        name=_said(facts, _("Cost over the life cycle") if cost else _("Price")),
        description=_said(facts, str(ModelKind(model.kind).label)),
        percent=_percent(model.price_weight) if in_points else None,
    )
    return [first, *(_marked(facts, row, in_points=in_points) for row in one.criteria)]


def _marked(facts: NoticeFacts, row: AwardCriterion, *, in_points: bool) -> eforms.Criterion:
    words = row.text.strip() or row.code
    said = words
    if row.deduction_cents:
        off = format_money(Decimal(row.deduction_cents) / 100, facts.tender.currency)
        highest = _("The highest mark takes %(amount)s off the price.") % {"amount": off}
        said = f"{words}\n{highest}"
    return eforms.Criterion(
        kind="quality", name=_said(facts, words.splitlines()[0][:LONGEST_NAME]),
        description=_said(facts, said), percent=_percent(row.weight) if in_points else None,
    )  # fmt: skip


def _percent(permille: int | None) -> str | None:
    return None if permille is None else f"{(Decimal(permille) / 10).normalize():f}"


def _submission(facts: NoticeFacts, one: LotFacts) -> eforms.Submission:
    """Bids are opened from their time limit on; until when they are valid is told in days."""
    tender = facts.tender
    if tender.bids_until is None or tender.bids_valid_until is None:
        raise ValueError(tender)
    until = _local(tender.bids_until, tender.owner)
    asked = [row for row in facts.espd if row.lot_id in {None, one.lot.pk}]
    return eforms.Submission(
        until=until, opening=until, address=facts.bid_address,
        documents=facts.terms.documents_url, documents_id=tender.number, receiver=BUYER,
        languages=tuple(facts.terms.bid_languages.split()),
        valid_days=(tender.bids_valid_until - until.date()).days,
        selection=_asked(asked, EspdKind.SELECTION, SELECTION, facts.terms.language),
    )  # fmt: skip


def _asked(
    rows: Sequence[EspdCriterion], kind: EspdKind, list_name: str, language: str
) -> tuple[eforms.Requirement, ...]:
    """The grounds or criteria; none where one has a code that no official sample shows.

    The notice then refers to the documents for all of them (BT-806, BT-821).
    """
    chosen = [row for row in rows if row.kind == kind]
    if not lists_have(chosen):
        return ()
    return tuple(
        eforms.Requirement(code=row.code, text={language: _named(row, language)}) for row in chosen
    )


def _named(row: EspdCriterion, language: str) -> str:
    name = espd_entries()[row.code].name(language)
    return f"{name}: {row.text}" if row.text else name
