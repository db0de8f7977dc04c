"""How a member stands on a day, what a version changed, and indicators that nobody follows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samkop.governance.rules.attesting import (
    Change,
    Said,
    Stand,
    Standing,
    changed_points,
    changed_text,
    stand_of,
)
from samkop.governance.rules.indicators import defanged, kind_of

BY, RENEW = date(2026, 6, 30), date(2027, 6, 1)


@pytest.mark.parametrize(
    ("said", "today", "stand"),
    [
        (None, BY, Stand(Standing.MISSING, BY)),
        (None, date(2026, 7, 1), Stand(Standing.OVERDUE, BY)),
        (Said(RENEW), RENEW, Stand(Standing.FOLLOWS, RENEW)),
        (Said(RENEW), date(2027, 6, 2), Stand(Standing.OVERDUE, RENEW)),
        (Said(RENEW, (date(2026, 9, 1), date(2026, 8, 1))), date(2026, 8, 1),
         Stand(Standing.EXPLAINS, date(2026, 8, 1))),
        (Said(RENEW, (date(2026, 9, 1), date(2026, 8, 1))), date(2026, 8, 2),
         Stand(Standing.OVERDUE, date(2026, 8, 1))),
        # A broken promise comes before a renewal that is due.
        (Said(RENEW, (date(2026, 8, 1),)), date(2027, 7, 1),
         Stand(Standing.OVERDUE, date(2026, 8, 1))),
    ],
)  # fmt: skip
def test_a_last_day_counts_and_the_day_after_is_overdue(said, today, stand):
    assert stand_of(BY, said, today) == stand


def test_what_a_version_changed_is_told_point_by_point():
    before, after = {1: "Two factors.", 2: "Backups."}, {1: "Two factors.", 3: "Logs."}
    found = changed_points(before, after | {2: "Tested backups."})
    assert [(one.number, one.change) for one in found] == [
        (1, Change.SAME), (2, Change.CHANGED), (3, Change.ADDED),
    ]  # fmt: skip
    assert changed_points(before, after)[1].change is Change.REMOVED
    told = changed_text("One.\nTwo.\nThree.", "One.\nTwo and a half.\nThree.\nFour.")
    assert [(one.change, one.before, one.after) for one in told] == [
        (Change.CHANGED, "Two.", "Two and a half."), (Change.ADDED, "", "Four."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "kept", "shown"),
    [
        ("hxxps://bad[.]example/x.exe", ("url", "https://bad.example/x.exe"),
         "hxxps://bad[.]example/x[.]exe"),
        ("BAD[.]Example", ("domain", "bad.example"), "bad[.]example"),
        ("192.0.2.7", ("ip", "192.0.2.7"), "192[.]0[.]2[.]7"),
        ("192.0.2.0/24", ("ip", "192.0.2.0/24"), "192[.]0[.]2[.]0/24"),
        ("2001:DB8::7", ("ip", "2001:db8::7"), "2001[:]db8[:][:]7"),
        ("boss[@]bad.example", ("email", "boss@bad.example"), "boss[@]bad[.]example"),
        ("A" * 64, ("hash", "a" * 64), "a" * 64),
    ],
)  # fmt: skip
def test_an_indicator_is_known_by_its_form_and_shown_harmless(given, kept, shown):
    assert kind_of(given) == kept
    assert defanged(*kept) == shown
    assert kind_of(shown) == kept


@given(st.text(max_size=60))
def test_no_text_is_shown_as_something_that_a_program_would_follow(text):
    found = kind_of(text)
    if found is not None and found[0] != "hash":
        shown = defanged(*found)
        assert "http" not in shown or found[0] in {"email", "domain"}
        assert kind_of(shown) == found


@pytest.mark.parametrize("text", ["", "two words", "a" * 63, "300.1.1.1", "javascript:alert(1)"])
def test_what_is_no_indicator_is_none(text):
    assert kind_of(text) is None
