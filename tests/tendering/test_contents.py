"""What a tender asks for, how bids are compared, and that what was published stays the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connections
from django.utils import translation

from factories.bids import a_key_ceremony
from factories.parties import a_purchasing_body, a_supplier, an_actor
from factories.tendering import (
    AT,
    BIDS_UNTIL,
    a_tender_in_preparation,
    a_tender_runner,
    an_announced_tender,
)
from samkop.core.award.scoring import model_of
from samkop.core.bidding import form_value
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.models import Freeze, KnownSupplier, Requirement, TenderDocument
from samkop.tendering.queries import tender_of
from samkop.tendering.queries.contents import (
    bid_form,
    documents_of,
    price_lines_of,
    requirements_of,
    rules_over_lots,
    scoring_of,
)
from samkop.tendering.queries.freezing import freeze_of, hash_of, is_as_published, published_of
from samkop.tendering.queries.readiness import findings_of
from samkop.tendering.usecases.announcing import announce_tender, set_tender_dates
from samkop.tendering.usecases.comparing import (
    CriterionTerms,
    ModelTerms,
    PriceTerms,
    RuleTerms,
    set_award_criterion,
    set_award_rule,
    set_evaluation_model,
    set_price_line,
)
from samkop.tendering.usecases.contents import (
    DocumentFile,
    EspdTerms,
    RequirementTerms,
    add_known_supplier,
    add_mandatory_grounds,
    add_tender_document,
    mark_known_supplier,
    remove_tender_part,
    set_espd_criterion,
    set_requirement,
)
from samkop.tendering.vocabulary import AwardMethod, AwardRuleKind, DocumentKind, ModelKind

pytestmark = pytest.mark.usefixtures("database")
FILE = DocumentFile(DocumentKind.SPECIFICATION, "Kravspecifikation", "krav.pdf", b"%PDF one")


@pytest.fixture(scope="module")
def runner(database):
    return a_tender_runner(a_purchasing_body())


@pytest.fixture
def tender(runner):
    return a_tender_in_preparation(runner)


@pytest.fixture(scope="module")
def announced(runner):
    return an_announced_tender(runner)


def refused(actor, use_case, **inputs):
    with pytest.raises(Refused) as caught:
        perform(actor, use_case, **inputs)
    return caught.value.code


def found(runner, tender):
    with reading(runner):
        return {one.code: str(one) for one in findings_of(tender_of(tender.pk), AT)}


def test_the_form_of_a_bid_has_what_is_asked_for_on_the_lot(runner, tender):
    given = {"tender_id": tender.pk}
    only = RequirementTerms("R2", "Unlocked", "a declaration of the maker", "LOT-0002")
    perform(runner, set_requirement, terms=only, **given)
    capped = PriceTerms("LOT-0001", "P2", "Installation", "hour", Decimal("40.5"), 9_000)
    perform(runner, set_price_line, terms=capped, **given)
    turnover = EspdTerms("slc-stand-to-gen", "at least 2 million euros", "LOT-0001")
    perform(runner, set_espd_criterion, terms=turnover, **given)
    with reading(runner), translation.override("en"):
        one, two = (form_value(bid_form(tender.pk, code)) for code in ("LOT-0001", "LOT-0002"))
    assert one["prices"] == [
        {"line": "P1", "text": "Device", "unit": "piece", "quantity": "100"},
        {"line": "P2", "text": "Installation", "unit": "hour", "quantity": "40.5",
         "price_max": "90.00"},
    ]  # fmt: skip
    assert one["requirements"] == [{"code": "R1", "text": "Support in Swedish", "evidence": False}]
    assert two["requirements"][1] == {
        "code": "R2", "text": "Unlocked (a declaration of the maker)", "evidence": True,
    }  # fmt: skip
    assert one["criteria"] == [{"code": "Q1", "text": "Plan of installation"}]
    assert [len(form["espd"]) for form in (one, two)] == [9, 8]
    assert one["espd"][-1]["text"] == "General yearly turnover: at least 2 million euros"
    assert (one["lots"], one["discounts"], one["valid_until"]) == (
        ["LOT-0001", "LOT-0002"], False, "2026-09-01",
    )  # fmt: skip


def test_a_document_keeps_its_versions_and_only_the_newest_counts(runner, tender):
    first = perform(runner, add_tender_document, tender_id=tender.pk, file=FILE)
    second = perform(
        runner, add_tender_document, tender_id=tender.pk, file=replace(FILE, content=b"%PDF two")
    )
    assert (first.version, second.version) == (1, 2)
    with reading(runner):
        assert [row.sha256 for row in documents_of(tender.pk)] == [second.sha256]
    for wrong, code in [
        ({"name": "a/b.pdf"}, "document-name-wrong"), ({"name": " "}, "document-name-wrong"),
        ({"content": b""}, "document-empty"), ({"lot": "LOT-0009"}, "no-such-lot"),
    ]:  # fmt: skip
        file = replace(FILE, **wrong)
        assert refused(runner, add_tender_document, tender_id=tender.pk, file=file) == code
    perform(runner, remove_tender_part, kind="document", part_id=second.pk)
    with reading(runner):
        assert [row.version for row in documents_of(tender.pk)] == [1]


def test_a_requirement_that_one_known_supplier_or_none_meets_is_a_warning(runner, tender):
    with reading(runner):
        (first,) = requirements_of(tender.pk)
    suppliers = [
        perform(runner, add_known_supplier, tender_id=tender.pk, name=name) for name in "ABC"
    ]
    for place, supplier in enumerate(suppliers):
        perform(
            runner, mark_known_supplier, known_supplier_id=supplier.pk,
            meets={first.pk: place == 0},
        )  # fmt: skip
    (warned,) = [one for one in findings_in(runner, tender) if one.code == "requirement-few-meet"]
    assert warned.facts == {"code": "R1", "meeting": 1, "marked": 3}
    perform(runner, mark_known_supplier, known_supplier_id=suppliers[2].pk, meets={first.pk: True})
    assert "requirement-few-meet" not in found(runner, tender)
    perform(runner, remove_tender_part, kind="known-supplier", part_id=suppliers[0].pk)
    assert "requirement-few-meet" in found(runner, tender)
    other = a_tender_in_preparation(runner)
    with reading(runner):
        (foreign,) = requirements_of(other.pk)
    code = refused(
        runner, mark_known_supplier, known_supplier_id=suppliers[1].pk, meets={foreign.pk: True}
    )
    assert code == "not-found"
    # It stops nothing, and nobody else sees whom the buyer knows.
    a_key_ceremony(tender, runner, now=AT)
    perform(runner, announce_tender, now=AT, tender_id=tender.pk)
    with reading(an_actor(a_supplier(), RoleName.SALESPERSON)):
        assert Requirement.objects.filter(tender_id=tender.pk).count() == 1
        assert not KnownSupplier.objects.filter(tender_id=tender.pk).exists()


ABSOLUTE = ModelTerms(
    ModelKind.ABSOLUTE_SCALE, 600, {"full_at": "800.00", "none_at": "1600.00"}
)  # fmt: skip


def test_weights_that_do_not_sum_up_to_a_thousand_are_a_fault_by_lot(runner, tender):
    given = {"tender_id": tender.pk}
    perform(runner, set_evaluation_model, terms=ABSOLUTE, **given)
    weighed = CriterionTerms("Q1", "Plan", 5, weight=300, minimum_mark=Decimal(2))
    perform(runner, set_award_criterion, terms=weighed, **given)
    more = CriterionTerms("Q2", "Training", 5, weight=100, lot="LOT-0001")
    perform(runner, set_award_criterion, terms=more, **given)
    faults = [one.facts for one in findings_in(runner, tender) if one.code == "weights-wrong"]
    assert faults == [{"lot": "LOT-0002", "sum": 900}]
    code = refused(runner, announce_tender, now=AT, **given)
    assert code == "tender-not-ready"
    perform(runner, set_award_criterion, terms=replace(more, lot=""), **given)
    assert "weights-wrong" not in found(runner, tender)
    with reading(runner):
        problem = scoring_of(tender.pk, "LOT-0001")
    assert problem == {
        "model": {"kind": "absolute-scale", "full_at": "800.00", "none_at": "1600.00",
                  "weights_sum": 1000, "price_weight": 600},
        "criteria": [{"id": "Q1", "max": 5, "minimum": 2, "weight": 300},
                     {"id": "Q2", "max": 5, "weight": 100}],
        "currency": "EUR",
    }  # fmt: skip
    read = model_of(problem["model"], problem["criteria"], problem["currency"])
    assert [leaf.full for leaf in read.leaves] == [300, 100]


def findings_in(runner, tender):
    with reading(runner):
        return findings_of(tender_of(tender.pk), AT)


def test_a_model_that_cannot_be_reckoned_with_is_a_fault_and_the_relative_one_a_warning(
    runner, tender
):
    given = {"tender_id": tender.pk}
    upside = replace(ABSOLUTE, parameters={"full_at": "9.00", "none_at": "8.00"}, price_weight=400)
    perform(runner, set_evaluation_model, terms=upside, **given)
    weighed = CriterionTerms("Q1", "Plan", 5, weight=600)
    perform(runner, set_award_criterion, terms=weighed, **given)
    assert "none_at has to lie above full_at" in found(runner, tender)["model-unreadable"]
    perform(runner, set_evaluation_model, terms=ModelTerms(ModelKind.RELATIVE, 400), **given)
    told = found(runner, tender)
    assert ("model-unreadable" in told, "model-relative" in told) == (False, True)


def test_a_model_of_life_cycle_cost_prices_each_of_its_items(runner, tender):
    given = {"tender_id": tender.pk}
    items = [{"id": "purchase"}, {"id": "energy"}, {"id": "staff", "own": True}]
    cycle = {"years": 4, "rate_per_cent": 3, "items": items}
    model = ModelTerms(ModelKind.LIFE_CYCLE_COST, parameters={"life_cycle": cycle})
    perform(runner, set_evaluation_model, terms=model, **given)
    assert "cost-items-differ" in found(runner, tender)
    for lot in ("LOT-0001", "LOT-0002"):
        for code, item, years in (("P1", "purchase", (0,)), ("P2", "energy", (0, 1, 2, 3))):
            line = PriceTerms(lot, code, item, "piece", Decimal(1), item=item, years=years)
            perform(runner, set_price_line, terms=line, **given)
    assert "cost-items-differ" not in found(runner, tender)


REFUSED_MODELS = [
    (ModelTerms(ModelKind.RELATIVE, 400, method=AwardMethod.COMBINATION),
     "combination-needs-money"),
    (ModelTerms(ModelKind.LOWEST_PRICE, method=AwardMethod.COMBINATION, lot="LOT-0001"),
     "combination-of-all-lots"),
    (ModelTerms(ModelKind.LOWEST_PRICE, discounts=True), "discounts-need-a-combination"),
    (ModelTerms(ModelKind.LOWEST_PRICE, 400), "price-weight-wrong"),
    (ModelTerms(ModelKind.RELATIVE), "price-weight-wrong"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "code"), REFUSED_MODELS)
def test_a_model_that_the_law_or_arithmetic_forbids_is_refused(runner, announced, terms, code):
    tender = a_tender_in_preparation(runner)
    assert refused(runner, set_evaluation_model, tender_id=tender.pk, terms=terms) == code


def test_lots_are_awarded_together_only_in_money_and_by_quoted_rules(runner, tender):
    given = {"tender_id": tender.pk}
    at_most = RuleTerms(AwardRuleKind.MAX_LOTS, "Clause 4.2: at most two lots.", 2)
    perform(runner, set_award_rule, terms=at_most, **given)
    assert "rules-without-combination" in found(runner, tender)
    together = ModelTerms(ModelKind.PRICED_QUALITY, method=AwardMethod.COMBINATION, discounts=True)
    perform(runner, set_evaluation_model, terms=together, **given)
    assert "rules-without-combination" not in found(runner, tender)
    pair = RuleTerms(AwardRuleKind.INCOMPATIBLE, "Clause 4.3.", lots=("LOT-0002", "LOT-0001"))
    perform(runner, set_award_rule, terms=pair, **given)
    left = RuleTerms(AwardRuleKind.UNAWARDED, "Clause 4.4.", 70_000_000, ("LOT-0002",))
    perform(runner, set_award_rule, terms=left, **given)
    with reading(runner):
        assert rules_over_lots(tender.pk) == (
            {"max_lots_per_bidder": 2, "incompatible_lots": [["LOT-0001", "LOT-0002"]]},
            {"LOT-0002": 70_000_000},
        )
        assert bid_form(tender.pk, "LOT-0001").discounts is True
    for wrong, code in [
        (replace(at_most, clause=" "), "rule-not-quoted"),
        (replace(at_most, value=None), "rule-value-wrong"),
        (replace(at_most, lots=("LOT-0001",)), "rule-lots-wrong"),
        (replace(pair, lots=("LOT-0001", "LOT-0009")), "rule-lots-wrong"),
    ]:
        assert refused(runner, set_award_rule, terms=wrong, **given) == code
    own = ModelTerms(ModelKind.LOWEST_PRICE, lot="LOT-0002")
    perform(runner, set_evaluation_model, terms=own, **given)
    assert "combination-of-several-models" in found(runner, tender)


WRONG_SCALES = [
    (CriterionTerms("Q1", "Plan", 10, scale_step=Decimal(3)), "scale-wrong"),
    (CriterionTerms("Q1", "Plan", 10, minimum_mark=Decimal("2.5")), "scale-wrong"),
    (CriterionTerms("Q1", "Plan", 10, minimum_mark=Decimal(11)), "scale-wrong"),
    (CriterionTerms("Q1", "Plan", 10, weight=1001), "weight-wrong"),
]


def test_scales_lines_and_codes_that_cannot_be_are_refused(runner, tender):
    given = {"tender_id": tender.pk}
    for terms, code in WRONG_SCALES:
        assert refused(runner, set_award_criterion, terms=terms, **given) == code
    line = PriceTerms("LOT-0001", "P1", "Device", "piece", Decimal(0))
    assert refused(runner, set_price_line, terms=line, **given) == "quantity-missing"
    nowhere = replace(line, quantity=Decimal(1), lot="")
    assert refused(runner, set_price_line, terms=nowhere, **given) == "no-such-lot"
    espd = EspdTerms("no-code")
    assert refused(runner, set_espd_criterion, terms=espd, **given) == "not-in-the-list"


def test_nothing_of_what_is_announced_can_be_changed(runner, announced):
    given = {"tender_id": announced.pk}
    with reading(runner):
        line = price_lines_of(announced.pk)[0]
    steps = [
        (add_tender_document, {"file": FILE, **given}),
        (set_requirement, {"terms": RequirementTerms("R1", "Other"), **given}),
        (add_known_supplier, {"name": "A", **given}),
        (set_espd_criterion, {"terms": EspdTerms("exg-natl"), **given}),
        (add_mandatory_grounds, given),
        (set_price_line, {"terms": PriceTerms("LOT-0001", "P9", "x", "y", Decimal(1)), **given}),
        (set_award_criterion, {"terms": CriterionTerms("Q1", "Other", 10), **given}),
        (set_evaluation_model, {"terms": ModelTerms(ModelKind.LOWEST_PRICE), **given}),
        (set_award_rule, {"terms": RuleTerms(AwardRuleKind.MAX_LOTS, "x", 1), **given}),
        (remove_tender_part, {"kind": "price-line", "part_id": line.pk}),
    ]
    codes = {refused(runner, use_case, **inputs) for use_case, inputs in steps}
    assert codes == {"tender-in-another-state"}
    assert refused(runner, remove_tender_part, kind="owner", part_id=1) == "not-found"


def test_what_was_published_is_kept_with_its_hash_and_compared(runner):
    tender = a_tender_in_preparation(runner)
    with reading(runner):
        assert is_as_published(tender.pk) is False
    perform(runner, add_tender_document, tender_id=tender.pk, file=FILE)
    a_key_ceremony(tender, runner, now=AT)
    perform(runner, announce_tender, now=AT, tender_id=tender.pk)
    with reading(runner):
        frozen = freeze_of(tender.pk)
        assert (frozen.edition, frozen.sha256) == (1, hash_of(published_of(tender.pk)))
        assert is_as_published(tender.pk) is True
    assert hashlib.sha256(frozen.content.encode()).hexdigest() == frozen.sha256
    kept = json.loads(frozen.content)
    assert [row["sha256"] for row in kept["documents"]] == [
        hashlib.sha256(FILE.content).hexdigest()
    ]
    assert (kept["criteria"][0]["deduction_cents"], kept["lots"][0]["buyers"][0]["unit"]) == (
        5_000_000, "piece",
    )  # fmt: skip
    # Another language, another reader: the same text.
    with reading(an_actor(a_supplier(), RoleName.SALESPERSON)):
        assert is_as_published(tender.pk) is True
    # New dates before the notice is out are a further edition.
    perform(
        runner, set_tender_dates, now=AT, tender_id=tender.pk, bids_until=BIDS_UNTIL,
        bids_valid_until=tender.bids_valid_until,
    )  # fmt: skip
    with reading(runner):
        assert (freeze_of(tender.pk).edition, is_as_published(tender.pk)) == (2, True)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE tendering_priceline SET quantity = 101 WHERE tender_id = %s", [tender.pk]
        )
    with reading(runner):
        assert is_as_published(tender.pk) is False
    with connections["owner"].cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute("DELETE FROM tendering_freeze")
    with reading(runner):
        assert Freeze.objects.filter(tender_id=tender.pk).count() == 2
        assert TenderDocument.objects.filter(tender_id=tender.pk).count() == 1
