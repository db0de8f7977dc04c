"""The two sides of the trade in our sample documents."""

from samkop.core.edocs.model import (
    Address,
    Contact,
    Identifier,
    LegalEntity,
    Party,
    TaxRegistration,
)

BUYER = Party(
    endpoint=Identifier("003701120389", "0216"),
    identifiers=(Identifier("7300010000001", "0088"),),
    name="Wellbeing county",
    address=Address(country="FI", street="Bay Street 1", city="Vasa", postal_zone="65100"),
    tax_registrations=(TaxRegistration("FI01120389"),),
    legal_entity=LegalEntity("Wellbeing county", city="Vasa", country="FI"),
    contact=Contact("Purchasing", "+358 6 000 0000", "purchasing@example.org"),
)
SELLER = Party(
    endpoint=Identifier("5560360793", "0007"),
    identifiers=(Identifier("7300010000001", "0088"),),
    name="Device supplier",
    address=Address(country="SE", city="Umeå"),
    legal_entity=LegalEntity("Device supplier AB", country="SE"),
)
