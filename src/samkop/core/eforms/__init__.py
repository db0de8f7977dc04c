"""eForms: the contract notice and its result as files for import into the national portal.

Written from plain values by SDK 1.15, with elements and codes that the official samples of the
same notice type have. docs/reference/open-data.md says where each business term comes from.
"""

from samkop.core.eforms.codes import COUNTRIES, LANGUAGES, UnknownCodeError
from samkop.core.eforms.contract_notice import contract_notice
from samkop.core.eforms.result_notice import result_notice
from samkop.core.eforms.values import (
    Buyer,
    ContractNotice,
    Criterion,
    Framework,
    Heading,
    LotResult,
    NoticeLot,
    Object,
    Organisation,
    Place,
    Requirement,
    ResultNotice,
    Review,
    Submission,
    Term,
    Winner,
)

__all__ = [
    "COUNTRIES", "LANGUAGES", "Buyer", "ContractNotice", "Criterion", "Framework", "Heading",
    "LotResult", "NoticeLot", "Object", "Organisation", "Place", "Requirement", "ResultNotice",
    "Review", "Submission", "Term", "UnknownCodeError", "Winner", "contract_notice",
    "result_notice",
]  # fmt: skip
