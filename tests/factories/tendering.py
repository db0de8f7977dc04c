"""Tenders for tests, made through the real use cases.

A tender in preparation has its lots, buyers with volumes and dates, so that it can be announced.
The clock of a test is its own: ``AT`` is when it is prepared, announced and opened for bids,
``BIDS_UNTIL`` when bids are due. Who needs another time gives ``now`` and ``bids_until``.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from factories.bids import a_key_ceremony
from factories.parties import a_municipality, a_person, a_purchasing_body, a_supplier, an_actor
from samkop.parties.models import Party
from samkop.parties.queries import party_of
from samkop.parties.vocabulary import RoleName
from samkop.planning.vocabulary import Category
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Lot, Tender
from samkop.tendering.queries import buyers_of, invitations_of, lots_of, tender_of
from samkop.tendering.queries.contents import requirements_of
from samkop.tendering.usecases.announcing import (
    NoticeGiven,
    announce_tender,
    record_notice,
    set_tender_dates,
)
from samkop.tendering.usecases.comparing import (
    CriterionTerms,
    ModelTerms,
    PriceTerms,
    set_award_criterion,
    set_evaluation_model,
    set_price_line,
)
from samkop.tendering.usecases.contents import (
    DocumentFile,
    RequirementTerms,
    add_known_supplier,
    add_mandatory_grounds,
    add_tender_document,
    set_requirement,
)
from samkop.tendering.usecases.invitations import invite_supplier
from samkop.tendering.usecases.lots import LotTerms, Volume, add_lot, name_tender_buyer
from samkop.tendering.usecases.officers import appoint_officer
from samkop.tendering.usecases.tender import TenderTerms, prepare_tender
from samkop.tendering.vocabulary import ContractNature, DocumentKind, ModelKind, Procedure

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
BIDS_UNTIL = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
LOTS = ("Datorer", "Telefoner")
PRICES = (("P1", "Device", "piece", 100), ("P2", "Installation", "hour", 40))
_numbers = itertools.count(1)


def a_tender_runner(body: Party | None = None, name: str = "Upphandlaren") -> Actor:
    """Who runs tenders, of a purchasing body (made where none is given)."""
    return an_actor(body or a_purchasing_body(), RoleName.CATEGORY_MANAGER, name=name)


def tender_terms(**fields: Any) -> TenderTerms:
    """The terms of a tender for devices, with a number of its own."""
    number = f"2026-{next(_numbers)}"
    given = {
        "number": number, "register_number": f"UPH/{number}",
        "title_sv": "Datorer och telefoner", "title_fi": "Tietokoneet ja puhelimet",
        "title_en": "Computers and phones", "description": "Devices with installation.",
        "category": Category.MOBILE_DEVICES, "procedure": Procedure.OPEN,
        "nature": ContractNature.SUPPLIES, "cpv": "30200000", "currency": "EUR",
        "estimated_value_cents": 500_000_000, "term_months": 48,
        "division_reason": "", **fields,
    }  # fmt: skip
    return TenderTerms(**given)


def lot_terms(title: str = "Datorer", **fields: Any) -> LotTerms:
    """The terms of a lot."""
    given = {
        "title_sv": title, "title_fi": title, "title_en": title, "cpv": "30213100",
        "estimated_value_cents": 50_000_000, "maximum_value_cents": 80_000_000, **fields,
    }  # fmt: skip
    return LotTerms(**given)


def a_tender_in_preparation(
    runner: Actor,
    buyers: Sequence[Party] = (),
    *,
    lots: Sequence[str] = LOTS,
    invited: Sequence[Party] = (),
    now: datetime = AT,
    bids_until: datetime = BIDS_UNTIL,
    questions_until: datetime | None = None,
    bids_valid_until: date | None = None,
    **terms: Any,
) -> Tender:
    """A tender that lacks nothing: each lot with all buyers (one is made where none is given).

    ``lots`` are titles; other fields are those of ``TenderTerms``. Bids are compared by their
    price less what the marks on the plan of installation take off it.
    """
    made = perform(runner, prepare_tender, now=now, terms=tender_terms(**terms))
    named = list(buyers) or [a_municipality()]
    for title in lots:
        lot = perform(runner, add_lot, now=now, tender_id=made.pk, terms=lot_terms(title))
        for buyer in named:
            volume = Volume(buyer.pk, 100, "piece", 50_000_000 // max(5, len(named)))
            perform(runner, name_tender_buyer, now=now, lot_id=lot.pk, volume=volume)
    a_content(runner, lots_in(runner, made), now)
    for supplier in invited:
        perform(runner, invite_supplier, now=now, tender_id=made.pk, supplier_id=supplier.pk)
    perform(
        runner, set_tender_dates, now=now, tender_id=made.pk, bids_until=bids_until,
        questions_until=questions_until or bids_until - timedelta(days=14),
        bids_valid_until=bids_valid_until or (bids_until + timedelta(days=120)).date(),
    )  # fmt: skip
    return _again(runner, made.pk)


def a_content(runner: Actor, lots: Sequence[Lot], now: datetime = AT) -> None:
    """What is asked for on these lots of one tender: prices P1 and P2, R1, grounds, Q1."""
    given = {"now": now, "tender_id": lots[0].tender_id}
    for lot in lots:
        for code, text, unit, quantity in PRICES:
            line = PriceTerms(lot.code, code, text, unit, Decimal(quantity))
            perform(runner, set_price_line, terms=line, **given)
    perform(runner, set_requirement, terms=RequirementTerms("R1", "Support in Swedish"), **given)
    perform(runner, add_mandatory_grounds, **given)
    criterion = CriterionTerms("Q1", "Plan of installation", 10, deduction_cents=5_000_000)
    perform(runner, set_award_criterion, terms=criterion, **given)
    model = ModelTerms(ModelKind.PRICED_QUALITY)
    perform(runner, set_evaluation_model, terms=model, **given)


def an_announced_tender(
    runner: Actor, buyers: Sequence[Party] = (), *, now: datetime = AT, **given: Any
) -> Tender:
    """A tender that is sent for publication; as ``a_tender_in_preparation``."""
    made = a_tender_in_preparation(runner, buyers, now=now, **given)
    a_key_ceremony(made, runner, now=now)
    perform(runner, announce_tender, now=now, tender_id=made.pk, register_number="UPH/beslut")
    return _again(runner, made.pk)


def an_open_tender(
    runner: Actor, buyers: Sequence[Party] = (), *, now: datetime = AT, **given: Any
) -> Tender:
    """A tender whose notice is published: bids may come; as ``a_tender_in_preparation``."""
    made = an_announced_tender(runner, buyers, now=now, **given)
    notice = NoticeGiven("Hilma", f"2026-{made.pk}", now.date())
    perform(runner, record_notice, now=now, tender_id=made.pk, notice=notice)
    return _again(runner, made.pk)


def tender_ids(runner: Actor, marker: str = "") -> dict[str, int | str]:
    """What the addresses of a tender in preparation name, by parameter (``declared_addresses``).

    ``marker`` stands in everything of it that a reader would see.
    """
    marked = {f"title_{language}": f"{marker} tender" for language in ("sv", "fi", "en")}
    invited = a_supplier()
    made = a_tender_in_preparation(
        runner, lots=[f"{marker} lot", f"{marker} second lot"], invited=[invited],
        procedure=Procedure.MINI_COMPETITION, description=f"{marker} text", **marked,
    )  # fmt: skip
    file = DocumentFile(DocumentKind.CONTRACT, f"{marker} draft", f"{marker}.pdf", b"%PDF")
    document = perform(runner, add_tender_document, tender_id=made.pk, file=file)
    known = perform(runner, add_known_supplier, tender_id=made.pk, name=f"{marker} known")
    with reading(runner):
        requirement = requirements_of(made.pk)[0]
        lot, buyer = lots_of(made.pk)[0], buyers_of(made.pk)[0]
        invitation = invitations_of(made.pk)[0]
    person = a_person(_party_of(runner), name=f"{marker} officer")
    officer = perform(runner, appoint_officer, tender_id=made.pk, person_id=person.pk)
    nothing = "00000000-0000-4000-8000-000000000000"
    return {
        "opening_officer": officer.pk, "lot_code": lot.code, "bid_number": "0" * 32, "place": 0,
        "rehearsal": nothing, "sealed_file": nothing,
        "tender": made.pk, "lot": lot.pk, "tender_buyer": buyer.pk, "invitation": invitation.pk,
        "tender_document": document.pk, "known_supplier": known.pk,
        "tender_question": str(uuid.uuid4()),
        "tender_part": requirement.pk, "tender_part_kind": "requirement",
    }  # fmt: skip


def _party_of(actor: Actor) -> Party:
    with reading(actor):
        return party_of(actor.own_party_id)


def lots_in(runner: Actor, tender: Tender) -> list[Lot]:
    """The tender's lots by their codes."""
    with reading(runner):
        return lots_of(tender.pk)


def _again(runner: Actor, tender_id: int) -> Tender:
    with reading(runner):
        return tender_of(tender_id)
