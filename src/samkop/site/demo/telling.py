"""Prints a played day for people."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from samkop.site.demo import story
from samkop.site.simulator.pace import BEAT

CODES = {
    "AB": "received",
    "AP": "accepted in full",
    "CA": "accepted with changes",
    "RE": "refused",
}
WHILE_SERVED = (
    "While the pages are served, suppliers are quicker than they promise: an order is answered"
    f" within seconds, {BEAT.seconds} seconds later its goods are announced with their serial"
    f" numbers, {BEAT.seconds} seconds after that they are invoiced. An invoice that was wrong and"
    " that you reject is credited and sent anew in the same way."
)


def tell(told: story.Story, console: Console) -> None:
    """Print the story: who did what, with figures and where the documents lie."""
    size = told.region
    console.print(Text(f"A day in the {size.name}, {told.day}", "bold"))
    console.print(
        f"{size.municipalities} municipalities with {size.inhabitants:,} inhabitants,"
        f" {size.organisations} organisations, {size.people} people named by their role,"
        f" {size.items} items on the shelves (real models, invented prices),"
        f" {size.orders:,} orders so far."
    )
    goods = told.goods
    console.print(
        f"In the last days {goods.deliveries} deliveries were announced and {goods.received} of"
        f" them received, with {goods.differences} differences; of {goods.invoices} invoices"
        f" {goods.held} are held, the others matched by themselves."
    )
    abroad = told.abroad
    console.print(
        f"{abroad.name}, in Sweden, has an agreement of its own in {abroad.currency}:"
        f" {abroad.orders} orders, {abroad.accepted} invoices accepted,"
        f" {abroad.vouchers} vouchers for its ledger in {abroad.file}."
    )
    _tell_tenders(told.sourcing, console)
    _tell_cooperation(told.cooperation, console)
    if told.played_before:
        console.print("This day has been played already: this is what was kept of it.")
    for number, (heading, lines) in enumerate(_steps(told), 1):
        console.print()
        console.print(Text(f"{number}. {heading}", "bold"))
        for line in lines:
            console.print(Text(f"   {line}"), soft_wrap=True)
    console.print()
    console.print(_accounts(told))
    console.print()
    console.print(_times(told.seconds))
    console.print()
    console.print(WHILE_SERVED)


def _tell_tenders(of: story.Sourcing, console: Console) -> None:
    console.print(
        f"Tender {of.signed} went from the need to the shop: {of.bids} sealed bids were opened by"
        f" two officers, what came too late stays sealed ({of.late}); of it are the agreements"
        f" {', '.join(of.agreements)}. {of.open} takes bids until {of.open_until}."
        f" {of.town} prepares {of.prepared}: {of.missing} things are missing in its homework."
        f" Everybody reads {of.releases} releases of open data at /open-data/."
    )
    console.print(f"{of.to_open} waits for two officers to open its bids: their keys lie in")
    console.print(Text(f"   {of.keys}"), soft_wrap=True)
    console.print(f"and the passphrase of each is: {of.passphrase}")


def _tell_cooperation(of: story.Cooperation, console: Console) -> None:
    console.print(
        f"Members decide each for itself: {of.joined} have joined \u201c{of.project}\u201d,"
        f" {of.waiting} wait, {of.declined} declined; {of.appealed} of those that joined cannot"
        f" order, since its decision was appealed. {of.asked} people were asked whether what they"
        f" got works, {of.answered} have answered. Security incidents shared: {of.incidents}."
    )


def _steps(told: story.Story) -> Iterator[tuple[str, list[str]]]:
    came, asked, tier = told.catalogue, told.asked, told.tier
    yield (
        f"{came.supplier} sends a catalogue",
        [f"{came.lines} lines taken, {came.refused} refused", *_paper(came.paper)],
    )
    yield (
        f"{asked.by} asks for {asked.quantity} of {asked.item}",
        [
            f"requisition {asked.number}, cost centre {asked.cost_centre}, to {asked.site}",
            f"price: {_origin(told)}",
            f"tier: everybody had ordered {tier.volume:,} {tier.price_group} together"
            + (f"; the next tier begins at {tier.next_from:,}" if tier.next_from else ""),
        ],
    )
    yield (
        f"{told.approved.by} approves",
        [f"with authority for up to {_money(told.approved.limit, told)}"],
    )
    yield (
        f"The order goes out to {told.ordered.supplier}",
        [f"order {told.ordered.paper.number}", *_paper(told.ordered.paper)],
    )
    code = told.answered.code
    promised = told.answered.promised_on
    yield (
        "The answer comes in",
        [
            f"{CODES.get(code, code)} ({code})"
            + (f", promised for {promised}" if promised else "")
            + f"; the order is now {told.ordered.state}",
            *_paper(told.answered.paper),
        ],
    )


def _origin(told: story.Story) -> str:
    words = {
        "list-price": "list", "tier-discount": "volume tier", "markup": "markup",
        "lower-offer": "offered for less",
    }  # fmt: skip
    first, *further = told.asked.origin
    steps = [
        f"{words.get(step.code, step.code)} {step.amount:+,.2f}"
        + (f" ({step.percent:f} %)" if step.percent else "")
        for step in further
    ]
    listed = ", ".join([f"{words.get(first.code, first.code)} {first.amount:,.2f}", *steps])
    return f"{listed} = {_money(told.asked.unit_price, told)}"


def _paper(paper: story.Paper) -> list[str]:
    verdict = "valid by" if paper.valid else "INVALID by"
    return [f"{verdict} {paper.ruleset}", str(paper.file)]


def _accounts(told: story.Story) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(told.currency, no_wrap=True)
    for heading in ("at most", "before", "after", "used"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, account in (
        (f"Ceiling of {told.ceiling.name}", told.ceiling),
        (f"Budget of {told.budget.name}", told.budget),
    ):
        used = account.after / account.maximum if account.maximum else Decimal(0)
        figures = (f"{one:,.2f}" for one in (account.maximum, account.before, account.after))
        table.add_row(name, *figures, f"{used:.2%}")
    return table


def _times(seconds: story.Seconds) -> str:
    return (
        f"From need to confirmed order: {seconds.whole:.2f} s"
        f" (approval {seconds.approval:.2f}, sending {seconds.sending:.2f},"
        f" answer {seconds.answer:.2f}); the catalogue took {seconds.catalogue:.2f} s."
    )


def _money(amount: Decimal, told: story.Story) -> str:
    return f"{amount:,.2f} {told.currency}"
