"""Rules of the Peppol Order Change (T114), BIS 3.0.17, beyond its structure.

They are those of the Order (T01), except for process and specification, and that the sum of the
lines may differ from the expected one with a warning: a change need not repeat every line.
"""

from samkop.core.edocs.rules import order
from samkop.core.edocs.rules.parts import restated, specification, wrong_profile

CONTEXTS = (
    wrong_profile("PEPPOL-T114-R031", "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"),
    specification("PEPPOL-T114-R034", "urn:fdc:peppol.eu:poacc:trns:order_change:3"),
    *restated(
        order.CONTENT,
        ("PEPPOL-T01-", "PEPPOL-T114-"),
        ("Order", "OrderChange"),
        frozenset({"PEPPOL-T114-R008"}),
    ),
)
