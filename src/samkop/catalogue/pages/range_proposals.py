"""A proposal for the joint range: drafting it, its page, and what is done with it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samkop.agreements.pages.origins import kept_origin
from samkop.catalogue.models import CatalogueItem, RangeProposal
from samkop.catalogue.pages.joint_range import ranges
from samkop.catalogue.pages.range_forms import (
    CAUSES,
    DecisionForm,
    EffectForm,
    ProposalForm,
    initial_of,
    key_of,
)
from samkop.catalogue.pages.range_list import tone_of
from samkop.catalogue.policies import (
    may_keep_range_of,
    may_move_proposal,
    may_propose_ranges,
    may_see_range,
)
from samkop.catalogue.queries.configurations import configurations_of
from samkop.catalogue.queries.range_proposals import (
    items_about,
    proposal_of,
    range_now,
    said_of,
    serves_several_regions,
    steering_group_of,
    variety_of,
)
from samkop.catalogue.queries.wishes import Keeper
from samkop.catalogue.rules.range_steps import MODELS_MORE, variety_cents
from samkop.catalogue.usecases.range_changes import (
    bring_to_table,
    decide_range_proposal,
    write_range_change,
)
from samkop.catalogue.usecases.range_proposals import (
    change_range_proposal,
    draft_range_proposal,
    propose_range_change,
    withdraw_range_proposal,
)
from samkop.catalogue.vocabulary import ProposalState, RangeStep
from samkop.parties.models import RegionMember
from samkop.parties.pages.forms import checked, with_refusal
from samkop.parties.queries import own_today, valid_on
from samkop.platform.actors import Actor
from samkop.platform.pages import Answer, act, page
from samkop.platform.pages.numbers import number_of
from samkop.platform.pages.page import allow
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading

Shown = tuple[str, dict[str, Any]]
CENTS = Decimal(100)


def _adding(request: HttpRequest, actor: Actor, refused: Refused | None = None) -> Shown:
    allow(may_propose_ranges(actor))
    step = _step(request)
    form = _form(request, actor, step, sent=refused is not None)
    return "catalogue/range_proposal_form.html", {
        "form": with_refusal(form, refused), "step": step, "action": reverse("send-range-proposal"),
        "trail": trail(),
    }  # fmt: skip


adding = page()(_adding)


@act(again=_adding)
def send(request: HttpRequest, actor: Actor) -> Answer:
    """Keep it as a draft."""
    with reading(actor):
        form = _form(request, actor, _step(request), sent=True)
        checked(form)
        wanted = form.proposal()
    made = perform(actor, draft_range_proposal, proposal=wanted)
    return _to(made.pk, _("The proposal is kept as a draft."))


def _changing(
    request: HttpRequest, actor: Actor, range_proposal_id: int, refused: Refused | None = None
) -> Shown:
    found = proposal_of(range_proposal_id)
    allow(may_move_proposal(actor, found))
    step = RangeStep(found.step)
    form = _form(
        request, actor, step, sent=refused is not None, initial=initial_of(found), draft=found
    )
    return "catalogue/range_proposal_form.html", {
        "form": with_refusal(form, refused), "step": step,
        "action": reverse("send-change-of-proposal", args=[found.pk]), "trail": trail(found),
        "proposal": found,
    }  # fmt: skip


changing = page()(_changing)


@act(again=_changing)
def change(request: HttpRequest, actor: Actor, range_proposal_id: int) -> Answer:
    """Change a draft."""
    with reading(actor):
        found = proposal_of(range_proposal_id)
        form = _form(request, actor, RangeStep(found.step), sent=True, draft=found)
        checked(form)
        wanted = form.proposal()
    perform(actor, change_range_proposal, proposal_id=range_proposal_id, proposal=wanted)
    return _to(range_proposal_id, _("Changed."))


def _proposal(
    request: HttpRequest, actor: Actor, range_proposal_id: int, refused: Refused | None = None
) -> Shown:
    allow(may_see_range(actor))
    found = proposal_of(range_proposal_id)
    today, state = own_today(), ProposalState(found.state)
    items = items_about(found, today)
    own = variety_of(actor.own_party_id, found.purchasing_body_id, items, today)
    moves = may_move_proposal(actor, found)
    keeps = may_keep_range_of(actor, found.purchasing_body_id)
    figures, written = getattr(found, "figures", None), getattr(found, "change", None)
    group = steering_group_of(found) if state == ProposalState.PROPOSED else None
    decides = keeps and state == ProposalState.PROPOSED and group is None
    writes = keeps and state == ProposalState.CARRIED and written is None
    sent = request.POST if refused else None
    return "catalogue/range_proposal.html", {
        "proposal": found, "tone": tone_of(found), "trail": trail(), "figures": figures,
        "origin": kept_origin(figures.origin) if figures and figures.origin else None,
        "said": said_of(found.purchasing_body_id, items), "items": items,
        "parts": list(found.parts.all()), "own": own,
        "own_variety": variety_cents(
            found.step, 1, own.image_cents + own.spares_cents + own.knowledge_cents
        ),
        "models_more": MODELS_MORE[RangeStep(found.step)],
        "variety": variety_cents(found.step, found.members, found.model_cents),
        "decision": getattr(found, "decision", None), "change": written,
        "drafted": moves and state == ProposalState.DRAFT,
        "may_withdraw": moves and state in {ProposalState.DRAFT, ProposalState.PROPOSED},
        "decides": with_refusal(DecisionForm(sent), refused) if decides else None,
        "writes": with_refusal(EffectForm(sent, initial={"effective_on": found.wanted_from}),
                               refused) if writes else None,
        "several": serves_several_regions(found.purchasing_body_id),
        # What others did stands in their own history.
        "told_here": moves or (keeps and hasattr(found, "decision")),
        "may_assume": moves or keeps, "group": group if moves or keeps else None,
    }  # fmt: skip


proposal = page()(_proposal)


@act(again=_proposal)
def propose(request: HttpRequest, actor: Actor, range_proposal_id: int) -> Answer:
    """Propose it, with the figures of this moment."""
    perform(actor, propose_range_change, proposal_id=range_proposal_id)
    return _to(range_proposal_id, _("It is proposed; everybody of the region reads it."))


@act(again=_proposal)
def withdraw(request: HttpRequest, actor: Actor, range_proposal_id: int) -> Answer:
    """Take it back."""
    perform(actor, withdraw_range_proposal, proposal_id=range_proposal_id)
    return _to(range_proposal_id, _("The proposal is withdrawn."))


@act(again=_proposal)
def bring(request: HttpRequest, actor: Actor, range_proposal_id: int) -> Answer:
    """Bring it before the steering group."""
    perform(actor, bring_to_table, proposal_id=range_proposal_id)
    return _to(range_proposal_id, _("It is before the steering group, as a motion."))


@act(again=_proposal)
def decide(request: HttpRequest, actor: Actor, range_proposal_id: int) -> Answer:
    """Decide as who keeps the range, with the reason."""
    said = checked(DecisionForm(request.POST))
    perform(
        actor, decide_range_proposal, proposal_id=range_proposal_id,
        carried=said["outcome"] == "carried", reason=said["reason"],
    )  # fmt: skip
    return _to(range_proposal_id, _("The decision is kept."))


@act(again=_proposal)
def write(request: HttpRequest, actor: Actor, range_proposal_id: int) -> Answer:
    """Write what was carried, with its day."""
    said = checked(EffectForm(request.POST))
    perform(
        actor, write_range_change, proposal_id=range_proposal_id,
        effective_on=said["effective_on"],
    )  # fmt: skip
    return _to(range_proposal_id, _("The change is written, and the members are told."))


def trail(found: RangeProposal | None = None) -> list[tuple[str, str]]:
    """The pages above a proposal's."""
    above = [
        (_("The joint range"), reverse("joint-range")),
        (_("Proposals for the range"), reverse("range-proposals")),
    ]
    if found is None:
        return above
    return [*above, (found.title, reverse("range-proposal", args=[found.pk]))]


def _to(proposal_id: int, message: str) -> Answer:
    return Answer(to=reverse("range-proposal", args=[proposal_id]), message=message)


def _step(request: HttpRequest) -> RangeStep:
    asked = request.POST.get("step", "") or request.GET.get("step", "")
    return RangeStep(asked) if asked in RangeStep.values else RangeStep.REPLACE


def _form(
    request: HttpRequest, actor: Actor, step: RangeStep, *, sent: bool,
    initial: dict[str, Any] | None = None, draft: RangeProposal | None = None,
) -> ProposalForm:  # fmt: skip
    """The form of a step, with what it offers; what is assumed is filled in."""
    offered, today = ranges(actor), own_today()
    if draft is not None:
        offered = [Keeper(draft.purchasing_body, draft.region)]
    bodies = {one.body.pk for one in offered}
    entries = range_now(bodies, today).order_by("item__sort_key", "id")
    configurations = [one for body in sorted(bodies) for one in configurations_of(body)]
    return ProposalForm(
        request.POST if sent else None, step=step, ranges=offered,
        goes=list({entry.item_id: entry.item for entry in entries}.values()),
        configurations=configurations,
        initial=initial or _assumed(request, actor, offered),
    )  # fmt: skip


def _assumed(request: HttpRequest, actor: Actor, offered: list[Keeper]) -> dict[str, Any]:
    """What one's organisation assumes that a model costs, of all members of the region."""
    if not offered:
        return {}
    first, today = offered[0], own_today()
    known = variety_of(actor.own_party_id, first.body.pk, [], today)
    members = RegionMember.objects.filter(
        valid_on(today), region_id=first.region.pk if first.region else 0
    ).count()
    item = CatalogueItem.objects.filter(pk=number_of(request.GET.get("item", "")) or 0).first()
    return {
        "kept": key_of(first), "members": members or 1, "goes": item.pk if item else None,
        "comes": item.seller_item_id if item else "",
        **{f"{cause}_cost": getattr(known, f"{cause}_cents") / CENTS for cause in CAUSES},
    }  # fmt: skip
