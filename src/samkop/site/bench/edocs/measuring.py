"""Goal 8: a tenth of the official rules' time, and 5 x that of parsing alone for big files."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from samkop.core.edocs import validate
from samkop.site.bench.edocs.examples import examples
from samkop.site.bench.edocs.long_documents import MAKERS, written
from samkop.site.bench.edocs.official import NAME, VERSION, AbsentError, OfficialRules
from samkop.site.bench.figures import Figure, Goal, Rival

ROUNDS = 5
PASSES = 9
"""How often a turn takes a short document in a row: warm, as the rival's published figures are."""
SHORT, LONG = 1_000, 10_000
A_TENTH = Goal("ratio", at_most=0.1)
FIVE_TIMES = Goal("ratio", at_most=5)
TEN_SECONDS = Goal("ours", at_most=10)
A_GIGABYTE = Goal("ours", at_most=1000)
MILLION = 1_000_000
_PARSER = etree.XMLParser(huge_tree=True)
_MEMORY = (
    "import resource, sys; from samkop.core.edocs import validate;"
    " assert validate(open(sys.argv[1], 'rb').read()).valid;"
    " print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)


class Times(NamedTuple):
    """Seconds of one document: read and ruled by us, parsed alone, ruled officially."""

    ours: float
    parsing: float
    official: float | None


def measure(examples_at: Path | None = None, official_at: Path | None = None) -> list[Figure]:
    """Milliseconds per example of each kind, then long documents.

    ``examples_at`` holds documents (a corpus or files); without it the corpus beside the clone is
    taken, else documents of our own. ``official_at`` holds the official rules as XSLT.
    """
    with ExitStack() as stack:
        official, absent = None, "no --official DIR with the official rules was given"
        if official_at is not None:
            try:
                official = stack.enter_context(OfficialRules(official_at))
            except AbsentError as reason:
                absent = str(reason)
        return [*_small(examples_at, official, absent), *_long(official, absent)]


def _small(where: Path | None, official: OfficialRules | None, absent: str) -> Iterator[Figure]:
    found = examples(where)
    for kind, documents in found.documents.items():
        judge = official if official is not None and official.knows(kind) else None
        missing = absent if official is None else f"there are no official rules for {kind}"
        many = f"{len(documents)} examples" if len(documents) > 1 else "1 example"
        size = f"{kind}, {many} ({found.source})"
        medians = _medians(kind, documents, judge, PASSES)
        yield from _compared(size, medians, 1000, "ms", None if judge else missing)


def _long(official: OfficialRules | None, absent: str) -> Iterator[Figure]:
    for kind in MAKERS:
        for lines in (SHORT, LONG):
            data = written(kind, lines)
            size = f"{kind}, {lines:,} lines ({len(data) / MILLION:.1f} MB)"
            once = official if lines == LONG else None
            often = official if lines == SHORT else None
            medians = _medians(kind, [data], often, 1)
            if once is not None:
                # Minutes a round: once is what there is time for, and the figure says so.
                medians = medians._replace(official=once.seconds(kind, data))
            yield from _compared(
                size, medians, 1, "s", None if official else absent, once=once is not None
            )
            yield Figure(
                "edocs-parsing", size, medians.ours, "s", goal=FIVE_TIMES,
                limit=Rival("lxml parsing alone", etree.__version__, medians.parsing),
            )  # fmt: skip
            if (kind, lines) == ("catalogue", LONG):
                yield Figure("edocs-seconds", size, medians.ours, "s", goal=TEN_SECONDS)
                yield Figure("edocs-memory", size, _megabytes(data), "MB", goal=A_GIGABYTE)


def _compared(
    size: str, medians: Times, factor: float, unit: str, absent: str | None, *, once: bool = False
) -> Iterator[Figure]:
    version = f"{VERSION}, one round" if once else VERSION
    rival = None if medians.official is None else Rival(NAME, version, medians.official * factor)
    yield Figure(
        "edocs", size, medians.ours * factor, unit, rival,
        Rival("lxml parsing alone", etree.__version__, medians.parsing * factor),
        A_TENTH if rival else None,
        None if rival else absent or "the official rules end in an error",
    )  # fmt: skip


def _medians(
    kind: str, documents: Sequence[bytes], official: OfficialRules | None, passes: int
) -> Times:
    """Seconds per document, after a round that is not counted, the three taking turns."""
    judged = list(documents)
    if official is not None:
        judged = [data for data in documents if official.seconds(kind, data) is not None]
    for data in judged:
        validate(data)
    taken = [
        _mean([_turn(kind, data, official, passes) for data in judged or documents])
        for _round in range(ROUNDS)
    ]
    officially = [times.official for times in taken if times.official is not None]
    return Times(
        statistics.median(times.ours for times in taken),
        statistics.median(times.parsing for times in taken),
        statistics.median(officially) if officially else None,
    )


def _turn(kind: str, data: bytes, official: OfficialRules | None, passes: int) -> Times:
    return Times(
        _in_a_row(lambda: validate(data), passes),
        _in_a_row(lambda: etree.fromstring(data, _PARSER), passes),
        official.seconds(kind, data, passes) if official else None,
    )


def _in_a_row(work: Callable[[], object], passes: int) -> float:
    taken = []
    for _pass in range(passes):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _mean(turns: list[Times]) -> Times:
    officially = [times.official for times in turns if times.official is not None]
    return Times(
        statistics.fmean(times.ours for times in turns),
        statistics.fmean(times.parsing for times in turns),
        statistics.fmean(officially) if officially else None,
    )


def _megabytes(data: bytes) -> float:
    """The most memory that a process of its own holds while it reads the document."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(data)
        file.flush()
        command = [sys.executable, "-c", _MEMORY, file.name]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return int(done.stdout) * 1024 / MILLION
