"""Proposals for the joint range: drafted, proposed with their figures, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from samkop.catalogue.models import (
    CatalogueItem,
    ProposalFigures,
    RangeProposal,
    RangeProposalPart,
)
from samkop.catalogue.policies import may_move_proposal, may_propose_range
from samkop.catalogue.queries import item_of, range_of
from samkop.catalogue.queries.configurations import configuration_of
from samkop.catalogue.queries.range_proposals import (
    items_about,
    prices_about,
    ranges_proposed_to,
    said_of,
    variety_of,
)
from samkop.catalogue.queries.wishes import Keeper
from samkop.catalogue.rules.range_steps import variety_cents
from samkop.catalogue.usecases.configurations import WantedPart, kinds_of_parts
from samkop.catalogue.vocabulary import PROPOSAL_TRANSITIONS, ProposalState, RangeStep
from samkop.core.period import day_of
from samkop.parties.queries import own_today, party_of
from samkop.platform.actors import Actor
from samkop.platform.outbox import tell
from samkop.platform.records import change, create, create_all, note
from samkop.platform.refusals import Refused, not_found
from samkop.platform.unit_of_work import require

LONGEST_REASON = 4_000
MOST_MEMBERS = 1_000
MOST_CENTS = 10**12
GOES = frozenset({RangeStep.TAKE_OUT, RangeStep.REPLACE})


@dataclass(frozen=True)
class NewProposal:
    """What is proposed of whose range (``body_id``, of a region or None), and why.

    ``item_id`` is taken in, taken out or replaced by ``successor_id``; or ``configuration_id``
    gets a version of ``parts``. The cents are what one model costs a member a year.
    """

    step: str
    body_id: int
    region_id: int | None
    reason: str
    wanted_from: date
    item_id: int | None = None
    successor_id: int | None = None
    configuration_id: int | None = None
    parts: Sequence[WantedPart] = ()
    image: str = ""
    mdm_profile: str = ""
    sold_until: date | None = None
    image_cents: int = 0
    spares_cents: int = 0
    knowledge_cents: int = 0
    members: int = 1


def draft_range_proposal(*, actor: Actor, now: datetime, proposal: NewProposal) -> RangeProposal:
    """Write down a proposal, as a draft that one's own organisation alone sees.

    Raises Refused: ``not-allowed``, ``not-found``, ``range-unknown`` (not one from which one
    orders), ``step-unknown``, ``reason-missing``, ``change-in-the-past``, ``sold-in-the-past``,
    ``item-not-on-the-shelf``, ``successor-is-itself``, ``assumption-out-of-bounds``,
    ``parts-incomplete``.
    """
    require(may_propose_range(actor, proposal.body_id))
    kept = _keeper(actor, proposal)
    said, currency = _checked(proposal, now), party_of(proposal.body_id).currency
    made = create(
        RangeProposal(
            purchasing_body_id=kept.body.pk, region=kept.region, proposed_by_id=actor.own_party_id,
            created_at=now, currency=currency, **_fields(said),
        )
    )  # fmt: skip
    _write_parts(made, said)
    return made


def change_range_proposal(
    *, actor: Actor, now: datetime, proposal_id: int, proposal: NewProposal
) -> RangeProposal:
    """Change a draft; its parts are those given. Whose range it is about stays.

    Raises Refused: ``proposal-in-another-state``, and as ``draft_range_proposal``.
    """
    found = locked_proposal(proposal_id)
    require(may_move_proposal(actor, found))
    require_state(found, ProposalState.PROPOSED, drafts_only=True)
    said = _checked(
        replace(proposal, body_id=found.purchasing_body_id, region_id=found.region_id), now
    )
    change(found, **_fields(said))
    RangeProposalPart.objects.filter(proposal=found).delete()
    note(parts=len(said.parts))
    _write_parts(found, said)
    return found


def propose_range_change(*, actor: Actor, now: datetime, proposal_id: int) -> RangeProposal:
    """Propose a draft: everybody of the region reads it, with the figures of this moment.

    From then on it stays what it is. Told as ``range-change-proposed``. Raises Refused:
    ``not-found``, ``not-allowed``, ``proposal-in-another-state``, ``change-in-the-past``,
    ``item-in-range``, ``item-not-in-range``.
    """
    found = locked_proposal(proposal_id)
    require(may_move_proposal(actor, found))
    require_state(found, ProposalState.PROPOSED, drafts_only=True)
    today = day_of(now, party_of(found.purchasing_body_id).time_zone)
    require_to_come(found.wanted_from, today)
    require_fitting(found, found.wanted_from)
    create(_figures(actor, found, now))
    tell(
        "range-change-proposed", proposal_id=found.pk, body_id=found.purchasing_body_id,
        proposed_by_id=found.proposed_by_id,
    )  # fmt: skip
    return change(found, state=ProposalState.PROPOSED, proposed_at=now)


def withdraw_range_proposal(*, actor: Actor, now: datetime, proposal_id: int) -> RangeProposal:
    """Take one's proposal back before it is voted or decided on.

    Raises Refused: ``not-found``, ``not-allowed``, ``proposal-in-another-state``.
    """
    found = locked_proposal(proposal_id)
    require(may_move_proposal(actor, found))
    require_state(found, ProposalState.WITHDRAWN)
    return change(found, state=ProposalState.WITHDRAWN)


def locked_proposal(proposal_id: int) -> RangeProposal:
    """The proposal, locked until the end of the unit of work. Raises Refused ``not-found``."""
    rows = RangeProposal.objects.select_related("purchasing_body", "item", "successor")
    found = rows.select_for_update(of=("self",)).filter(pk=proposal_id).first()
    if found is None:
        raise not_found()
    return found


def require_state(
    proposal: RangeProposal, wanted: ProposalState, *, drafts_only: bool = False
) -> None:
    """Raises Refused ``proposal-in-another-state`` where that cannot follow."""
    state = ProposalState(proposal.state)
    if wanted not in PROPOSAL_TRANSITIONS[state] or (drafts_only and state != ProposalState.DRAFT):
        raise Refused(
            "proposal-in-another-state",
            _("This proposal is in the state \u201c%(state)s\u201d. Draft a new one instead."),
            state=state.label,
        )


def require_to_come(day: date, today: date) -> None:
    """Raises Refused ``change-in-the-past``: a change is known before its day."""
    if day <= today:
        raise _wrong(
            "change-in-the-past", "wanted_from", _("Choose a day after today: it is told before.")
        )


def require_fitting(proposal: RangeProposal, day: date) -> None:
    """Raises Refused where the range is not such that this step fits it on a day: what comes is
    not in it, what goes is in it until then.
    """
    ids = [proposal.item_id] if proposal.item_id is not None else []
    if proposal.step == RangeStep.TAKE_IN and range_of(ids, day):
        raise Refused("item-in-range", _("This item is in the joint range already."))
    if proposal.step in GOES and not range_of(ids, day - timedelta(days=1)):
        raise Refused("item-not-in-range", _("This item is not in the joint range on that day."))


def _figures(actor: Actor, proposal: RangeProposal, now: datetime) -> ProposalFigures:
    """What is known at this moment of what is proposed."""
    body_id, today = proposal.purchasing_body_id, own_today()
    items = items_about(proposal, today)
    known = variety_of(actor.own_party_id, body_id, items, today)
    wishes, complaints = said_of(body_id, items)
    new, old, origin = prices_about(proposal, today)
    return ProposalFigures(
        proposal=proposal, price_cents=new, price_before_cents=old, origin=origin, wishes=wishes,
        complaints=complaints, devices=known.devices, users=known.users, at=now,
        variety_cents=variety_cents(proposal.step, proposal.members, proposal.model_cents),
    )  # fmt: skip


def _keeper(actor: Actor, proposal: NewProposal) -> Keeper:
    """Whose range it is, in which region."""
    for one in ranges_proposed_to(party_of(actor.own_party_id), own_today()):
        region_id = one.region.pk if one.region else None
        if (one.body.pk, region_id) == (proposal.body_id, proposal.region_id):
            return one
    sentence = _("Your organisation orders from no such range.")
    raise Refused("range-unknown", sentence, status=422, fields={"kept": sentence})


def _checked(proposal: NewProposal, now: datetime) -> NewProposal:
    """The proposal without what its step does not ask. Raises Refused."""
    if proposal.step not in RangeStep.values:
        raise _wrong("step-unknown", "step", _("Choose what to change."))
    reason = proposal.reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise _wrong("reason-missing", "reason", _("Say why, in 4,000 characters at most."))
    today = day_of(now, party_of(proposal.body_id).time_zone)
    require_to_come(proposal.wanted_from, today)
    amounts = (proposal.image_cents, proposal.spares_cents, proposal.knowledge_cents)
    in_bounds = all(0 <= one <= MOST_CENTS for one in amounts)
    if not (in_bounds and 0 <= proposal.members <= MOST_MEMBERS):
        sentence = _("Give amounts of at least 0, and 1,000 members at most.")
        raise _wrong("assumption-out-of-bounds", "members", sentence)
    if proposal.step == RangeStep.CONFIGURATION:
        return _of_configuration(replace(proposal, reason=reason))
    return _of_items(replace(proposal, reason=reason), today)


def _of_configuration(proposal: NewProposal) -> NewProposal:
    configuration = configuration_of(proposal.configuration_id or 0)
    if configuration.owner_id != proposal.body_id:
        raise not_found()
    kinds_of_parts(proposal.parts)
    return replace(proposal, item_id=None, successor_id=None, sold_until=None)


def _of_items(proposal: NewProposal, today: date) -> NewProposal:
    item = _offered(proposal, proposal.item_id, "item", gone=proposal.step in GOES)
    successor_id = proposal.successor_id if proposal.step == RangeStep.REPLACE else None
    if proposal.step == RangeStep.REPLACE:
        _offered(proposal, successor_id, "successor", gone=False)
        if successor_id == item.pk:
            raise _wrong("successor-is-itself", "successor", _("Choose another item than itself."))
    sold_until = proposal.sold_until if proposal.step in GOES else None
    if sold_until is not None and sold_until < today:
        sentence = _("The last day of sale is past. Choose a later one, or leave it open.")
        raise _wrong("sold-in-the-past", "sold_until", sentence)
    return replace(
        proposal, successor_id=successor_id, sold_until=sold_until, configuration_id=None,
        parts=(), image="", mdm_profile="",
    )  # fmt: skip


def _offered(
    proposal: NewProposal, item_id: int | None, field: str, *, gone: bool
) -> CatalogueItem:
    """An item of the body's own shelves; one that goes may have left its catalogue."""
    found = item_of(item_id or 0)
    if found.purchasing_body_id != proposal.body_id:
        raise not_found()
    if not (found.active or gone):
        sentence = _("This item is no longer in the shop. Choose its successor or another one.")
        raise Refused("item-not-on-the-shelf", sentence, status=404, fields={field: sentence})
    return found


def _fields(said: NewProposal) -> dict[str, object]:
    return {
        "step": said.step, "item_id": said.item_id, "successor_id": said.successor_id,
        "configuration_id": said.configuration_id, "image": said.image.strip()[:120],
        "mdm_profile": said.mdm_profile.strip()[:120], "reason": said.reason,
        "wanted_from": said.wanted_from, "sold_until": said.sold_until,
        "image_cents": said.image_cents, "spares_cents": said.spares_cents,
        "knowledge_cents": said.knowledge_cents, "members": said.members,
    }  # fmt: skip


def _write_parts(proposal: RangeProposal, said: NewProposal) -> None:
    create_all(
        (
            RangeProposalPart(
                proposal=proposal, position=position, item_id=part.item_id, quantity=part.quantity
            )
            for position, part in enumerate(said.parts, 1)
        ),
        under=proposal,
    )


def _wrong(code: str, field: str, sentence: object) -> Refused:
    return Refused(code, sentence, status=422, fields={field: sentence})  # type: ignore[arg-type,dict-item]
