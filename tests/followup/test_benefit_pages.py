"""The pages of the benefit: each figure leads to its assumptions and its rows."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from browser_ground import a_client
from factories.benefit import a_cooperation, all_assumed, assumed, computed, ordered
from factories.parties import (
    a_municipality,
    a_person,
    a_purchasing_body,
    a_region,
    acting,
    an_account,
)
from samkop.followup.models import BenefitAssumption
from samkop.followup.vocabulary.benefit import BASIS_OF, Assumed, Figure
from samkop.parties.vocabulary import RoleName
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")


@pytest.fixture(scope="module")
def counted(database):
    cooperation = a_cooperation()
    ordered(cooperation)
    all_assumed(cooperation)
    return cooperation, computed(cooperation)


def client_of(party, role=RoleName.ICT_MANAGER):
    return a_client(an_account(a_person(party, role)))


def seen(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def file_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


def test_each_figure_leads_to_a_page_that_names_its_assumptions_and_rows(counted):
    cooperation, benefit = counted
    member = cooperation.members[0].party
    client = client_of(member, RoleName.STEERING_MEMBER)
    overview = seen(client, "/cooperation/benefit/")
    address = f"/cooperation/benefit/{benefit.pk}/members/{member.pk}/"
    assert address in overview
    page = seen(client, address)
    for figure in Figure:
        link = f"{address}{figure.value}/"
        assert f'href="{link}"' in page
        steps = seen(client, link)
        for key in BASIS_OF[figure]:
            named = f"/cooperation/benefit/assumptions/{key.value}/?region={benefit.region_id}"
            assert f'href="{named}"' in steps
            versions = seen(client, named)
            assert ("Estimate" in versions) == (key != Assumed.FEE_IN_PRICE), versions[4000:9000]
    price = seen(client, f"{address}price/")
    assert f"?benefit={benefit.pk}&buyer={member.pk}" in price.replace("&amp;", "&")
    assert f"agreement={cooperation.market.agreement.pk}" in price


def test_the_rows_behind_it_come_as_files_and_the_orders_by_filter(counted):
    cooperation, benefit = counted
    member = cooperation.members[1].party
    client = client_of(member)
    for kind in ("csv", "xlsx"):
        for address in (
            f"/cooperation/benefit/{benefit.pk}/files/{kind}/",
            f"/cooperation/benefit/purchases/?benefit={benefit.pk}&file={kind}",
        ):
            assert file_at(client, address)
    listed = seen(client, f"/cooperation/benefit/purchases/?benefit={benefit.pk}&buyer={member.pk}")
    assert "LAPTOP-1" in listed
    assert seen(client, f"/orders/?since={benefit.year}-01-01&until={benefit.year}-12-31")
    csv = file_at(client, f"/cooperation/benefit/{benefit.pk}/files/csv/")
    assert csv.decode("utf-8-sig").count("\n") == 4  # the headings and three members


def test_the_smallest_and_the_largest_stand_side_by_side_and_sorted(counted):
    cooperation, benefit = counted
    client = client_of(cooperation.members[2].party)
    names = [one.party.name for one in cooperation.members]
    for order, expected in (("size", names[::-1]), ("inhabitant", names)):
        page = seen(client, f"/cooperation/benefit/{benefit.pk}/?order={order}")
        found = re.findall(rf"/benefit/{benefit.pk}/members/\d+/\">([^<]+)</a></th>", page)
        assert found == expected
    leaving = seen(
        client, f"/cooperation/benefit/{benefit.pk}/leaving/{cooperation.members[2].party.pk}/"
    )
    assert names[0] in leaving


def test_a_member_sets_its_own_assumption_and_has_its_own_year_computed(counted):
    cooperation, _benefit = counted
    member = cooperation.members[0]
    client = client_of(member.party)
    region = cooperation.region.pk
    sent = {"region": region, "low": "5", "likely": "6", "high": "9", "source": "Own diary",
            "valid_from": "2026-01-01"}  # fmt: skip
    answer = client.post("/cooperation/benefit/assumptions/own-contract/set/", sent)
    assert answer.status_code == 303
    wrong = client.post("/cooperation/benefit/assumptions/own-contract/set/", {**sent, "low": "50"})
    assert wrong.status_code == 422
    own = computed(cooperation, member.manager)
    assert (own.regional, own.owner_id) == (False, member.party.pk)
    [kept] = own.result["members"]
    assert own.assumptions[str(member.party.pk)]["own-contract"]["source"] == "Own diary"
    # 20 hours of the contract are 6 now: 126 of 140, of a year of four.
    assert kept["own_hours"][1] == round(100 * 126 * 365 / 1461)
    page = seen(client, f"/cooperation/benefit/{own.pk}/members/{member.party.pk}/hours/")
    assert "Own diary" in page
    # Nobody else sees it, until it is shown.
    other = client_of(cooperation.members[1].party)
    assert other.get(f"/cooperation/benefit/{own.pk}/").status_code == 404
    assert "Own diary" not in seen(other, "/cooperation/benefit/assumptions/")
    assert client.post("/cooperation/benefit/share/", {"region": region, "shares": "yes"})
    assert other.get(f"/cooperation/benefit/{own.pk}/").status_code == 200
    assert "Own diary" in seen(other, "/cooperation/benefit/assumptions/")
    # What the region computes from then on takes it in; it differs from before, and says so.
    again = computed(cooperation)
    assert again.assumptions[str(member.party.pk)]["own-contract"]["likely"] == "6.00"
    assert "Own diary" not in str(again.previous.assumptions)
    seen(other, f"/cooperation/benefit/{again.pk}/")
    client.post("/cooperation/benefit/share/", {"region": region, "shares": "no"})
    assert other.get(f"/cooperation/benefit/{own.pk}/").status_code == 404


def test_a_program_reads_figures_rows_and_assumptions(counted):
    cooperation, benefit = counted
    member = cooperation.members[1].party
    actor = acting(a_person(member, RoleName.ICT_MANAGER), member)
    text = new_token_text()
    perform(actor, issue_token, name="n", text=text, days=1, scopes=["benefit:read"])

    def read(path):
        answer = Client().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {text}"})
        assert answer.status_code == 200, answer.content
        return answer.json()

    listed = read(f"benefits?region_id={benefit.region_id}")["benefits"]
    assert benefit.pk in {one["id"] for one in listed}
    whole = read(f"benefits/{benefit.pk}")
    [smallest] = [
        one for one in whole["members"] if one["party_id"] == cooperation.members[0].party.pk
    ]
    assert smallest["gain"] == {"low": "203.60", "likely": "215.60", "high": "227.60"}
    assert len(whole["leaving"]) == 3
    rows = read(f"benefits/{benefit.pk}/purchases")["purchases"]
    assert sum(one["quantity"] for one in rows) == whole["together"]["units"]
    kept = read(f"benefit-assumptions?region_id={benefit.region_id}")["assumptions"]
    assert {one["unit"] for one in kept if one["key"] == "hour-cost"} == {"EUR/h"}


def test_whoever_is_outside_sees_nothing_and_an_employee_no_page(counted):
    _cooperation, benefit = counted
    outside = a_municipality("Akaa")
    a_region(a_purchasing_body(), outside)
    client = client_of(outside)
    seen(client, "/cooperation/benefit/")
    for path in ("", f"members/{benefit.owner_id}/", "files/csv/"):
        assert client.get(f"/cooperation/benefit/{benefit.pk}/{path}").status_code == 404
    supplier = client_of(_cooperation.market.supplier, RoleName.SALESPERSON)
    assert supplier.get("/cooperation/benefit/").status_code == 403
    employee = client_of(_cooperation.members[0].party, RoleName.EMPLOYEE)
    assert employee.get(f"/cooperation/benefit/{benefit.pk}/").status_code == 403
    with reading(cooperation_actor := _cooperation.members[0].manager):
        assert cooperation_actor.party_id
        assert BenefitAssumption.objects.filter(regional=True).exists()


def test_a_year_without_purchases_says_no_data(database):
    cooperation = a_cooperation()
    assumed(cooperation, cooperation.counting, Assumed.OWN_MONTHS, 6, 9, 14)
    benefit = computed(cooperation)
    client = client_of(cooperation.members[0].party)
    page = seen(client, f"/cooperation/benefit/{benefit.pk}/")
    assert "no data" in page
    assert benefit.result["together"]["gain_cents"] is None
    assert benefit.result["together"]["months"] == [6_00, 9_00, 14_00]
