"""What the tests of approvals share: asking pages, counting statements, codes of refusals."""

from __future__ import annotations

import pytest
from django.db import connection

from browser_ground import a_client
from factories.ordering import NOW
from factories.parties import an_account
from samkop.parties.models import Person
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


def code_of(actor, use_case, *, now=NOW, **inputs):
    """The code with which the use case refuses."""
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, now=now, **inputs)
    return refusal.value.code


def client_of(actor):
    """A client signed in as the actor's person."""
    with reading(actor):
        person = Person.objects.get(id=actor.person_id)
    return a_client(an_account(person))


def queries_of(client, path):
    """How many statements a page needs."""
    counted = []

    def count(execute, sql, params, many, context):
        counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(path)
    assert answer.status_code == 200
    return len(counted)
