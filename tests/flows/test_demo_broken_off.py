"""A demonstration whose preparation was killed goes on where it was."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections

from samkop.platform.refusals import Refused, key_reused
from samkop.site.demo import command, preparing
from samkop.site.demo.post import Post
from samkop.site.demo.sourcing import bidding

NOW = datetime.now(UTC)
FEW = 24
# Those of Sweden, the project, the call-off and the meeting rooms, after the year of errands.
AFTERWARDS = 6
# Seven in time and a late one for the meeting rooms, three of headsets; three lots were awarded.
BIDS, LOTS_AWARDED = 11, 3


def value(sql):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def prepared_in(data: Path) -> preparing.Prepared:
    return preparing.prepare(now=NOW, data=data, say=lambda _step: None, devices=0)


@pytest.fixture
def few_errands(monkeypatch) -> None:
    """The newest errands are enough to be broken off in the middle."""
    whole = preparing.errands_until
    monkeypatch.setattr(
        preparing, "errands_until", lambda founded, terms: whole(founded, terms)[-FEW:]
    )


def killed_while_bids_come_in(monkeypatch, data: Path) -> None:
    """After the third bid; the database's clock is right again."""
    sent, send = [], bidding._send

    def dies_after_some(sealing, row):
        if len(sent) == 3:
            raise KeyboardInterrupt
        sent.append(row)
        send(sealing, row)

    monkeypatch.setattr(bidding, "_send", dies_after_some)
    with pytest.raises(KeyboardInterrupt):
        prepared_in(data)
    assert value("SELECT count(*) FROM tendering_registerentry") == 3
    assert value("SELECT abs(extract(epoch FROM samkop_clock() - clock_timestamp())) < 1")
    assert "CASE" not in value("SELECT prosrc FROM pg_proc WHERE proname = 'samkop_clock'")
    monkeypatch.setattr(bidding, "_send", send)


@pytest.mark.usefixtures("own_database", "few_errands")
def test_killed_while_answers_lay_in_the_inboxes_it_goes_on_and_doubles_nothing(
    monkeypatch, tmp_path
):
    days, take_in = [], Post.take_in

    def dies_later_with_answers_in_the_inboxes(post, now):
        days.append(now)
        if len(days) >= 3 and list(post.data.glob("exchange/*/inbox/order-response-*.xml")):
            raise KeyboardInterrupt
        take_in(post, now)

    monkeypatch.setattr(Post, "take_in", dies_later_with_answers_in_the_inboxes)
    with pytest.raises(KeyboardInterrupt):
        prepared_in(tmp_path)
    assert 0 < value("SELECT count(*) FROM ordering_requisition") < FEW
    assert list(tmp_path.glob("exchange/*/inbox/order-response-*.xml")) != []

    monkeypatch.setattr(Post, "take_in", take_in)
    killed_while_bids_come_in(monkeypatch, tmp_path)
    prepared_in(tmp_path)
    assert value("SELECT count(*) FROM tendering_registerentry") == BIDS
    assert value("SELECT count(*) FROM agreements_tenderedagreement") == LOTS_AWARDED
    assert value("SELECT count(*) FROM ordering_requisition") == FEW + AFTERWARDS
    assert value("SELECT count(*) FROM ordering_order WHERE state = 'placed'") == 0
    assert value("SELECT count(*) FROM platform_fact WHERE done_at IS NULL") == 0
    assert list(tmp_path.glob("exchange/*/inbox/order-response-*.xml")) == []

    monkeypatch.setattr(preparing, "edition", lambda: "another")
    with pytest.raises(Refused) as refused:
        prepared_in(tmp_path)
    assert refused.value.code == "demo-of-another-version"


def test_the_demonstration_of_another_version_says_what_to_do(monkeypatch, tmp_path):
    def of_another(**_inputs):
        raise key_reused()

    monkeypatch.setattr(command, "prepare", of_another)
    with pytest.raises(Refused) as refused:
        command.run(tmp_path, as_json=False)
    assert refused.value.code == "demo-of-another-version"
