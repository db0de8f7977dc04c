"""The small documents that are measured: those of a directory, or some of our own making."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from samkop.core.edocs import validate, write
from samkop.site.bench.edocs.long_documents import MAKERS, an_invoice, written
from samkop.site.project import project

LINES = 2
OURS = "of our own making"


@dataclass(frozen=True)
class Examples:
    """Documents by kind, and where they come from in words."""

    source: str
    documents: Mapping[str, list[bytes]]


def examples(directory: Path | None) -> Examples:
    """Those of the directory (a corpus, or files), else of the corpus beside the clone.

    Of a corpus the official examples that are valid; of other directories every document of a
    known kind.
    """
    chosen = directory or _beside_the_clone()
    if chosen is None:
        return Examples(OURS, _own())
    found: dict[str, list[bytes]] = defaultdict(list)
    for kind, data in _of_corpus(chosen) if _is_corpus(chosen) else _of_files(chosen):
        found[kind].append(data)
    return Examples("official", dict(sorted(found.items())))


def _own() -> dict[str, list[bytes]]:
    own = {kind: [written(kind, LINES)] for kind in MAKERS}
    return {**own, "finvoice": [write(an_invoice(LINES), syntax="finvoice")]}


def _beside_the_clone() -> Path | None:
    clone = project()
    corpus = clone.parent / "shared" / "edocs" if clone else None
    return corpus if corpus is not None and _is_corpus(corpus) else None


def _is_corpus(directory: Path) -> bool:
    return any((directory / name).is_file() for name in ("manifest.tsv", "corpus.tar.xz"))


def _of_corpus(directory: Path) -> Iterator[tuple[str, bytes]]:
    from samkop.site.cli_edocs import corpus

    rows, content = corpus(directory)
    for row in rows:
        if row["origin"] == "example" and row["expected"] == "valid":
            yield from _known(content(row["file"]))


def _of_files(directory: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(directory.rglob("*.xml")):
        yield from _known(path.read_bytes())


def _known(data: bytes) -> Iterator[tuple[str, bytes]]:
    kind = validate(data).kind
    if kind:
        yield kind, data
