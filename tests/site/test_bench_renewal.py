"""What the renewal benchmark measures: the same problem twice, and ours never dearer."""

from __future__ import annotations

from samkop.core.renewal import plan_renewal, problem_of
from samkop.site.bench.renewed import Size, a_region
from samkop.site.bench.renewed_plainly import solved_plainly

SMALL = Size(devices=120, municipalities=2, cohorts=8, round_min=5, months=12)


def test_a_region_has_its_size_and_is_the_same_again():
    region = a_region(SMALL, 1)
    assert region == a_region(SMALL, 1)
    assert sum(cohort["count"] for cohort in region["cohorts"]) == 120
    assert {cohort["municipality"] for cohort in region["cohorts"]} == {"m000", "m001"}


def test_the_plain_model_and_ours_agree():
    problem = problem_of(a_region(SMALL, 1))
    plain = solved_plainly(problem, gap=0, time_limit=60)
    ours = plan_renewal(problem, gap=0)
    assert plain.proven
    assert ours.objective == round(plain.objective)
