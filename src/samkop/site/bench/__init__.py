"""``samkop bench``: how fast it is, measured beside its rivals and limits in the same run."""

from samkop.site.bench.command import run
from samkop.site.bench.figures import Figure, Goal, Rival

__all__ = ["Figure", "Goal", "Rival", "run"]
