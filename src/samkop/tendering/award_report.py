"""A combination of bids in sentences, for the decision: in the reader's language, money too.

Each lot where the best bid does not win is named with its reason, and each rule with what it
costs (domain.md, Tendering 8).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samkop.core.award.explain import Explanation, Finding, Why
from samkop.core.award.optimise import MOST_TIES, Award
from samkop.core.award.problem import Bid, Problem
from samkop.platform.formatting import format_money, format_number
from samkop.tendering.paper import Table

LOT = "lot:"  # before a lot's id, among what is in conflict


@dataclass(frozen=True, slots=True)
class Headings:
    """Above each part, and what stands where every best bid wins."""

    awards: str
    rules: str
    reasons: str
    no_reasons: str


@dataclass(frozen=True, slots=True)
class Report:
    """What the decision says of the combination."""

    title: str
    headings: Headings
    facts: tuple[tuple[str, str], ...]
    summary: tuple[str, ...]
    awards: Table
    rules: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What a problem does not say of its tender: facts, and by their ids the lots' titles and
    the rules as the notice has them.
    """

    facts: tuple[tuple[str, str], ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    clauses: Mapping[str, str] = field(default_factory=dict)


NOTHING_AROUND = Around()


def report_of(
    problem: Problem, award: Award, explanation: Explanation, *, currency: str, title: str = "",
    around: Around = NOTHING_AROUND,
) -> Report:  # fmt: skip
    """The report in the language that is active."""
    return _Telling(problem, award, explanation, currency, around).report(title)


def reasons_of(
    problem: Problem, award: Award, explanation: Explanation, *, currency: str
) -> dict[str, str]:
    """Why a lot does not go to its best bid, by the ids of such lots, in the active language."""
    telling = _Telling(problem, award, explanation, currency)
    told = {problem.lots[one.lot].id: telling.reason(one) for one in explanation.lots}
    return {lot: reason for lot, reason in told.items() if reason}


def conflict_of(problem: Problem, names: Iterable[str]) -> list[str]:
    """The lots and rules that cannot hold together, each as a sentence without full stop."""
    return [
        _("Lot %(lot)s has to be awarded") % {"lot": name.removeprefix(LOT)}
        if name.startswith(LOT)
        else rule_text(problem, name)
        for name in names
    ]


@dataclass(frozen=True, slots=True)
class _Telling:
    problem: Problem
    award: Award
    told: Explanation
    currency: str
    around: Around = NOTHING_AROUND

    def report(self, title: str) -> Report:
        rules = tuple(self.rule(one.rule, one.cents) for one in self.award.rule_prices)
        reasons = (self.reason(one) for one in self.told.lots)
        return Report(
            title or _("Award over several lots"), _headings(),
            (*self.around.facts, *self.facts()),
            tuple(self.summary()), self.awards(), rules, tuple(one for one in reasons if one),
        )  # fmt: skip

    def facts(self) -> Iterable[tuple[str, str]]:
        problem = self.problem
        yield _("Lots"), format_number(len(problem.lots))
        yield _("Bids evaluated"), format_number(len(problem.bids))
        yield _("Bidders"), format_number(len(problem.bidders))
        yield _("Evaluated cost"), self.money(self.told.cost)
        yield _("Suppliers"), _listed(self.told.suppliers)

    def summary(self) -> Iterable[str]:
        yield _(
            "Of all combinations that the rules of the notice allow, none costs less: "
            "this is proven to the cent."
        )
        if self.told.ties:
            yield self.ties()
        elif self.told.to_runner_up is None:
            yield _("No other combination is allowed.")
        else:
            more = self.money(self.told.to_runner_up)
            yield _("The next best combination costs %(more)s more.") % {"more": more}
        yield _(
            "Costs are evaluated costs: prices, with quality priced in as the notice announced."
        )

    def ties(self) -> str:
        if self.told.ties >= MOST_TIES:
            return _(
                "At least %(count)s other combinations cost exactly as much; which of them is "
                "awarded is decided by lot."
            ) % {"count": format_number(self.told.ties)}
        return ngettext(
            "%(count)s other combination costs exactly as much; which of them is awarded is "
            "decided by lot.",
            "%(count)s other combinations cost exactly as much; which of them is awarded is "
            "decided by lot.",
            self.told.ties,
        ) % {"count": format_number(self.told.ties)}

    def awards(self) -> Table:
        """A row for each bid that wins, then one for each lot that is left."""
        best = self.award.allocation
        bids = [self.problem.bids[place] for place in best.awards] if best else []
        bids.sort(key=lambda bid: bid.lots)
        rows = [(self.named(bid.lots), bid.bidder, bid.id, self.money(bid.cost)) for bid in bids]
        for place in best.discounts if best else ():
            discount = self.problem.discounts[place]
            less = self.money(-discount.amount)
            rows.append((self.named(discount.lots), discount.bidder, _("discount"), less))
        for lot in best.unawarded if best else ():
            left = self.money(self.problem.lots[lot].unawarded or 0)
            rows.append((self.named([lot]), _("nobody"), "\u2013", left))
        columns = (_("Lots"), False), (_("Bidder"), False), (_("Bid"), False), (_("Cost"), True)
        return Table(columns, tuple(rows))

    def rule(self, name: str, cents: int) -> str:
        told = {"rule": rule_text(self.problem, name), "cost": self.money(cents)}
        said = (
            _("%(rule)s. This rule costs nothing: without it, nothing would be cheaper.")
            if cents == 0
            else _("%(rule)s. Without this rule the whole would cost %(cost)s less.")
        ) % told
        clause = self.around.clauses.get(name)
        return f"{said} {_('The notice says:')} {_quoted(clause)}" if clause else said

    def reason(self, one: Finding) -> str:
        """Why a lot goes where it goes; empty where its best bid wins."""
        if one.why is Why.BEST:
            return ""
        lot = self.lots([one.lot])
        if one.winner is None and one.best is None:
            return _("Lot %(lot)s is left: nobody bids on it alone.") % {"lot": lot}
        if one.best is None:
            return _("Lot %(lot)s: there is no bid on this lot alone.") % {"lot": lot}
        best, winner = self.problem.bids[one.best], self.winner(one)
        told = {
            "lot": lot, "best": best.id, "bidder": best.bidder, "cost": self.money(best.cost),
            "winner": winner.bidder if winner else "",
            "together": self.lots(winner.lots) if winner else "",
            "rules": _listed([_quoted(rule_text(self.problem, rule)) for rule in one.rules]),
        }  # fmt: skip
        return " ".join((_why_text(one, winner) % told, self.whole(one)))

    def whole(self, one: Finding) -> str:
        """What the whole would cost if the best bid won."""
        if one.with_best is None:
            return _("With it, the rules could not be kept.")
        more = self.money(one.with_best - self.told.cost)
        if one.with_best == self.told.cost:
            return _("With it, the whole would cost exactly as much.")
        return _("With it, the whole would cost %(more)s more.") % {"more": more}

    def winner(self, one: Finding) -> Bid | None:
        return None if one.winner is None else self.problem.bids[one.winner]

    def lots(self, places: Iterable[int]) -> str:
        return _listed([self.problem.lots[place].id for place in places])

    def named(self, places: Iterable[int]) -> str:
        """Lots with their titles, where these are known."""
        ids = [self.problem.lots[place].id for place in places]
        return _listed([f"{one} {self.around.titles.get(one, '')}".strip() for one in ids])

    def money(self, cents: int) -> str:
        return format_money(Decimal(cents).scaleb(-2), self.currency)


def _headings() -> Headings:
    return Headings(
        _("What is awarded"), _("The rules, and what they cost"),
        _("Lots where the best bid does not win"), _("On every lot the best bid wins."),
    )  # fmt: skip


def rule_text(problem: Problem, name: str) -> str:
    """A rule of the notice, without its full stop."""
    rules, (kind, _colon, which) = problem.rules, name.partition(":")
    if kind == "max_lots":
        most = rules.max_lots[which]
        return ngettext(
            "%(bidder)s may win %(count)s lot at most",
            "%(bidder)s may win %(count)s lots at most", most,
        ) % {"bidder": which, "count": most}  # fmt: skip
    if kind == "incompatible_lots":
        pair = next(pair for pair in rules.incompatible if problem.pair_name(pair) == name)
        first, second = (problem.lots[place].id for place in pair)
        names = {"first": first, "second": second}
        return _("Lots %(first)s and %(second)s may not go to the same bidder") % names
    count = getattr(rules, kind)
    return _limit_text(kind, count) % {"count": count}


def _limit_text(kind: str, count: int) -> str:
    if kind == "max_lots_per_bidder":
        return ngettext(
            "No bidder may win more than %(count)s lot",
            "No bidder may win more than %(count)s lots", count,
        )  # fmt: skip
    if kind == "min_suppliers":
        return ngettext(
            "At least %(count)s supplier is awarded", "At least %(count)s suppliers are awarded",
            count,
        )  # fmt: skip
    return ngettext(
        "At most %(count)s supplier is awarded", "At most %(count)s suppliers are awarded", count
    )


def _why_text(one: Finding, winner: Bid | None) -> str:
    if winner is None:
        return _(
            "Lot %(lot)s is left: the best bid on it, %(best)s of %(bidder)s at %(cost)s, costs "
            "more than leaving it."
        )
    if one.why is Why.AS_GOOD:
        return _(
            "Lot %(lot)s goes to %(winner)s; the best bid on this lot alone, %(best)s of "
            "%(bidder)s at %(cost)s, is as good."
        )
    if one.why is Why.RULE:
        return _(
            "Lot %(lot)s goes to %(winner)s. The best bid on this lot alone, %(best)s of "
            "%(bidder)s at %(cost)s, does not win because of the rule %(rules)s."
        )
    if one.why is Why.RULES:
        return _(
            "Lot %(lot)s goes to %(winner)s. The best bid on this lot alone, %(best)s of "
            "%(bidder)s at %(cost)s, does not win because of several rules together."
        )
    if len(winner.lots) > 1:
        return _(
            "Lot %(lot)s goes to %(winner)s, whose bid on the lots %(together)s together is "
            "better than the best bid on this lot alone, %(best)s of %(bidder)s at %(cost)s."
        )
    return _(
        "Lot %(lot)s goes to %(winner)s, whose discount makes it better than the best bid on "
        "this lot alone, %(best)s of %(bidder)s at %(cost)s."
    )


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
