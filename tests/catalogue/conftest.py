"""Tests of the catalogue need Django; each module has one purchasing body and its agreement."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import ground  # noqa: F401
from browser_ground import browser_type_launch_args, live_server, pages  # noqa: F401
from factories.agreements import a_runner, an_agreement
from factories.parties import a_municipality, a_purchasing_body, a_supplier, an_actor
from samkop.agreements.models import FrameworkAgreement
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.platform.actors import Actor


@dataclass(frozen=True)
class Trade:
    """One agreement with the actors around it."""

    agreement: FrameworkAgreement
    body: Party
    supplier: Party
    buyer: Party
    runner: Actor
    employee: Actor
    salesperson: Actor


def a_trade() -> Trade:
    body, supplier, buyer = a_purchasing_body(), a_supplier(), a_municipality()
    runner = a_runner(body)
    return Trade(
        agreement=an_agreement(body, supplier, [buyer], runner=runner),
        body=body,
        supplier=supplier,
        buyer=buyer,
        runner=runner,
        employee=an_actor(buyer, RoleName.EMPLOYEE),
        salesperson=an_actor(supplier, RoleName.SALESPERSON),
    )


@pytest.fixture
def trade(database) -> Trade:
    """An agreement of its own for one test, with an empty shelf."""
    return a_trade()
