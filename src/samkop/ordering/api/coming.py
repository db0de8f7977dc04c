"""Where is my order, for programs: what comes, when, and for whom it waits."""

from datetime import date

from ninja import Schema
from pydantic import Field

from samkop.ordering.policies import steps_with_order
from samkop.ordering.queries.whereabouts import Coming
from samkop.ordering.vocabulary import NextStep, PromisedBy, WaitsFor
from samkop.platform.actors import Actor


class ThingOut(Schema):
    """Something that comes: ``quantity`` of it still does, of ``ordered``."""

    name: str
    quantity: int
    ordered: int


class ComingOut(Schema):
    """Things that share a state, a day and whom they wait for."""

    state: str = Field(description="The requisition's own until it is ordered, then an order's")
    things: list[ThingOut]
    waits_for: WaitsFor
    names: list[str] = Field(description="Who may decide, or the organisation whose turn it is")
    role: str = Field(description="The role that has to approve first, if a rule names one")
    promised_on: date | None
    promised_by: PromisedBy | None
    reason: str
    order_id: int | None
    next_steps: list[NextStep] = Field(description="What the token's person can do about it")


def coming_out(actor: Actor, coming: Coming) -> ComingOut:
    """It as a program reads it."""
    offered = coming.waits_for == WaitsFor.BUYER
    steps = steps_with_order(actor, coming.order, offered=offered) if coming.order else ()
    return ComingOut(
        state=coming.state,
        things=[
            ThingOut(name=one.name, quantity=one.quantity, ordered=one.ordered)
            for one in coming.things
        ],
        waits_for=coming.waits_for,
        names=list(coming.names),
        role=coming.role,
        promised_on=coming.promised_on,
        promised_by=coming.promised_by,
        reason=coming.reason,
        order_id=coming.order.pk if coming.order else None,
        next_steps=list(steps),
    )
