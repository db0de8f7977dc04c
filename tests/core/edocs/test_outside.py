"""What stands on the outside of a faulty document: as far as it can be read."""

import pytest

from core.edocs.samples import SAMPLES, WRITTEN
from samkop.core.edocs.outside import Outside, outside_of

UBL = [kind for kind in SAMPLES if not kind.startswith("finvoice")]


@pytest.mark.parametrize("kind", UBL)
def test_the_outside_is_what_the_document_says(kind):
    document = SAMPLES[kind]
    sender, addressee = document.sender, document.addressee
    assert outside_of(WRITTEN[kind]) == Outside(
        document.kind, document.id, document.issue_date, sender, addressee
    )


def test_it_is_read_of_a_document_that_breaks_the_rules_or_ends_too_early():
    broken = WRITTEN["order"].replace(b"<cbc:DocumentCurrencyCode>EUR<", b"<cbc:Nonsense>EUR<", 1)
    broken = broken.replace(b"</cbc:DocumentCurrencyCode>", b"</cbc:Nonsense>", 1)
    order = SAMPLES["order"]
    cut = WRITTEN["order"][:-20]
    for data in (broken, cut):
        assert outside_of(data).sender == order.sender
        assert outside_of(data).number == order.id


@pytest.mark.parametrize("data", [b"", b"no XML", b"<a/>", b"<!DOCTYPE a><a/>", b"<Finvoice/>"])
def test_of_what_is_no_such_document_nothing_is_known(data):
    assert outside_of(data) == Outside()


@pytest.mark.parametrize("spoil", [slice(0, -30), slice(5, None)])
def test_a_message_level_response_is_known_as_one_however_broken(spoil):
    assert outside_of(WRITTEN["mlr"][spoil]).kind == "mlr"
