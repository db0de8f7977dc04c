"""Notices against the official samples of the same subtype, and what they say."""

import sys
from dataclasses import MISSING, fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from core.eforms import corpus, samples
from core.eforms.corpus import foreign, values
from samkop.core.eforms import UnknownCodeError, contract_notice, result_notice
from samkop.core.eforms.codes import checked, lists


@pytest.fixture(autouse=True, scope="module")
def _said_where_not_compared():
    if not corpus.HERE:
        sys.stderr.write(corpus.SAID)


def optional(value):
    """Every optional field may be there or not, at all depths."""
    if isinstance(value, tuple):
        return st.tuples(*(optional(part) for part in value))
    if not is_dataclass(value):
        return st.just(value)
    parts = {}
    for field in fields(value):
        whole = optional(getattr(value, field.name))
        free = field.default is not MISSING
        parts[field.name] = whole | st.just(field.default) if free else whole
    return st.builds(lambda **given: replace(value, **given), **parts)


def test_the_contract_notice_has_only_what_a_sample_of_subtype_16_has():
    assert foreign(contract_notice(samples.ANNOUNCED)) == []


def test_the_result_has_only_what_a_sample_of_subtype_29_has():
    assert foreign(result_notice(samples.DECIDED)) == []


@settings(max_examples=25)
@given(optional(samples.ANNOUNCED))
def test_whatever_is_left_out_a_contract_notice_stays_one(notice):
    lots = min(len(notice.lots), len(notice.submissions))
    notice = replace(notice, lots=notice.lots[:lots], submissions=notice.submissions[:lots])
    written = contract_notice(notice)
    assert foreign(written) == []
    assert hollow(written) == []


@settings(max_examples=25)
@given(optional(samples.DECIDED))
def test_whatever_is_left_out_a_result_stays_one(notice):
    written = result_notice(notice)
    assert foreign(written) == []
    assert hollow(written) == []


def hollow(written: bytes) -> list[str]:
    """Elements that say nothing."""
    leaves = (each for each in etree.fromstring(written).iter(etree.Element) if not len(each))
    return [each.tag for each in leaves if not (each.text or "").strip()]


def test_a_code_that_no_sample_has_is_refused():
    for list_name, code in (
        ("buyer-legal-type", "la-subm"), ("framework-agreement", "fa-mix"), ("cpv", "3021310"),
        ("country", "FI"), ("nuts", "FI19777"), ("no-such-list", "x"),
    ):  # fmt: skip
        with pytest.raises(UnknownCodeError):
            checked(list_name, code)
    wrong = replace(samples.ANNOUNCED, procedure="comp-dial")
    with pytest.raises(UnknownCodeError) as refused:
        contract_notice(wrong)
    assert (refused.value.list, refused.value.code) == ("procurement-procedure-type", "comp-dial")


def test_our_lists_hold_codes_of_the_samples_alone():
    known = (
        corpus.codes(n for group in corpus.samples().values() for n in group) if corpus.HERE else {}
    )
    extra = {name: codes - known.get(name, codes) for name, codes in lists().items()}
    assert {name: codes for name, codes in extra.items() if codes} == {}


def test_the_time_limit_and_the_texts_stand_in_each_lot_of_the_notice():
    written = contract_notice(samples.ANNOUNCED)
    assert values(written, "TenderSubmissionDeadlinePeriod", "EndDate") == ["2027-03-01+02:00"] * 3
    assert values(written, "TenderSubmissionDeadlinePeriod", "EndTime") == ["12:00:00+02:00"] * 3
    assert values(written, "OpenTenderEvent", "OccurrenceTime") == ["10:00:00Z"] * 3
    assert values(written, "FrameworkAgreement", "MaximumOperatorQuantity") == ["3"] * 3
    assert values(written, "PlannedPeriod", "DurationMeasure") == ["48"] * 3
    assert values(written, "TenderValidityPeriod", "DurationMeasure") == ["6", "6", "199"]
    assert values(written, "NoticeLanguageCode") == ["FIN"]
    assert values(written, "AdditionalNoticeLanguage", "ID") == ["SWE"]
    assert values(written, "AwardCriterionParameter", "ParameterNumeric") == ["60", "40"] * 3
    assert values(written, "RequestedTenderTotal", "EstimatedOverallContractAmount") == [
        "900000.00", "800000.00", "800000.00", "800000.00",
    ]  # fmt: skip


def test_the_result_says_who_won_and_which_lot_nobody_did_in_one_language():
    written = result_notice(samples.DECIDED)
    assert values(written, "LotResult", "TenderResultCode") == ["selec-w", "clos-nw", "open-nw"]
    assert values(written, "DecisionReason", "DecisionReasonCode") == ["no-rece"]
    assert values(written, "LegalMonetaryTotal", "PayableAmount") == ["734567.89"]
    assert values(written, "FrameworkAgreementValues", "MaximumValueAmount") == ["900000.00"]
    assert values(written, "SettledContract", "IssueDate") == ["2027-04-20+02:00"]
    assert values(written, "PartyName", "Name") == [
        "Alueen hankinnat Oy", "Markkinaoikeus", "Säljaren AB",
    ]  # fmt: skip


def test_what_xml_cannot_hold_is_refused():
    body = replace(samples.BODY, name={"fi": "Kunta\x00"})
    with pytest.raises(ValueError, match="XML compatible"):
        contract_notice(replace(samples.ANNOUNCED, organisations=(body,)))
