"""The arithmetic of agreements: pure functions on plain values."""

from samkop.agreements.rules.call_off import Candidate, choose, needs_competition
from samkop.agreements.rules.index_clauses import (
    Clause,
    Reading,
    Review,
    compared_month,
    is_review_day,
    open_reviews,
    review,
)
from samkop.agreements.rules.legal_basis import basis_state
from samkop.agreements.rules.modifications import modification_room, threshold_cents
from samkop.agreements.rules.price_rules import (
    Basis,
    Evidence,
    IndexStep,
    RulePrice,
    absence_of,
    base_steps,
)
from samkop.agreements.rules.price_steps import PriceOrigin, PriceStep, origin_from_json, total
from samkop.agreements.rules.price_tiers import (
    Tier,
    next_tier,
    price_of,
    tier_at,
    tier_marks,
    tiers_rise,
    with_lower_offer,
)
from samkop.agreements.rules.run_out import WINDOWS, RunOut, Stage, rates_of, reached_on, run_out
from samkop.agreements.rules.scope import (
    Bound,
    Breach,
    Model,
    Scope,
    breaches,
    closest,
    known_properties,
    unit_of,
)
from samkop.agreements.rules.term import standing, term_needs_justification

__all__ = [
    "WINDOWS",
    "Basis",
    "Bound",
    "Breach",
    "Candidate",
    "Clause",
    "Evidence",
    "IndexStep",
    "Model",
    "PriceOrigin",
    "PriceStep",
    "Reading",
    "Review",
    "RulePrice",
    "RunOut",
    "Scope",
    "Stage",
    "Tier",
    "absence_of",
    "base_steps",
    "basis_state",
    "breaches",
    "choose",
    "closest",
    "compared_month",
    "is_review_day",
    "known_properties",
    "modification_room",
    "needs_competition",
    "next_tier",
    "open_reviews",
    "origin_from_json",
    "price_of",
    "rates_of",
    "reached_on",
    "review",
    "run_out",
    "standing",
    "term_needs_justification",
    "threshold_cents",
    "tier_at",
    "tier_marks",
    "tiers_rise",
    "total",
    "unit_of",
    "with_lower_offer",
]
