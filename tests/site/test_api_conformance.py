"""schemathesis: every operation answers as OpenAPI says; no 5xx, nothing undocumented."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from factories.ordering import a_market
from factories.parties import a_person
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.tokens import SCOPES, issue_token, new_token_text
from samkop.platform.unit_of_work import perform
from samkop.site.api import api

EXAMPLES = 200 if os.environ.get("SAMKOP_TEST_SCALE") == "all" else 15
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def token(database):
    """A token of a person with every role in a buying municipality."""
    buyer = a_market().buyers[0]
    person = a_person(buyer.party, *RoleName.values)
    actor = actors.person(person.pk, person.name, buyer.party.pk, frozenset(RoleName.values))
    text = new_token_text()
    perform(actor, issue_token, name="Conformance", scopes=list(SCOPES), days=1, text=text)
    return text


def described():
    """(method, path) of every operation in the API's description."""
    paths = api.get_openapi_schema()["paths"]
    return [(method.upper(), path) for path, item in paths.items() for method in item]


def operations():
    """The same without the description, which takes seconds of whoever collects the tests."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            whole = re.sub(r"{[^}:]+:", "{", f"/api/v1/{router.prefix}/{path}")
            for operation in view.operations:
                if operation.include_in_schema:
                    yield from ((method, re.sub("/+", "/", whole)) for method in operation.methods)


@pytest.fixture(scope="module")
def schema(database):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.parametrize(("method", "path"), list(operations()))
def test_every_operation_answers_as_described(schema, token, method, path):
    """Called one by one rather than by the plugin, which does not know this pytest yet."""

    @given(case=schema[path][method].as_strategy())
    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def answers(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

    answers()


def test_every_described_operation_is_asked():
    assert sorted(operations()) == sorted(described())


def test_schemas_of_one_name_are_alike():
    """They are described as one: else one of them wrongly."""
    told = defaultdict(set)
    for one in schemas(Schema):
        if one.__module__.startswith("samkop."):
            described = {**one.model_json_schema(), "description": ""}
            told[one.__name__].add(json.dumps(described, sort_keys=True))
    assert [name for name, descriptions in told.items() if len(descriptions) > 1] == []


def schemas(kind):
    for one in kind.__subclasses__():
        yield one
        yield from schemas(one)
