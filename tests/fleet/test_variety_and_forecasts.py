"""What variety costs, the best range, and forecasts with their variants; with their pages."""

from __future__ import annotations

import json
import os
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from approving import client_of
from browser_ground import queries_of
from factories.fleet import a_forecast, new_serials, received_devices
from factories.ordering import a_market
from factories.parties import an_actor
from samkop.core.forecast import Span, read_problem
from samkop.core.forecast.editing import with_spans
from samkop.core.forecast.examples import beginning_text, example_text
from samkop.core.renewal.variety import Choice, Need, best_ranges
from samkop.fleet.models import FleetForecast, VarietyAssumption
from samkop.fleet.pages.forecast_forms import AssumptionsForm
from samkop.fleet.queries.variety import assumption_of, models_in_use
from samkop.fleet.rules.varying import (
    Offered,
    Use,
    offered_among,
    ranges_of,
    read_needs,
)
from samkop.fleet.usecases.forecasts import drop_forecast, keep_forecast
from samkop.fleet.usecases.variety import assume_variety
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
MANY = 1_000 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 25
ASSUMED = {
    "image_cents": 100_00, "spares_cents": 0, "knowledge_cents": 50_00, "years": 3,
    "least_percent": 90,
}  # fmt: skip


@pytest.fixture(scope="module")
def market(database):
    return a_market(maximum_cents=10**9, budget_cents=10**9, approval_limit_cents=10**9)


@pytest.fixture(scope="module")
def buyer(market):
    received_devices(market, *new_serials(2))
    return market.buyers[0]


@pytest.fixture(scope="module")
def client(buyer, pages):
    return client_of(buyer.manager)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as found:
        perform(actor, use_case, **inputs)
    return found.value.code


@st.composite
def uses_and_offered(draw):
    price = st.integers(1, 9)
    offered = sorted(draw(st.lists(price, min_size=1, max_size=5)))
    needs = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), min_size=1, max_size=5))
    uses = [Use(f"g{place}", "phone", people, least) for place, (people, least) in enumerate(needs)]
    return uses, [Offered(f"m{place}", "m", cents) for place, cents in enumerate(offered)]


@given(uses_and_offered())
@settings(max_examples=MANY, deadline=None)
def test_the_best_range_of_each_size_is_the_one_of_the_exact_model_for_any_needs(given_uses):
    uses, offered = given_uses
    dearest = offered[-1].cents
    choice = Choice(
        needs=tuple(
            Need(use.group, use.count, {one.key: one.cents for one in offered
                                        if one.cents >= min(use.least_cents, dearest)})
            for use in uses
        ),
        models=tuple(one.key for one in offered), per_model={"all": 3}, years=2, fleet={},
    )  # fmt: skip
    found = ranges_of(uses, offered, 3, 2)
    ours = {len(one.models): (one.devices, one.variety) for one in found}
    exact = {len(one.models): (one.devices, one.variety) for one in best_ranges(choice)}
    assert ours == exact
    for one in found:
        assert sum(use.count * one.served[use.group].cents for use in uses) == one.devices


def test_one_model_is_offered_once_and_the_joint_range_is_never_left_out():
    many = [Offered(f"m{n:02}", "m", n + 1) for n in range(40)]
    found = offered_among([*many, Offered("m39", "m", 99, joint=True)], {"m38": 7})
    assert len(found) == 24
    assert {one.key for one in found} >= {"m39", "m38", "m00"}
    assert [one.joint for one in found if one.key == "m39"] == [True]


@pytest.mark.parametrize(
    "line", ["Teachers; laptop; 900", "T; spaceship; 1; 1", "T; laptop; -1; 1", "; laptop; 1; 1",
             "T; laptop; 1; 1000001", "A; laptop; 1; 1\nA; laptop; 1; 1"],
)  # fmt: skip
def test_needs_that_cannot_be_read_are_refused(line):
    with pytest.raises(Refused) as found:
        read_needs(line)
    assert found.value.code == "needs-unreadable"


def test_what_a_model_costs_is_the_usual_until_somebody_says_otherwise(buyer):
    with reading(buyer.manager):
        assert assumption_of(buyer.party.pk).pk is None
    perform(buyer.manager, assume_variety, **ASSUMED)
    perform(buyer.manager, assume_variety, **{**ASSUMED, "years": 5})
    with reading(buyer.manager):
        (kept,) = VarietyAssumption.objects.all()
    assert (kept.years, kept.model_cents) == (5, 150_00)
    clerk = an_actor(buyer.party, "finance-clerk")
    assert refused(clerk, assume_variety, **ASSUMED) == "not-allowed"
    wrong = {**ASSUMED, "years": 0}
    assert refused(buyer.manager, assume_variety, **wrong) == "assumption-wrong"
    with reading(an_actor(buyer.party, "ict-manager")):
        assert VarietyAssumption.objects.count() == 1


def test_another_organisation_sees_neither_assumptions_nor_forecasts(market, buyer):
    perform(buyer.manager, assume_variety, **ASSUMED)
    kept = a_forecast(buyer)
    for actor in (market.category_manager, an_actor(market.supplier, "salesperson")):
        with reading(actor):
            assert VarietyAssumption.objects.count() == 0
            assert FleetForecast.objects.filter(pk=kept.pk).count() == 0


def test_the_page_says_what_outliers_cost_and_which_range_is_best(buyer, client):
    sent = client.post(reverse("assume-variety"), {
        "image": "1000", "spares": "0", "knowledge": "500", "years": "4", "least_percent": "80",
        "needs": "Teachers; phone; 900; 1\nPlanners; laptop; 10; 1",
    })  # fmt: skip
    assert sent.status_code == 303
    with reading(buyer.manager):
        beyond = [one for one in models_in_use(buyer.party.pk) if not one.model.in_range]
    page = client.get(f"{reverse('variety')}?category=phone").content.decode()
    assert page.count("€1,500") >= len(beyond)
    assert '<th scope="row">Teachers</th>' in page
    wrong = client.post(reverse("assume-variety"), {"image": "1", "needs": "x"})
    assert wrong.status_code == 422


def test_a_forecast_is_kept_and_its_variant_beside_it(buyer):
    first = a_forecast(buyer)
    dearer = with_spans(
        first.assumptions,
        {"kinds.laptop.unit_price": Span(Decimal(9_000), Decimal(9_100), Decimal(9_200), "new")},
        name="Dearer",
    )
    variant = perform(buyer.manager, keep_forecast, assumptions=dearer, based_on=first.pk)
    budgets = [Decimal(one.figures["whole"]["mid"]) for one in (first, variant)]
    assert budgets[0] < budgets[1]
    assert (variant.name, variant.based_on_id) == ("Dearer", first.pk)
    for year in variant.figures["years"]:
        low, middle, high = map(Decimal, year["likely_budget"])
        assert Decimal(year["lowest"]) <= low <= middle <= high <= Decimal(year["highest"])
    perform(buyer.manager, drop_forecast, forecast_id=first.pk)
    with reading(buyer.manager):
        assert FleetForecast.objects.get(pk=variant.pk).based_on_id is None
    assert refused(buyer.manager, drop_forecast, forecast_id=first.pk) == "not-found"


def test_assumptions_that_cannot_be_used_are_refused_with_what_is_wrong(buyer):
    unusable = {"assumptions": json.dumps({"name": "x"})}
    assert refused(buyer.manager, keep_forecast, **unusable) == "forecast-unreadable"
    clerk = an_actor(buyer.party, "finance-clerk")
    usable = {"assumptions": example_text()}
    assert refused(clerk, keep_forecast, **usable) == "not-allowed"


@pytest.mark.parametrize("text", [example_text(), beginning_text("EUR")], ids=["SEK", "EUR"])
def test_every_assumption_can_be_changed_at_its_place(text):
    problem = read_problem(text)
    other = {place: Span(Decimal(1), Decimal(2), Decimal(3), "said") for place, span in
             problem.assumptions() if place != "population.points.2016"}  # fmt: skip
    changed = dict(read_problem(with_spans(text, other, name="Other")).assumptions())
    assert {place: (span.low, span.mid, span.high, span.note) for place, span in changed.items()
            if place in other} == dict.fromkeys(other, (1, 2, 3, "said"))  # fmt: skip
    assert changed.keys() == dict(problem.assumptions()).keys()


def test_forecasts_are_begun_varied_and_compared_by_the_pages(buyer, client):
    asked = {"name": "By page", "start": 2027, "inhabitants": 9_000, "low": 9_500, "mid": 10_000,
             "high": 12_000}  # fmt: skip
    begun = client.post(reverse("begin-forecast"), asked)
    assert begun.status_code == 303
    assert client.get(begun.headers["Location"]).status_code == 200
    with reading(buyer.manager):
        first = FleetForecast.objects.latest("id")
    form = AssumptionsForm(problem=read_problem(first.assumptions))
    typed = {f"{bound.name}": bound.value() for bound in form if bound.name != "name"}
    phones = next(bounds for words, _note, bounds in form.rows() if words == "phone: price")
    typed |= {bound.name: "900" for _end, bound in phones}
    varied = client.post(f"{begun.headers['Location']}vary/", {"name": "Dear phones", **typed})
    assert varied.status_code == 303
    with reading(buyer.manager):
        variant = FleetForecast.objects.latest("id")
    spans = dict(read_problem(variant.assumptions).assumptions())
    assert spans["kinds.phone.unit_price"].mid == 900
    assert spans["kinds.laptop.unit_price"].mid == 890
    asked_for = f"?forecast={variant.pk}&forecast={variant.based_on_id}&forecast=x"
    beside = client.get(reverse("compare-forecasts") + asked_for).content.decode()
    assert beside.count('<th scope="col" class="num"><a') == 2
    assert client.get(reverse("forecast-example")).status_code == 200
    wrong = client.post(reverse("begin-forecast"), {**asked, "mid": 1})
    assert wrong.status_code == 422


def test_the_list_of_forecasts_asks_as_little_for_thirty_as_for_one(buyer, client):
    text = a_forecast(buyer).assumptions
    few, _page = queries_of(client, reverse("forecasts"))
    for _one in range(30):
        perform(buyer.manager, keep_forecast, assumptions=text)
    assert queries_of(client, reverse("forecasts"))[0] == few
