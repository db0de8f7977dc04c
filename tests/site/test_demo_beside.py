"""The second process that tells the demonstration's past."""

from __future__ import annotations

import multiprocessing
import time

import pytest

from samkop.platform.refusals import Refused
from samkop.site.demo.beside import Beside

waiting = multiprocessing.get_context("fork").Value("i", 3)


def refuse():
    raise Refused("no-room", "There are %(count)s.", status=422, count=3)


def take_one():
    with waiting:
        waiting.value -= 1
        return waiting.value >= 0


def test_what_is_refused_there_is_refused_here():
    with Beside() as beside:
        beside.do(refuse)
        with pytest.raises(Refused) as said:
            beside.wait()
    assert (said.value.code, said.value.status, str(said.value)) == ("no-room", 422, "There are 3.")


def test_it_takes_a_share_unless_it_is_busy():
    with Beside() as beside, beside.sharing(take_one):
        pass
    assert waiting.value < 0
    with Beside() as beside:
        beside.do(time.sleep, 0.2)
        with beside.sharing(refuse):
            pass
        beside.wait()
    with Beside() as beside, pytest.raises(Refused), beside.sharing(refuse):
        pass
