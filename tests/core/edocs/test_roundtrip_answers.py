"""Documents that answer an order or an invoice are read as they were written."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.edocs.samples_answers import (
    a_despatch_advice,
    a_message_level_response,
    an_invoice_response,
)
from core.edocs.strategies import (
    addresses,
    contacts,
    days,
    identifiers,
    items,
    maybe,
    prose,
    quantities,
    words,
)
from samkop.core.edocs import (
    DespatchAdvice,
    InvoiceResponse,
    MessageLevelResponse,
    examine,
    write,
)
from samkop.core.edocs.model import (
    Carrier,
    Clarification,
    Condition,
    Consignment,
    DeliveryParty,
    DespatchLine,
    DespatchShipment,
    Dimension,
    DocumentReference,
    HandlingUnit,
    HazardousItem,
    Identifier,
    ItemInstance,
    ItemProperty,
    LegalEntity,
    LineResponse,
    Package,
    Party,
    Period,
)

places = st.builds(
    lambda place, number: replace(place, id=number), addresses, st.one_of(st.none(), words)
)
marks = st.lists(prose, max_size=3).map(tuple)
times = st.one_of(st.none(), st.times().map(lambda at: at.replace(microsecond=0)))
references = st.builds(DocumentReference, words, type_name=maybe)
dimensions = st.builds(Dimension, st.sampled_from(["AAB", "AAX"]), quantities)
packages = st.builds(Package, words, st.sampled_from([None, "CT", "PX"]))
units = st.builds(
    HandlingUnit,
    words.map(lambda value: Identifier(value, "SSCC")),
    st.sampled_from([None, "CT", "PX"]),
    st.sampled_from([None, True, False]),
    marks,
    st.lists(dimensions, max_size=2).map(tuple),
    st.lists(packages, max_size=2).map(tuple),
)
instances = st.builds(
    ItemInstance,
    words,
    st.one_of(st.none(), words),
    days,
    st.one_of(st.none(), words.map(lambda value: Identifier(value, "UDI"))),
    st.one_of(st.none(), days),
    properties=st.lists(st.builds(ItemProperty, prose, prose), max_size=2).map(tuple),
)
sent = st.builds(
    replace,
    items,
    descriptions=st.just(()),
    manufacturers_id=st.none(),
    taxes=st.just(()),
    sellers_extended_id=st.one_of(st.none(), words),
    standard_extended_id=st.one_of(st.none(), words),
    hazards=st.lists(st.just(HazardousItem("ADR", "9")), max_size=1).map(tuple),
    instances=st.lists(instances, max_size=3).map(tuple),
)
lines = st.builds(
    DespatchLine,
    words,
    quantities,
    words,
    sent,
    st.one_of(st.none(), words),
    st.one_of(st.none(), words),
    st.one_of(st.none(), quantities),
    marks,
    maybe,
    st.lists(references, max_size=2).map(tuple),
    st.lists(units, max_size=2).map(tuple),
)
carriers = st.builds(
    Carrier, st.tuples(identifiers), maybe, st.lists(references, max_size=2).map(tuple)
)
shipments = st.builds(
    DespatchShipment,
    words,
    marks,
    st.one_of(st.none(), quantities),
    st.one_of(st.none(), quantities),
    st.one_of(st.none(), st.integers(0, 99).map(Decimal)),
    st.one_of(st.none(), st.builds(Consignment, words, maybe, carriers)),
    st.sampled_from([None, "3", "4"]),
    st.one_of(st.none(), words),
    st.builds(Period, days, days, times, times),
    st.builds(DeliveryParty, prose, st.tuples(identifiers), addresses, contacts),
    days,
    times,
    places,
)
ends = st.builds(
    Party,
    identifiers,
    st.tuples(identifiers),
    address=addresses,
    legal_entity=st.builds(LegalEntity, prose),
)
roles = st.one_of(
    st.none(), st.builds(Party, identifiers=st.tuples(identifiers), name=maybe, address=addresses)
)
advices = st.builds(
    replace,
    st.just(a_despatch_advice(0)),
    id=words,
    issue_date=days,
    despatcher=st.builds(replace, ends, contact=contacts),
    consignee=ends,
    lines=st.lists(lines, min_size=1, max_size=3).map(tuple),
    note=maybe,
    order_references=st.lists(words, max_size=2).map(tuple),
    consignee_contact=st.one_of(st.none(), contacts),
    buyer=roles,
    seller=roles,
    originator=roles,
    shipment=st.one_of(st.none(), shipments),
)


@settings(max_examples=30)
@given(advices)
def test_a_despatch_advice_is_read_as_it_was_written(document: DespatchAdvice) -> None:
    again, faults = examine(write(document))
    assert again == document
    assert faults.valid


terms = st.builds(Condition, words, maybe)
clarifications = st.builds(
    Clarification,
    st.sampled_from(["NON", "REF", "OTH"]),
    st.just("OPStatusReason"),
    prose,
    st.lists(terms, max_size=2).map(tuple),
)
named = st.builds(Party, identifiers=st.tuples(identifiers), name=prose)
signers = st.builds(
    Party, identifiers, st.tuples(identifiers), legal_entity=st.builds(LegalEntity, prose)
)
answers = st.builds(
    replace,
    st.just(an_invoice_response()),
    id=words,
    issue_date=days,
    sender_party=st.builds(replace, signers, contact=st.one_of(st.none(), contacts)),
    receiver_party=signers,
    response_code=st.sampled_from(["AB", "IP", "UQ", "CA", "RE", "AP", "PD"]),
    document_id=words,
    document_issue_date=st.one_of(st.none(), days),
    note=maybe,
    effective_date=st.one_of(st.none(), days),
    clarifications=st.lists(clarifications, min_size=1, max_size=3).map(tuple),
    issuer=st.one_of(st.none(), named),
    recipient=st.one_of(st.none(), named),
)
faults_told = st.builds(
    LineResponse,
    words,
    prose,
    st.sampled_from(["BV", "BW", "SV"]),
    st.sampled_from([None, "AB", "AP", "RE"]),
)
messages = st.builds(
    replace,
    st.just(a_message_level_response(0)),
    id=words,
    issue_date=days,
    sender=identifiers,
    addressee=identifiers,
    response_code=st.sampled_from(["AB", "AP", "RE"]),
    document_id=words,
    lines=st.lists(faults_told, max_size=3).map(tuple),
    issue_time=times,
    description=maybe,
    document_type_code=st.sampled_from([None, "351", "380"]),
    document_version=st.one_of(st.none(), words),
)


@settings(max_examples=30)
@given(st.one_of(answers, messages))
def test_an_answer_is_read_as_it_was_written(
    document: InvoiceResponse | MessageLevelResponse,
) -> None:
    again, found = examine(write(document))
    assert again == document
    assert found.valid
