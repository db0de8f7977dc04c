"""``samkop test``: what it runs, what it reports, and when it refuses to start."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from samkop.site import check_folder, checks
from samkop.site.check_folder import PREFIX
from samkop.site.check_report import Promise, Report, promises, read_report
from samkop.site.project import project, run_samkop, uv
from samkop.site.supervisor.processes import Process
from serving_ground import COMMAND

ROOT = Path(__file__).parent.parent.parent
REPORT = """<testsuites><testsuite>
<testcase classname="tests.core.test_money" name="test_a" time="0.25"/>
<testcase classname="tests.core.edocs.test_reader" name="test_b" time="0.5"/>
<testcase classname="tests.site.test_api" name="test_c" time="1"><failure>no</failure></testcase>
<testcase classname="tests.site.test_wall" name="test_d" time="2"><error>no</error></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def report(tmp_path: Path) -> Report:
    path = tmp_path / "report.xml"
    path.write_text(REPORT)
    return read_report(path)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs, which is the whole path."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def a_program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_each_suite_is_counted_with_its_seconds(report):
    found = [(s.name, s.passed, s.failed, s.seconds) for s in report.suites()]
    assert found == [("core", 2, 0, 0.75), ("site", 0, 2, 3.0)]


def test_a_promise_is_kept_broken_or_untested(report):
    verdicts = [
        report.verdict(Promise("", tests))
        for tests in (("tests.core",), ("tests.core", "tests.site.test_api"), ("tests.flows",))
    ]
    assert verdicts == ["kept", "BROKEN", "UNTESTED"]


def test_a_run_that_wrote_no_report_has_no_cases(tmp_path):
    assert read_report(tmp_path / "none.xml") == Report(())


def test_every_promise_names_tests_that_exist():
    for promise in promises(ROOT):
        for beginning in promise.tests:
            path = ROOT / beginning.replace(".", "/")
            assert path.is_dir() or path.with_suffix(".py").is_file(), beginning


def test_pytest_closes_the_output_and_its_arguments_are_passed_on(tmp_path):
    test_file = tmp_path / "test_two.py"
    test_file.write_text("def test_a():\n    assert True\n\ndef test_b():\n    assert True\n")
    done = subprocess.run(
        [*COMMAND, "test", str(test_file), "-k", "test_a"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed, 1 deselected" in done.stdout.rstrip().splitlines()[-1]


def test_a_failed_test_is_exit_code_1(tmp_path):
    test_file = tmp_path / "test_one.py"
    test_file.write_text("def test_a():\n    assert 1 == 2\n")
    done = subprocess.run(
        [*COMMAND, "test", str(test_file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "1 failed" in done.stdout.rstrip().splitlines()[-1]


def test_the_tests_server_is_stopped_and_its_folder_removed(tmp_path):
    seen = tmp_path / "seen"
    test_file = tmp_path / "test_server.py"
    test_file.write_text(
        "import ground\nfrom pathlib import Path\n"
        "def test_it():\n"
        f"    Path({str(seen)!r}).write_text(f'{{ground.DATA}} {{ground.server().pid}}')\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "SAMKOP_TEST_DATA"}
    done = subprocess.run(
        [*COMMAND, "test", str(test_file), "-c", str(ROOT / "pyproject.toml")],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    folder, pid = seen.read_text().split()
    assert done.returncode == 0, done.stdout
    assert not Path(folder).exists()
    assert Process.of(int(pid)) is None


def test_where_bytecode_is_switched_off_it_is_kept_beside_the_tests_data(tmp_path):
    bytecode = str(tmp_path / "bytecode")
    assert checks.compiled_once({"A": "1"}, tmp_path) == {"A": "1"}
    assert checks.compiled_once({"A": "1", "PYTHONDONTWRITEBYTECODE": "1"}, tmp_path) == {
        "A": "1", "PYTHONPYCACHEPREFIX": bytecode,
    }  # fmt: skip
    chosen = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/elsewhere"}
    assert checks.compiled_once(chosen, tmp_path) == {"PYTHONPYCACHEPREFIX": "/elsewhere"}


def test_without_chromium_and_without_apt_get_an_administrator_is_asked(programs):
    assert checks.chromium() is None
    assert "an administrator installs" in (checks.chromium_missing() or "")


def test_root_installs_chromium_and_renews_the_lists_where_that_is_needed(programs):
    """apt-get fails until its lists are renewed; then it puts the browser into its place."""
    log = programs / "log"
    a_program(
        programs, "apt-get",
        f'echo "$1" >> {log}\n'
        f'if [ "$1" = update ]; then : > {programs}/renewed; exit 0; fi\n'
        f"[ -e {programs}/renewed ] || exit 100\n"
        f": > {programs}/{checks.SHELL}; /bin/chmod 755 {programs}/{checks.SHELL}",
    )  # fmt: skip
    missing = checks.chromium_missing()
    if os.geteuid() == 0:
        assert missing is None
        assert log.read_text().split() == ["install", "update", "install"]
    else:
        assert missing is not None
        assert "sudo sh -c 'apt-get update" in missing
        assert not log.exists()


@pytest.mark.parametrize("there", [False, True])
def test_where_the_shell_is_not_to_be_had_the_whole_browser_does(programs, there):
    log = programs / "log"
    whole = a_program(programs, "chromium", "exit 0")
    if not there:
        whole.unlink()
    a_program(
        programs, "apt-get",
        f'for last; do :; done\necho "$last" >> {log}\n'
        f'[ "$last" = chromium ] || exit 100\n: > {whole}; /bin/chmod 755 {whole}',
    )  # fmt: skip
    missing = checks.chromium_missing()
    assert (missing is None) is (there or os.geteuid() == 0)
    if os.geteuid() == 0:
        assert log.read_text().split()[-2:] == [checks.SHELL, "chromium"]


def test_without_pytest_it_runs_itself_again_with_the_test_group(programs, monkeypatch):
    said = programs / "said"
    monkeypatch.delenv("SAMKOP_TEST_GROUP", raising=False)
    monkeypatch.setenv("UV", str(a_program(programs, "uv", f'echo "$@" > {said}; exit 7')))
    code = checks.again_with_the_test_group(ROOT, ["tests/core"], everything=True)
    assert code == 7
    expected = f"run --project {ROOT} --group test samkop test --all tests/core"
    assert said.read_text().strip() == expected


def test_it_does_not_run_itself_again_for_ever(monkeypatch):
    monkeypatch.setenv("UV", "/bin/true")
    monkeypatch.setenv("SAMKOP_TEST_GROUP", "1")
    assert checks.again_with_the_test_group(ROOT, [], everything=False) == 2


def test_a_clone_is_run_by_uv_and_anything_else_by_its_own_python(programs, monkeypatch):
    assert project() == ROOT
    monkeypatch.setenv("UV", "/somewhere/uv")
    assert uv() == ["/somewhere/uv"]
    command = ["/somewhere/uv", "run", "--project", str(ROOT), "samkop", "demo"]
    assert run_samkop("demo") == command


def test_a_failed_check_is_told_with_what_it_says(capsys, monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", {"refusing": ["python", "-c", "raise SystemExit('no')"]})
    outcomes = checks.quick_checks()
    assert [(done.name, done.passed) for done in outcomes] == [("refusing", False)]
    assert capsys.readouterr().err == "refusing:\nno\n\n"
    assert Path(sys.executable).with_name("python").exists()


def test_what_a_killed_run_left_is_removed_and_a_running_one_s_is_not(monkeypatch, tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, running = (tmp_path / f"{PREFIX}{pid}-x" for pid in (ended.pid, os.getpid()))
    for folder in (left, running):
        (folder / "data").mkdir(parents=True)
    monkeypatch.setattr(check_folder, "quickest", lambda: tmp_path)
    with check_folder.tests_folder() as folder:
        assert sorted(tmp_path.iterdir()) == sorted([folder, running])
    assert list(tmp_path.iterdir()) == [running]


def test_the_tests_data_lie_in_memory_only_where_there_is_room(monkeypatch, tmp_path):
    elsewhere = Path(tempfile.gettempdir())
    monkeypatch.setattr(check_folder, "ENOUGH", 1)
    assert check_folder.quickest(tmp_path) == tmp_path
    assert check_folder.quickest(tmp_path / "none") == elsewhere
    monkeypatch.setattr(check_folder, "ENOUGH", 1 << 60)
    assert check_folder.quickest(tmp_path) == elsewhere
