"""The four tenders of the demonstration, each from its beginning to where it stands today."""

from __future__ import annotations

from samkop.site.demo.post import Post, tell_what_happened
from samkop.site.demo.sourcing.awarding import combined, decided, evaluated, signed
from samkop.site.demo.sourcing.bidding import Sealing, bids_in, closed, opened, sealing_of
from samkop.site.demo.sourcing.dialogue import Asking, asked, reported
from samkop.site.demo.sourcing.officers import Officer, keys_made, officers_of_body
from samkop.site.demo.sourcing.planning import homework_of_rooms, study_of_rooms, study_of_town
from samkop.site.demo.sourcing.preparing import (
    Preparing,
    announced,
    asked_for,
    dated,
    lot_ids,
    prepared,
    with_documents,
    with_lots,
)
from samkop.site.demo.sourcing.scene import TOWN, Scene, Seed, sourcing
from samkop.site.demo.sourcing.shelving import in_the_shop, ordered
from samkop.site.demo.sourcing.work import run_jobs
from samkop.tendering.usecases.corrections import CorrectionTerms, correct_tender
from samkop.tendering.usecases.from_pre_study import take_over_pre_study
from samkop.tendering.usecases.laboratory import (
    TASK,
    Tried,
    attach_laboratory_run,
    begin_laboratory_run,
)
from samkop.tendering.usecases.questions import answer_tender_question, ask_tender_question

CENTS = 100


def source(scene: Scene, post: Post) -> None:
    """Everything, each once."""
    officers, seeds = officers_of_body(scene), sourcing()
    _rooms(scene, seeds["rooms"], officers, post)
    _headsets(scene, seeds["headsets"], officers)
    _pupils(scene, seeds["pupils"], officers)
    _town(scene, seeds["town"])
    tell_what_happened()


def _rooms(scene: Scene, seed: Seed, officers: list[Officer], post: Post) -> None:
    """Concluded: from the need to the shop."""
    study = study_of_rooms(scene, seed)
    asking = Asking(scene, seed, scene.person("category"), study.pk, opened=285, until=258)
    consultation_id = asked(asking)
    reported(asking, consultation_id, 232)
    homework_of_rooms(scene, seed, study, consultation_id)
    made = Preparing(scene, seed, 215)
    tender_id = prepared(made).pk
    scene.play(
        made.runner, take_over_pre_study, made.key("study"), made.now, tender_id=tender_id,
        pre_study_id=study.pk,
    )  # fmt: skip
    asked_for(made, tender_id)
    with_documents(made, tender_id)
    dated(made, tender_id, scene.at(150, 12), scene.at(165, 12))
    keys_made(made, tender_id, officers, 205)
    announced(made, tender_id, 200)
    sealing = sealing_of(made, tender_id)
    bids_in(sealing, 151)
    closed(sealing)
    opened(sealing, officers, 147)
    tell_what_happened()
    evaluated(made, tender_id, 143)
    combined(made, tender_id, 125)
    decided(made, tender_id, 120)
    signed(made, tender_id, 98)
    in_the_shop(made, tender_id, 88)
    ordered(made, 5, post)


def _headsets(scene: Scene, seed: Seed, officers: list[Officer]) -> None:
    """The deadline has passed: two officers may open what came in."""
    made = _announced(scene, seed, officers, (60, 52, 48), until=3)
    bids_in(made, 6)
    closed(made)


def _pupils(scene: Scene, seed: Seed, officers: list[Officer]) -> None:
    """Open for bids, with an answer, a question that waits, and a correction."""
    sealing = _announced(scene, seed, officers, (34, 26, 22), until=-28)
    made, tender_id = sealing.made, sealing.tender.pk
    for name, ago in (("question", 14), ("waiting", 4)):
        row = seed[name]
        question_id = scene.play(
            scene.person("sales", row["by"]), ask_tender_question, made.key(name), scene.at(ago),
            tender_id=tender_id, text=row["text"],
        )  # fmt: skip
        if "told" in row:
            scene.play(
                made.runner, answer_tender_question, made.key(name), scene.at(ago - 3),
                question_id=str(question_id), asked=row["asked"], text=row["told"],
            )  # fmt: skip
    terms = CorrectionTerms(seed["correction"]["text"], substantial=True,
                            bids_until=scene.at(-35, 12))  # fmt: skip
    scene.play(
        made.runner, correct_tender, made.key("corrected"), scene.at(7, 13), tender_id=tender_id,
        terms=terms,
    )  # fmt: skip
    tell_what_happened()


def _announced(
    scene: Scene, seed: Seed, officers: list[Officer], days: tuple[int, int, int], *, until: int
) -> Sealing:
    """A tender of the purchasing body without a pre-study, open for bids."""
    first, keyed, out = days
    made = Preparing(scene, seed, first)
    tender_id = prepared(made).pk
    with_lots(made, tender_id, seed["buyers"])
    asked_for(made, tender_id)
    with_documents(made, tender_id)
    dated(made, tender_id, scene.at(until, 12), scene.at(until + 12, 12))
    keys_made(made, tender_id, officers, keyed)
    announced(made, tender_id, out)
    return sealing_of(made, tender_id)


def _town(scene: Scene, seed: Seed) -> None:
    """In preparation: homework with gaps, the market is asked, a model is tried out."""
    study = study_of_town(scene, seed)
    runner = scene.person("category", TOWN)
    asked(Asking(scene, seed, runner, study.pk, opened=18, until=-14))
    made = Preparing(scene, seed, 9, TOWN)
    tender_id = prepared(made).pk
    with_lots(made, tender_id, {TOWN: 0}, years=seed["term_months"] // 12)
    asked_for(made, tender_id)
    said = seed["laboratory"]
    run = scene.play(
        runner, begin_laboratory_run, made.key("laboratory"), scene.at(3), tender_id=tender_id,
        lot_id=lot_ids(made, tender_id)[f"LOT-{said['lot']:04d}"], language="sv",
        tried=Tried(said["low"] * CENTS, said["high"] * CENTS, said["bidders"], said["draws"]),
    )  # fmt: skip
    run_jobs(runner.own_party_id, TASK, scene.at(3, 10))
    scene.play(runner, attach_laboratory_run, made.key("attached"), scene.at(2), run_id=run.pk)
