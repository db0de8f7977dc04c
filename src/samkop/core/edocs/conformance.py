"""How our findings compare with those of the official rules, over a corpus that states both.

A corpus is a table of documents (one dict per row) with the columns `file`, `kind`, `origin`
(`example`, `mutant`, `sysmut`: whole documents; `unit`: fragments for one rule), `expected`
(`valid`/`invalid`), `xsd_valid`, `rulesets`, `target_rule`, `target_expect` (`fires`/`not-fires`)
and one beginning with `official_findings` (`RULESET=RULE:flag:count,…|…` or `DYNAMIC-ERROR(…)`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from samkop.core.edocs.model import Faults
from samkop.core.edocs.reader import validate
from samkop.core.edocs.rules.rulesets import RULESETS

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One document on which we do not say what is expected."""

    kind: str
    file: str
    what: str
    """`verdict`, `rules` or `assertion`."""
    expected: str
    found: str


@dataclass(slots=True)
class Tally:
    """The figures of one kind of document.

    Rule ids count only for schema-valid documents on which the official rules came to an end.
    """

    kind: str
    implemented: bool
    documents: int = 0
    verdicts_right: int = 0
    rule_sets: int = 0
    rule_sets_same: int = 0
    assertions: int = 0
    assertions_right: int = 0
    differences: list[Difference] = field(default_factory=list)


def compare(rows: Iterable[Row], content: Callable[[str], bytes]) -> list[Tally]:
    """The tally of each kind, in alphabetical order; `content` gives a file's bytes."""
    tallies: dict[str, Tally] = {}
    for row in rows:
        kind = row["kind"]
        ruleset = _ruleset(row)
        tally = tallies.setdefault(kind, Tally(kind, implemented=ruleset is not None))
        if ruleset is None:
            _count(row, tally)
        else:
            _judge(row, tally, validate(content(row["file"]), ruleset=ruleset))
    return [tallies[kind] for kind in sorted(tallies)]


def _ruleset(row: Row) -> str | None:
    for known in RULESETS:
        # Of Finvoice there are no official rules, only its schema: the verdict counts.
        fits = not known.transaction or row["rulesets"].endswith(f"-{known.transaction}")
        if row["kind"] == known.kind and fits:
            return known.id
    return None


def _count(row: Row, tally: Tally) -> None:
    if row["origin"] == "unit":
        tally.assertions += 1
    else:
        tally.documents += 1


def _judge(row: Row, tally: Tally, found: Faults) -> None:
    _count(row, tally)
    if row["origin"] == "unit":
        fires = "fires" if row["target_rule"] in found.rules else "not-fires"
        tally.assertions_right += fires == row["target_expect"]
        if fires != row["target_expect"]:
            expected = f"{row['target_rule']} {row['target_expect']}"
            _differs(tally, row, "assertion", expected, fires)
        return
    verdict = "valid" if found.valid else "invalid"
    tally.verdicts_right += verdict == row["expected"]
    if verdict != row["expected"]:
        _differs(tally, row, "verdict", row["expected"], f"{verdict} {_listed(found.rules)}")
    official = _official(row)
    if official is None:
        return
    tally.rule_sets += 1
    tally.rule_sets_same += official == found.rules
    if official != found.rules:
        _differs(
            tally,
            row,
            "rules",
            f"only official: {_listed(official - found.rules)}",
            f"only ours: {_listed(found.rules - official)}",
        )


def _differs(tally: Tally, row: Row, what: str, expected: str, found: str) -> None:
    tally.differences.append(Difference(tally.kind, row["file"], what, expected, found))


def _official(row: Row) -> frozenset[str] | None:
    """The ids of the official findings; None where only the verdict counts."""
    findings = next(value for name, value in row.items() if name.startswith("official_findings"))
    if row["xsd_valid"] != "true" or not row["rulesets"] or "DYNAMIC-ERROR" in findings:
        return None
    return frozenset(_ids(findings))


def _ids(findings: str) -> Iterator[str]:
    for ruleset in findings.split("|"):
        for finding in ruleset.partition("=")[2].split(","):
            if finding:
                yield finding.partition(":")[0]


def _listed(rules: Iterable[str]) -> str:
    return " ".join(sorted(rules)) or "none"
