"""What pytest's report (JUnit XML) says: by suite, and by promise."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree


@dataclass(frozen=True)
class Case:
    """One test: its file as a dotted name (``tests.core.test_money``), and how it went."""

    module: str
    name: str
    seconds: float
    passed: bool


@dataclass(frozen=True)
class Suite:
    """The tests of one folder."""

    name: str
    passed: int
    failed: int
    seconds: float


@dataclass(frozen=True)
class Promise:
    """A sentence of the project's plan, and the beginnings of the tests which show it."""

    sentence: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All tests of a run."""

    cases: tuple[Case, ...]

    def suites(self) -> Iterator[Suite]:
        """One a folder of tests, in order of their names."""
        folders = sorted({_folder(case) for case in self.cases})
        for folder in folders:
            own = [case for case in self.cases if _folder(case) == folder]
            passed = sum(case.passed for case in own)
            seconds = sum(case.seconds for case in own)
            yield Suite(folder, passed, len(own) - passed, seconds)

    def verdict(self, promise: Promise) -> str:
        """``kept``, ``BROKEN``, or ``UNTESTED`` where no test ran for it."""
        verdicts = []
        for beginning in promise.tests:
            own = [c for c in self.cases if f"{c.module}.{c.name}".startswith(beginning)]
            if not own:
                return "UNTESTED"
            verdicts += [case.passed for case in own]
        return "kept" if all(verdicts) else "BROKEN"


def read_report(path: Path) -> Report:
    """The report of a run; empty if pytest did not come to write one."""
    if not path.exists():
        return Report(())
    return Report(
        tuple(
            Case(
                case.get("classname") or "",
                case.get("name") or "",
                float(case.get("time") or 0),
                case.find("failure") is None and case.find("error") is None,
            )
            for case in etree.parse(path).iter("testcase")
        )
    )


def promises(folder: Path) -> list[Promise]:
    """The promises of tests/promises.toml."""
    content = tomllib.loads((folder / "tests" / "promises.toml").read_text("utf-8"))
    return [Promise(line["sentence"], tuple(line["tests"])) for line in content["promise"]]


def _folder(case: Case) -> str:
    parts = case.module.split(".")
    return parts[1] if len(parts) > 2 else ""  # noqa: PLR2004 - tests.<folder>.<file>
