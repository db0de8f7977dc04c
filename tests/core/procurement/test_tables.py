"""The data files are read strictly, and say of each row whether its source was read."""

from __future__ import annotations

from datetime import date

import pytest

from samkop.core.procurement.tables import NoRuleError, parsed, read, row_of

TABLES = ["answers", "least-times", "reviews", "standstill", "thresholds"]
HEAD = "# country\tcase\t=days\tfrom\tuntil\tchecked\tsource\n"


@pytest.mark.parametrize("table", TABLES)
def test_each_row_of_the_tables_names_its_source_and_ends_after_it_begins(table):
    rows = read(table)
    assert len(rows) > 5
    for row in rows:
        assert len(row.source) > 10, dict(row.words)
        assert row.valid_from >= date(2017, 1, 1), dict(row.words)
        assert row.valid_until is None or row.valid_from <= row.valid_until, dict(row.words)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEAD + "SE\ta\t10\t2018-01-01\t-\tyes", "not a cell"),
        (HEAD + "SE\ta\t\t2018-01-01\t-\tyes\tAct", "not a cell"),
        (HEAD + "SE\ta\t10\t1 January\t-\tyes\tAct", "isoformat"),
        (HEAD + "SE\ta\t10\t2018-01-01\t-\tperhaps\tAct", "isoformat"),
        ("# country\tdays\tsource\n", "last columns"),
        (
            HEAD + "SE\ta b\t10\t2018-01-01\t2020-01-01\tyes\tAct\n"
            "SE\tb\t15\t2020-01-01\t-\tyes\tAct",
            "hold at once",
        ),
    ],
)
def test_a_faulty_table_is_refused(text, says):
    with pytest.raises(ValueError, match=says):
        parsed("trial", text)


def test_rows_that_follow_each_other_are_no_fault():
    text = (
        HEAD + "SE\ta\t10\t2018-01-01\t2020-01-01\tno\tAct\n"
        "SE\ta\t15\t2020-01-02\t-\t2021-12-31\tAct"
    )
    old, new = parsed("trial", text)
    assert (old.holds(date(2020, 1, 1)), new.holds(date(2020, 1, 1))) == (True, False)
    assert not old.checked(date(2019, 1, 1))
    assert (new.checked(date(2021, 12, 31)), new.checked(date(2022, 1, 1))) == (True, False)


def test_what_no_row_holds_is_a_sentence_that_names_it():
    with pytest.raises(NoRuleError) as refused:
        row_of("standstill", date(2025, 1, 1), country="NO", case="award", how="electronic")
    assert refused.value.table == "standstill"
    assert refused.value.wanted == {"country": "NO", "case": "award", "how": "electronic"}
    assert "NO" in str(refused.value)
