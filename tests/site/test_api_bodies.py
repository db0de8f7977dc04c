"""A body that is no object says nothing: it is refused, and not taken for an empty one."""

from __future__ import annotations

import pytest
from django.test import Client

from api_ground import a_token
from factories.ordering import PHONE, a_market
from samkop.catalogue.api.shop_keeping import Description
from samkop.catalogue.models import CatalogueItem
from samkop.catalogue.usecases.shop_keeping import describe_in_shop
from samkop.platform.api import Given
from samkop.platform.unit_of_work import perform, reading
from samkop.site.api import api

pytestmark = pytest.mark.usefixtures("database")
WORDS = ["post", "put", "patch", "delete"]


@pytest.fixture(scope="module")
def market(database):
    made = a_market()
    perform(
        made.category_manager, describe_in_shop, item_id=made.items[PHONE].pk,
        names={"sv": "Boken"}, texts={},
    )  # fmt: skip
    return made


def parts(schema, known):
    """The names of every schema in a body, whatever it stands in."""
    if isinstance(schema, list):
        return {name for one in schema for name in parts(one, known)}
    if not isinstance(schema, dict):
        return set()
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return {name} | parts(known[name].get("properties", {}), known)
    return {name for one in schema.values() for name in parts(one, known)}


def test_every_body_of_which_all_may_be_left_out_has_to_be_an_object():
    described = api.get_openapi_schema()
    known = described["components"]["schemas"]
    bodies = [
        operation["requestBody"]
        for operations in described["paths"].values()
        for word, operation in operations.items()
        if word in WORDS and "requestBody" in operation
    ]
    objects = {name for name in parts(bodies, known) if "properties" in known[name]}
    optional = {name for name in objects if not known[name].get("required")}
    guarded = {one.__name__ for one in Given.__subclasses__()}
    assert len(optional) > 5
    assert optional - guarded == set()


@pytest.mark.parametrize(
    "body", ['"2026-12-31"', "5", "true", "[]", "[5]", '{"names": 5}', '{"names": "x"}']
)
def test_what_is_no_object_empties_nothing(market, body):
    item = market.items[PHONE]
    text, _id = a_token(market.category_manager, ["items:write"])
    with reading(market.category_manager):
        before = CatalogueItem.objects.get(id=item.pk).shop_name_sv
    answer = Client().post(
        f"/api/v1/items/{item.pk}/shop", body, content_type="application/json",
        headers={"authorization": f"Bearer {text}", "idempotency-key": body},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (422, "request-invalid")
    with reading(market.category_manager):
        assert CatalogueItem.objects.get(id=item.pk).shop_name_sv == before == "Boken"


@pytest.mark.parametrize("given", [{}, {"names": {"sv": "Bok"}}])
def test_an_object_is_taken_with_what_it_leaves_out(given):
    read = Description.model_validate(given)
    assert (read.names.sv, read.texts.sv, read.drawing) == (
        given.get("names", {}).get("sv", ""), "", None,
    )  # fmt: skip
