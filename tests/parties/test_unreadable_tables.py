"""Whoever sends bytes that are no table is told what to do, whatever is wrong with them."""

from __future__ import annotations

import inspect
import re

from samkop.core import tabular
from samkop.parties.import_files import UNREADABLE


def test_every_reason_why_bytes_are_no_table_has_its_sentence():
    reasons = re.findall(r'UnreadableTableError\("([a-z-]+)"\)', inspect.getsource(tabular))
    assert set(reasons) == set(UNREADABLE)
