"""The history has a word for whatever may change, and for whatever acts."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.db import connection

import samkop
from factories.parties import a_municipality, an_actor
from samkop.exchange.vocabulary import DocumentType
from samkop.platform.audit.history import HIDDEN
from samkop.platform.unit_of_work import reading
from samkop.site.field_words import ACTORS, FIELDS
from samkop.site.verbs import DONE

pytestmark = pytest.mark.usefixtures("database")
CHANGEABLE = """
SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND a.attnum > 0 AND NOT a.attisdropped
    AND obj_description(c.oid) NOT LIKE 'samkop:infrastructure%%'
    AND has_column_privilege('samkop_app', c.oid, a.attnum, 'UPDATE')
"""


def test_whatever_the_application_may_change_has_a_word_or_is_bookkeeping():
    with reading(an_actor(a_municipality())), connection.cursor() as cursor:
        cursor.execute(CHANGEABLE)
        columns = {row[0] for row in cursor.fetchall()}
    assert len(columns) > 100
    without = {
        column
        for column in columns
        if (name := column.partition(".")[2]) not in HIDDEN
        and name.removesuffix("_id") not in FIELDS
    }
    assert without == set()


def test_whatever_acts_without_being_a_person_has_a_name():
    code = "\n".join(path.read_text() for path in Path(samkop.__file__).parent.rglob("*.py"))
    jobs = set(re.findall(r'actors\.job\(\s*"([a-z-]+)"', code))
    jobs |= set(re.findall(r'^JOB = "([a-z-]+)"', code, re.MULTILINE))
    assert len(jobs) > 8
    assert (jobs | set(DocumentType.values)) - set(ACTORS) == set()


def test_whatever_is_done_has_a_word_and_no_word_is_left_over():
    trees = (ast.parse(path.read_text()) for path in Path(samkop.__file__).parent.rglob("*.py"))
    functions = [node for tree in trees for node in ast.walk(tree) if _is_use_case(node)]
    assert len(functions) > 150
    assert {function.name for function in functions} ^ set(DONE) == set()


def _is_use_case(node):
    """Given who acts and when, as `perform` gives them."""
    if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
        return False
    return [one.arg for one in node.args.kwonlyargs[:2]] == ["actor", "now"]
