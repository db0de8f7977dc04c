"""`samkop edocs`: check, show and compare electronic documents. Needs no database."""

import csv
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from samkop.site.cli_edocs_print import (
    fault_answer,
    print_answer,
    print_json,
    print_outline,
    print_tallies,
)

if TYPE_CHECKING:
    from samkop.core.edocs import Faults
    from samkop.core.edocs.conformance import Tally

app = typer.Typer(
    help="Check, show and compare electronic documents.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

NO = 1
UNUSABLE = 2
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


@app.command()
def validate(
    paths: Annotated[list[Path], typer.Argument(help="Files, or directories with *.xml.")],
    ruleset: Annotated[
        str, typer.Option(help="Rule sets to apply, joined by +; else by the document.")
    ] = "",
    official: Annotated[
        Path | None,
        typer.Option(help="Directory of the official rules as XSLT, to compare with."),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Tell which rules each file breaks."""
    from samkop.core import edocs  # noqa: F401 - not to be counted in the first file's time

    judge = _official_judge(official) if official else None
    invalid = unreadable = found = False
    for path in _walked(paths):
        found = True
        try:
            data = path.read_bytes()
        except OSError as error:
            unreadable = True
            _complain(f"{path} cannot be read: {error.strerror}.")
            continue
        started = time.perf_counter()
        faults = _validated(data, ruleset)
        answer = _answer(path, faults, (time.perf_counter() - started) * 1000)
        if judge is not None:
            answer["official"] = judge(data, faults)
        invalid = invalid or not faults.valid
        print_json(answer) if as_json else print_answer(answer)
    if not found:
        _complain(f"There is no *.xml file in {', '.join(map(str, paths))}.")
    if unreadable or not found:
        raise typer.Exit(UNUSABLE)
    if invalid:
        raise typer.Exit(NO)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="One document.")],
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="All lines of a long document, not the first ones.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a document in words, with what is wrong at its place."""
    from samkop.core.edocs.outline import outline

    entries, faults = outline(_bytes_of(file))
    if as_json:
        for entry in entries:
            print_json(
                {
                    "depth": entry.depth,
                    "label": entry.label,
                    "value": entry.value,
                    "faults": [fault_answer(fault) for fault in entry.faults],
                }
            )
    else:
        print_outline(entries, faults, None if everything else _SHORT)
    if not faults.valid:
        raise typer.Exit(NO)


@app.command()
def conformance(
    directory: Annotated[
        Path, typer.Argument(help="Holds manifest.tsv and its files, or corpus.tar.xz with both.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Compare our findings with the official ones of a corpus."""
    from samkop.core.edocs.conformance import compare

    rows, content = corpus(directory)
    tallies = compare(rows, content)
    if as_json:
        print_json(_conformance_answer(tallies))
    else:
        print_tallies(tallies)
    if any(tally.differences for tally in tallies):
        raise typer.Exit(NO)


_SHORT = 200


def _walked(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*.xml") if found.is_file())
        else:
            yield path


def _validated(data: bytes, rulesets: str) -> "Faults":
    from samkop.core.edocs import Faults
    from samkop.core.edocs import validate as validated

    if not rulesets:
        return validated(data)
    try:
        found = [validated(data, ruleset=one) for one in rulesets.split("+")]
    except ValueError as error:
        _complain(f"Bad --ruleset: {error}.")
        raise typer.Exit(UNUSABLE) from None
    return Faults(
        tuple(fault for faults in found for fault in faults.faults),
        found[0].kind,
        rulesets,
        sum(faults.omitted for faults in found),
    )


def _official_judge(directory: Path) -> Callable[[bytes, "Faults"], dict[str, Any]]:
    from samkop.site.official_rules import OfficialRules, OfficialRulesUnavailableError

    try:
        rules = OfficialRules(directory)
    except OfficialRulesUnavailableError as error:
        _complain(str(error))
        raise typer.Exit(UNUSABLE) from None
    return rules.compare


def _answer(path: Path, faults: "Faults", milliseconds: float) -> dict[str, Any]:
    return {
        "file": str(path),
        "kind": faults.kind,
        "ruleset": faults.ruleset,
        "valid": faults.valid,
        "faults": [fault_answer(fault) for fault in faults.faults],
        "omitted": faults.omitted,
        "ms": round(milliseconds, 3),
    }


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        _complain(f"{path} cannot be read: {error.strerror}.")
        raise typer.Exit(UNUSABLE) from None


def corpus(directory: Path) -> tuple[Iterator[dict[str, str]], Callable[[str], bytes]]:
    """The manifest's rows, and how to get the files that it names."""
    manifest, archive = directory / "manifest.tsv", directory / "corpus.tar.xz"
    packed = _unpacked(archive) if archive.is_file() else {}
    if manifest.is_file():
        text = manifest.read_text("utf-8")
    elif "manifest.tsv" in packed:
        text = packed["manifest.tsv"].decode()
    else:
        _complain(f"{directory} holds neither manifest.tsv nor corpus.tar.xz with one.")
        raise typer.Exit(UNUSABLE)

    def content(name: str) -> bytes:
        return packed[name] if name in packed else _bytes_of(directory / name)

    csv.field_size_limit(sys.maxsize)
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), content


def _unpacked(archive: Path) -> dict[str, bytes]:
    """The files of an archive by their last two names (`order/example.xml`)."""
    found = {}
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                stream = tar.extractfile(member)
                if stream is not None:
                    parts = Path(member.name).parts
                    name = parts[-1] if parts[-1] == "manifest.tsv" else "/".join(parts[-2:])
                    found[name] = stream.read()
    except (OSError, tarfile.TarError, EOFError):
        _complain(f"{archive} is no readable archive.")
        raise typer.Exit(UNUSABLE) from None
    return found


def _conformance_answer(tallies: list["Tally"]) -> dict[str, Any]:
    from dataclasses import asdict

    kinds = [asdict(tally) for tally in tallies]
    return {
        "kinds": [{k: v for k, v in kind.items() if k != "differences"} for kind in kinds],
        "differences": [difference for kind in kinds for difference in kind["differences"]],
    }


def _complain(sentence: str) -> None:
    typer.echo(sentence, err=True)
