"""Rules of the Peppol Invoice Response (T111) and Message Level Response (T71), BIS 3.0.17.

PEPPOL-T111-R005 is not among them: the official test of it holds for every document.
"""

from samkop.core.edocs.messages import gettext_noop
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.parts import specification, wrong_profile
from samkop.core.edocs.rules.rule import Context, Rule, Scope, Test
from samkop.core.edocs.rules.xpath import value
from samkop.core.edocs.tables import codelist
from samkop.core.edocs.ubl.tree import Branch

_CODE, _REASON = "cbc:StatusReasonCode", "cbc:StatusReason"


def is_not_simply_accepted(response: Branch, _scope: Scope) -> bool:
    """The status is accepted with conditions (CA), under query (UQ) or rejected (RE).

    The official test looks the code up in one string of codes and blanks.
    """
    codes = response.leaves("cbc:ResponseCode")
    return len(codes) == 1 and f" {codes[0].value} " in " CA UQ RE "


def _has_code(code: str) -> Test:
    return lambda status, _scope: any(leaf.text == code for leaf in status.leaves(_CODE))


def _has_list(list_id: str) -> Test:
    return lambda status, _scope: any(
        leaf.attributes.get("listID") == list_id for leaf in status.leaves(_CODE)
    )


def _explained(rule: str, code: str, sentence: str, flag: Flag) -> Context:
    """A clarification of this code must have a text."""
    explains = Rule(rule, lambda status, _scope: _REASON in status, sentence, flag)
    return Context(("cac:Status",), (explains,), _has_code(code))


def _of_its_list(rule: str, list_id: str) -> Context:
    """The code of a clarification must be in the list that it names."""
    codes = codelist(list_id)
    sentence = gettext_noop("The clarification's code is not in the list that it names, {list}.")
    return Context(
        ("cac:Status",),
        (
            Rule(
                rule,
                lambda status, _scope: value(status, _CODE) in codes,
                sentence,
                values=(("list", list_id),),
            ),
        ),
        _has_list(list_id),
    )


INVOICE_RESPONSE = (
    Context(
        ("cac:Response",),
        (
            Rule(
                "PEPPOL-T111-R001",
                lambda response, _scope: response.has(f"cac:Status/{_CODE}"),
                gettext_noop("The status CA, UQ or RE needs a clarification with a code."),
            ),
        ),
        is_not_simply_accepted,
    ),
    _explained(
        "PEPPOL-T111-R002",
        "OTH",
        gettext_noop("The clarification's code OTH (other) does not say what is meant."),
        Flag.WARNING,
    ),
    specification("PEPPOL-T111-R003", "urn:fdc:peppol.eu:poacc:trns:invoice_response:3"),
    _explained(
        "PEPPOL-T111-R004",
        "PPD",
        gettext_noop("The clarification's code PPD (paid in part) needs a text."),
        Flag.FATAL,
    ),
    wrong_profile(
        "PEPPOL-T111-R008",
        "urn:fdc:peppol.eu:poacc:bis:invoice_response:3",
        "urn:peppol:bis:billing_with_response",
    ),
)

INVOICE_RESPONSE_LISTS = (
    _of_its_list("PEPPOL-T111-R006", "OPStatusAction"),
    _of_its_list("PEPPOL-T111-R007", "OPStatusReason"),
)

MESSAGE_LEVEL_RESPONSE = (specification("PEPPOL-T71-R001", "urn:fdc:peppol.eu:poacc:trns:mlr:3"),)
