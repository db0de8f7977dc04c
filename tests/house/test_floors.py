"""The floors and the rooms: who may import whom (house.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import samkop

SOURCE = Path(samkop.__file__).parent
ROOT = SOURCE.parent.parent


def test_imports_go_down_only():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def python_files(*folders):
    return [path for folder in folders for path in SOURCE.rglob(folder)]


def names_called(path):
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute):
                yield function.attr, node.lineno
            elif isinstance(function, ast.Name):
                yield function.id, node.lineno


def test_no_use_case_reads_the_clock_or_opens_the_door():
    forbidden = {"now", "today", "utcnow", "perform", "reading", "unaudited"}
    faults = [
        f"{path.relative_to(SOURCE)}:{line} calls {name}()"
        for path in python_files("usecases/*.py", "rules.py", "queries.py", "policies.py")
        for name, line in names_called(path)
        if name in forbidden
    ]
    assert faults == []


def test_only_the_platform_and_the_worker_go_round_the_audit_trail():
    users = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "unaudited(" in path.read_text()
    }
    assert users <= {
        "exchange/leases.py",
        "platform/audit/sealing.py",
        "platform/jobs.py",
        "platform/notifications/mailing.py",
        "platform/outbox.py",
        "platform/unit_of_work.py",
    }


def test_there_are_no_signals_and_no_save_overrides():
    faults = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "django.dispatch" in path.read_text()
        or "django.db.models.signals" in path.read_text()
        or "def save(" in path.read_text()
    ]
    assert faults == []


def test_no_module_is_called_by_what_says_nothing():
    named = {path.stem for path in SOURCE.rglob("*.py")} | {
        path.name for path in SOURCE.rglob("*") if path.is_dir()
    }
    assert named & {"utils", "helpers", "manager", "managers", "common", "misc"} == set()
