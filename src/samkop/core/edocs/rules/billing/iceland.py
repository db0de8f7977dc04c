"""Icelandic rules of Peppol Billing (3.0.21)."""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.billing.countries import SELLER, both_in, seller_in
from samkop.core.edocs.rules.en16931.parts import at_root
from samkop.core.edocs.rules.rule import Context, OfficialAbortError, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import only, value
from samkop.core.edocs.ubl.datatypes import is_date
from samkop.core.edocs.ubl.tree import Branch, Leaf

_KENNITALA, _ACCOUNT_LENGTH, _DATE_LENGTH = "0196", 12, 10


def _has_registration(path: str) -> Test:
    return lambda branch, _scope: any(
        leaf.attributes.get("schemeID") == _KENNITALA
        for leaf in branch.leaves(f"{path}/cac:PartyLegalEntity/cbc:CompanyID")
    )


def _has_address(path: str) -> Test:
    address = f"{path}/cac:PostalAddress"
    return lambda branch, _scope: (
        branch.has(f"{address}/cbc:StreetName") and branch.has(f"{address}/cbc:PostalZone")
    )


def _account_has_its_length(code: str) -> Test:
    def test(root: Branch, _scope: Scope) -> bool:
        means = [
            one
            for one in root.branches("cac:PaymentMeans")
            if any(leaf.text == code for leaf in one.leaves("cbc:PaymentMeansCode"))
        ]
        accounts = [
            leaf for one in means for leaf in one.leaves("cac:PayeeFinancialAccount/cbc:ID")
        ]
        if not means:
            return True
        return bool(accounts) and len(_one(accounts).value) == _ACCOUNT_LENGTH

    return test


def _one(leaves: list[Leaf]) -> Leaf:
    if len(leaves) > 1:
        raise OfficialAbortError("cbc:ID")
    return leaves[0]


class Deadline:
    """The last day of payment (eindagi) of an Icelandic invoice."""

    def __init__(self, root: Branch, _scope: Scope) -> None:
        self.root = root
        references = [
            one
            for one in root.branches("cac:AdditionalDocumentReference")
            if any(leaf.text == "EINDAGI" for leaf in one.leaves("cbc:DocumentDescription"))
        ]
        self.told = bool(references)
        self.days = [leaf for one in references for leaf in one.leaves("cbc:ID")]

    def is_date(self) -> bool:
        """It is a date."""
        if not self.told:
            return True
        text = _one(self.days).text if self.days else ""
        return len(text) == _DATE_LENGTH and is_date(text)

    def comes_after_due_date(self) -> bool:
        """It is not before the day that payment is due."""
        due = only(self.root, "cbc:DueDate")
        return not self.told or (
            due is not None and any(due.text <= leaf.text for leaf in self.days)
        )


def _type_is_known(root: Branch, _scope: Scope) -> bool:
    return any(
        value(root, name) in {"380", "381"}
        for name in ("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode")
    )


_REGISTRATION = gettext_noop("An Icelandic party has its kennitala (scheme 0196).")
_ADDRESS = gettext_noop("The party's address needs street, place and postal code.")
_ACCOUNT = gettext_noop("An Icelandic account has twelve digits.")
_DEADLINE = gettext_noop("The last day of payment (EINDAGI) needs a date on or after the due date.")


def _of_root(test: Test) -> Test:
    return lambda deadline, scope: test(deadline.root, scope)


CONTEXTS = (
    Context(
        ("/Invoice", "/CreditNote"),
        (
            Rule(
                "IS-R-001",
                _of_root(_type_is_known),
                gettext_noop("An Icelandic document is of the kind 380 or 381."),
                Flag.WARNING,
            ),
            Rule("IS-R-002", _of_root(_has_registration(SELLER)), _REGISTRATION),
            Rule("IS-R-003", _of_root(_has_address(SELLER)), _ADDRESS),
            Rule("IS-R-006", _of_root(_account_has_its_length("9")), _ACCOUNT),
            Rule("IS-R-007", _of_root(_account_has_its_length("42")), _ACCOUNT),
            Rule("IS-R-008", lambda deadline, _scope: deadline.is_date(), _DEADLINE),
            Rule(
                "IS-R-009",
                lambda deadline, _scope: not deadline.told or "cbc:DueDate" in deadline.root,
                _DEADLINE,
            ),
            Rule("IS-R-010", lambda deadline, _scope: deadline.comes_after_due_date(), _DEADLINE),
        ),
        seller_in("IS"),
        prepare=Deadline,
    ),
    Context(
        at_root("cac:AccountingCustomerParty"),
        (
            Rule("IS-R-004", _has_registration("cac:Party"), _REGISTRATION),
            Rule("IS-R-005", _has_address("cac:Party"), _ADDRESS),
        ),
        both_in("IS"),
        at_end=True,
    ),
)
