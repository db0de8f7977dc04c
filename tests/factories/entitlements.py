"""Groups and rules of entitlement for tests, made through the real use cases."""

from __future__ import annotations

import uuid

from factories.parties import LONG_AGO
from samkop.catalogue.models import EntitlementRule
from samkop.catalogue.usecases.entitlements import Subject, add_entitlement_rule
from samkop.parties.models import GroupMember, Person, PersonGroup
from samkop.parties.usecases.groups import add_group, add_group_member
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform


def an_entitlement(
    manager: Actor, person: Person, *, name: str = "Hemvården"
) -> tuple[PersonGroup, GroupMember, EntitlementRule]:
    """A group with one member, and a rule for it about something that nobody orders."""
    group = perform(
        manager, add_group, party_id=manager.own_party_id, code=uuid.uuid4().hex[:8], name=name
    )
    member = perform(
        manager, add_group_member, group_id=group.pk, email=person.email, valid_from=LONG_AGO
    )
    rule = perform(
        manager, add_entitlement_rule, subject=Subject("category", "projector"),
        entitled="group", group_id=group.pk, quantity=2, months=24,
    )  # fmt: skip
    return group, member, rule
