"""Reads: what is missing in the documents, the price sheet, the criteria and the model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from samkop.core.fields import ProblemError
from samkop.tendering.models import Lot, Tender
from samkop.tendering.queries.contents import (
    award_rules_of,
    comparison_of,
    documents_of,
    espd_of,
    few_meet,
    life_cycle_items,
    model_for,
    models_of,
    price_lines_of,
)
from samkop.tendering.queries.finding import Finding
from samkop.tendering.queries.tenders import lots_of
from samkop.tendering.rules.scoring_problem import WHOLE, Comparison
from samkop.tendering.vocabulary import AwardMethod, EspdKind, ModelKind, Procedure


def documents(tender: Tender, now: datetime) -> Iterator[Finding]:
    """Without documents a bidder knows little; without grounds nobody can be shut out."""
    if not documents_of(tender.pk):
        yield Finding(
            "no-documents", _("The tender has no document."), "tender-documents", warning=True
        )
    if not any(row.kind == EspdKind.EXCLUSION for row in espd_of(tender.pk)):
        yield Finding(
            "no-exclusion-grounds",
            _("No ground for exclusion is asked for, not even the mandatory ones (art. 57)."),
            "tender-requirements", warning=True,
        )  # fmt: skip


def requirements(tender: Tender, now: datetime) -> Iterator[Finding]:
    """A requirement that one known supplier or none meets shuts out the market."""
    for row, meeting, marked in few_meet(tender.pk):
        yield Finding(
            "requirement-few-meet",
            _("Requirement %(code)s is met by %(meeting)s of %(marked)s known suppliers."),
            "tender-requirements", warning=True,
            facts={"code": row.code, "meeting": meeting, "marked": marked},
        )  # fmt: skip


def comparing(tender: Tender, now: datetime) -> Iterator[Finding]:
    """Each lot has a price sheet and a model that can be reckoned with."""
    for lot in lots_of(tender.pk):
        if not price_lines_of(tender.pk, lot.pk):
            yield Finding(
                "no-price-sheet", _("%(lot)s has no price sheet."), "tender-prices",
                facts={"lot": lot.code},
            )  # fmt: skip
        yield from _compared(tender, lot)
    yield from _rules(tender)


def _compared(tender: Tender, lot: Lot) -> Iterator[Finding]:
    found = comparison_of(tender, lot.pk)
    of_lot = {"lot": lot.code}
    if found is None:
        yield Finding(
            "no-model", _("How the bids on %(lot)s are compared is not said."),
            "tender-evaluation", facts=of_lot,
        )  # fmt: skip
        return
    if found.weighs and found.weights != WHOLE:
        yield Finding(
            "weights-wrong",
            _("The weights on %(lot)s, the price's with them, sum up to %(sum)s permille, not"
              " 1,000."),
            "tender-evaluation", facts={**of_lot, "sum": found.weights},
        )  # fmt: skip
        return
    yield from _reckoned(tender, lot, found)


def _reckoned(tender: Tender, lot: Lot, found: Comparison) -> Iterator[Finding]:
    try:
        found.model()
    except ProblemError as error:
        yield Finding(
            "model-unreadable", _("The model of %(lot)s cannot be reckoned with. %(why)s"),
            "tender-evaluation", facts={"lot": lot.code, "why": str(error)},
        )  # fmt: skip
        return
    if found.kind == ModelKind.RELATIVE:
        yield Finding(
            "model-relative",
            _("On %(lot)s the ranking of two bids can depend on a third that wins nothing."),
            "tender-evaluation", warning=True, facts={"lot": lot.code},
        )  # fmt: skip
    model = model_for(tender.pk, lot.pk)
    items = life_cycle_items(model) if model else set()
    priced = {line.item for line in price_lines_of(tender.pk, lot.pk)}
    if items and priced != items:
        yield Finding(
            "cost-items-differ",
            _("The price sheet of %(lot)s does not price each cost item of the model, or others."),
            "tender-prices", facts={"lot": lot.code},
        )  # fmt: skip


def _rules(tender: Tender) -> Iterator[Finding]:
    """Rules over several lots hold where lots are awarded together, by one model in money."""
    rules, models = award_rules_of(tender.pk), models_of(tender.pk)
    together = any(row.method == AwardMethod.COMBINATION for row in models)
    if rules and not together:
        yield Finding(
            "rules-without-combination",
            _("There are rules over several lots, and the lots are awarded one by one."),
            "tender-evaluation",
        )
    several = [lot.code for lot in lots_of(tender.pk) if lot.most_suppliers > 1]
    if several and tender.procedure == Procedure.MINI_COMPETITION:
        yield Finding(
            "call-off-to-several",
            _("A mini-competition is a call-off: %(lot)s goes to one supplier."), "tender-lots",
            facts={"lot": several[0]},
        )  # fmt: skip
    if together and several:
        yield Finding(
            "combination-of-several-suppliers",
            _("Lots that are awarded together have one supplier each; %(lot)s has several."),
            "tender-evaluation", facts={"lot": several[0]},
        )  # fmt: skip
    if together and len(models) > 1:
        yield Finding(
            "combination-of-several-models",
            _("Lots that are awarded together are compared by one model."),
            "tender-evaluation",
        )
