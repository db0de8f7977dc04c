"""``samkop bench``: what is judged, printed and kept. The measuring itself is no test."""

from __future__ import annotations

import json

import pytest

from samkop.site.bench import Figure, Goal, Rival, command


@pytest.fixture
def benchmarks(monkeypatch):
    """Two benchmarks instead of the real ones: one meets its goal, one misses it."""
    quick = Figure("quick", "small", 2.0, "s", Rival("other", "1.0", 8.0), goal=Goal("ratio", 0.5))
    slow = Figure("slow", "small", 12.0, "s", goal=Goal("ours", at_most=10))
    monkeypatch.setattr(command, "BENCHMARKS", {"quick": lambda: [quick], "slow": lambda: [slow]})


def test_a_goal_is_reached_at_its_bound():
    assert Goal("ratio", at_most=0.5).met_by(0.5)
    assert not Goal("ratio", at_most=0.5).met_by(0.51)
    assert Goal("ratio", at_least=0.25).met_by(0.25)
    assert not Goal("ratio", at_least=0.25).met_by(0.24)


def test_a_figure_that_was_not_measured_meets_and_misses_nothing():
    figure = Figure("a", "b", None, "s", goal=Goal("ours", at_most=10), why_absent="no server")
    assert (figure.met, figure.ratio) == (None, None)
    assert command.line_of(figure) == "a (b): not measured, no server"


def test_a_missed_goal_is_exit_code_1(benchmarks, capsys):
    assert command.run(["quick"], None) == 0
    assert command.run(["all"], None) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "quick (small): 2 s; other 1.0 8 s; ratio 0.25; goal at most 0.5: met",
        "slow (small): 12 s; goal at most 10: missed",
    ]


def test_the_figures_are_kept_in_the_file(benchmarks, tmp_path):
    command.run(["slow", "quick", "slow"], tmp_path / "figures.json")
    kept = json.loads((tmp_path / "figures.json").read_text())
    assert [(line["name"], line["ratio"], line["met"]) for line in kept] == [
        ("slow", None, False),
        ("quick", 0.25, True),
    ]


def test_a_benchmark_that_is_not_known_is_refused(capsys):
    assert command.run(["start", "no-such"], None) == 2
    assert "no-such" in capsys.readouterr().err
