"""What `samkop edocs` prints, for programs and for people."""

import json
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from samkop.core.edocs import Fault, Faults
    from samkop.core.edocs.conformance import Tally
    from samkop.core.edocs.outline import Entry

_STYLES = {"fatal": "bold red", "warning": "yellow"}


def print_json(answer: dict[str, Any]) -> None:
    """One JSON object on one line."""
    typer.echo(json.dumps(answer, ensure_ascii=False))


def fault_answer(fault: "Fault") -> dict[str, str]:
    """A fault as it stands in `--json` answers."""
    return {
        "rule": fault.rule,
        "flag": str(fault.flag),
        "location": fault.location,
        "message": fault.message,
    }


def print_answer(answer: dict[str, Any]) -> None:
    """One file's verdict, and a line per fault."""
    console = _console()
    verdict = _text("valid", "green") if answer["valid"] else _text("invalid", "bold red")
    what = answer["ruleset"] or answer["kind"] or "no kind of document that Samköp knows"
    console.print(_text(answer["file"]), verdict, _text(f"{what}, {answer['ms']:.1f} ms", "dim"))
    for fault in answer["faults"]:
        _print_fault(console, "  ", fault)
    if answer["omitted"]:
        console.print(f"  and {answer['omitted']} more of the same rules")
    official = answer.get("official")
    if official:
        console.print(_text(f"  {_compared(official)}", "cyan"))


def print_outline(entries: "list[Entry]", faults: "Faults", limit: int | None) -> None:
    """A document in words; of a long one the first entries and every entry with a fault."""
    console = _console()
    hidden = 0
    for number, entry in enumerate(entries):
        if limit is not None and number >= limit and not entry.faults:
            hidden += 1
            continue
        indent = "  " * entry.depth
        console.print(_text(f"{indent}{entry.label}", "dim"), _text(entry.value, "bold"))
        for fault in entry.faults:
            _print_fault(console, f"{indent}  ", fault_answer(fault))
    if hidden:
        console.print(f"{hidden} more entries without faults; --all shows them.")
    if not entries:
        if faults.valid:
            console.print("The document is valid, but too long to show.")
        for fault in faults.faults:
            _print_fault(console, "", fault_answer(fault))
    if faults.omitted:
        console.print(f"and {faults.omitted} more faults of the same rules")


def print_tallies(tallies: "list[Tally]") -> None:
    """A row per kind, how many of each are right; each difference; the kinds that are not read."""
    from rich.table import Table

    console = _console()
    table = Table(box=None, pad_edge=False)
    table.add_column("kind", no_wrap=True)
    for column in ("verdicts", "same rules", "assertions"):
        table.add_column(column, justify="right", no_wrap=True)
    for tally in tallies:
        if tally.implemented:
            table.add_row(tally.kind, *_figures(tally))
    console.print(table)
    differences = [difference for tally in tallies for difference in tally.differences]
    console.print(_text(f"{len(differences)} differences." if differences else "No differences."))
    for difference in differences:
        console.print(_text(f"{difference.what}: {difference.file}", "bold"))
        console.print(_text(f"  expected {difference.expected}; found {difference.found}"))
    others = [f"{tally.kind} ({tally.documents})" for tally in tallies if not tally.implemented]
    if others:
        console.print(_text(f"Kinds that are not implemented: {', '.join(others)}."))


def _figures(tally: "Tally") -> list[str]:
    return [
        f"{tally.verdicts_right} of {tally.documents}",
        f"{tally.rule_sets_same} of {tally.rule_sets}",
        f"{tally.assertions_right} of {tally.assertions}",
    ]


def _print_fault(console: Any, indent: str, fault: dict[str, str]) -> None:
    sign = "✗" if fault["flag"] == "fatal" else "!"
    style = _STYLES[fault["flag"]]
    console.print(_text(f"{indent}{sign} {fault['rule']}", style), _text(fault["message"]))
    console.print(_text(f"{indent}  {fault['location']}", "dim"))


def _compared(official: dict[str, Any]) -> str:
    if not official["verdict"]:
        return "The official rules came to no verdict."
    if not official["only_official"] and not official["only_ours"]:
        return "The official rules find the same."
    parts = [
        f"{title} {' '.join(official[key])}."
        for key, title in (
            ("only_official", "Only the official rules find"),
            ("only_ours", "Only ours find"),
        )
        if official[key]
    ]
    return " ".join(parts)


def _text(content: str, style: str = "") -> Any:
    from rich.text import Text

    return Text(content, style=style)


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True)
