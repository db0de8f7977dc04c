"""What documents may hold, for hypothesis: shared by the tests of all kinds."""

from datetime import date

from hypothesis import strategies as st

from samkop.core.edocs.model import (
    GTIN,
    Address,
    Classification,
    Contact,
    Identifier,
    Item,
    ItemProperty,
    LegalEntity,
    Party,
    Quantity,
    TaxCategory,
    TaxRegistration,
)

INVISIBLE = ("Cs", "Cc", "Cn", "Co")
letters = st.characters(exclude_categories=INVISIBLE)
words = st.text(
    st.characters(exclude_categories=(*INVISIBLE, "Zs", "Zl", "Zp")), min_size=1, max_size=6
)
prose = st.tuples(words, st.text(st.one_of(letters, st.sampled_from("\n\t\r")), max_size=6)).map(
    "".join
)
maybe = st.one_of(st.none(), prose)
days = st.dates(date(1000, 1, 1), date(9999, 12, 31))
cents = st.decimals(0, 10**9, places=2)
positive = st.decimals("0.0001", 10**6, places=4)
quantities = st.builds(Quantity, positive, st.sampled_from(["C62", "XBX", "MTR", "LTR"]))
countries = st.sampled_from(["FI", "SE", "NO", "AX"])
gln = st.sampled_from(["7300010000001", "5790000435951"]).map(lambda v: Identifier(v, "0088"))
identifiers = st.one_of(gln, words.map(lambda v: Identifier(v, "0060")))
addresses = st.builds(Address, countries, maybe, maybe, maybe, maybe, maybe, maybe)
contacts = st.builds(Contact, prose, maybe, maybe)
entities = st.builds(LegalEntity, prose, st.one_of(st.none(), gln), maybe, countries)
registrations = st.tuples(st.builds(TaxRegistration, words.map("FI".__add__)))
parties = st.builds(
    Party, identifiers, st.tuples(identifiers), prose, addresses, registrations, entities, contacts
)
percents = st.decimals("0.01", 100, places=2)
taxes = st.one_of(st.builds(TaxCategory, st.just("S"), percents), st.just(TaxCategory("O")))
properties = st.builds(ItemProperty, prose, prose, words, words, st.just("LIST"), quantities, prose)
items = st.builds(
    Item,
    name=prose,
    descriptions=st.tuples(prose, prose),
    buyers_id=words,
    sellers_id=words,
    manufacturers_id=words,
    standard_id=words.map(lambda value: Identifier(value, GTIN)),
    classifications=st.tuples(st.builds(Classification, words, st.just("STI"), words)),
    taxes=st.tuples(taxes),
    properties=st.lists(properties, max_size=3).map(tuple),
)
