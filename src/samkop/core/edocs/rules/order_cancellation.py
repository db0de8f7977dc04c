"""Rules of the Peppol Order Cancellation (T115), BIS 3.0.17, beyond its structure."""

from samkop.core.edocs.rules.parts import specification, wrong_profile

CONTEXTS = (
    wrong_profile("PEPPOL-T115-R031", "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"),
    specification("PEPPOL-T115-R034", "urn:fdc:peppol.eu:poacc:trns:order_cancellation:3"),
)
