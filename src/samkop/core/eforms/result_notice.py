"""The contract award notice of the standard regime (subtype 29) as a UBL ContractAwardNotice."""

from __future__ import annotations

from dataclasses import replace

from samkop.core.eforms import parts
from samkop.core.eforms.elements import (
    Node,
    code,
    day,
    extension,
    group,
    identifier,
    indicator,
    leaf,
    money,
    root,
    said,
)
from samkop.core.eforms.values import (
    LotResult,
    NoticeLot,
    ResultNotice,
    Winner,
    in_one_language,
)

SUBTYPE = "29"
# UBL asks for a day; that of each contract stands with it, and the samples have this one.
NO_DAY = "2000-01-01Z"


def result_notice(notice: ResultNotice) -> bytes:
    """The file for import into the portal (SDK 1.15), in the one language of its heading.

    No official sample of a result has another language beside.

    Raises UnknownCodeError, and ValueError where XML cannot hold a character.
    """
    heading = replace(notice.heading, other_languages=())
    notice = in_one_language(replace(notice, heading=heading), heading.language)
    return root(
        "ContractAwardNotice",
        extension(
            _results(notice),
            parts.subtype(SUBTYPE),
            parts.organisations(notice.organisations),
        ),
        parts.heading(notice.heading, "result", "can-standard"),
        parts.buyer(notice.buyer),
        parts.procedure(notice.procedure),
        parts.project(notice.object, notice.currency),
        [_lot(lot, notice) for lot in notice.lots],
        group("cac:TenderResult", leaf("cbc:AwardDate", NO_DAY)),
    )


def _results(notice: ResultNotice) -> Node | None:
    """BT-161, BT-1118, BT-118, then lots, bids, contracts and who bid."""
    pairs = [(result, winner) for result in notice.results for winner in result.winners]
    parties = {winner.party: winner for _result, winner in pairs}
    currency = notice.currency
    return group(
        "efac:NoticeResult",
        money("cbc:TotalAmount", notice.total_cents, currency),
        money(
            "efbc:OverallApproximateFrameworkContractsAmount", notice.approximate_cents, currency
        ),
        money("efbc:OverallMaximumFrameworkContractsAmount", notice.maximum_cents, currency),
        [_lot_result(result, currency) for result in notice.results],
        [_tender(result, winner, currency) for result, winner in pairs],
        [_contract(winner, notice) for _result, winner in pairs],
        [_tendering_party(winner) for winner in parties.values()],
    )


def _lot_result(of: LotResult, currency: str) -> Node | None:
    """BT-142, BT-144, OPT-320, BT-709, BT-660, BT-760, BT-759, BT-13713."""
    return group(
        "efac:LotResult",
        identifier(of.id, "result"),
        code("cbc:TenderResultCode", _status(of), "winner-selection-status"),
        group(
            "efac:DecisionReason",
            code("efbc:DecisionReasonCode", of.without_winner, "non-award-justification"),
        ),
        [group("efac:LotTender", identifier(each.tender, "tender")) for each in of.winners],
        group(
            "efac:FrameworkAgreementValues",
            money("cbc:MaximumValueAmount", of.maximum_cents, currency),
            money("efbc:ReestimatedValueAmount", of.reestimated_cents, currency),
        ),
        [_received(kind, count) for kind, count in (of.received or {}).items()],
        [
            group("efac:SettledContract", identifier(each.contract, "contract"))
            for each in of.winners
        ],
        group("efac:TenderLot", identifier(of.lot, "Lot")),
    )


def _status(of: LotResult) -> str:
    if of.to_come:
        return "open-nw"
    return "selec-w" if of.winners else "clos-nw"


def _received(kind: str, count: int) -> Node | None:
    return group(
        "efac:ReceivedSubmissionsStatistics",
        code("efbc:StatisticsCode", kind, "received-submission-type"),
        leaf("efbc:StatisticsNumeric", count),
    )


def _tender(result: LotResult, winner: Winner, currency: str) -> Node | None:
    """OPT-321, BT-171, BT-1711, BT-720, BT-773, OPT-310, BT-13714, BT-3201."""
    return group(
        "efac:LotTender",
        identifier(winner.tender, "tender"),
        leaf("cbc:RankCode", winner.rank),
        indicator("efbc:TenderRankedIndicator", yes=True),
        group("cac:LegalMonetaryTotal", money("cbc:PayableAmount", winner.value_cents, currency)),
        group(
            "efac:SubcontractingTerm",
            code("efbc:TermCode", winner.subcontracting, "applicability"),
        ),
        group("efac:TenderingParty", identifier(winner.party, "tendering-party")),
        group("efac:TenderLot", identifier(result.lot, "Lot")),
        group("efac:TenderReference", leaf("cbc:ID", winner.reference)),
    )


def _contract(winner: Winner, notice: ResultNotice) -> Node | None:
    """OPT-316, BT-1451, BT-145, BT-721, BT-768, OPT-300, BT-150, BT-3202."""
    at = notice.heading.at
    return group(
        "efac:SettledContract",
        identifier(winner.contract, "contract"),
        day("cbc:AwardDate", winner.decided_on, at),
        day("cbc:IssueDate", winner.signed_on, at),
        said("cbc:Title", winner.contract_title),
        indicator("efbc:ContractFrameworkIndicator", yes=True) if _framework(notice) else None,
        group("cac:SignatoryParty", parts.party(winner.signatory)),
        group("efac:ContractReference", leaf("cbc:ID", winner.contract_number)),
        group("efac:LotTender", identifier(winner.tender, "tender")),
    )


def _framework(notice: ResultNotice) -> bool:
    return any(lot.framework.technique != "none" for lot in notice.lots)


def _tendering_party(winner: Winner) -> Node | None:
    return group(
        "efac:TenderingParty",
        identifier(winner.party, "tendering-party"),
        group("efac:Tenderer", identifier(winner.organisation, "organization")),
    )


def _lot(lot: NoticeLot, notice: ResultNotice) -> Node | None:
    """The lot as it was announced: BT-60, award criteria, review, BT-115, techniques, object."""
    # No official sample of a result says how many suppliers there may be at most.
    announced = replace(lot.framework, most_suppliers=None)
    return group(
        "cac:ProcurementProjectLot",
        identifier(lot.code, "Lot"),
        group(
            "cac:TenderingTerms",
            parts.funding(eu_funds=lot.eu_funds),
            parts.awarding(lot.criteria),
            parts.appeals(lot.review),
        ),
        group(
            "cac:TenderingProcess",
            indicator("cbc:GovernmentAgreementConstraintIndicator", yes=True),
            parts.techniques(announced),
        ),
        parts.project(lot.object, notice.currency),
    )
