"""Sizes of files and functions (house.md, "Sizes and habits")."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import samkop

SOURCE = Path(samkop.__file__).parent
TESTS = Path(__file__).parent.parent


def lines_of(folder):
    return {
        str(path.relative_to(folder)): len(path.read_text().splitlines())
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
    }


def functions():
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"{path.relative_to(SOURCE)}:{node.name}"
                yield name, (node.end_lineno or node.lineno) - node.lineno + 1


def share_under(values, limit):
    return sum(value < limit for value in values) / len(values)


def test_no_file_is_over_500_lines_and_no_test_over_800():
    assert {name: n for name, n in lines_of(SOURCE).items() if n > 500} == {}
    assert {name: n for name, n in lines_of(TESTS).items() if n > 800} == {}


def test_files_are_small_as_a_habit():
    sizes = list(lines_of(SOURCE).values())
    assert statistics.median(sizes) <= 100
    assert share_under(sizes, 300) >= 0.9


def test_no_function_is_over_60_lines_and_nine_in_ten_are_under_30():
    sizes = dict(functions())
    assert {name: n for name, n in sizes.items() if n > 60} == {}
    assert share_under(list(sizes.values()), 30) >= 0.9
