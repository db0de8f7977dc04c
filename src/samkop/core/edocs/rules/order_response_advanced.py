"""Rules of the Peppol Order Response Advanced (T116), BIS 3.0.17, beyond its structure.

They are those of the Order Response (T76), except for the specification.
"""

from samkop.core.edocs.rules import order_response
from samkop.core.edocs.rules.parts import restated, specification

CONTEXTS = (
    specification("PEPPOL-T116-R006", "urn:fdc:peppol.eu:poacc:trns:order_response_advanced:3"),
    *restated(order_response.ANSWERS, ("PEPPOL-T76-", "PEPPOL-T116-")),
)
