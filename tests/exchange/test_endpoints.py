"""Electronic addresses: registered by the operator, each for one party."""

import pytest

from factories.exchange import OPERATOR, an_endpoint
from factories.parties import a_municipality, an_actor
from samkop.exchange.queries import electronic_address, endpoint_of, folders, party_at
from samkop.exchange.usecases.endpoints import register_endpoint, register_own_endpoint
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def register(actor, party, identifier, scheme="0088"):
    return perform(
        actor, register_endpoint, party_id=party.pk, scheme=scheme, identifier=identifier
    )


def code_of(refused):
    return refused.value.code


def test_an_address_registered_twice_is_one():
    party = a_municipality()
    first, again = (register(OPERATOR, party, "7300010000001") for _ in range(2))
    assert first.pk == again.pk


def test_all_addresses_of_a_party_lead_to_one_folder_and_the_business_id_comes_first():
    party = a_municipality("Åbo stad")
    gln = register(OPERATOR, party, "7300010000018")
    ovt = an_endpoint(party)
    assert gln.address == ovt.address == f"abo-stad-{party.identifier}"
    with reading(OPERATOR):
        assert endpoint_of(party.pk) == ovt
        assert party_at(electronic_address(party.pk)) == party.pk
        assert folders()[ovt.address] == party.pk


def test_parties_of_one_name_have_folders_of_their_own():
    first, second = (an_endpoint(a_municipality("Sibbo kommun")) for _ in range(2))
    assert first.address != second.address


def test_a_wrong_check_digit_is_refused():
    with pytest.raises(Refused) as refused:
        register(OPERATOR, a_municipality(), "7300010000002")
    assert code_of(refused) == "endpoint-invalid"


def test_an_address_of_another_party_is_refused():
    register(OPERATOR, a_municipality(), "7300010000025")
    with pytest.raises(Refused) as refused:
        register(OPERATOR, a_municipality(), "7300010000025")
    assert code_of(refused) == "endpoint-taken"


def test_an_administrator_cannot_divert_documents_by_registering_an_address():
    party = a_municipality()
    with pytest.raises(Refused) as refused:
        register(an_actor(party, "administrator"), party, "7300010000032")
    assert code_of(refused) == "not-allowed"


@pytest.mark.parametrize(("country", "scheme"), [("FI", "0216"), ("SE", "0007")])
def test_an_administrator_registers_the_address_of_the_organisations_own_number(country, scheme):
    party = a_municipality(country=country)
    endpoint = perform(an_actor(party, "administrator"), register_own_endpoint)
    assert endpoint.scheme == scheme
    assert party.identifier.replace("-", "") in endpoint.identifier
    with reading(OPERATOR):
        assert electronic_address(party.pk).value == endpoint.identifier


def test_a_buyer_registers_no_address():
    with pytest.raises(Refused) as refused:
        perform(an_actor(a_municipality(), "buyer"), register_own_endpoint)
    assert code_of(refused) == "not-allowed"
