"""Writing a rule of call-off down, and what stands once it is adopted."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from factories.call_offs import NOW, a_draft_rule, a_panel, a_part
from factories.parties import a_municipality, a_purchasing_body, an_actor
from samkop.agreements.models import CallOffOffer, CallOffRule, FrameworkAgreement
from samkop.agreements.queries import call_off_of, offers_of, places_of
from samkop.agreements.usecases import call_off as call_offs
from samkop.agreements.usecases.agreement import put_in_force
from samkop.agreements.usecases.preparation import change_prepared_agreement
from samkop.parties.vocabulary import RoleName
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import perform, reading
from samkop.tendering.vocabulary import CallOffMethod, TurnBy

pytestmark = pytest.mark.usefixtures("database")


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refused:
        perform(actor, use_case, now=NOW, **inputs)
    return refused.value.code


class Draft:
    """A rule in preparation with two agreements, of which none is ranked yet."""

    def __init__(self, **fields):
        self.runner = an_actor(a_purchasing_body(), RoleName.CATEGORY_MANAGER)
        self.rule = a_draft_rule(self.runner, **fields)
        self.parts = [a_part(self.runner, number) for number in (1, 2)]

    def do(self, use_case, **inputs):
        return perform(self.runner, use_case, now=NOW, rule_id=self.rule.pk, **inputs)

    def refused(self, use_case, **inputs):
        return code_of(self.runner, use_case, rule_id=self.rule.pk, **inputs)

    def rank(self):
        for rank, part in enumerate(self.parts, 1):
            self.do(call_offs.rank_supplier, agreement_id=part.pk, rank=rank)

    def offer(self, index=0, position="Laptop", item=None):
        return {
            "agreement_id": self.parts[index].pk, "position": position,
            "seller_item_id": item or f"ITEM-{index + 1}",
        }  # fmt: skip


def test_suppliers_are_ranked_and_their_offers_entered_and_taken_out():
    draft = Draft()
    draft.rank()
    first = draft.do(call_offs.enter_offer, **draft.offer(0))
    draft.do(call_offs.enter_offer, **draft.offer(1))
    draft.do(call_offs.remove_offer, offer_id=first.pk)
    with reading(draft.runner):
        places = [(one.pk, one.call_off_rank) for one in places_of(draft.rule.pk)]
        assert places == [(draft.parts[0].pk, 1), (draft.parts[1].pk, 2)]
        assert [one.seller_item_id for one in offers_of(draft.rule.pk)] == ["ITEM-2"]
    draft.do(call_offs.unrank_supplier, agreement_id=draft.parts[1].pk)
    with reading(draft.runner):
        assert [one.pk for one in places_of(draft.rule.pk)] == [draft.parts[0].pk]
        assert offers_of(draft.rule.pk) == []


def test_a_rank_and_a_supplier_stand_once_in_a_rule():
    draft = Draft()
    draft.rank()
    third = a_part(draft.runner, 3)
    refused = draft.refused
    assert refused(call_offs.rank_supplier, agreement_id=third.pk, rank=2) == "rank-taken"
    assert refused(call_offs.rank_supplier, agreement_id=third.pk, rank=0) == "rank-out-of-bounds"
    first = draft.parts[0].pk
    assert refused(call_offs.rank_supplier, agreement_id=first, rank=7) == "called-off-already"


def test_a_signed_agreement_is_not_ranked_any_more():
    draft, panel = Draft(), a_panel(suppliers=2)
    signed = panel.agreements[0].pk
    code = code_of(
        panel.runner, call_offs.rank_supplier, rule_id=a_draft_rule(panel.runner, number="N").pk,
        agreement_id=signed, rank=1,
    )  # fmt: skip
    assert code == "terms-are-signed"
    assert draft.refused(call_offs.rank_supplier, agreement_id=signed, rank=1) == "not-found"


def test_an_offer_is_an_item_with_a_price_in_one_position():
    draft = Draft()
    draft.rank()
    enter = call_offs.enter_offer
    assert draft.refused(enter, **draft.offer(item="NONE")) == "item-without-price"
    assert draft.refused(enter, **draft.offer(position=" ")) == "position-missing"
    draft.do(enter, **draft.offer())
    assert draft.refused(enter, **draft.offer(position="Other")) == "item-in-another-position"


def test_a_rule_is_adopted_when_it_is_whole():
    draft = Draft()
    adopt = call_offs.adopt_call_off
    assert draft.refused(adopt) == "suppliers-too-few"
    draft.rank()
    assert draft.refused(adopt) == "positions-missing"
    draft.do(call_offs.enter_offer, **draft.offer())
    assert draft.do(adopt).adopted_at == NOW
    assert draft.refused(adopt) == "call-off-adopted"
    third = a_part(draft.runner, 3)
    rank = {"agreement_id": third.pk, "rank": 3}
    assert draft.refused(call_offs.rank_supplier, **rank) == "call-off-adopted"


def test_the_parts_together_are_not_more_than_was_published_for_all():
    draft = Draft(maximum_value_cents=199_999_99)
    draft.rank()
    draft.do(call_offs.enter_offer, **draft.offer())
    assert draft.refused(call_offs.adopt_call_off) == "parts-exceed-maximum"


def test_a_rule_of_mini_competitions_needs_no_offers():
    draft = Draft(method=CallOffMethod.MINI_COMPETITION)
    draft.rank()
    assert draft.do(call_offs.adopt_call_off).adopted_at == NOW


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"maximum_value_cents": 200_000_00}, "ranked-in-a-call-off"),
        ({"currency": "SEK"}, "ranked-in-a-call-off"),
        ({"register_number": "D/NEW"}, None),
    ],
)
def test_what_the_rule_rests_on_stands_while_the_agreement_is_ranked(changed, code):
    draft = Draft()
    draft.rank()
    part = draft.parts[0]
    terms = {
        "number": part.number, "register_number": "D/P", "category": part.category,
        "titles": {"sv": "Datorer", "fi": "Tietokoneet", "en": "Laptops"},
        "supplier_id": part.supplier_id, "valid_from": part.valid_from,
        "valid_until": part.valid_until, "currency": "EUR", "maximum_value_cents": 100_000_00,
        **changed,
    }  # fmt: skip
    change = {"agreement_id": part.pk, **terms}
    if code:
        assert code_of(draft.runner, change_prepared_agreement, **change) == code
    else:
        made = perform(draft.runner, change_prepared_agreement, now=NOW, **change)
        assert made.register_number == "D/NEW"


def test_no_agreement_comes_into_force_before_its_rule_is_adopted():
    draft = Draft()
    draft.rank()
    code = code_of(
        draft.runner, put_in_force, agreement_id=draft.parts[0].pk, register_number="D/1"
    )
    assert code == "call-off-not-adopted"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"method": "lottery"}, "method-unknown"),
        ({"maximum_value_cents": 0}, "maximum-value-missing"),
        ({"mini_competition_from_cents": 300_000_01}, "competition-out-of-bounds"),
        ({"mini_competition_from_cents": 0}, "competition-out-of-bounds"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(fields, code):
    runner = an_actor(a_purchasing_body(), RoleName.CATEGORY_MANAGER)
    with pytest.raises(Refused) as refused:
        a_draft_rule(runner, **fields)
    assert refused.value.code == code
    assert Draft().refused(call_offs.change_call_off, terms=terms(**fields)) == code


def terms(**fields):
    given = {
        "number": "NEW", "title": "Phones", "method": CallOffMethod.ROTATION, "currency": "EUR",
        "maximum_value_cents": 250_000_00, "register_number": "D/NEW",
        "turn_by": TurnBy.NUMBER, "mini_competition_from_cents": 50_000_00, **fields,
    }  # fmt: skip
    return call_offs.Terms(**given)


def test_a_rule_in_preparation_is_written_down_anew_and_its_suppliers_stay():
    draft, new = Draft(), terms()
    draft.rank()
    changed = draft.do(call_offs.change_call_off, terms=new)
    with reading(draft.runner):
        kept = call_off_of(draft.rule.pk)
        assert {name: getattr(kept, name) for name in asdict(new)} == asdict(new)
        assert [one.call_off_rank for one in places_of(changed.pk)] == [1, 2]
    assert draft.do(call_offs.change_call_off, terms=new).number == "NEW"
    differs = terms(currency="SEK")
    assert draft.refused(call_offs.change_call_off, terms=differs) == "call-off-currency-differs"
    a_draft_rule(draft.runner, number="OTHER")
    taken = terms(number="OTHER")
    assert draft.refused(call_offs.change_call_off, terms=taken) == "call-off-number-taken"


def test_a_rule_in_preparation_is_removed_with_its_offers_and_the_agreements_stay():
    draft = Draft()
    draft.rank()
    draft.do(call_offs.enter_offer, **draft.offer())
    draft.do(call_offs.remove_call_off)
    with reading(draft.runner):
        assert (CallOffRule.objects.count(), CallOffOffer.objects.count()) == (0, 0)
        parts = FrameworkAgreement.objects.filter(id__in=[one.pk for one in draft.parts])
        assert list(parts.values_list("call_off_rule", "call_off_rank")) == [(None, None)] * 2
    assert draft.refused(call_offs.remove_call_off) == "not-found"


@pytest.mark.parametrize("use_case", ["change", "remove"])
def test_an_adopted_rule_is_neither_changed_nor_removed(use_case):
    panel = a_panel(suppliers=2)
    inputs = {"terms": terms()} if use_case == "change" else {}
    asked = getattr(call_offs, f"{use_case}_call_off")
    assert code_of(panel.runner, asked, rule_id=panel.rule.pk, **inputs) == "call-off-adopted"
    buyer = an_actor(panel.buyers[0].party, RoleName.BUYER)
    assert code_of(buyer, asked, rule_id=panel.rule.pk, **inputs) == "not-allowed"
    stranger = an_actor(a_purchasing_body(), RoleName.BUYER)
    assert code_of(stranger, asked, rule_id=panel.rule.pk, **inputs) == "not-found"


def test_a_number_stands_once_and_only_who_purchases_for_others_prepares():
    draft = Draft(number="SAME")
    with pytest.raises(Refused) as refused:
        a_draft_rule(draft.runner, number="SAME")
    assert refused.value.code == "call-off-number-taken"
    with pytest.raises(Refused) as refused:
        a_draft_rule(an_actor(a_purchasing_body(), RoleName.EMPLOYEE))
    assert refused.value.code == "not-allowed"


def test_a_buyer_reads_the_rule_and_changes_nothing_and_a_stranger_finds_none():
    panel = a_panel(suppliers=2)
    buyer = an_actor(panel.buyers[0].party, RoleName.BUYER)
    with reading(buyer):
        assert call_off_of(panel.rule.pk) == panel.rule
        assert [one.pk for one in places_of(panel.rule.pk)] == [a.pk for a in panel.agreements]
    assert code_of(buyer, call_offs.adopt_call_off, rule_id=panel.rule.pk) == "not-allowed"
    stranger = an_actor(a_municipality(), RoleName.BUYER)
    assert code_of(stranger, call_offs.adopt_call_off, rule_id=panel.rule.pk) == "not-found"


def test_a_supplier_sees_its_own_rank_and_offers_and_no_others():
    panel = a_panel(suppliers=2)
    with reading(an_actor(panel.suppliers[1], RoleName.SALESPERSON)):
        assert [one.call_off_rank for one in places_of(panel.rule.pk)] == [2]
        assert [one.seller_item_id for one in offers_of(panel.rule.pk)] == ["ITEM-2"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_calloffrule SET adopted_at = NULL WHERE id = %s",
        "UPDATE agreements_frameworkagreement SET call_off_rank = 9 WHERE call_off_rule_id = %s",
        "DELETE FROM agreements_calloffrule WHERE id = %s",
    ],
)
def test_the_database_too_lets_an_adopted_rule_stand(statement):
    panel = a_panel(suppliers=2)
    with (
        pytest.raises(DatabaseError, match="call_off_rule_adopted"),
        connections["owner"].cursor() as cursor,
        transaction.atomic(using="owner"),
    ):
        cursor.execute(statement, [panel.rule.pk])


def test_the_database_too_lets_no_offer_stand_of_a_supplier_that_is_not_ranked():
    draft = Draft()
    with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
        CallOffOffer.objects.using("owner").create(
            rule=draft.rule, agreement=draft.parts[0], position="P", seller_item_id="ITEM-1"
        )


def _rank_at_once(agreement_id, rule_id):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "UPDATE agreements_frameworkagreement SET call_off_rule_id = %s, call_off_rank = 1"
            " WHERE id = %s",
            [rule_id, agreement_id],
        )


def test_the_database_too_refuses_a_rule_of_another_purchasing_body():
    draft, other = Draft(), Draft()
    with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
        _rank_at_once(draft.parts[0].pk, other.rule.pk)
    assert CallOffRule.objects.using("owner").filter(agreements=draft.parts[0]).count() == 0
