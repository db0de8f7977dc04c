"""What both notices have: heading, organisations, buyer, object, terms, criteria, review."""

from __future__ import annotations

from samkop.core.eforms.codes import LANGUAGES
from samkop.core.eforms.elements import (
    Node,
    code,
    date_of,
    day,
    extension,
    group,
    identifier,
    indicator,
    leaf,
    money,
    said,
    time_of,
)
from samkop.core.eforms.values import (
    Buyer,
    Criterion,
    Framework,
    Heading,
    Object,
    Organisation,
    Place,
    Review,
    Term,
)

SDK = "eforms-sdk-1.15"
UBL = "2.3"
DIRECTIVE = "32014L0024"  # BT-01, as CELEX number


def heading(of: Heading, list_name: str, kind: str) -> list[Node | None]:
    """BT-701, BT-04, BT-05, BT-757, BT-01, BT-03, BT-702."""
    return [
        leaf("cbc:UBLVersionID", UBL),
        leaf("cbc:CustomizationID", SDK),
        identifier(of.notice_id, "notice-id"),
        leaf("cbc:ContractFolderID", of.procedure_id),
        date_of("cbc:IssueDate", of.at),
        time_of("cbc:IssueTime", of.at),
        leaf("cbc:VersionID", f"{of.version:02}"),
        leaf("cbc:RegulatoryDomain", DIRECTIVE),
        code("cbc:NoticeTypeCode", kind, list_name),
        leaf("cbc:NoticeLanguageCode", LANGUAGES[of.language]),
        *(
            group("cac:AdditionalNoticeLanguage", leaf("cbc:ID", LANGUAGES[each]))
            for each in of.other_languages
        ),
    ]


def subtype(number: str) -> Node | None:
    """OPP-070."""
    return group("efac:NoticeSubType", code("cbc:SubTypeCode", number, "notice-subtype"))


def organisations(rows: tuple[Organisation, ...]) -> Node | None:
    """Each organisation that the notice names (BT-500 to BT-514, OPT-200)."""
    return group("efac:Organizations", [_organisation(each) for each in rows])


def _organisation(of: Organisation) -> Node | None:
    return group(
        "efac:Organization",
        group(
            "efac:Company",
            leaf("cbc:WebsiteURI", of.website),
            code("efbc:CompanySizeCode", of.size, "economic-operator-size"),
            party(of.id),
            group("cac:PartyName", said("cbc:Name", of.name)),
            group(
                "cac:PostalAddress",
                leaf("cbc:StreetName", of.street),
                leaf("cbc:CityName", of.town),
                leaf("cbc:PostalZone", of.post_code),
                _where(of.place),
            ),
            group("cac:PartyLegalEntity", leaf("cbc:CompanyID", of.number)),
            group(
                "cac:Contact",
                leaf("cbc:Telephone", of.telephone),
                leaf("cbc:ElectronicMail", of.email),
            ),
        ),
    )


def party(name: str, scheme: str = "organization") -> Node | None:
    """A reference to an organisation of the notice."""
    return group("cac:PartyIdentification", identifier(name, scheme))


def _where(place: Place) -> list[Node | None]:
    country = code("cbc:IdentificationCode", place.country, "country")
    return [
        code("cbc:CountrySubentityCode", place.nuts, "nuts"),
        group("cac:Country", country),
    ]


def buyer(of: Buyer) -> Node | None:
    """BT-508, BT-11, BT-10, OPT-300."""
    return group(
        "cac:ContractingParty",
        leaf("cbc:BuyerProfileURI", of.profile),
        group(
            "cac:ContractingPartyType", code("cbc:PartyTypeCode", of.legal_type, "buyer-legal-type")
        ),
        group(
            "cac:ContractingActivity",
            code("cbc:ActivityTypeCode", of.activity, "authority-activity"),
        ),
        group("cac:Party", party(of.organisation)),
    )


def procedure(name: str) -> Node | None:
    """BT-105."""
    return group(
        "cac:TenderingProcess", code("cbc:ProcedureCode", name, "procurement-procedure-type")
    )


def project(of: Object, currency: str, *terms: Node | None) -> Node | None:
    """BT-22, BT-21, BT-24, BT-23, BT-27, BT-262, BT-263, BT-728, BT-5071, BT-5141."""
    return group(
        "cac:ProcurementProject",
        identifier(of.number, "InternalID"),
        said("cbc:Name", of.title),
        said("cbc:Description", of.description),
        code("cbc:ProcurementTypeCode", of.nature, "contract-nature"),
        group(
            "cac:RequestedTenderTotal",
            money("cbc:EstimatedOverallContractAmount", of.estimated_cents, currency),
        ),
        _commodity("cac:MainCommodityClassification", of.cpv),
        *(_commodity("cac:AdditionalCommodityClassification", each) for each in of.more_cpv),
        group(
            "cac:RealizedLocation",
            said("cbc:Description", of.place.description),
            group("cac:Address", _where(of.place)),
        ),
        *terms,
    )


def _commodity(name: str, cpv: str) -> Node | None:
    return group(name, code("cbc:ItemClassificationCode", cpv, "cpv"))


def term(of: Term, head: Heading) -> list[Node | None]:
    """BT-536, BT-36, BT-58, BT-57."""
    return [
        group(
            "cac:PlannedPeriod",
            day("cbc:StartDate", of.starts_on, head.at),
            leaf("cbc:DurationMeasure", of.months, unitCode="MONTH"),
        ),
        group(
            "cac:ContractExtension",
            leaf("cbc:MaximumNumberNumeric", of.renewals),
            group("cac:Renewal", group("cac:Period", said("cbc:Description", of.renewal))),
        ),
    ]


def awarding(criteria: tuple[Criterion, ...]) -> Node | None:
    """BT-539, BT-734, BT-540, BT-541, BT-5421."""
    return group(
        "cac:AwardingTerms",
        group("cac:AwardingCriterion", [_criterion(each) for each in criteria]),
    )


def _criterion(of: Criterion) -> Node | None:
    weight = [
        code("efbc:ParameterCode", "per-exa", "number-weight"),
        leaf("efbc:ParameterNumeric", of.percent),
    ]
    return group(
        "cac:SubordinateAwardingCriterion",
        extension(group("efac:AwardCriterionParameter", weight if of.percent else None)),
        code("cbc:AwardingCriterionTypeCode", of.kind, "award-criterion-type"),
        said("cbc:Name", of.name),
        said("cbc:Description", of.description),
    )


def funding(*, eu_funds: bool) -> Node | None:
    """BT-60."""
    kind = "eu-funds" if eu_funds else "no-eu-funds"
    return code("cbc:FundingProgramCode", kind, "eu-funded")


def appeals(of: Review) -> Node | None:
    """BT-99, OPT-301."""
    return group(
        "cac:AppealTerms",
        group("cac:PresentationPeriod", said("cbc:Description", of.time)),
        group("cac:AppealInformationParty", party(of.information) if of.information else None),
        group("cac:AppealReceiverParty", party(of.body)),
    )


def techniques(of: Framework) -> list[Node | None]:
    """BT-767 no auction; BT-113 and BT-765 framework agreement; BT-766 no dynamic system."""
    return [
        group("cac:AuctionTerms", indicator("cbc:AuctionConstraintIndicator", yes=False)),
        group("cac:FrameworkAgreement", leaf("cbc:MaximumOperatorQuantity", of.most_suppliers)),
        _system(of.technique, "framework-agreement"),
        _system("none", "dps-usage"),
    ]


def _system(technique: str, list_name: str) -> Node | None:
    return group(
        "cac:ContractingSystem",
        code("cbc:ContractingSystemTypeCode", technique, list_name),
    )
