"""The contract notice of the standard regime (subtype 16) as a UBL ContractNotice."""

from __future__ import annotations

from samkop.core.eforms import parts
from samkop.core.eforms.codes import LANGUAGES
from samkop.core.eforms.elements import (
    Node,
    code,
    date_of,
    extension,
    group,
    identifier,
    indicator,
    leaf,
    root,
    said,
    time_of,
)
from samkop.core.eforms.values import ContractNotice, NoticeLot, Requirement, Submission

SUBTYPE = "16"
OPEN_DOCUMENTS = "non-restricted-document"  # BT-14


def contract_notice(notice: ContractNotice) -> bytes:
    """The file for import into the portal (SDK 1.15).

    Raises UnknownCodeError, and ValueError where XML cannot hold a character.
    """
    lots = zip(notice.lots, notice.submissions, strict=True)
    return root(
        "ContractNotice",
        extension(parts.subtype(SUBTYPE), parts.organisations(notice.organisations)),
        parts.heading(notice.heading, "competition", "cn-standard"),
        parts.buyer(notice.buyer),
        _terms(notice),
        parts.procedure(notice.procedure),
        parts.project(notice.object, notice.currency),
        [_lot(lot, submission, notice) for lot, submission in lots],
    )


def _terms(notice: ContractNotice) -> Node | None:
    """BT-67 exclusion grounds and where they stand (BT-806), BT-33 and BT-31 limits of lots."""
    source = "epo-notice" if notice.exclusions else "epo-procurement-document"
    return group(
        "cac:TenderingTerms",
        _qualification("exclusion-grounds-source", source),
        *(
            group(
                "cac:TendererQualificationRequest",
                group(
                    "cac:SpecificTendererRequirement",
                    code("cbc:TendererRequirementTypeCode", each.code, "exclusion-ground"),
                    said("cbc:Description", each.text),
                ),
            )
            for each in notice.exclusions
        ),
        group(
            "cac:LotDistribution",
            leaf("cbc:MaximumLotsAwardedNumeric", notice.most_lots_won),
            leaf("cbc:MaximumLotsSubmittedNumeric", notice.most_lots_bid),
        ),
    )


def _lot(lot: NoticeLot, submission: Submission, notice: ContractNotice) -> Node | None:
    return group(
        "cac:ProcurementProjectLot",
        identifier(lot.code, "Lot"),
        _lot_terms(lot, submission),
        _lot_process(lot, submission),
        parts.project(lot.object, notice.currency, *parts.term(lot.term, notice.heading)),
    )


def _lot_terms(lot: NoticeLot, submission: Submission) -> Node | None:
    """BT-750, BT-63, BT-60, documents, BT-71, BT-821, BT-736, BT-743, BT-764, award criteria,
    BT-18, BT-98, review, BT-97, BT-92, BT-93.
    """
    source = "epo-notice" if submission.selection else "epo-procurement-document"
    return group(
        "cac:TenderingTerms",
        extension(*(_selection(each) for each in submission.selection)),
        code("cbc:VariantConstraintCode", "not-allowed", "permission"),
        parts.funding(eu_funds=lot.eu_funds),
        _documents(submission),
        _qualification("reserved-procurement", "none"),
        _qualification("selection-criteria-source", source),
        _execution("reserved-execution", "no"),
        _execution("einvoicing", "required"),
        _execution("ecatalog-submission", submission.catalogue),
        parts.awarding(lot.criteria),
        _recipient(submission),
        group(
            "cac:TenderValidityPeriod",
            leaf("cbc:DurationMeasure", submission.valid_months, unitCode="MONTH")
            if submission.valid_months
            else leaf("cbc:DurationMeasure", submission.valid_days, unitCode="DAY"),
        ),
        parts.appeals(lot.review),
        *(group("cac:Language", leaf("cbc:ID", LANGUAGES[each])) for each in submission.languages),
        group(
            "cac:PostAwardProcess",
            indicator("cbc:ElectronicOrderUsageIndicator", yes=submission.orders_electronically),
            indicator("cbc:ElectronicPaymentUsageIndicator", yes=submission.pays_electronically),
        ),
    )


def _selection(of: Requirement) -> Node | None:
    return group(
        "efac:SelectionCriteria",
        code("cbc:TendererRequirementTypeCode", of.code, "selection-criterion"),
        said("cbc:Description", of.text),
    )


def _qualification(list_name: str, value: str) -> Node | None:
    return group(
        "cac:TendererQualificationRequest",
        group(
            "cac:SpecificTendererRequirement",
            code("cbc:TendererRequirementTypeCode", value, list_name),
        ),
    )


def _execution(list_name: str, value: str) -> Node | None:
    return group(
        "cac:ContractExecutionRequirement",
        code("cbc:ExecutionRequirementCode", value, list_name),
    )


def _documents(submission: Submission) -> Node | None:
    """BT-14, BT-15: everybody reads the documents at this address."""
    return group(
        "cac:CallForTendersDocumentReference",
        leaf("cbc:ID", submission.documents_id),
        leaf("cbc:DocumentType", OPEN_DOCUMENTS),
        group(
            "cac:Attachment",
            group("cac:ExternalReference", leaf("cbc:URI", submission.documents)),
        ),
    )


def _recipient(submission: Submission) -> Node | None:
    """BT-18, OPT-301."""
    return group(
        "cac:TenderRecipientParty",
        leaf("cbc:EndpointID", submission.address),
        parts.party(submission.receiver),
    )


def _lot_process(lot: NoticeLot, submission: Submission) -> Node | None:
    """BT-17, BT-115, BT-131, BT-132, techniques."""
    return group(
        "cac:TenderingProcess",
        code("cbc:SubmissionMethodCode", "required", "esubmission"),
        indicator("cbc:GovernmentAgreementConstraintIndicator", yes=True),
        group(
            "cac:TenderSubmissionDeadlinePeriod",
            date_of("cbc:EndDate", submission.until),
            time_of("cbc:EndTime", submission.until),
        ),
        group(
            "cac:OpenTenderEvent",
            date_of("cbc:OccurrenceDate", submission.opening),
            time_of("cbc:OccurrenceTime", submission.opening),
        ),
        parts.techniques(lot.framework),
    )
