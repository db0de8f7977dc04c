"""Each reason has its place in the Invoice Response, and something that a person can do."""

from __future__ import annotations

import pytest

from samkop.core.edocs.model import ClarificationReason, InvoiceStatusCode
from samkop.core.matching import HANDLING, Reason, Remedy

ANSWERED = [reason for reason in Reason if HANDLING[reason].response is not None]


def test_every_reason_is_handled_and_the_buyers_own_affairs_are_not_told():
    assert set(HANDLING) == set(Reason)
    assert [reason for reason in Reason if HANDLING[reason].response is None] == [
        Reason.CODING_MISSING
    ]
    assert all(handling.remedies for handling in HANDLING.values())


@pytest.mark.parametrize("reason", ANSWERED)
def test_an_answer_is_a_status_that_takes_a_clarification(reason):
    response = HANDLING[reason].response
    # PEPPOL-T111-R001: these statuses have to be clarified; NON says that nothing is wrong.
    assert response.status in {InvoiceStatusCode.UNDER_QUERY, InvoiceStatusCode.REJECTED}
    assert response.reason != ClarificationReason.NO_ISSUE


def test_what_is_rejected_by_the_standard_can_be_rejected_by_hand():
    rejected = {
        reason
        for reason in ANSWERED
        if HANDLING[reason].response.status == InvoiceStatusCode.REJECTED
    }
    assert all(Remedy.REJECT in HANDLING[reason].remedies for reason in rejected)
