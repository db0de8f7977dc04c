"""What the laboratory finds of a model of evaluation, to attach to the tender.

In the reader's language, numbers and money too. What the buyer has to know before all else
stands first: in the relative model the order of two bids can depend on a third (domain.md,
Tendering 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samkop.core.award.robustness import Property, Report, Verdict, sentences_of
from samkop.core.award.scoring import Kind, Model, Ranked
from samkop.core.award.scoring.model import Criterion, LifeCycle
from samkop.core.award.scoring.showing import money, plain, score
from samkop.platform.formatting import format_number, format_percent
from samkop.tendering.laboratory_words import bid_name, figure_text, sentence_text
from samkop.tendering.paper import Section, Table

MOST_CRITERIA = 4  # columns that a page has room for, beside the bid


@dataclass(frozen=True, slots=True)
class LaboratoryReport:
    """What is attached to the tender. ``warnings`` has no texts where there is no warning."""

    title: str
    warnings: Section
    summary: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


# Where each kind of finding is told; a kind stands in one place.
WARNINGS = (
    "dependent", "no-reversal-found", "example", "example-winner", "idle-price", "invented",
)  # fmt: skip
SUMMARY = (*(f"model-{kind}" for kind in Kind), "adds-up", "does-not-add-up", "rounded")
RANKING = (
    "nobody", "alone", "first", "shared", "place", "place-by-price", "out", "evaluator",
)  # fmt: skip
THIRDS = (
    "independent", "one-part", "without", "without-winner", "pair", "pair-rounded", "third-draws",
    "tender-draws",
)  # fmt: skip
CHANGES = ("no-support", "no-support-found", "support", "support-rounded", "cut", "no-cut")
TIES = ("tie", "near-tie", "tie-draws")
WORTH = ("worth", "worth-in-scale", "worth-by-mark", "worth-by-others", "worth-nothing")
WEIGHTS = ("weight-price", "weight", "amount", "amount-without-end")


def laboratory_report_of(
    report: Report, around: tuple[tuple[str, str], ...] = ()
) -> LaboratoryReport:
    """The report in the language that is active; ``around``: facts of its tender."""
    return _Telling(report, around).whole()


class _Telling:
    def __init__(self, report: Report, around: tuple[tuple[str, str], ...]) -> None:
        self.report, self.around = report, around
        self.model = report.setting.model
        self.said: dict[str, list[str]] = {}
        for sentence in sentences_of(report):
            self.said.setdefault(sentence.kind, []).append(sentence_text(sentence))

    def whole(self) -> LaboratoryReport:
        name, title = self.report.setting.name, _("Examination of the evaluation model")
        if name:
            title = _("%(name)s: examination of the evaluation model") % {"name": name}
        return LaboratoryReport(
            title, Section(_("To be read first"), (), self.texts(WARNINGS)),
            (*self.texts(SUMMARY), self.about_draws()), (*self.around, *self.facts()),
            tuple(one for one in self.sections() if one.tables or one.texts),
        )  # fmt: skip

    def texts(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """What is said of these kinds, kind after kind."""
        return tuple(text for kind in kinds for text in self.said.get(kind, ()))

    def about_draws(self) -> str:
        return _(
            "The draws take each price and each mark of the ranges to be as likely as another: "
            "how often something happens in them says nothing of how often it will."
        )

    def sections(self) -> Iterator[Section]:
        yield Section(_("What was examined"), (verdict_table(self.report),))
        if self.model.leaves:
            yield Section(_("Criteria"), (criteria_table(self.report),))
        yield Section(_("Ranking"), self.ranking(), self.texts(RANKING))
        yield Section(_("Third bids"), (), self.texts(THIRDS))
        yield Section(_("What changes the winner"), (), self.texts(CHANGES))
        yield Section(_("Ties"), (), self.texts(TIES))
        yield Section(_("What a point is worth"), (), self.texts(WORTH))
        yield Section(_("How far weights can move"), (), self.texts(WEIGHTS))

    def facts(self) -> Iterator[tuple[str, str]]:
        """The model as it is announced, save its criteria."""
        model, ranges = self.model, self.report.setting.ranges
        if not model.in_money:
            yield _("Weight of the price"), figure_text(plain(model.price_weight))
        if model.kind is Kind.ABSOLUTE_SCALE:
            yield _("All points of the price at"), self.money(model.full_at)
            yield _("No points of the price at"), self.money(model.none_at)
        if model.life_cycle:
            yield from _life_cycle_facts(model.life_cycle)
        ends = {"low": self.money(ranges.low), "high": self.money(ranges.high)}
        yield _("Prices tried"), _("%(low)s to %(high)s") % ends

    def ranking(self) -> tuple[Table, ...]:
        """Each bid's place and parts, then its marks with what they give."""
        rows = self.report.ranking.rows
        if not rows:
            return ()
        return ranking_table(self.model, rows), *mark_tables(self.model, rows)

    def money(self, cents: int) -> str:
        return figure_text(money(self.model, cents))


def _life_cycle_facts(life_cycle: LifeCycle) -> Iterator[tuple[str, str]]:
    yield _("Years counted"), format_number(life_cycle.years)
    rate = plain(life_cycle.rate_per_cent).number
    places = max(0, -int(rate.as_tuple().exponent))
    yield _("Discount rate a year"), format_percent(rate / 100, places)
    yield (
        _("Cost items"),
        ", ".join(
            _("%(item)s (the buyer's own)") % {"item": item} if item in life_cycle.own else item
            for item in life_cycle.items
        ),
    )


def verdict_table(report: Report) -> Table:
    """A property a row, and whether the model has it."""
    columns = (_("Property"), False), (pgettext("evaluation model", "Verdict"), False)
    rows = ((_property_text(one), _verdict_text(told)) for one, told in report.verdicts.items())
    return Table(columns, tuple(rows))


def _property_text(wished: Property) -> str:
    return {
        Property.INDEPENDENCE: _("A third bid never turns two others round"),
        Property.NO_SUPPORT: _("No bid that loses makes another win"),
        Property.PRICE_COUNTS: _("A price lower by one unit of the currency always counts"),
        Property.ONE_WORTH: _("One point is worth the same money to every bid"),
        Property.NO_TIES: _("The first place is never shared"),
    }[wished]


def _verdict_text(verdict: Verdict) -> str:
    return {
        Verdict.PROVEN: _("Proven, for all bids there can be"),
        Verdict.COUNTER_EXAMPLE: _("Does not hold: there is an example"),
        Verdict.NONE_FOUND: _("Not proven; nothing found against it"),
    }[verdict]


def criteria_table(report: Report) -> Table:
    """What is marked, and what the highest mark gives, if it gives anything."""
    model, tried = report.setting.model, report.setting.ranges.marks
    leaves = model.leaves
    columns = [(_("Criterion"), False, [leaf.id for leaf in leaves])]
    if model.quality:
        gives = _("Largest deduction") if model.in_money else pgettext("criterion", "Weight")
        columns.append((gives, True, [_gives(model, leaf) for leaf in leaves]))
    columns.append(
        (pgettext("evaluation", "Marks"), True, [_between(leaf.marks) for leaf in leaves])
    )
    between = [_between(tried.get(leaf.id, leaf.marks)) for leaf in leaves]
    columns.append((_("Marks tried"), True, between))
    if any(leaf.minimum is not None for leaf in leaves):
        columns.append((_("Lowest mark allowed"), True, [_minimum(leaf) for leaf in leaves]))
    heads = tuple((label, numeric) for label, numeric, _cells in columns)
    return Table(heads, tuple(zip(*(cells for _label, _numeric, cells in columns), strict=True)))


def _gives(model: Model, leaf: Criterion) -> str:
    return figure_text(score(model, leaf.full)) if model.in_money else _plain(leaf.full)


def _minimum(leaf: Criterion) -> str:
    return "-" if leaf.minimum is None else _plain(leaf.minimum)


def _between(marks: tuple[Fraction, ...]) -> str:
    return _("%(low)s to %(high)s") % {"low": _plain(marks[0]), "high": _plain(marks[-1])}


def _plain(value: Fraction) -> str:
    return figure_text(plain(value))


def ranking_table(model: Model, rows: Iterable[Ranked]) -> Table:
    """Places, prices, parts and scores; a place that is shared is marked by =."""
    price = _("Life-cycle cost") if model.life_cycle else _("Price")
    columns = [(pgettext("ranking", "Place"), True), (_("Bid"), False), (price, True)]
    if model.in_money and model.quality:
        columns += [(pgettext("evaluation", "Deduction"), True), (_("Evaluated cost"), True)]
    elif not model.in_money:
        parts = _("Points of price"), _("Points of quality"), _("Points")
        columns += [(part, True) for part in parts]
    return Table(tuple(columns), tuple(tuple(_ranking_cells(model, row)) for row in rows))


def _ranking_cells(model: Model, row: Ranked) -> Iterator[str]:
    quality = sum(row.points.criteria.values(), Fraction(0))
    yield f"{format_number(row.rank)}{' =' if row.tied else ''}"
    yield bid_name(row.bid.id)
    yield figure_text(money(model, row.bid.price))
    if not model.in_money:
        yield figure_text(score(model, row.points.price))
    if model.quality or not model.in_money:
        yield figure_text(score(model, quality))
        yield figure_text(score(model, row.points.total))


def mark_tables(model: Model, rows: Iterable[Ranked]) -> Iterator[Table]:
    """Each bid's marks, with what they give; as many tables as it takes."""
    given = tuple(rows)
    for leaves in _shared_out(model.leaves):
        columns = (_("Bid"), False), *((leaf.id, True) for leaf in leaves)
        cells = (
            (bid_name(row.bid.id), *(_mark_cell(model, row, leaf.id) for leaf in leaves))
            for row in given
        )
        caption = (
            _("Marks, and what they give") if model.quality else pgettext("evaluation", "Marks")
        )
        yield Table(columns, tuple(cells), caption)


def _shared_out(leaves: tuple[Criterion, ...]) -> Iterator[tuple[Criterion, ...]]:
    """As many to a table as to another, the last perhaps fewer."""
    tables = -(-len(leaves) // MOST_CRITERIA)
    each = -(-len(leaves) // tables) if tables else 1
    for start in range(0, len(leaves), each):
        yield leaves[start : start + each]


def _mark_cell(model: Model, row: Ranked, criterion: str) -> str:
    mark = _plain(row.bid.marks[criterion])
    if not model.quality:
        return mark
    gives = figure_text(score(model, row.points.criteria[criterion]))
    return pgettext("what a mark gives", "%(mark)s: %(gives)s") % {"mark": mark, "gives": gives}
