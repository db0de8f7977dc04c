"""The Traffic Light Protocol's words."""

from __future__ import annotations

from samkop.core.incidents.marking import COLOURS, Mark


def test_the_labels_are_those_of_the_standard_from_the_narrowest_on():
    assert [one.tlp for one in Mark] == [
        "TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR",
    ]  # fmt: skip
    assert [one.is_narrower(Mark.AMBER) for one in Mark] == [True, True, False, False, False]
    assert [COLOURS[one] for one in Mark] == [
        "#FF2B2B", "#FFC000", "#FFC000", "#33FF00", "#FFFFFF",
    ]  # fmt: skip
