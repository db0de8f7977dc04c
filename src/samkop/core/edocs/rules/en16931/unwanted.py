"""Elements and attributes that UBL has and the data model of EN 16931 has not (UBL-CR, UBL-DT)."""

from collections.abc import Mapping

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Context, Rule, Test
from samkop.core.edocs.rules.structure import UNWANTED, UNWANTED_ATTRIBUTE
from samkop.core.edocs.ubl.tree import Branch

_OBJECT = "130"


def _never(_value: object, _scope: object) -> bool:
    return False


def _element(rule: str) -> Rule:
    return Rule(rule, _never, UNWANTED, Flag.WARNING)


def _attribute(rule: str, name: str, test: Test | None = None) -> Rule:
    return Rule(
        rule,
        test or (lambda leaf, _scope: name not in leaf.attributes),
        UNWANTED_ATTRIBUTE,
        Flag.WARNING,
        (("attribute", name),),
    )


def _is_object(reference: Branch) -> bool:
    """Whether a reference is to the object that is invoiced (BT-18, BT-128)."""
    return any(leaf.text == _OBJECT for leaf in reference.leaves("cbc:DocumentTypeCode"))


def _scheme_is_of_object(reference: Branch, _scope: object) -> bool:
    others = any(leaf.text != _OBJECT for leaf in reference.leaves("cbc:DocumentTypeCode"))
    if "cbc:DocumentTypeCode" in reference and not others:
        return True
    return all("schemeID" not in leaf.attributes for leaf in reference.leaves("cbc:ID"))


def _object_is_without(name: str) -> Test:
    return lambda reference, _scope: not (_is_object(reference) and name in reference)


def _has_name_as_payment(leaf: object, _scope: object) -> bool:
    """Means of payment may be named; `leaf` is here the element of the parsed tree."""
    return str(getattr(leaf, "tag", "")).endswith("}PaymentMeansCode")


_OBJECTS = gettext_noop("The invoiced object (130) has no {child}.")
_SCHEME = (
    ("cac:PartyTaxScheme/cbc:CompanyID", "652", "schemeID"),
    ("cac:Country/cbc:IdentificationCode", "660", "listID"),
    ("cac:BuyersItemIdentification/cbc:ID", "667", "schemeID"),
    ("cac:SellersItemIdentification/cbc:ID", "668", "schemeID"),
    ("cbc:PrimaryAccountNumberID", "674", "schemeID"),
    ("cac:CardAccount/cbc:NetworkID", "675", "schemeID"),
    ("cac:PaymentMandate/cbc:ID", "676", "schemeID"),
    ("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID", "677", "schemeID"),
    ("cac:TaxCategory/cbc:ID", "678", "schemeID"),
    ("cac:ClassifiedTaxCategory/cbc:ID", "679", "schemeID"),
)
_REASON_LIST = _attribute("UBL-CR-662", "listID")
_PRICE = "cac:Price/cac:AllowanceCharge"

CONTEXTS = (
    *(Context((path,), (_attribute(f"UBL-CR-{rule}", name),)) for path, rule, name in _SCHEME),
    Context((f"{_PRICE}/cbc:AllowanceChargeReasonCode",), (_element("UBL-CR-669"), _REASON_LIST)),
    Context(("cbc:AllowanceChargeReasonCode",), (_REASON_LIST,)),
    Context((f"{_PRICE}/cbc:AllowanceChargeReason",), (_element("UBL-CR-670"),)),
    Context((f"{_PRICE}/cbc:MultiplierFactorNumeric",), (_element("UBL-CR-671"),)),
    Context(("cac:FinancialInstitution",), (_element("UBL-CR-664"),)),
    Context(("cac:PaymentMeans/cac:PayerFinancialAccount",), (_element("UBL-CR-680"),)),
    Context(("/Invoice/cac:PaymentMeans/cbc:PaymentDueDate",), (_element("UBL-CR-412"),)),
    Context(
        ("/Invoice/cbc:UBLVersionID", "/CreditNote/cbc:UBLVersionID"),
        (
            Rule(
                "UBL-CR-002",
                lambda leaf, _scope: leaf.text == "2.1",
                gettext_noop("{value} must be {expected}."),
                Flag.WARNING,
                (("expected", "2.1"),),
            ),
        ),
    ),
    Context(
        ("cac:AdditionalDocumentReference",),
        (
            _attribute("UBL-CR-665", "schemeID", _scheme_is_of_object),
            Rule(
                "UBL-CR-666",
                _object_is_without("cac:Attachment"),
                _OBJECTS,
                values=(("child", "cac:Attachment"),),
            ),
            Rule(
                "UBL-CR-673",
                _object_is_without("cbc:DocumentDescription"),
                _OBJECTS,
                values=(("child", "cbc:DocumentDescription"),),
            ),
        ),
    ),
)

_NAMES = {
    "unitCodeListID": "UBL-CR-663",
    "schemeName": "UBL-DT-08",
    "schemeAgencyName": "UBL-DT-09",
    "schemeDataURI": "UBL-DT-10",
    "schemeURI": "UBL-DT-11",
    "format": "UBL-DT-12",
    "unitCodeListIdentifier": "UBL-DT-13",
    "unitCodeListAgencyIdentifier": "UBL-DT-14",
    "unitCodeListAgencyName": "UBL-DT-15",
    "listAgencyName": "UBL-DT-16",
    "listName": "UBL-DT-17",
    "name": "UBL-DT-18",
    "languageID": "UBL-DT-19",
    "listURI": "UBL-DT-20",
    "listSchemeURI": "UBL-DT-21",
    "languageLocaleID": "UBL-DT-22",
    "uri": "UBL-DT-23",
    "currencyCodeListVersionID": "UBL-DT-24",
    "characterSetCode": "UBL-DT-25",
    "encodingCode": "UBL-DT-26",
    "schemeAgencyID": "UBL-DT-27",
    "listAgencyID": "UBL-DT-28",
}
_ALLOWED = {"name": _has_name_as_payment}

ATTRIBUTES: Mapping[str, Rule] = {
    name: _attribute(rule, name, _ALLOWED.get(name, _never)) for name, rule in _NAMES.items()
}
"""The rules against attributes, wherever they stand."""
