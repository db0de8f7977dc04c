"""Code lists of EN 16931 (1.3.16): BR-CL."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.en16931.book import is_allowance, is_charge
from samkop.core.edocs.rules.en16931.parts import attribute_listed, having, listed
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.tables import codelist
from samkop.core.edocs.ubl.tree import Leaf

AMOUNTS = (
    "cbc:Amount",
    "cbc:BaseAmount",
    "cbc:PriceAmount",
    "cbc:TaxAmount",
    "cbc:TaxableAmount",
    "cbc:LineExtensionAmount",
    "cbc:TaxExclusiveAmount",
    "cbc:TaxInclusiveAmount",
    "cbc:AllowanceTotalAmount",
    "cbc:ChargeTotalAmount",
    "cbc:PrepaidAmount",
    "cbc:PayableRoundingAmount",
    "cbc:PayableAmount",
)


def _party_scheme_is_known(leaf: Leaf, scope: Scope) -> bool:
    scheme = " ".join(leaf.attributes.get("schemeID", "").split())
    return scheme in codelist("ICD") or (
        scheme == "SEPA" and (scope.inside("AccountingSupplierParty") or scope.inside("PayeeParty"))
    )


def _is_object(_leaf: Leaf, scope: Scope) -> bool:
    return any(leaf.text == "130" for leaf in scope.parent.leaves("cbc:DocumentTypeCode"))


def _is_object_with_scheme(leaf: Leaf, scope: Scope) -> bool:
    return "schemeID" in leaf.attributes and _is_object(leaf, scope)


def _scheme(rule: str, path: str, codes: str) -> Context:
    return Context((path,), (attribute_listed(rule, "schemeID", codes),), having("schemeID"))


_REFERENCE_SCHEME = attribute_listed("BR-CL-07", "schemeID", "UNCL1153")

CONTEXTS = (
    Context(("cbc:InvoiceTypeCode",), (listed("BR-CL-01", "UNCL1001_Invoice"),)),
    Context(("cbc:CreditNoteTypeCode",), (listed("BR-CL-01", "UNCL1001_CreditNote"),)),
    Context(AMOUNTS, (attribute_listed("BR-CL-03", "currencyID", "ISO4217_EN"),)),
    Context(("cbc:DocumentCurrencyCode",), (listed("BR-CL-04", "ISO4217_EN"),)),
    Context(("cbc:TaxCurrencyCode",), (listed("BR-CL-05", "ISO4217_EN"),)),
    Context(("cac:InvoicePeriod/cbc:DescriptionCode",), (listed("BR-CL-06", "UNCL2005"),)),
    Context(
        ("cac:AdditionalDocumentReference/cbc:ID", "cac:DocumentReference/cbc:ID"),
        (_REFERENCE_SCHEME,),
        _is_object_with_scheme,
        at_end=True,
    ),
    Context(
        ("cac:PartyIdentification/cbc:ID",),
        (
            Rule(
                "BR-CL-10",
                _party_scheme_is_known,
                gettext_noop("{value} has a scheme that is not in the list: ISO 6523 ICD."),
            ),
        ),
        having("schemeID"),
    ),
    _scheme("BR-CL-11", "cac:PartyLegalEntity/cbc:CompanyID", "ICD"),
    Context(
        ("cac:CommodityClassification/cbc:ItemClassificationCode",),
        (attribute_listed("BR-CL-13", "listID", "UNCL7143"),),
        having("listID"),
    ),
    Context(("cac:Country/cbc:IdentificationCode",), (listed("BR-CL-14", "ISO3166"),)),
    Context(("cac:OriginCountry/cbc:IdentificationCode",), (listed("BR-CL-15", "ISO3166"),)),
    Context(("cac:PaymentMeans/cbc:PaymentMeansCode",), (listed("BR-CL-16", "UNCL4461"),)),
    Context(("cac:TaxCategory/cbc:ID",), (listed("BR-CL-17", "UNCL5305"),)),
    Context(("cac:ClassifiedTaxCategory/cbc:ID",), (listed("BR-CL-18", "UNCL5305"),)),
    Context(
        ("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",),
        (listed("BR-CL-19", "UNCL5189"),),
        lambda _leaf, scope: is_allowance(scope.parent),
    ),
    Context(
        ("cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",),
        (listed("BR-CL-20", "UNCL7161"),),
        lambda _leaf, scope: is_charge(scope.parent),
    ),
    _scheme("BR-CL-21", "cac:StandardItemIdentification/cbc:ID", "ICD"),
    Context(("cbc:TaxExemptionReasonCode",), (listed("BR-CL-22", "VATEX", str.upper),)),
    Context(
        ("cbc:InvoicedQuantity", "cbc:BaseQuantity", "cbc:CreditedQuantity"),
        (attribute_listed("BR-CL-23", "unitCode", "UNECERec20"),),
        having("unitCode"),
    ),
    Context(
        ("cbc:EmbeddedDocumentBinaryObject",),
        (attribute_listed("BR-CL-24", "mimeCode", "MimeCode_EN", exact=True),),
        having("mimeCode"),
    ),
    _scheme("BR-CL-25", "cbc:EndpointID", "EAS_EN"),
    _scheme("BR-CL-26", "cac:DeliveryLocation/cbc:ID", "ICD"),
)
