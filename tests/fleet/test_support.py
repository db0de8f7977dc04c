"""Security support is read from files, and what loses it too early is found and renewed earlier."""

from __future__ import annotations

from datetime import date

import pytest

from factories.answers import let_facts_work
from factories.fleet_register import NOW, a_keeper, registered
from factories.parties import a_purchasing_body, an_actor
from samkop.core.tabular import read_table
from samkop.fleet.models import Asset, DeviceModel
from samkop.fleet.queries.support import losing_by_model, losing_support
from samkop.fleet.rules.support_file import support_in
from samkop.fleet.usecases.support import (
    bring_renewal_forward,
    publish_support,
    start_bringing_forward,
)
from samkop.platform.models import Notification
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database")
# The phone of the factory, renewed on 1 March 2027.
EARLY = b"Maker;Model;Support ends\nSamsung;Galaxy A54;2026-08-31\n"
LATE = (
    b"product,cycle,label,security_support_ends,supported_now\n"
    b"samsung-mobile,a54,Galaxy A54,2029-01-31,yes\nubuntu,24.04,24.04,2029-04-01,yes\n"
)


@pytest.fixture
def keeper(database):
    return a_keeper()


def published(actor, content, name="support.csv"):
    counts = perform(actor, publish_support, now=NOW, name=name, content=content)
    let_facts_work()
    return counts


def ends(keeper, device):
    with reading(keeper.manager):
        found = Asset.objects.select_related("model").get(id=device.pk)
        return found.support_ends, found.model.support_ends


def losing(keeper):
    with reading(keeper.manager):
        return set(losing_support(keeper.party.pk).values_list("id", flat=True))


def test_a_file_of_ones_own_moves_models_and_devices_and_warns_the_security_officer(keeper):
    first, second = registered(keeper, 2, "phone")
    counts = published(keeper.officer, EARLY)
    assert counts == {"rows": 1, "new": 1, "changed": 0, "unchanged": 0}
    assert ends(keeper, first) == (date(2026, 8, 31), date(2026, 8, 31))
    assert losing(keeper) == {first.pk, second.pk}
    with reading(keeper.officer):
        told = Notification.objects.filter(person_id=keeper.officer.person_id)
        assert [one.kind for one in told] == ["support-ends-early"]
        (one,) = losing_by_model(keeper.party.pk)
        assert (one.devices, one.sites, one.ends) == (2, 1, date(2026, 8, 31))
    assert published(keeper.officer, EARLY)["unchanged"] == 1


def test_a_purchasing_bodys_file_counts_for_all_and_ones_own_before_it(keeper):
    body = a_purchasing_body()
    manager = an_actor(body, "category-manager")
    (device,) = registered(keeper, category="phone")
    published(manager, LATE)
    assert ends(keeper, device)[0] == date(2029, 1, 31)
    assert losing(keeper) == set()
    published(keeper.officer, EARLY)
    assert ends(keeper, device)[0] == date(2026, 8, 31)
    published(manager, LATE.replace(b"2029-01-31", b"2030-01-31"))
    assert ends(keeper, device)[0] == date(2026, 8, 31)
    other = a_keeper("Grannköping")
    (theirs,) = registered(other, category="phone")
    published(manager, LATE)
    assert ends(other, theirs)[0] == date(2029, 1, 31)


def test_renewal_is_brought_forward_to_the_end_of_support_or_to_today(keeper):
    devices = registered(keeper, 3, "phone")
    published(keeper.officer, EARLY)
    with reading(keeper.manager):
        model = DeviceModel.objects.get(id=devices[0].model_id)
    inputs = {"model_ids": [model.pk]}
    counts = [
        perform(keeper.manager, bring_renewal_forward, now=NOW, most=2, **inputs) for _ in range(3)
    ]
    assert counts == [2, 1, 0]
    with reading(keeper.manager):
        assert set(Asset.objects.filter(model=model).values_list("renew_on", flat=True)) == {
            date(2026, 8, 31)
        }
    published(keeper.officer, EARLY.replace(b"2026-08-31", b"2025-08-31"))
    assert perform(keeper.manager, bring_renewal_forward, now=NOW, **inputs) == 3
    assert perform(keeper.manager, bring_renewal_forward, now=NOW, **inputs) == 0
    assert losing(keeper) == {one.pk for one in devices}


def test_each_refusal_of_support_has_its_code(keeper):
    def code_of(actor, use_case, **inputs):
        with pytest.raises(Refused) as refused:
            perform(actor, use_case, now=NOW, **inputs)
        return refused.value.code

    file = {"name": "s.csv", "content": EARLY}
    assert code_of(keeper.installer, publish_support, **file) == "not-allowed"
    assert code_of(keeper.officer, publish_support, **{**file, "content": b"\0"}) == (
        "file-unreadable"
    )
    faulty = EARLY.replace(b"2026-08-31", b"soon")
    assert code_of(keeper.officer, publish_support, **{**file, "content": faulty}) == (
        "support-file-faulty"
    )
    assert code_of(keeper.officer, start_bringing_forward, model_ids=[1]) == "not-allowed"
    assert code_of(keeper.manager, start_bringing_forward, model_ids=[]) == "models-missing"
    assert code_of(keeper.officer, bring_renewal_forward, model_ids=[]) == "not-allowed"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("Nokia,G42,,,2026-09-01,", [("nokia g42", date(2026, 9, 1))]),
        (",,iphone,17 Pro,,yes", [("apple iphone 17 pro", None)]),
        (",,ubuntu,24.04,2029-04-01,yes", []),
    ],
)
def test_a_row_names_a_model_by_maker_or_by_the_sources_product(row, found):
    text = f"manufacturer,name,product,label,security_support_ends,supported_now\n{row}\n"
    stated, faults = support_in(read_table(text.encode()))
    assert ([(key, one.support.ends) for key, one in stated.items()], faults) == (found, [])


def test_of_several_rows_of_one_model_the_earliest_end_counts():
    text = "maker,model,eol\nNokia,G42,2027-01-01\nNokia,G42,2026-01-01\nNokia,G42,\n"
    stated, _faults = support_in(read_table(text.encode()))
    assert [one.support.ends for one in stated.values()] == [date(2026, 1, 1)]
