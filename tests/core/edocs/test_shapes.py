"""Lines of a known shape: what is found must be what a walk over every element finds."""

import random
from copy import deepcopy
from functools import partial

import pytest
from lxml import etree

from core.edocs.mutation import mutated
from core.edocs.samples import WRITTEN
from samkop.core.edocs import examine, validate
from samkop.core.edocs.model.faults import Flag
from samkop.core.edocs.rules.rule import Context, Rule
from samkop.core.edocs.rules.rulesets import LINE_TAGS
from samkop.core.edocs.ubl import shaped, shapes
from samkop.core.edocs.ubl.node import apply, apply_all, apply_first, apply_scheme
from samkop.core.edocs.ubl.settled import Watch, WatchedLeaf, unsettled
from samkop.core.edocs.ubl.tags import tags_of
from samkop.core.edocs.ubl.tree import NO_ATTRIBUTES, Branch, Leaf

NEVER = 10**9


def lines_of(root):
    return root.findall(LINE_TAGS[root.tag]) if root.tag in LINE_TAGS else []


KINDS = sorted(kind for kind, data in WRITTEN.items() if lines_of(etree.fromstring(data)))


def with_lines(kind: str, lines: int, *, indented: bool = False) -> bytes:
    """The sample of the kind with its first line so many times more, each with another number."""
    root = etree.fromstring(WRITTEN[kind])
    line = lines_of(root)[0]
    for number in range(lines):
        copy = deepcopy(line)
        first = next(leaf for leaf in copy.iter() if not len(leaf))
        first.text = f"{1000 + number}"
        line.addnext(copy)
    if indented:
        etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


@pytest.fixture
def reads_by(monkeypatch):
    """Read with shapes (from the first byte on) or without them."""
    monkeypatch.setattr(shapes, "_KNOWN", {})

    def read(data, *, shapes_from):
        monkeypatch.setattr(shaped, "LONG", shapes_from)
        return examine(data)

    return read


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_reads_alike_whether_its_shapes_are_known_or_not(kind, reads_by):
    for seed in range(25):
        data = with_lines(kind, 3, indented=seed % 2 == 1)
        data = mutated(data, seed) if seed > 1 else data
        plain = reads_by(data, shapes_from=NEVER)
        # Known from the documents before, and from its own first lines the second time.
        assert reads_by(data, shapes_from=0) == plain, seed
        assert reads_by(data, shapes_from=0) == plain, seed


@pytest.mark.parametrize("kind", ["invoice", "order"])
def test_lines_with_other_texts_are_judged_by_their_own(kind, reads_by):
    chance = random.Random(7)
    data = with_lines(kind, 20)
    assert reads_by(data, shapes_from=0)[1] == reads_by(data, shapes_from=NEVER)[1]
    leaves = data.count(b"</cbc:")
    for _ in range(25):
        root = etree.fromstring(data)
        chosen = chance.sample(range(leaves), 3)
        for place, leaf in enumerate(root.iter("{*}*")):
            if place in chosen and not len(leaf):
                leaf.text = chance.choice(["", " ", "0", "-1", "x", "a & b", "<", "1.234", "VAT"])
        spoilt = etree.tostring(root)
        assert reads_by(spoilt, shapes_from=0) == reads_by(spoilt, shapes_from=NEVER)


def test_a_line_is_walked_twice_and_no_more_often(monkeypatch, reads_by):
    walked = []
    walk = shaped.Run._child_of_root
    monkeypatch.setattr(
        shaped.Run,
        "_child_of_root",
        lambda run, child, link: walked.append(link.node.name) or walk(run, child, link),
    )
    data = with_lines("order", 9)
    assert reads_by(data, shapes_from=0)[1].faults == reads_by(data, shapes_from=0)[1].faults
    assert walked.count("cac:OrderLine") == 2


def test_faults_within_a_known_shape_name_their_place(reads_by):
    data = with_lines("order", 9)
    reads_by(data, shapes_from=0)
    spoilt = data.replace(b">1004</cbc:ID>", b">1003</cbc:ID>")
    found = reads_by(spoilt, shapes_from=0)[1].faults
    assert [(fault.rule, fault.location) for fault in found] == [
        ("PEPPOL-T01-R001", "/Order/cac:OrderLine[7]/cac:LineItem"),
        ("PEPPOL-T01-R008", "/Order/cac:AnticipatedMonetaryTotal"),
    ]


ROOT = b'<?xml version="1.0" encoding="UTF-8"?><!-- made --><a x="1">'


@pytest.mark.parametrize(
    ("inner", "tags", "texts"),
    [
        (b"<b>1</b></a>", ["b", "/b", "/a"], ["1", "", ""]),
        (b"<b c='&gt;'>&lt;&#65;&#x42;&amp;</b></a>", ["b c='&gt;'", "/b", "/a"], ["<AB&", "", ""]),
        (b"<b>1\r\n2\r3&#13;</b></a>", ["b", "/b", "/a"], ["1\n2\n3\r", "", ""]),
        ("<b>å</b>\n</a>".encode(), ["b", "/b", "/a"], ["å", "\n", ""]),
        (b"<b>1 > 0</b></a>", [], []),
    ],
)
def test_tags_and_texts_are_those_of_the_document(inner, tags, texts):
    found = tags_of(ROOT + inner)
    if not tags:
        assert found is None
        return
    assert (found.has(len(tags)), found.has(len(tags) + 1)) == (True, False)
    assert (found.tags[found.at :], found.texts[found.at :]) == (tags, texts)


@pytest.mark.parametrize(
    "data",
    [
        b"<a><!-- one --><b>1</b></a>",
        b"<a><b><![CDATA[1]]></b></a>",
        b"<a><?do?><b>1</b></a>",
        b'<?xml version="1.0" encoding="ISO-8859-1"?><a><b>\xe5</b></a>',
        b'<?xml version="1.1"?><a><b>1</b></a>',
        b"<a><b>\xe5</b></a>",
        b"<!-- c -->" * 5_000 + b"<?do?><a/>",
    ],
)
def test_what_is_not_told_by_tags_alone_is_left_to_the_parser(data):
    assert tags_of(data) is None


def test_an_element_that_does_not_end_is_the_last():
    found = tags_of(b"<a><b><c>1</c>")
    assert (found.element(), found.has(1), found.element()) == (([], []), False, ([], []))


def rule(name, test):
    return Rule(name, test, "", Flag.FATAL)


HAS_ID = rule("HAS-ID", lambda value, _scope: "cbc:ID" in value)
SCHEME = rule("SCHEME", lambda value, _scope: "schemeID" in value["cbc:ID"][0].attributes)
TEXT = rule("TEXT", lambda value, _scope: value["cbc:ID"][0].text == "1")
SUMS = rule("SUMS", lambda _value, scope: scope.sums.lines == 0)
ROOT_HAS = rule("ROOT", lambda _value, scope: not scope.root)
INSIDE = rule("INSIDE", lambda _value, scope: scope.inside("Line") and not scope.inside("Price"))


def checks_left(*checks):
    watch = Watch("Order", "{x}Order")
    watch.around.append("{x}Line")
    value = Branch({"cbc:ID": [WatchedLeaf("1", {"schemeID": "0088"}, watch)]})
    value.attributes = NO_ATTRIBUTES
    return unsettled(checks, value, watch)


def all_of(*rules):
    return partial(apply_all, tuple((each.test, each) for each in rules))


def rules_of(checks):
    """The rules that are left of checks of all kinds, in their order."""
    found = []
    for check in checks:
        given = check.args[0]
        if check.func is apply_all:
            found += [rule for _test, rule in given]
        else:
            contexts = given if check.func is apply_first else [given]
            found += [rule for context in contexts for rule in context.rules]
    return [each.id for each in found]


def test_what_tags_alone_settle_is_not_asked_again():
    left = checks_left(all_of(HAS_ID, TEXT, SCHEME, SUMS, ROOT_HAS, INSIDE))
    assert rules_of(left) == ["TEXT", "SUMS", "ROOT"]
    assert checks_left(all_of(HAS_ID, SCHEME, INSIDE)) == ()


def test_of_contexts_the_first_that_tags_choose_is_left():
    never = Context((), (TEXT,), when=lambda value, _scope: "cbc:Note" in value)
    always = Context((), (HAS_ID, SUMS))
    by_text = Context((), (HAS_ID,), when=lambda value, _scope: value["cbc:ID"][0].text == "2")
    assert rules_of(checks_left(partial(apply_first, (never, always)))) == ["SUMS"]
    assert rules_of(checks_left(partial(apply_first, (never, by_text, always)))) == [
        "HAS-ID", "HAS-ID", "SUMS",
    ]  # fmt: skip
    gathers = Context((), (HAS_ID,), gather=lambda _value, _scope: None)
    assert [check.func for check in checks_left(partial(apply_first, (gathers,)))] == [apply]
    other = partial(apply_scheme, {"0192": always})
    assert checks_left(other) == ()


def test_what_is_kept_of_shapes_is_bounded(monkeypatch, reads_by):
    monkeypatch.setattr(shapes, "MOST_TAGS", 150)
    monkeypatch.setattr(shapes, "_kept", [0])
    for kind in ("order", "invoice", "catalogue"):
        data = with_lines(kind, 4)
        assert reads_by(data, shapes_from=0) == reads_by(data, shapes_from=NEVER)
        assert shapes._kept[0] <= 150
    assert len(shapes._KNOWN) < 3


def test_a_watched_leaf_is_a_leaf_that_tells_when_its_text_is_asked_for():
    watch = Watch("Order", "{x}Order")
    leaf = WatchedLeaf("a  b", NO_ATTRIBUTES, watch)
    assert (isinstance(leaf, Leaf), watch.asked, leaf.value, watch.asked) == (
        True, False, "a b", True,
    )  # fmt: skip


def test_a_document_of_the_default_size_is_walked(reads_by):
    assert validate(WRITTEN["order"]).valid
    assert shapes._KNOWN == {}
