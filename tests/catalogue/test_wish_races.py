"""Whoever wishes on two devices at once counts once."""

from __future__ import annotations

import threading

from django.db import connections

from catalogue.conftest import a_trade
from factories.catalogue import PHONE, a_shelf
from factories.joint_range import a_wish
from samkop.catalogue.models import Wish
from samkop.platform.refusals import Refused
from samkop.platform.unit_of_work import reading


def said_twice_at_once(trade, phone):
    ready, raised = threading.Barrier(2), []

    def say():
        ready.wait()
        try:
            a_wish(trade.employee, phone)
        except Refused as refusal:
            raised.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=say) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    with reading(trade.employee):
        return Wish.objects.filter(item=phone, taken_back_at=None).count()


def test_who_wishes_on_two_devices_at_once_counts_once(own_database):
    trade = a_trade()
    phone = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    assert said_twice_at_once(trade, phone) == 1


def test_the_twin_without_the_databases_key_counts_twice(own_database):
    trade = a_trade()
    phone = a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP INDEX wish_once_an_item")
    assert said_twice_at_once(trade, phone) == 2
