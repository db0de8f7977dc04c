"""From opened bids to signed agreements: marks, the best combination, decision, signatures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils import translation

from samkop.platform.unit_of_work import reading
from samkop.site.demo.post import tell_what_happened
from samkop.site.demo.sourcing.preparing import Preparing, lot_ids
from samkop.site.demo.sourcing.scene import Seed
from samkop.site.demo.sourcing.work import run_jobs
from samkop.tendering.award_reasons import bid_reason
from samkop.tendering.models import EvaluatorAppointment
from samkop.tendering.queries import opened_bids_of, proposal_of, tender_of
from samkop.tendering.queries.award_cases import facts_of
from samkop.tendering.queries.awards import awarded_lots_of, bidders_of, decision_of
from samkop.tendering.rules import cases_for
from samkop.tendering.usecases.award_decision import LetterTo, decide_award, send_decision
from samkop.tendering.usecases.award_runs import TASK, begin_award_run, propose_award
from samkop.tendering.usecases.compliance import Found, check_compliance
from samkop.tendering.usecases.evaluators import appoint_evaluator, declare_interest, hand_in_marks
from samkop.tendering.usecases.marks import GivenMark, agree_on_marks, give_marks
from samkop.tendering.usecases.signing import sign_award
from samkop.tendering.vocabulary import CheckOutcome

EVALUATORS = ("evaluator", "evaluator2")
AGREED = len(EVALUATORS)  # where the marks agreed on stand, after each evaluator's own
OUT_OF = 10
FINNISH = frozenset({"computers"})  # whose letters are in Finnish


def evaluated(made: Preparing, tender_id: int, ago: int) -> None:
    """What was asked for is there, two mark each alone, and then they agree."""
    bids, lots = _bids(made, tender_id), lot_ids(made, tender_id)
    for (supplier, lot), bid_id in bids.items():
        found = [
            Found("requirement", row["code"], CheckOutcome.MET) for row in made.seed["requirements"]
        ]
        made.scene.play(
            made.runner, check_compliance, made.key(f"check:{supplier}:{lot}"),
            made.scene.at(ago), bid_id=bid_id, found=found,
        )  # fmt: skip
    for place, part in enumerate(EVALUATORS):
        _mark(made, tender_id, (place, part), bids, lots, ago - 5)
    for lot, lot_id in lots.items():
        made.scene.play(
            made.runner, agree_on_marks, made.key(f"agreed:{lot}"), made.scene.at(ago - 10),
            lot_id=lot_id, marks=_marks(made.seed, bids, lot, AGREED),
        )  # fmt: skip


Bids = Mapping[tuple[str, str], int]  # ids by the supplier's key and the lot's code


def _bids(made: Preparing, tender_id: int) -> Bids:
    keys = {made.scene.party(row["bidder"]): row["bidder"] for row in made.seed["bids"]}
    with reading(made.runner):
        rows = opened_bids_of(tender_id)
        return {(keys[bid.bidder_id], bid.lot.code): bid.pk for bid in rows}


def _marks(seed: Seed, bids: Bids, lot: str, place: int) -> list[GivenMark]:
    """The marks on a lot's bids: an evaluator's by its place, or those agreed on."""
    tops = {row["code"]: row["scale_top"] for row in seed["criteria"]}
    given = []
    for row in seed["bids"]:
        if f"LOT-{row['lot']:04d}" != lot:
            continue
        for code, marks in row["marks"].items():
            differ = place == AGREED and len(set(marks)) > 1
            seen = seed["seen"][str(marks[place] * OUT_OF // tops[code])]
            reason = seed["decision"]["consensus"] if differ else seen
            given.append(GivenMark(bids[row["bidder"], lot], code, Decimal(marks[place]), reason))
    return given


def _mark(
    made: Preparing, tender_id: int, who: tuple[int, str], bids: Bids, lots: Mapping[str, int],
    ago: int,
) -> None:  # fmt: skip
    """One evaluator: appointed, without interests of its own, marks given and handed in."""
    (place, part), scene = who, made.scene
    evaluator = scene.person(part)
    scene.play(
        made.runner, appoint_evaluator, made.key(part), scene.at(ago + 3), tender_id=tender_id,
        lot_ids=sorted(lots.values()), evaluator_id=evaluator.person_id,
    )  # fmt: skip
    with reading(evaluator):
        rows = EvaluatorAppointment.objects.filter(evaluator_id=evaluator.person_id)
        appointed = dict(rows.values_list("lot_id", "id"))
    for lot, lot_id in lots.items():
        key, about = made.key(f"{part}:{lot}"), {"appointment_id": appointed[lot_id]}
        scene.play(evaluator, declare_interest, key, scene.at(ago + 2), conflict=False, **about)
        marks = _marks(made.seed, bids, lot, place)
        scene.play(evaluator, give_marks, key, scene.at(ago), marks=marks, **about)
        scene.play(evaluator, hand_in_marks, key, scene.at(ago, 15), **about)


def combined(made: Preparing, tender_id: int, ago: int) -> None:
    """The best combination, found by the job at its time, and proposed."""
    scene, about = made.scene, {"tender_id": tender_id}
    run = scene.play(made.runner, begin_award_run, made.key("run"), scene.at(ago), **about)
    run_jobs(made.runner.own_party_id, TASK, scene.at(ago, 10))
    with translation.override("sv"):
        scene.play(
            made.runner, propose_award, made.key("proposed"), scene.at(ago, 14), run_id=run.pk,
            **about,
        )  # fmt: skip


def decided(made: Preparing, tender_id: int, ago: int) -> None:
    """Decided as proposed, and sent to every bidder at one time."""
    scene, said = made.scene, made.seed["decision"]
    with reading(made.runner), translation.override("sv"):
        proposal, tender = proposal_of(tender_id), tender_of(tender_id)
        awards = {one.lot_id: one for one in proposal.awards.all()} if proposal else {}
        won = {one.bid_id for one in awards.values()}
        # As the page of the decision proposes it.
        lost = {
            bid.pk: bid_reason(tender, awards[bid.lot_id], bid, None)
            for bid in opened_bids_of(tender_id) if bid.pk not in won
        }  # fmt: skip
        case = cases_for(facts_of(tender))[0]
        bidders = sorted(bidder.pk for bidder in bidders_of(tender_id))
    scene.play(
        made.runner, decide_award, made.key("decided"), scene.at(ago, 10), tender_id=tender_id,
        case=case, register_number=made.register(30), decided_by=said["decided_by"],
        decided_on=scene.day(ago),
        lot_reasons={
            lot_id: said["won" if one.rank == 1 else "moved"] for lot_id, one in awards.items()
        },
        bid_reasons=lost,
    )  # fmt: skip
    finnish = {scene.party(key) for key in FINNISH}
    scene.play(
        made.runner, send_decision, made.key("sent"), scene.at(ago, 13), tender_id=tender_id,
        letters=[LetterTo(pk, "fi" if pk in finnish else "sv", "electronic") for pk in bidders],
        instructions={"sv": said["instructions_sv"], "fi": said["instructions_fi"]},
    )  # fmt: skip
    tell_what_happened()


def signed(made: Preparing, tender_id: int, ago: int) -> None:
    """Every lot that was awarded is signed, and its agreement is in force."""
    scene, said, on = made.scene, made.seed["decision"], made.scene.day(ago)
    for pk in _awarded(made, tender_id):
        scene.play(
            made.runner, sign_award, made.key(f"signed:{pk}"), scene.at(ago, 11),
            tender_id=tender_id, awarded_lot_id=pk, signed_on=on, starts_on=on,
            signed_for_buyer=said["signed_for_buyer"],
            signed_for_supplier=said["signed_for_supplier"], register_number=made.register(40),
        )  # fmt: skip
    tell_what_happened()


def _awarded(made: Preparing, tender_id: int) -> list[int]:
    with reading(made.runner):
        decision = decision_of(tender_id)
        lots = awarded_lots_of(decision.pk) if decision else []
        return [one.pk for one in lots if one.supplier_id]
