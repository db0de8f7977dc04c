"""Reads of proposals for the joint range, and of what changes on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.module_loading import import_string

from samkop.agreements.models import Participation
from samkop.catalogue.models import (
    CatalogueItem,
    ConfigurationPart,
    RangeChange,
    RangeItem,
    RangeProposal,
    RangeProposalPart,
)
from samkop.catalogue.queries.configurations import offered_version
from samkop.catalogue.queries.items import prices_of_items
from samkop.catalogue.queries.shop_keeping import kept_agreements
from samkop.catalogue.queries.wishes import Keeper, keepers_of, tallies_by_item
from samkop.catalogue.rules.range_steps import Variety
from samkop.catalogue.vocabulary import ProposalState, RangeStep
from samkop.governance.models import SteeringGroup
from samkop.governance.queries.steering import group_of_region
from samkop.parties.models import Party, Region, RegionMember
from samkop.parties.queries import valid_on
from samkop.platform.refusals import not_found

ModelNames = Sequence[tuple[str, str]]
AskVariety = Callable[[int, int, ModelNames, date], Variety]
WITH = (
    "purchasing_body", "region", "proposed_by", "item__agreement", "item__replaced_by",
    "successor", "configuration", "figures", "decision", "change",
)  # fmt: skip


def proposals_seen(party_id: int) -> QuerySet[RangeProposal]:
    """Proposals that a party sees, its own drafts among them."""
    own = Q(proposed_by_id=party_id)
    rows = RangeProposal.objects.filter(own | ~Q(state=ProposalState.DRAFT))
    return rows.select_related(*WITH)


def proposal_of(proposal_id: int) -> RangeProposal:
    """A proposal with what hangs on it. Raises Refused ``not-found``."""
    parts = RangeProposalPart.objects.select_related("item").order_by("position")
    rows = RangeProposal.objects.select_related(*WITH).prefetch_related(Prefetch("parts", parts))
    found = rows.filter(pk=proposal_id).first()
    if found is None:
        raise not_found()
    return found


def ranges_proposed_to(party: Party, today: date) -> list[Keeper]:
    """Whose ranges a party can propose changes of: from which it orders, or which it keeps."""
    found = keepers_of(party.pk, today)
    known = any(one.body.pk == party.pk for one in found)
    return found if known or not kept_agreements(party.pk, today) else [*found, Keeper(party, None)]


def serves_several_regions(body_id: int) -> bool:
    """Whether one region's steering group does not speak for all who order from a range."""
    return Region.objects.filter(purchasing_body_id=body_id).count() > 1


def steering_group_of(proposal: RangeProposal) -> SteeringGroup | None:
    """The group that votes on a proposal; None where who keeps the range decides."""
    return group_of_region(proposal.region_id) if proposal.region_id else None


def items_about(proposal: RangeProposal, today: date) -> list[CatalogueItem]:
    """What a proposal is about: what goes and what comes; the devices of a configuration."""
    if proposal.configuration_id is None:
        return [one for one in (proposal.item, proposal.successor) if one is not None]
    now = ConfigurationPart.objects.filter(
        valid_on(today, "version__"), version__configuration_id=proposal.configuration_id,
        position=1,
    )  # fmt: skip
    wanted = RangeProposalPart.objects.filter(proposal=proposal, position=1)
    ids = {*now.values_list("item_id", flat=True), *wanted.values_list("item_id", flat=True)}
    return list(CatalogueItem.objects.filter(pk__in=ids).order_by("id"))


def variety_of(party_id: int, body_id: int, items: Iterable[CatalogueItem], today: date) -> Variety:
    """What the floor of devices knows of these models (the setting ``SAMKOP_RANGE_VARIETY``)."""
    ask: AskVariety = import_string(settings.SAMKOP_RANGE_VARIETY)
    names = [(item.manufacturer, item.model or item.name) for item in items]
    return ask(party_id, body_id, names, today)


def said_of(body_id: int, items: Iterable[CatalogueItem]) -> tuple[int, int]:
    """How many wish something of these items, and how many complain; a person once of each."""
    tallies = tallies_by_item([body_id])
    found = [tallies[item.pk] for item in items if item.pk in tallies]
    return sum(one.wishes for one in found), sum(one.complaints for one in found)


def prices_about(
    proposal: RangeProposal, today: date
) -> tuple[int | None, int | None, dict[str, object]]:
    """Today's price of what comes, of what it takes the place of, and how the first came about.

    Of a configuration all that one of it comes to, months included; in cents, None where a
    price is missing.
    """
    if proposal.configuration_id is not None:
        return (*_configured(proposal, today), {})
    items = [one for one in (proposal.item, proposal.successor) if one is not None]
    prices = prices_of_items(items, today)
    comes, goes = proposal.item_id, None
    if proposal.step == RangeStep.REPLACE:
        comes, goes = proposal.successor_id, proposal.item_id
    elif proposal.step == RangeStep.TAKE_OUT:
        comes, goes = None, proposal.item_id
    new, old = prices.get(comes or 0), prices.get(goes or 0)
    return (
        new.net_cents if new else None, old.net_cents if old else None,
        new.as_json() if new else {},
    )  # fmt: skip


def _configured(proposal: RangeProposal, today: date) -> tuple[int | None, int | None]:
    parts = list(proposal.parts.select_related("item"))
    prices = prices_of_items({part.item_id: part.item for part in parts}.values(), today)
    found = [(prices.get(part.item_id), part.quantity) for part in parts]
    new = None
    if found and all(origin for origin, _quantity in found):
        new = sum(origin.net_cents * quantity for origin, quantity in found if origin)
    before = offered_version(proposal.configuration_id or 0, today)
    return new, before.net_cents if before else None


def range_now(body_ids: Iterable[int], today: date) -> QuerySet[RangeItem]:
    """These bodies' ranges of the day, and what stands in them from a later day."""
    rows = RangeItem.objects.filter(purchasing_body_id__in=list(body_ids))
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today)).exclude(
        # Ended before it began: it never was.
        valid_until__lt=F("valid_from")
    ).select_related("item__supplier", "item__replaced_by", "agreement")  # fmt: skip


def items_in_range(body_ids: Iterable[int], today: date) -> QuerySet[CatalogueItem]:
    """The items that stand in these bodies' ranges now or later."""
    ids = list(body_ids)
    entries = range_now(ids, today).filter(item_id=OuterRef("pk"))
    items = CatalogueItem.objects.filter(Exists(entries), purchasing_body_id__in=ids)
    return items.select_related("supplier", "replaced_by", "agreement")


def entries_of(item_ids: Iterable[int], today: date) -> dict[int, RangeItem]:
    """The entry of the range, now or the next, of each item; one query."""
    rows = RangeItem.objects.filter(item_id__in=list(item_ids)).exclude(valid_until__lt=today)
    found: dict[int, RangeItem] = {}
    for row in rows.exclude(valid_until__lt=F("valid_from")).order_by("valid_from", "id"):
        found.setdefault(row.item_id, row)
    return found


def changes_ahead(body_ids: Iterable[int], today: date) -> list[RangeChange]:
    """What of these bodies' ranges changes after a day, the soonest first."""
    rows = RangeChange.objects.filter(purchasing_body_id__in=list(body_ids), effective_on__gt=today)
    return list(_with_things(rows))


def changes_in_shop(agreement_ids: Iterable[int], today: date) -> list[RangeChange]:
    """What changes after a day on these agreements' shelves, the soonest first."""
    rows = RangeChange.objects.filter(agreement_id__in=list(agreement_ids), effective_on__gt=today)
    return list(_with_things(rows))


def change_ahead_of(item_id: int, today: date) -> RangeChange | None:
    """What will become of an item, if it is decided: the next change that names it."""
    named = Q(item_id=item_id) | Q(successor_id=item_id)
    return _with_things(RangeChange.objects.filter(named, effective_on__gt=today)).first()


def _with_things(rows: QuerySet[RangeChange]) -> QuerySet[RangeChange]:
    return rows.select_related("item", "successor", "configuration", "purchasing_body").order_by(
        "effective_on", "id"
    )


def changes_due(body_id: int, today: date) -> list[int]:
    """The proposals of a body that were carried and whose day has come, by their ids."""
    rows = RangeProposal.objects.filter(
        purchasing_body_id=body_id, state=ProposalState.CARRIED, change__effective_on__lte=today
    )
    return list(rows.order_by("id").values_list("id", flat=True))


def change_of(change_id: int) -> RangeChange:
    """A change with what it names. Raises Refused ``not-found``."""
    found = _with_things(RangeChange.objects.filter(pk=change_id)).first()
    if found is None:
        raise not_found()
    return found


def told_of_proposal(proposal: RangeProposal, today: date) -> list[int]:
    """Who keeps the range and who is in the proposal's region, by their ids."""
    members = RegionMember.objects.filter(valid_on(today), region_id=proposal.region_id or 0)
    found = set(members.values_list("party_id", flat=True))
    return sorted(found | {proposal.purchasing_body_id})


def told_of_change(change: RangeChange, today: date) -> list[int]:
    """Who orders from a range that changes: the members of its regions, and who joined its
    agreement; by their ids, without who keeps it.
    """
    members = RegionMember.objects.filter(
        valid_on(today), region__purchasing_body_id=change.purchasing_body_id
    )
    joined = Participation.objects.filter(agreement_id=change.agreement_id)
    found = {
        *members.values_list("party_id", flat=True),
        *joined.values_list("buyer_id", flat=True),
    }
    return sorted(found - {change.purchasing_body_id})
