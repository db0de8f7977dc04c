"""The history speaks the reader's language: fields, states, and jobs that act."""

from __future__ import annotations

import pytest
from django.db import models
from django.utils import translation

from browser_ground import pages  # noqa: F401
from factories.answers import answered
from factories.ordering import PHONE, a_market, approved
from factories.parties import a_cost_centre, a_municipality, a_person, an_actor
from samkop.ordering.models import Order
from samkop.parties.models import Membership
from samkop.parties.vocabulary import RoleName
from samkop.platform.audit.history import history_of
from samkop.platform.audit.shown_values import NOT_SHOWN, shown
from samkop.platform.records import change, subject_of
from samkop.platform.unit_of_work import perform, reading
from samkop.site.verbs import DONE

pytestmark = pytest.mark.usefixtures("database")


def test_an_order_that_was_refused_says_so_in_swedish(tmp_path):
    market = a_market()
    buyer = market.buyers[0]
    requisition = approved(market, buyer, PHONE)
    with reading(buyer.manager):
        order = Order.objects.get(requisition=requisition)
    order = answered(tmp_path, market, order, "RE")
    with reading(buyer.manager), translation.override("sv"):
        newest = history_of(subject_of(order), DONE)[0]
    [changed] = newest.changes
    assert (changed["label"], changed["before"], changed["after"]) == (
        "Status", "Lagd", "Avvisad av leverantören",
    )  # fmt: skip
    assert newest.who == "Samköp: räknar av beställningar"


def test_another_thing_is_called_by_its_name_as_far_as_one_may_see_it():
    party = a_municipality()
    schools, library = (a_cost_centre(party, name=name) for name in ("Schools", "Library"))
    person = a_person(party, RoleName.EMPLOYEE, cost_centre=schools)
    manager = an_actor(party, RoleName.ADMINISTRATOR)
    with reading(manager):
        membership = Membership.objects.get(person=person)

    def move(*, actor, now):
        return change(membership, cost_centre_id=library.pk)

    perform(manager, move)
    with reading(manager):
        [changed] = history_of(subject_of(membership), {})[0].changes
        assert (changed["before"], changed["after"]) == (str(schools), str(library))
    field = Membership._meta.get_field("cost_centre")
    assert shown(field, "cost_centre_id", schools.pk, {}) == NOT_SHOWN


@pytest.mark.parametrize(
    ("field", "name", "value", "words"),
    [
        (models.DateField(), "valid_until", "2026-03-02", "2026-03-02"),
        (models.BigIntegerField(), "amount_cents", 123456, "1\N{NO-BREAK SPACE}234,56"),
        (models.PositiveIntegerField(), "markup_permille", 25, "2,5\N{NO-BREAK SPACE}%"),
        (models.BooleanField(), "active", False, "nej"),
        (models.CharField(), "language", "fi", "suomi"),
        (models.DecimalField(), "vat_percent", "25.50", "25,5"),
        (models.DateField(), "valid_until", "no day", "no day"),
        (models.JSONField(), "properties", {"Colour": "black"}, "Colour: black"),
        (models.CharField(choices=RoleName), "role", "approver", "Godkännare"),
        (None, "orderline_rows", 1200, "1\N{NO-BREAK SPACE}200"),
        (models.CharField(), "note", "", None),
    ],
)
def test_a_value_is_shown_as_a_reader_writes_it(field, name, value, words):
    with translation.override("sv"):
        assert shown(field, name, value, {}) == words


def test_a_moment_is_shown_in_the_readers_zone():
    with translation.override("sv"):
        told = shown(models.DateTimeField(), "read_at", "2026-03-02T09:00:00Z", {})
    assert told == "2026-03-02\N{NO-BREAK SPACE}11.00"
