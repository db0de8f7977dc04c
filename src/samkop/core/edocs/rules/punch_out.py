"""Rules of the Peppol Punch Out (T77), BIS 3.0.17, beyond its structure."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.rules.parts import identified_item, specification, tax_category
from samkop.core.edocs.rules.rule import Context, Rule, Scope
from samkop.core.edocs.rules.xpath import at_least, day, number
from samkop.core.edocs.ubl.tree import Branch

_PRICED, _BATCH = "cac:Price/cbc:BaseQuantity", "cac:DeliveryUnit/cbc:BatchQuantity"


def ends_after_the_day_of_issue(period: Branch, scope: Scope) -> bool:
    """The basket can be ordered on the day of its issue at least."""
    return at_least(day(period, "cbc:EndDate"), day(scope.root, "cbc:IssueDate"))


def has_one_main_image(item: Branch, _scope: Scope) -> bool:
    """At most one of the item's documents is the main image, to the letter."""
    images = sum(
        any(leaf.text == "PRODUCT_IMAGE" for leaf in document.leaves("cbc:DocumentTypeCode"))
        for document in item.branches("cac:ItemSpecificationDocumentReference")
    )
    return images <= 1


def is_priced_by_the_unit_of_the_batch(terms: Branch, _scope: Scope) -> bool:
    """The price is for the unit in which the batch is counted, where both have one."""
    priced, batches = terms.leaves(_PRICED), terms.leaves(_BATCH)
    if not priced or not batches:
        return True
    units = {leaf.attributes["unitCode"] for leaf in batches if "unitCode" in leaf.attributes}
    return any(leaf.attributes.get("unitCode") in units for leaf in priced)


def quantities_are_above_zero(terms: Branch, _scope: Scope) -> bool:
    """Price and batch are for more than nothing, where both quantities are given."""
    priced = number(terms, _PRICED)
    if priced is not None and priced > 0:
        batch = number(terms, _BATCH)
        if batch is not None and batch > 0:
            return True
    return not terms.has(_PRICED) or not terms.has(_BATCH)


def is_service_indicator(item_property: Branch, _scope: Scope) -> bool:
    """The property says whether the item is a service."""
    return any(leaf.text == "ServiceIndicator" for leaf in item_property.leaves("cbc:Name"))


CONTEXTS = (
    specification("PEPPOL-T77-R010", "urn:fdc:peppol.eu:poacc:trns:punch_out:3"),
    Context(
        ("Catalogue/cac:ValidityPeriod",),
        (
            Rule(
                "PEPPOL-T77-R001",
                ends_after_the_day_of_issue,
                gettext_noop("The basket's validity ends before its day of issue."),
            ),
        ),
        at_end=True,
    ),
    Context(
        ("cac:RequiredItemLocationQuantity/cac:Price",),
        (
            Rule(
                "PEPPOL-T77-R003",
                lambda price, _scope: at_least(number(price, "cbc:PriceAmount"), 0),
                gettext_noop("The price is missing or negative."),
            ),
        ),
    ),
    Context(
        ("cac:Item",),
        (
            identified_item("PEPPOL-T77-R004"),
            Rule(
                "PEPPOL-T77-R005",
                has_one_main_image,
                gettext_noop("More than one of the item's pictures is called the main one."),
            ),
        ),
    ),
    Context(
        ("cac:CatalogueLine/cac:RequiredItemLocationQuantity",),
        (
            Rule(
                "PEPPOL-T77-R006",
                is_priced_by_the_unit_of_the_batch,
                gettext_noop("The price is for another unit than the quantity."),
            ),
            Rule(
                "PEPPOL-T77-R002",
                quantities_are_above_zero,
                gettext_noop("A quantity of the line is not above zero."),
            ),
        ),
    ),
    Context(
        ("cac:Item/cac:AdditionalItemProperty",),
        (
            Rule(
                "PEPPOL-T77-R007",
                lambda item_property, _scope: any(
                    leaf.text in {"true", "false"} for leaf in item_property.leaves("cbc:Value")
                ),
                gettext_noop("The property ServiceIndicator is neither true nor false."),
            ),
        ),
        is_service_indicator,
    ),
    tax_category(("cac:ClassifiedTaxCategory",), "PEPPOL-T77-R008", "PEPPOL-T77-R009"),
)
