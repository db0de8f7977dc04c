"""Facts and documents that ordering hears of; one use-case call each."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.utils import translation

from samkop.core import edocs
from samkop.exchange.queries import load_document, message_actor, message_key
from samkop.ordering.documents import agreement_of, answer_of
from samkop.ordering.usecases.change_notices import tell_supplier_of_change
from samkop.ordering.usecases.delivery_promises import (
    follow_deliveries,
    tell_supplier_of_late_delivery,
)
from samkop.ordering.usecases.notices import (
    tell_approvers,
    tell_of_answer,
    tell_of_closed_project,
    tell_of_order,
    tell_of_rejection,
    tell_supplier_of_decision,
)
from samkop.ordering.usecases.order_agreement import record_agreement
from samkop.ordering.usecases.order_response import record_answer, settle_by_answer
from samkop.ordering.usecases.reports import reconcile_report
from samkop.ordering.usecases.requisition import approve_requisition
from samkop.ordering.usecases.rule_simulation import simulate_rules
from samkop.ordering.usecases.shortages import allocate_shortages
from samkop.ordering.vocabulary import RequisitionState
from samkop.parties.in_whose_name import actor_of_person
from samkop.platform import actors
from samkop.platform.actors import Actor
from samkop.platform.jobs import Cancelled, Progress
from samkop.platform.models import JobRun
from samkop.platform.outbox import Fact
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading


def order_response_received(fact: Fact) -> None:
    """A supplier's order response has come in: keep it beside its order.

    The message was accepted as an order response (T76, T116), so that its document is one.
    """
    actor = message_actor(fact.body)
    with reading(actors.job("exchange-inbound", fact.body["receiver_id"])):
        document = load_document(fact.body["message_id"]).document
    assert isinstance(document, edocs.OrderResponse)  # noqa: S101 - routed by its type
    perform(
        actor,
        record_answer,
        key=message_key(fact.body),
        answer=answer_of(document),
        buyer_id=fact.body["receiver_id"],
        message_id=fact.body["message_id"],
    )


def order_agreement_received(fact: Fact) -> None:
    """A supplier states what was agreed: it answers the order that it names."""
    actor = message_actor(fact.body)
    with reading(actors.job("exchange-inbound", fact.body["receiver_id"])):
        document = load_document(fact.body["message_id"]).document
    assert isinstance(document, edocs.OrderAgreement)  # noqa: S101 - routed by its type
    perform(
        actor,
        record_agreement,
        key=message_key(fact.body),
        agreement=agreement_of(document),
        buyer_id=fact.body["receiver_id"],
        message_id=fact.body["message_id"],
    )


def order_answered(fact: Fact) -> None:
    """A supplier has answered: settle the buyer's order by it."""
    perform(
        actors.job("order-keeper", fact.body["buyer_id"]),
        settle_by_answer,
        key=fact.key_for("settle"),
        order_id=fact.body["order_id"],
        response_id=fact.body["response_id"],
    )


def say_requisition_waits(fact: Fact) -> None:
    """A requisition was sent in: its approvers are told."""
    perform(
        actors.job("notices", fact.party_id), tell_approvers, key=fact.key_for("tell"),
        requisition_id=fact.body["requisition_id"],
    )  # fmt: skip


def say_requisition_reminded(fact: Fact) -> None:
    """Who asked has reminded: those who may decide are told once more."""
    perform(
        actors.job("notices", fact.party_id), tell_approvers, key=fact.key_for("tell"),
        requisition_id=fact.body["requisition_id"], reminded=True,
    )  # fmt: skip


def say_requisition_rejected(fact: Fact) -> None:
    """A requisition was rejected: who asked is told."""
    perform(
        actors.job("notices", fact.party_id), tell_of_rejection, key=fact.key_for("tell"),
        requisition_id=fact.body["requisition_id"],
    )  # fmt: skip


def say_project_closed(fact: Fact) -> None:
    """A project was closed: who has asked for what waits is told."""
    perform(
        actors.job("notices", fact.party_id), tell_of_closed_project, key=fact.key_for("tell"),
        project_id=fact.body["project_id"],
    )  # fmt: skip


def say_order_placed(fact: Fact) -> None:
    """An order was placed: who asked is told."""
    perform(
        actors.job("notices", fact.party_id), tell_of_order, key=fact.key_for("tell"),
        order_id=fact.body["order_id"],
    )  # fmt: skip


def say_order_answered(fact: Fact) -> None:
    """An answer was settled: who asked is told what it came to."""
    perform(
        actors.job("notices", fact.body["buyer_id"]), tell_of_answer, key=fact.key_for("tell"),
        order_id=fact.body["order_id"], response_id=fact.body["response_id"],
    )  # fmt: skip


def say_change_asked(fact: Fact) -> None:
    """The buyer asks for a change or a cancellation: the supplier's people are told."""
    perform(
        actors.job("notices", fact.body["supplier_id"]), tell_supplier_of_change,
        key=fact.key_for("tell"), change_id=fact.body["change_id"],
    )  # fmt: skip


def say_delivery_late(fact: Fact) -> None:
    """What was promised has not come: the supplier's people are told."""
    perform(
        actors.job("notices", fact.body["supplier_id"]), tell_supplier_of_late_delivery,
        key=fact.key_for("tell"), promise_id=fact.body["promise_id"],
    )  # fmt: skip


def deliveries_moved(fact: Fact) -> None:
    """Goods have come: what is due of their orders follows at once."""
    perform(
        actors.job("delivery-watch", fact.body["buyer_id"]), follow_deliveries,
        key=fact.key_for("follow"), order_ids=fact.body["order_ids"],
    )  # fmt: skip


def say_substitute_decided(fact: Fact) -> None:
    """The buyer has said yes or no to a substitute: the supplier's people are told."""
    perform(
        actors.job("notices", fact.body["supplier_id"]), tell_supplier_of_decision,
        key=fact.key_for("tell"), response_line_id=fact.body["response_line_id"],
    )  # fmt: skip


def simulate_rule_set(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: a draft of the approval rules over last year's requisitions."""
    simulation = perform(
        actor, simulate_rules, rule_set_id=run.inputs["rule_set_id"],
        revision=run.inputs["revision"], progress=progress,
    )  # fmt: skip
    return {"simulation_id": simulation.pk, "moved": simulation.moved}


def approve_chosen(run: JobRun, actor: Actor, progress: Progress) -> dict[str, Any]:
    """Job: approve the chosen requisitions in the name of whoever asked, each by itself.

    What is refused is told with its sentence and stops nothing. Run again, it answers for
    each as before.
    """
    chosen = run.inputs["requisitions"]
    approver, language = actor_of_person(
        run.person_id or 0, run.party_id, datetime.now(UTC), by="a job"
    )  # fmt: skip
    told: dict[str, Any] = {"ordered": 0, "approved": 0, "refused": 0, "rows": []}
    with translation.override(language):
        for done, requisition_id in enumerate(chosen):
            progress(done, len(chosen))
            _approve_one(run, approver, requisition_id, told)
            progress.kept = told
    with suppress(Cancelled):  # nothing is left to stop
        progress(len(chosen), len(chosen))
    return told


def _approve_one(run: JobRun, approver: Actor, requisition_id: int, told: dict[str, Any]) -> None:
    try:
        found = perform(
            approver, approve_requisition, key=f"run:{run.pk}:{requisition_id}",
            requisition_id=requisition_id,
        )  # fmt: skip
    except Refused as refused:
        told["refused"] += 1
        told["rows"].append(
            {"requisition_id": requisition_id, "code": refused.code, "sentence": str(refused)}
        )
    else:
        told["ordered" if found.state == RequisitionState.ORDERED else "approved"] += 1


def supplier_report_received(fact: Fact) -> None:
    """A supplier has sent in its report: the purchasing body's side reconciles it."""
    perform(
        actors.job("report-reconciler", fact.body["purchasing_body_id"]),
        reconcile_report,
        key=fact.key_for("reconcile"),
        report_id=fact.body["report_id"],
    )


def availability_stated(fact: Fact) -> None:
    """A supplier has said what it has: what is short is divided anew."""
    perform(
        actors.job("shortage-keeper", fact.body["purchasing_body_id"]),
        allocate_shortages,
        key=fact.key_for("allocate"),
        agreement_id=fact.body["agreement_id"],
    )
