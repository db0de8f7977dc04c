"""A release as the JSON value of OCDS 1.1.5 with the extensions lots and techniques."""

from __future__ import annotations

from collections.abc import Iterator

from samkop.core.ocds.parts import (
    Json,
    documents,
    items,
    kept,
    moment,
    money,
    period,
    reference,
    references,
    text,
)
from samkop.core.ocds.values import (
    Amendment,
    Award,
    Contract,
    Framework,
    Lot,
    Milestone,
    Organisation,
    Planning,
    Release,
    Spending,
    Tender,
)


def release_json(release: Release) -> Json:
    """The release. Its parties are whoever it names, each with all its roles."""
    language = release.language
    sole = release.buyers[0] if len(release.buyers) == 1 else None
    return kept(
        ocid=release.ocid,
        id=release.id,
        date=moment(release.at),
        tag=[str(tag) for tag in release.tags],
        initiationType="tender",
        language=language,
        parties=_parties(release),
        buyer=reference(sole),
        planning=_planning(release.planning, language),
        tender=_tender(release.tender, language),
        awards=[_award(award, language) for award in release.awards],
        contracts=[_contract(contract, language) for contract in release.contracts],
        relatedProcesses=[
            {"id": str(place), "relationship": ["planning"], "scheme": "ocid", "identifier": each}
            for place, each in enumerate(release.planned_in, 1)
        ],
    )


def _parties(release: Release) -> list[Json]:
    found: dict[str, tuple[Organisation, list[str]]] = {}
    for role, organisation in _roles(release):
        _known, roles = found.setdefault(organisation.id, (organisation, []))
        if role not in roles:
            roles.append(role)
    return [_party(organisation, roles, release.language) for organisation, roles in found.values()]


def _roles(release: Release) -> Iterator[tuple[str, Organisation]]:
    """Role (codelist partyRole) and organisation, in the order in which a release names them."""
    yield from (("buyer", buyer) for buyer in release.buyers)
    tender = release.tender
    if tender is not None:
        yield "procuringEntity", tender.owner
        yield from (("buyer", buyer) for buyer in tender.buyers)
        yield from (("tenderer", bidder) for bidder in tender.bidders)
    for award in release.awards:
        yield from (("supplier", supplier) for supplier in award.suppliers)
    for spending in (each for contract in release.contracts for each in contract.spending):
        sides = (("payer", spending.payer), ("payee", spending.payee))
        yield from ((role, side) for role, side in sides if side is not None)


def _party(organisation: Organisation, roles: list[str], language: str) -> Json:
    names = {language: organisation.name, **(organisation.names or {})}
    return kept(
        id=organisation.id,
        **text("name", names, language),
        identifier={
            "scheme": organisation.register,
            "id": organisation.number,
            "legalName": organisation.name,
        },
        address=kept(countryName=organisation.country),
        roles=roles,
    )


def _planning(planning: Planning | None, language: str) -> Json | None:
    if planning is None:
        return None
    return kept(
        **text("rationale", planning.rationale, language),
        budget=kept(amount=money(planning.budget)),
        documents=documents(planning.documents, language),
        milestones=[_milestone(each) for each in planning.milestones],
    )


def _milestone(milestone: Milestone) -> Json:
    return kept(
        id=milestone.id,
        title=milestone.title,
        type=milestone.kind,
        dueDate=moment(milestone.due),
        dateMet=moment(milestone.met),
        status=milestone.status,
    )


def _tender(tender: Tender | None, language: str) -> Json | None:
    if tender is None:
        return None
    return kept(
        id=tender.id,
        **text("title", tender.title, language),
        **text("description", tender.description, language),
        status=tender.status,
        procuringEntity=reference(tender.owner),
        items=items(tender.items, language),
        value=money(tender.value),
        procurementMethod=tender.method,
        procurementMethodDetails=tender.method_details,
        mainProcurementCategory=tender.category,
        awardCriteria=tender.award_criteria,
        **text("awardCriteriaDetails", tender.award_criteria_details, language),
        submissionMethod=list(tender.submission),
        tenderPeriod=period(tender.bids),
        enquiryPeriod=period(tender.questions),
        hasEnquiries=tender.has_questions,
        awardPeriod=period(tender.awarding),
        contractPeriod=period(tender.term),
        numberOfTenderers=tender.number_of_bidders,
        tenderers=references(tender.bidders),
        documents=documents(tender.documents, language),
        lots=[_lot(lot, language) for lot in tender.lots],
        techniques=_techniques(tender.framework, language),
    )


def _lot(lot: Lot, language: str) -> Json:
    return kept(
        id=lot.id,
        **text("title", lot.title, language),
        **text("description", lot.description, language),
        status=lot.status,
        value=money(lot.value),
        contractPeriod=period(lot.term),
        techniques=_techniques(lot.framework, language),
    )


def _techniques(framework: Framework | None, language: str) -> Json | None:
    if framework is None:
        return None
    terms = kept(
        maximumParticipants=framework.most_suppliers,
        method=framework.method,
        **text("periodRationale", framework.term_reason, language),
        buyerCategories=framework.buyers,
        value=money(framework.maximum),
        period=period(framework.term),
    )
    return kept(hasFrameworkAgreement=True, frameworkAgreement=terms)


def _award(award: Award, language: str) -> Json:
    return kept(
        id=award.id,
        **text("title", award.title, language),
        **text("description", award.description, language),
        status=award.status,
        date=moment(award.decided),
        value=money(award.value),
        suppliers=references(award.suppliers),
        items=items(award.items, language),
        contractPeriod=period(award.term),
        documents=documents(award.documents, language),
        relatedLots=list(award.lots),
    )


def _contract(contract: Contract, language: str) -> Json:
    return kept(
        id=contract.id,
        awardID=contract.award_id,
        **text("title", contract.title, language),
        status=contract.status,
        period=period(contract.term),
        value=money(contract.value),
        items=items(contract.items, language),
        dateSigned=moment(contract.signed),
        documents=documents(contract.documents, language),
        implementation=kept(transactions=[_spending(each) for each in contract.spending]),
        amendments=[_amendment(each) for each in contract.amendments],
    )


def _spending(spending: Spending) -> Json:
    return kept(
        id=spending.id,
        date=moment(spending.at),
        value=money(spending.value),
        payer=reference(spending.payer),
        payee=reference(spending.payee),
    )


def _amendment(amendment: Amendment) -> Json:
    return kept(
        id=amendment.id,
        date=moment(amendment.at),
        rationale=amendment.rationale,
        description=amendment.description,
    )
