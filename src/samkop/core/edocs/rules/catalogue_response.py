"""Rules of the Peppol Catalogue Response (T58), BIS 3.0.17, beyond its structure."""

from samkop.core.edocs.rules.parts import specification

CONTEXTS = (specification("PEPPOL-T58-R001", "urn:fdc:peppol.eu:poacc:trns:catalogue_response:3"),)
