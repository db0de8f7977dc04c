"""The report as sentences: a kind and its values each, for whoever prints it in any language.

``sentences_of`` says what there is to say, ``in_english`` says it; pages and papers have the
same kinds in their own languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from samkop.core.award.robustness.properties import Property, Verdict, idle_price
from samkop.core.award.robustness.report import Report
from samkop.core.award.robustness.texts import ENGLISH
from samkop.core.award.robustness.trials import Reversal
from samkop.core.award.robustness.worth import MarkWorth, Worth
from samkop.core.award.scoring.model import Bid, Kind, Model
from samkop.core.award.scoring.ranking import PRICE, firsts
from samkop.core.award.scoring.showing import Figure, decimal_of, money, plain, score

PER_CENT_PLACES = 2


@dataclass(frozen=True, slots=True)
class BidShown:
    """A bid in a sentence."""

    id: str
    price: Figure
    marks: tuple[tuple[str, Figure], ...]

    def __str__(self) -> str:
        marks = "".join(f", {name} {mark}" for name, mark in self.marks)
        return f"{self.id}: {self.price}{marks}"


# A name, a count, a number, several names, or several bids.
Value = str | int | Figure | BidShown | tuple[str, ...] | tuple[BidShown, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, by its kind, and the values in it."""

    kind: str
    values: Mapping[str, Value]


def in_english(sentence: Sentence) -> str:
    """The sentence in English."""
    return ENGLISH[sentence.kind].format(
        **{name: value_text(value) for name, value in sentence.values.items()}
    )


def value_text(value: Value) -> str:
    """A value as English has it."""
    if isinstance(value, tuple):
        between = "; " if any(isinstance(one, BidShown) for one in value) else ", "
        return between.join(map(str, value))
    return str(value)


def sentences_of(report: Report) -> tuple[Sentence, ...]:
    """All there is to say, in the order in which it is read."""
    parts = (
        _beginning, _winner, _places, _out, _evaluators, _independence, _thirds, _supports, _ties,
        _worths, _cuts, _weights,
    )  # fmt: skip
    return tuple(sentence for part in parts for sentence in part(report))


def _names(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))


def _say(kind: str, **values: Value) -> Sentence:
    return Sentence(kind, values)


def _beginning(report: Report) -> Iterator[Sentence]:
    model = report.setting.model
    yield _say(
        f"model-{model.kind}", bids=len(report.setting.bids), draws=report.draws, seed=report.seed
    )
    yield _say("adds-up" if model.in_money else "does-not-add-up")
    if report.invented:
        yield _say("invented")
    if model.decimals is not None:
        yield _say("rounded", decimals=model.decimals)


def _winner(report: Report) -> Iterator[Sentence]:
    model, rows = report.setting.model, report.ranking.rows
    first = [row for row in rows if row.rank == 1]
    if not first:
        yield _say("nobody")
    elif len(first) > 1:
        names = _names(row.bid.id for row in first)
        yield _say("shared", bids=names, score=score(model, first[0].points.total))
    else:
        total = score(model, first[0].points.total)
        if first[0].beside is None:
            yield _say("alone", bid=first[0].bid.id, score=total)
        else:
            lead = score(model, first[0].lead)
            yield _say("first", bid=first[0].bid.id, score=total, lead=lead, other=first[0].beside)


def _places(report: Report) -> Iterator[Sentence]:
    """Why each of the others stands where it stands."""
    model = report.setting.model
    for row in report.ranking.rows:
        if row.rank == 1 or row.beside is None or not row.lead:
            continue
        price = row.ahead[PRICE]
        yield _say(
            "place-by-price" if not model.quality else "place",
            bid=row.bid.id, rank=row.rank, other=row.beside, behind=score(model, -row.lead),
            price=score(model, price, signed=True),
            quality=score(model, row.lead - price, signed=True),
        )  # fmt: skip


def _out(report: Report) -> Iterator[Sentence]:
    for bid, missed in report.ranking.out:
        for one in missed:
            mark, minimum = plain(one.mark), plain(one.minimum)
            yield _say("out", bid=bid.id, criterion=one.criterion, mark=mark, minimum=minimum)


def _evaluators(report: Report) -> Iterator[Sentence]:
    for name, first in report.evaluators.items():
        if first != report.ranking.first:
            yield _say("evaluator", evaluator=name, bids=_names(first))


def _independence(report: Report) -> Iterator[Sentence]:
    verdict = report.verdicts[Property.INDEPENDENCE]
    model = report.setting.model
    if verdict is Verdict.PROVEN:
        yield _say("one-part" if model.kind is Kind.RELATIVE else "independent")
    elif verdict is Verdict.NONE_FOUND:
        yield _say("no-reversal-found", draws=report.draws)
    else:
        yield _say("dependent")
    if verdict is Verdict.COUNTER_EXAMPLE:
        for trials in (report.thirds, report.tenders):
            if trials.example is not None:
                yield _example(model, trials.example)
                break
    for removal in report.removals:
        yield _removal(model, removal)
    for one in report.pairs:
        yield _say(
            "pair" if model.decimals is None else "pair-rounded", ahead=one.ahead,
            behind=one.behind, low=money(model, one.low), high=money(model, one.high),
        )  # fmt: skip


def _example(model: Model, found: Reversal) -> Sentence:
    ahead, behind = found.ahead, found.behind
    return _say(
        "example-winner" if found.new_winner else "example",
        ahead=ahead, behind=behind, third=_shown(model, found.third),
        count=len(found.bids),
        both=tuple(_shown(model, bid) for bid in found.bids if bid.id in {ahead, behind}),
        ahead_before=score(model, found.before[ahead]),
        behind_before=score(model, found.before[behind]),
        ahead_after=score(model, found.after[ahead]),
        behind_after=score(model, found.after[behind]),
    )  # fmt: skip


def _removal(model: Model, found: Reversal) -> Sentence:
    ahead, behind = found.ahead, found.behind
    return _say(
        "without-winner" if found.new_winner else "without",
        bid=found.third.id, ahead=ahead, behind=behind,
        ahead_without=score(model, found.before[ahead]),
        behind_without=score(model, found.before[behind]),
    )  # fmt: skip


def _shown(model: Model, bid: Bid) -> BidShown:
    marks = tuple((name, plain(mark)) for name, mark in bid.marks.items())
    return BidShown(bid.id, money(model, bid.price), marks)


def _thirds(report: Report) -> Iterator[Sentence]:
    for kind, trials in (("third-draws", report.thirds), ("tender-draws", report.tenders)):
        yield _say(
            kind, draws=trials.draws, reversed=trials.reversed, changed=trials.winner_changed,
            bidders=report.setting.bidders,
        )  # fmt: skip


def _supports(report: Report) -> Iterator[Sentence]:
    model = report.setting.model
    verdict = report.verdicts[Property.NO_SUPPORT]
    if verdict is not Verdict.COUNTER_EXAMPLE:
        yield _say("no-support" if verdict is Verdict.PROVEN else "no-support-found")
    for one in report.supports:
        yield _say(
            "support" if model.decimals is None else "support-rounded", bid=one.winner,
            low=money(model, one.low), high=money(model, one.bid.price),
            score=score(model, one.points), winner_score=score(model, one.winner_points),
        )  # fmt: skip


def _ties(report: Report) -> Iterator[Sentence]:
    model = report.setting.model
    near = score(model, report.near)
    for group in report.tied:
        yield _say("tie", bids=_names(group))
    for one, other in report.near_ties:
        gap = abs(one.points.total - other.points.total)
        yield _say("near-tie", bid=one.bid.id, other=other.bid.id, gap=score(model, gap), near=near)
    tenders = report.tenders
    yield _say("tie-draws", draws=tenders.draws, tied=tenders.tied, close=tenders.near, near=near)


def _worths(report: Report) -> Iterator[Sentence]:
    model = report.setting.model
    idle = idle_price(report.setting)
    if idle is not None:
        yield _say("idle-price", price=money(model, idle.price))
    alike: dict[_Said, dict[str, None]] = {}
    for worth in report.worths:
        for mark in worth.marks:
            alike.setdefault(_worth(model, worth, mark), {})[mark.criterion] = None
    for (kind, values), criteria in alike.items():
        yield _say(kind, criteria=tuple(criteria), **dict(values))


# A kind and its values, such that what is alike for several bids or criteria is said once.
_Said = tuple[str, tuple[tuple[str, Value], ...]]


def _worth(model: Model, worth: Worth, mark: MarkWorth) -> _Said:
    said: dict[str, Value] = {"bid": worth.bid}
    if mark.cents is None or mark.low is None or mark.high is None:
        return "worth-nothing", tuple(said.items())
    ends = {"low": money(model, mark.low), "high": money(model, mark.high)}
    now = {"money": money(model, mark.cents)}
    if worth.depends_on_others:
        return "worth-by-others", tuple((said | now | ends).items())
    if mark.low != mark.high:
        return "worth-by-mark", tuple((said | now | ends).items())
    if model.kind is Kind.ABSOLUTE_SCALE:
        scale = {"full": money(model, model.full_at), "none": money(model, model.none_at)}
        return "worth-in-scale", tuple((now | scale).items())
    return "worth", tuple(now.items())


def _cuts(report: Report) -> Iterator[Sentence]:
    model = report.setting.model
    for one in report.cuts:
        if one.cents is None or one.price is None:
            yield _say("no-cut", bid=one.bid.id)
        else:
            share = Figure(decimal_of(100 * one.cents / one.bid.price, PER_CENT_PLACES))
            yield _say(
                "cut", bid=one.bid.id, cut=money(model, one.cents), share=share,
                price=money(model, one.price),
            )  # fmt: skip


def _weights(report: Report) -> Iterator[Sentence]:
    model = report.setting.model
    first = _names(firsts(model, report.setting.bids, rounding=False))
    for one in report.weights:
        kind = "weight-price" if one.criterion == PRICE else "weight"
        if model.in_money:
            kind = "amount-without-end" if one.high is None else "amount"
        yield _say(
            kind, bids=first, criterion=one.criterion, weight=score(model, one.weight),
            low=score(model, one.low),
            high="" if one.high is None else score(model, one.high),
        )  # fmt: skip
