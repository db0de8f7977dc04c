"""``samkop test``: every check, and how long each took."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import typer

from samkop.site.check_folder import tests_folder
from samkop.site.check_report import Report, read_report
from samkop.site.project import project, uv

GROUP = "test"
FAILED, UNUSABLE = 1, 2
# On two cores: with two, an eighth of the cores' time was nobody's, while a test waited for what
# it had started.
PROCESSES = 3
# The shell without windows starts and draws in a quarter of the processor time.
SHELL, *OTHERS = BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
INSTALL = ["apt-get", "install", "--yes", "--no-install-recommends"]
UPDATE = ["apt-get", "update", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=20"]
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "import-linter": ["lint-imports"],
    "mypy": ["mypy"],
}


@dataclass(frozen=True)
class Outcome:
    """One check: how long it took, and whether it passed."""

    name: str
    seconds: float
    passed: bool
    output: str = ""


def run(arguments: Sequence[str], *, everything: bool) -> int:
    """Run all checks, or pytest alone with ``arguments``; returns the exit code.

    0: all passed, 1: something failed, 2: the checks could not be started.
    """
    folder = project()
    if folder is None:
        typer.echo("The tests are not installed. Run this command in a clone.", err=True)
        return UNUSABLE
    if importlib.util.find_spec("pytest") is None:
        return again_with_the_test_group(folder, arguments, everything=everything)
    if not arguments and (sentence := chromium_missing()):
        typer.echo(sentence, err=True)
        return UNUSABLE
    os.chdir(folder)
    # The tests' first half minute, which makes their database, leaves a core to spare.
    with (
        ThreadPoolExecutor(1) as beside,
        tempfile.TemporaryDirectory(prefix="samkop-report-") as reports,
    ):
        checking = None if arguments else beside.submit(quick_checks)
        report_file = Path(reports, "report.xml")
        code, closing_line = run_pytest(arguments, report_file, everything=everything)
        report = read_report(report_file)
        outcomes = checking.result() if checking else []
    print_table(outcomes, report)
    kept = print_promises(folder, report) if everything and not arguments else True
    typer.echo(closing_line)
    return 0 if code == 0 and kept and all(done.passed for done in outcomes) else FAILED


def again_with_the_test_group(folder: Path, arguments: Sequence[str], *, everything: bool) -> int:
    """The same command in an environment that has pytest, which users need not install."""
    found = uv()
    if found is None:
        typer.echo(
            "pytest is not installed, and uv was not found to install it."
            " Install uv (pip install uv), then run: uv run --group test samkop test.",
            err=True,
        )
        return UNUSABLE
    if os.environ.get("SAMKOP_TEST_GROUP"):
        typer.echo("pytest is still missing. Run: uv sync --group test.", err=True)
        return UNUSABLE
    options = ["--all"] if everything else []
    return subprocess.run(
        [*found, "run", "--project", str(folder), "--group", GROUP, "samkop", "test",
         *options, *arguments],
        env={**os.environ, "SAMKOP_TEST_GROUP": "1"}, check=False,
    ).returncode  # fmt: skip


def chromium() -> str | None:
    """The browser of the browser tests, if one is installed."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def chromium_missing() -> str | None:
    """None when Chromium is there, or was installed just now; else the sentence to print."""
    apt = shutil.which("apt-get")
    if os.geteuid() == 0 and apt and shutil.which(SHELL) is None:
        typer.echo("Installing Chromium for the browser tests …", err=True)
        install_chromium()
    if chromium() is not None:
        return None
    command = f"apt-get update && {' '.join(INSTALL)} {SHELL}"
    if os.geteuid() == 0 and apt:
        return f"Chromium could not be installed. Look at what this says: {command}"
    if apt:
        command = f"sudo sh -c '{command}'"
    else:
        command = "install the package chromium with this system's package manager"
    return f"The browser tests need Chromium, which an administrator installs: {command}"


def install_chromium() -> None:
    """With apt-get, as root; renews its lists only where the package is not found in them.

    The whole browser where there is none and its shell is not to be had.
    """
    for command in ([*INSTALL, SHELL], UPDATE, [*INSTALL, SHELL], [*INSTALL, OTHERS[0]]):
        done = subprocess.run(
            command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        if done.returncode == 0 and command is not UPDATE:
            return


def quick_checks() -> list[Outcome]:
    """Style, types and floors, side by side; what a failed one says goes to stderr."""
    with ThreadPoolExecutor(len(CHECKS)) as pool:
        outcomes = list(pool.map(quick_check, CHECKS))
    for outcome in outcomes:
        if not outcome.passed:
            typer.echo(f"{outcome.name}:\n{outcome.output}", err=True)
    return outcomes


def quick_check(name: str) -> Outcome:
    """Run one program of the test group."""
    program, *options = CHECKS[name]
    started = time.monotonic()
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *options],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = time.monotonic() - started
    return Outcome(name, seconds, done.returncode == 0, done.stdout + done.stderr)


def run_pytest(arguments: Sequence[str], report_file: Path, *, everything: bool) -> tuple[int, str]:
    """Run pytest on a database server of its own; (exit code, pytest's closing line).

    What it prints is passed on as it comes, but for the closing line, which comes last.
    """
    command = [sys.executable, "-m", "pytest", f"--junit-xml={report_file}", *arguments]
    if not arguments:
        # tests/conftest.py says which files go first; xdist would leave the longest to the end.
        command += [
            f"--numprocesses={PROCESSES}", "--dist=loadfile", "--no-loadscope-reorder",
        ]  # fmt: skip
    if kept := os.environ.get("SAMKOP_TEST_DATA"):
        return run_in(Path(kept), command, everything=everything)
    with tests_folder() as folder:
        return run_in(folder / "data", command, everything=everything)


def run_in(data: Path, command: Sequence[str], *, everything: bool) -> tuple[int, str]:
    """Run it with its data in a folder; (exit code, closing line)."""
    given = {**compiled_once(os.environ, data), "SAMKOP_TEST_DATA": str(data)}
    if everything:
        given["SAMKOP_TEST_SCALE"] = "all"
    with subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True) as process:
        closing_line = passed_on(process)
    return process.returncode, closing_line


def compiled_once(environment: Mapping[str, str], data: Path) -> dict[str, str]:
    """The environment, in which no process compiles what another has compiled before.

    Containers often switch Python's bytecode off: then each server, worker and command that a
    test starts would spend seconds on compiling Django again. It is kept beside the tests'
    data instead, and the folder of the source stays as clean as was asked for.
    """
    if not environment.get("PYTHONDONTWRITEBYTECODE"):
        return dict(environment)
    kept = {name: text for name, text in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(data / "bytecode"), **kept}


def passed_on(process: subprocess.Popen[str]) -> str:
    """Print what a process prints, but for its last line, which is returned."""
    held = ""
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    for line in process.stdout:
        if line.strip():
            if held:
                typer.echo(held)
            held = line.rstrip("\n")
    return held


def print_table(outcomes: Sequence[Outcome], report: Report) -> None:
    """The seconds of each check and of each suite of tests."""
    rows = [(done.name, "passed" if done.passed else "FAILED", done.seconds) for done in outcomes]
    rows += [
        (f"tests/{suite.name}", f"{suite.passed} passed, {suite.failed} failed", suite.seconds)
        for suite in report.suites()
    ]
    for name, verdict, seconds in rows:
        typer.echo(f"{name:24} {verdict:24} {seconds:7.1f} s")


def print_promises(folder: Path, report: Report) -> bool:
    """One line a promise of tests/promises.toml; whether all are kept."""
    from samkop.site.check_report import promises

    verdicts = [(promise, report.verdict(promise)) for promise in promises(folder)]
    for promise, verdict in verdicts:
        typer.echo(f"{verdict:8} {promise.sentence}")
    return all(verdict == "kept" for _promise, verdict in verdicts)
