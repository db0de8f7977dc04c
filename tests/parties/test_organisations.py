from __future__ import annotations

from datetime import date

import pytest

from factories.parties import (
    OPERATOR,
    a_municipality,
    a_party,
    a_purchasing_body,
    a_region,
    an_actor,
)
from samkop.parties.models import Party
from samkop.parties.queries import parties_of_kind, party_by_identifier
from samkop.parties.usecases.parties import add_region_member, register_party, register_region
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")


def register(**changed):
    given = {
        "kind": "municipality", "legal_name": "Provköping", "country": "FI",
        "identifier_scheme": "0212", "identifier": "0112038-9", **changed,
    }  # fmt: skip
    return perform(OPERATOR, register_party, **given)


def refusal_of(function, *arguments, **named):
    with pytest.raises(Refused) as refused:
        function(*arguments, **named)
    return refused.value.code


def test_a_party_is_found_by_its_identifier_in_the_registers_form():
    made = register(identifier="0112038 9")
    with reading(OPERATOR):
        assert party_by_identifier("0212", "0112038-9") == made
        assert party_by_identifier("0007", "0112038-9") is None
    assert refusal_of(register) == "party-registered-already"


@pytest.mark.parametrize(
    ("given", "usual"),
    [
        ({}, ("Europe/Helsinki", "EUR")),
        ({"country": "SE", "identifier_scheme": "0007", "identifier": "5560360793"},
         ("Europe/Stockholm", "SEK")),
        ({"country": "NO", "identifier": "0201256-6", "time_zone": "Europe/Oslo",
          "currency": "NOK"}, ("Europe/Oslo", "NOK")),
        ({"country": "DE", "identifier": "2331972-7"}, ("Europe/Helsinki", "EUR")),
    ],
)  # fmt: skip
def test_time_zone_and_currency_are_the_countrys_unless_they_are_given(given, usual):
    made = register(**{"identifier": "1927400-1", **given})
    assert (made.time_zone, made.currency) == usual


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"identifier": "0112038-8"}, "identifier-wrong"),
        ({"identifier_scheme": "0216"}, "identifier-wrong"),
        ({"kind": "club"}, "party-kind-unknown"),
    ],
)
def test_a_party_that_cannot_be_is_refused(changed, code):
    assert refusal_of(register, **changed) == code


def test_only_the_operator_registers_organisations_and_regions():
    administrator = an_actor(a_municipality(), "administrator")
    body = a_purchasing_body()
    party = {"kind": "supplier", "legal_name": "X", "country": "FI",
             "identifier_scheme": "0212", "identifier": "0112038-9"}  # fmt: skip
    names = {"name_sv": "a", "name_fi": "a", "name_en": "a"}
    refused = [
        refusal_of(perform, administrator, register_party, **party),
        refusal_of(perform, administrator, register_region, **names, purchasing_body_id=body.pk),
    ]
    assert refused == ["not-allowed", "not-allowed"]


def test_the_wall_too_lets_nobody_else_register_organisations():
    administrator = an_actor(a_municipality(), "administrator")

    def forge(*, actor, now):
        Party.objects.bulk_create([Party(kind="supplier", legal_name="X", country="FI")])

    with pytest.raises(Exception, match="row-level security"):
        perform(administrator, forge)


def test_a_region_is_served_by_a_purchasing_body_and_has_each_member_once():
    municipality = a_municipality()
    names = {"name_sv": "a", "name_fi": "a", "name_en": "a"}
    wrong = refusal_of(
        perform, OPERATOR, register_region, **names, purchasing_body_id=municipality.pk
    )
    region = a_region(a_purchasing_body(), municipality)
    again = refusal_of(
        perform, OPERATOR, add_region_member,
        region_id=region.pk, party_id=municipality.pk, valid_from=date(2026, 1, 1),
    )  # fmt: skip
    assert (wrong, again) == ("not-a-purchasing-body", "region-member-already")


def test_parties_are_listed_by_kind():
    financier = a_party("financier", country="SE")
    with reading(OPERATOR):
        assert list(parties_of_kind("financier")) == [financier]
