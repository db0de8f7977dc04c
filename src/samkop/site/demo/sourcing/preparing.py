"""Tenders as they are prepared and announced: what is asked for, and how bids are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from samkop.platform.actors import Actor
from samkop.platform.unit_of_work import reading
from samkop.site.demo.post import tell_what_happened
from samkop.site.demo.seeds import organisations
from samkop.site.demo.sourcing.papers import Section, paper
from samkop.site.demo.sourcing.scene import BODY, Scene, Seed
from samkop.tendering.models import Tender
from samkop.tendering.queries import lots_of, tender_of
from samkop.tendering.usecases.announcing import (
    NoticeGiven,
    announce_tender,
    record_notice,
    set_tender_dates,
)
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
    RequirementTerms,
    add_mandatory_grounds,
    add_tender_document,
    set_requirement,
)
from samkop.tendering.usecases.lots import LotTerms, Volume, add_lot, name_tender_buyer
from samkop.tendering.usecases.tender import TenderTerms, prepare_tender
from samkop.tendering.vocabulary import AwardMethod, AwardRuleKind, DocumentKind, ModelKind

CENTS = 100
VALID_FOR = timedelta(days=180)


@dataclass(frozen=True)
class Preparing:
    """Whose tender of which seed is prepared, and from which day."""

    scene: Scene
    seed: Seed
    ago: int
    owner: str = BODY

    @property
    def runner(self) -> Actor:
        """Who runs it."""
        return self.scene.person("category", self.owner)

    @property
    def now(self) -> datetime:
        """When it is prepared."""
        return self.scene.at(self.ago)

    @property
    def number(self) -> str:
        """The tender's number: ``MR-2026``."""
        return f"{self.seed['prefix']}-{self.scene.day(self.ago).year}"

    def register(self, page: int) -> str:
        """A number in the register of the matter."""
        return f"{self.number}/{page} (demo)"

    def key(self, step: str) -> str:
        """The name of a step."""
        return f"{self.seed['prefix']}:tender:{step}"

    def again(self, tender_id: int) -> Tender:
        """The tender as it is now."""
        with reading(self.runner):
            return tender_of(tender_id)


def prepared(made: Preparing) -> Tender:
    """In preparation, without lots."""
    seed, currency = made.seed, organisations()[made.owner].currency
    terms = TenderTerms(
        number=made.number, register_number=made.register(10), title_sv=seed["title_sv"],
        title_fi=seed["title_fi"], title_en=seed["title_en"], description=seed["description"],
        category=seed["category"], procedure="open", nature=seed["nature"], cpv=seed["cpv"],
        currency=currency, estimated_value_cents=seed["estimated_value"] * CENTS,
        term_months=seed["term_months"], division_reason=seed.get("division_reason", ""),
    )  # fmt: skip
    return made.scene.play(made.runner, prepare_tender, made.key("made"), made.now, terms=terms)


def with_lots(made: Preparing, tender_id: int, buyers: dict[str, int], *, years: int = 1) -> None:
    """Lots with their buyers, where no pre-study has planned them: ``buyers`` by key, how many.

    Where that is none, what the lot says of a year, for so many years.
    """
    scene, runner, now = made.scene, made.runner, made.now
    for number, row in enumerate(made.seed["lots"], 1):
        wanted = {key: count or row["quantity"] * years for key, count in buyers.items()}
        likely = sum(wanted.values()) * row["unit_cost"]
        terms = LotTerms(
            title_sv=row["title_sv"], title_fi=row["title_fi"], title_en=row["title_en"],
            cpv=made.seed["cpv"], reason=row.get("reason", ""),
            estimated_value_cents=likely * CENTS,
            maximum_value_cents=row.get("maximum", likely * 12 // 10) * CENTS,
        )  # fmt: skip
        lot = scene.play(
            runner, add_lot, made.key(f"lot:{number}"), now, tender_id=tender_id, terms=terms
        )
        for key, count in wanted.items():
            cents = count * row["unit_cost"] * CENTS
            scene.play(
                runner, name_tender_buyer, made.key(f"lot:{number}:{key}"), now, lot_id=lot.pk,
                volume=Volume(scene.party(key), count, row["unit"], cents),
            )  # fmt: skip


def asked_for(made: Preparing, tender_id: int) -> None:
    """Price sheet, requirements, grounds of exclusion, criteria and the model."""
    scene, runner, now, seed = made.scene, made.runner, made.now, made.seed
    about = {"tender_id": tender_id}
    for row in seed["prices"]:
        line = PriceTerms(
            f"LOT-{row['lot']:04d}", row["code"], row["text"], row["unit"], Decimal(row["quantity"])
        )
        key = made.key(f"price:{row['code']}")
        scene.play(runner, set_price_line, key, now, terms=line, **about)
    for row in seed["requirements"]:
        asked = RequirementTerms(row["code"], row["text"], row.get("evidence", ""))
        key = made.key(f"requirement:{row['code']}")
        scene.play(runner, set_requirement, key, now, terms=asked, **about)
    scene.play(runner, add_mandatory_grounds, made.key("grounds"), now, **about)
    for row in seed.get("criteria", []):
        criterion = CriterionTerms(
            row["code"], row["text"], row["scale_top"], deduction_cents=row["deduction"] * CENTS
        )
        key = made.key(f"criterion:{row['code']}")
        scene.play(runner, set_award_criterion, key, now, terms=criterion, **about)
    scene.play(runner, set_evaluation_model, made.key("model"), now, terms=_model_of(seed), **about)
    if "rule" in seed:
        rule = RuleTerms(
            AwardRuleKind.MAX_LOTS, seed["rule"]["clause"], value=seed["rule"]["most_lots"]
        )
        scene.play(runner, set_award_rule, made.key("rule"), now, terms=rule, **about)


def _model_of(seed: Seed) -> ModelTerms:
    if not seed.get("criteria"):
        return ModelTerms(ModelKind.LOWEST_PRICE)
    if "rule" not in seed:
        return ModelTerms(ModelKind.PRICED_QUALITY)
    return ModelTerms(
        ModelKind.PRICED_QUALITY, method=AwardMethod.COMBINATION, discounts="discount" in seed
    )


def with_documents(made: Preparing, tender_id: int) -> None:
    """Instructions, specification and a draft of the contract."""
    for kind, title, name, sections in _documents(made):
        file = DocumentFile(kind, title, name, paper(title, made.seed, sections))
        made.scene.play(
            made.runner, add_tender_document, made.key(name), made.now, tender_id=tender_id,
            file=file,
        )  # fmt: skip


def specification(seed: Seed) -> list[Section]:
    """The sections of the specification."""
    asked = [(row["code"], row["text"]) for row in seed["requirements"]]
    priced = [
        (row["code"], f"{row['text']}: {row['quantity']} {row['unit']}") for row in seed["prices"]
    ]
    return [("1 Vad som köps", priced, [seed["description"]]), ("2 Krav på alla anbud", asked, [])]


def _documents(made: Preparing) -> Iterator[tuple[str, str, str, list[Section]]]:
    seed = made.seed
    marked = [
        (row["code"], f"{row['text']}: 0 till {row['scale_top']}, högst {row['deduction']} av")
        for row in seed.get("criteria", [])
    ]
    rule = [seed["rule"]["clause"]] if "rule" in seed else ["6.4 Varje del tilldelas för sig."]
    yield DocumentKind.INSTRUCTIONS, "Upphandlingsföreskrifter", "foreskrifter.pdf", [
        ("1 Så lämnas anbud", [], ["Anbudet förseglas i webbläsaren och öppnas av två personer."]),
        ("6 Så jämförs anbuden", marked, rule),
    ]  # fmt: skip
    yield DocumentKind.SPECIFICATION, "Kravspecifikation", "krav.pdf", specification(seed)
    yield DocumentKind.CONTRACT, "Utkast till ramavtal", "avtal.pdf", [
        ("1 Löptid", [], [f"{seed['term_months']} månader."]),
        ("2 Avrop", [], ["Direkt ur butiken, till de priser som lämnats i anbudet."]),
    ]  # fmt: skip


def dated(made: Preparing, tender_id: int, until: datetime, questions: datetime) -> None:
    """Until when bids and questions come, and how long bids are valid."""
    made.scene.play(
        made.runner, set_tender_dates, made.key("dates"), made.now, tender_id=tender_id,
        bids_until=until, questions_until=questions, bids_valid_until=(until + VALID_FOR).date(),
    )  # fmt: skip


def announced(made: Preparing, tender_id: int, ago: int) -> None:
    """Sent to the portal, and open for bids by its notice the same day."""
    scene, about = made.scene, {"tender_id": tender_id}
    scene.play(
        made.runner, announce_tender, made.key("announced"), scene.at(ago),
        register_number=made.register(12), **about,
    )  # fmt: skip
    tell_what_happened()
    day = scene.day(ago)
    notice = NoticeGiven("Hilma (demo)", f"{day.year}-{made.seed['prefix']}", day)
    scene.play(
        made.runner, record_notice, made.key("notice"), scene.at(ago, 15), notice=notice, **about
    )
    tell_what_happened()


def lot_ids(made: Preparing, tender_id: int) -> dict[str, int]:
    """The lots' ids by their codes."""
    with reading(made.runner):
        return {lot.code: lot.pk for lot in lots_of(tender_id)}
