"""A market consultation with six suppliers, step by step through the real use cases.

Each function is one step at a given time, so that a flow can take them up one by one;
``a_reported_consultation`` plays them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from factories.parties import a_municipality, a_supplier, an_actor
from samkop.parties.models import Party
from samkop.parties.vocabulary import RoleName
from samkop.planning.models import (
    ConsultationAnswer,
    ConsultationQuestion,
    ConsultationRecord,
    MarketConsultation,
    MeetingNote,
    TradeSecretClaim,
)
from samkop.planning.queries import questions_of
from samkop.planning.usecases.consultation_answers import (
    answer_consultation,
    ask_in_consultation,
    tell_everybody,
)
from samkop.planning.usecases.consultation_record import report_consultation
from samkop.planning.usecases.consultations import (
    add_consultation_question,
    invite_to_consultation,
    open_consultation,
    prepare_consultation,
)
from samkop.planning.usecases.meeting_notes import comment_on_meeting, write_meeting_note
from samkop.planning.usecases.trade_secrets import claim_trade_secret, decide_trade_secret
from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import perform, reading

OPENED = datetime(2027, 1, 11, 8, tzinfo=UTC)
LASTS = timedelta(days=32, hours=7)
SUPPLIERS = (
    "Klientdrift Ab", "Nätbyggarna Ab", "Serverhallen Ab", "Provoperatör Ab", "Molntjänst Ab",
    "Telefonhandeln Ab",
)  # fmt: skip
QUESTIONS = (
    "Which parts of our operation would you divide, and along which lines?",
    "How do you price a service that is changed every quarter?",
    "What do you need of us, so that you can deliver well?",
)


@dataclass
class Scene:
    """Who runs the consultation, and who sells for each supplier, in the suppliers' order."""

    owner: Party
    runner: Actor
    suppliers: list[Party]
    sellers: list[Actor]
    consultation: MarketConsultation
    opened: datetime
    questions: list[ConsultationQuestion] = field(default_factory=list)

    @property
    def until(self) -> datetime:
        """The last moment for answers, as first set."""
        return self.opened + LASTS

    @property
    def closed(self) -> datetime:
        """The day after."""
        return self.until + timedelta(days=1)

    @property
    def settled(self) -> datetime:
        """The days of every note are over, and those of every refused secret."""
        return self.until + timedelta(days=30)

    def on(self, day: int) -> datetime:
        """So many days after the opening."""
        return self.opened + timedelta(days=day)


def a_prepared_consultation(
    owner: Party | None = None,
    runner: Actor | None = None,
    *,
    names: tuple[str, ...] = SUPPLIERS,
    number: str = "MD-2027-1",
    opened: datetime = OPENED,
    study_id: int | None = None,
) -> Scene:
    """With its questions, and each supplier invited, a week before it is ``opened``."""
    now = opened - timedelta(days=7)
    owner = owner or a_municipality("Nybygge", country="SE", time_zone="Europe/Stockholm")
    runner = runner or an_actor(owner, RoleName.CATEGORY_MANAGER, name="Kategoriansvarig")
    suppliers = [a_supplier(name, country="SE") for name in names]
    sellers = [an_actor(one, RoleName.SALESPERSON, name="Säljare") for one in suppliers]
    made = perform(
        runner, prepare_consultation, now=now, number=number, register_number="KS 2027/17",
        titles={
            "sv": "IT-drift i delar", "fi": "IT-käyttöpalvelut osissa",
            "en": "IT operations in parts",
        },
        about="We want the best supplier in each area, and ask how to divide them.",
        answers_until=opened + LASTS, study_id=study_id,
    )  # fmt: skip
    for text in QUESTIONS:
        perform(runner, add_consultation_question, now=now, consultation_id=made.pk, text=text)
    ids = [one.pk for one in suppliers]
    perform(runner, invite_to_consultation, now=now, consultation_id=made.pk, supplier_ids=ids)
    with reading(runner):
        return Scene(owner, runner, suppliers, sellers, made, opened, questions_of(made.pk))


def an_open_consultation(**given: object) -> Scene:
    """Open to everybody."""
    scene = a_prepared_consultation(**given)  # type: ignore[arg-type]
    opened = perform(
        scene.runner, open_consultation, now=scene.opened, consultation_id=scene.consultation.pk
    )
    scene.consultation = opened
    return scene


def answered(
    scene: Scene, seller: int, question: int, text: str, *, day: int = 3, **given: object
) -> ConsultationAnswer:
    """What the supplier at this place answers, so many days after the opening."""
    return perform(
        scene.sellers[seller], answer_consultation, now=scene.on(day),
        question_id=scene.questions[question].pk, text=text, **given,
    )  # fmt: skip


def asked_and_told(scene: Scene, seller: int, text: str, asked: str, told: str) -> int:
    """A supplier's question, and the buyer's answer to everybody; the question's id."""
    about = {"consultation_id": scene.consultation.pk}
    question = perform(
        scene.sellers[seller], ask_in_consultation, now=scene.on(2), text=text,
        **about,
    )  # fmt: skip
    perform(
        scene.runner, tell_everybody, now=scene.on(4), question_id=question.pk,
        asked=asked, text=told, **about,
    )  # fmt: skip
    return question.pk


def met(scene: Scene, *sellers: int, told: str, said: str, day: int = 8) -> MeetingNote:
    """A meeting with these suppliers, written down the day after."""
    held = scene.on(day)
    return perform(
        scene.runner, write_meeting_note, now=held + timedelta(days=1), met_at=held,
        consultation_id=scene.consultation.pk, told=told, said=said,
        attended="Category manager; salesperson",
        supplier_ids=[scene.suppliers[one].pk for one in sellers],
    )  # fmt: skip


def commented(scene: Scene, seller: int, note: MeetingNote, text: str = "", *, day: int = 10):
    """The supplier accepts the note, or says what is otherwise."""
    return perform(
        scene.sellers[seller], comment_on_meeting, now=scene.on(day),
        note_id=note.pk, accepted=not text, text=text,
    )  # fmt: skip


def claimed(
    scene: Scene, seller: int, *, now: datetime | None = None, **where: object
) -> TradeSecretClaim:
    """The supplier marks a trade secret in one place."""
    reason = "Our rivals could work out our costs from it."
    return perform(
        scene.sellers[seller], claim_trade_secret, now=now or scene.closed, reason=reason, **where
    )


def decided(
    scene: Scene, claim: TradeSecretClaim, *, accepted: bool, now: datetime | None = None
) -> None:
    """The buyer decides on a claim."""
    perform(
        scene.runner, decide_trade_secret, now=now or scene.closed, claim_id=claim.pk,
        accepted=accepted,
        reason="As a price it is known to few." if accepted else "It stands on your web pages.",
        register_number="KS 2027/17-9",
    )  # fmt: skip


def reported(scene: Scene, *, now: datetime | None = None) -> ConsultationRecord:
    """The record reaches everybody."""
    return perform(
        scene.runner, report_consultation, now=now or scene.settled,
        consultation_id=scene.consultation.pk,
        register_number="KS 2027/17-12",
    )  # fmt: skip


def a_reported_consultation(**given: object) -> tuple[Scene, ConsultationRecord]:
    """Six suppliers answer, one asks, two are met, one keeps a secret; the record is made."""
    scene = an_open_consultation(**given)  # type: ignore[arg-type]
    for seller, name in enumerate(SUPPLIERS[: len(scene.sellers)]):
        for question in range(len(scene.questions)):
            answered(scene, seller, question, f"{name} would do part {question + 1} in a year.")
    answered(scene, 0, 1, "A change costs 990 euros, whatever its size.", day=5)
    asked_and_told(
        scene, 1, "May we, who run your network, bid for other parts too?",
        "May one supplier bid for several parts?", "Yes, for as many as it wants.",
    )  # fmt: skip
    note = met(scene, 0, 2, told="We start with the clients.", said="A year is enough for both.")
    commented(scene, 0, note)
    secret = claimed(scene, 0, question_id=scene.questions[1].pk, passage="990 euros")
    decided(scene, secret, accepted=True)
    return scene, reported(scene)


def consultation_things(runner: Actor, opened: datetime, marker: str = "Our own") -> dict[str, int]:
    """Ids of what the addresses of a consultation name: each is the owner's or a supplier's own
    while it runs.
    """
    with reading(runner):
        owner = Party.objects.get(id=runner.party_id)
    scene = an_open_consultation(owner=owner, runner=runner, opened=opened, names=SUPPLIERS[:1])
    given = answered(scene, 0, 0, f"{marker} answer", files=[("f.txt", f"{marker} file".encode())])
    question = perform(
        scene.sellers[0], ask_in_consultation, now=scene.on(2), text=f"{marker} question",
        consultation_id=scene.consultation.pk,
    )  # fmt: skip
    note = met(scene, 0, told=f"{marker} told", said=f"{marker} said")
    claim = claimed(scene, 0, now=scene.on(10), note_id=note.pk, passage=marker)
    return {
        "consultation": scene.consultation.pk,
        "consultation_question": scene.questions[0].pk,
        "consultation_file": given.file_ids[0], "supplier_question": question.pk,
        "meeting_note": note.pk, "claim": claim.pk, "record_file": 2**62,
    }  # fmt: skip
