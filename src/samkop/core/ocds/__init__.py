"""The Open Contracting Data Standard 1.1: releases, records and packages from plain values.

docs/reference/open-data.md says which field means what, and where it comes from.
"""

from samkop.core.ocds.identifiers import (
    PLACEHOLDER_PREFIX,
    BadPrefixError,
    checked_prefix,
    ocid,
    plain,
    register_number,
    register_of,
)
from samkop.core.ocds.merging import MixedProcessesError, compiled
from samkop.core.ocds.packages import canonical, digest, record, record_package, release_package
from samkop.core.ocds.values import (
    Amendment,
    Amount,
    Award,
    Contract,
    Document,
    Framework,
    Item,
    Lot,
    Milestone,
    Organisation,
    Planning,
    Publisher,
    Release,
    Span,
    Spending,
    Tag,
    Tender,
)
from samkop.core.ocds.writing import release_json

__all__ = [
    "PLACEHOLDER_PREFIX", "Amendment", "Amount", "Award", "BadPrefixError", "Contract", "Document",
    "Framework", "Item", "Lot", "Milestone", "MixedProcessesError", "Organisation", "Planning",
    "Publisher",
    "Release", "Span", "Spending", "Tag", "Tender", "canonical", "checked_prefix", "compiled",
    "digest", "ocid", "plain", "record", "record_package", "register_number", "register_of",
    "release_json", "release_package",
]  # fmt: skip
