"""Pictures in the shop: uploaded, brought by the catalogue, and seen by nobody else."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections
from PIL import Image

from browser_ground import a_client
from factories.agreements import a_runner
from factories.catalogue import (
    BETTER_PHONE,
    PHONE,
    a_catalogue_document,
    a_shelf,
    an_import,
    an_offered_catalogue,
    items_of,
)
from factories.parties import a_municipality, a_person, a_purchasing_body, an_account
from factories.pictures import GREEN, RED, a_picture, a_picture_file
from samkop.catalogue.documents.peppol import read_peppol
from samkop.catalogue.models import ItemPicture
from samkop.catalogue.queries.shop_keeping import kept_items
from samkop.catalogue.usecases.pictures import choose_picture, upload_picture
from samkop.catalogue.usecases.shop_keeping import describe_in_shop
from samkop.catalogue.vocabulary import Kept
from samkop.core import edocs
from samkop.core.edocs.model import Attachment, DocumentReference
from samkop.parties.vocabulary import RoleName
from samkop.platform import actors
from samkop.platform.refusals import Refused
from samkop.platform.tokens import issue_token, new_token_text
from samkop.platform.unit_of_work import perform, reading

pytestmark = pytest.mark.usefixtures("database", "pages")
WORDS = {"sv": "En telefon", "fi": "Puhelin", "en": "A phone on a desk"}
PICTURED = replace(PHONE, picture=a_picture_file("JPEG", colour=GREEN))


@pytest.fixture
def phone(trade):
    return a_shelf(trade.agreement, PHONE, runner=trade.runner)["PHONE-1"]


def client_of(party, *roles):
    return a_client(an_account(a_person(party, *roles)))


def code_of(actor, use_case, **inputs):
    with pytest.raises(Refused) as refusal:
        perform(actor, use_case, **inputs)
    return refusal.value.code


def colour_of(content):
    red, green, _blue = Image.open(BytesIO(content)).convert("RGB").getpixel((5, 5))
    return RED if red > green else GREEN


def sources_of(trade, item):
    with reading(trade.employee):
        found = ItemPicture.objects.filter(item=item).order_by("source")
        return [one.source for one in found]


def the_phone(trade):
    return items_of(trade.agreement)["PHONE-1"]


def test_a_picture_is_shown_on_card_and_page_and_served_from_here(trade, phone):
    item = a_picture(trade.runner, phone)
    employee = client_of(trade.buyer, RoleName.EMPLOYEE)
    large, small = (f"/shop/pictures/{item.picture_id}/{size}" for size in ("", "small/"))
    shop, page = (employee.get(at).content.decode() for at in ("/shop/", f"/shop/items/{item.pk}/"))
    assert (f'src="{small}" alt="A phone"' in shop, f'src="{large}" alt="A phone"' in page) == (
        True, True,
    )  # fmt: skip
    answer = employee.get(large)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    sizes = [Image.open(BytesIO(employee.get(at).content)).size for at in (large, small)]
    assert (sizes, colour_of(answer.content)) == ([(960, 480), (320, 160)], RED)


def test_who_does_not_see_the_shelf_does_not_see_its_pictures(trade, phone):
    item = a_picture(trade.runner, phone)
    stranger = client_of(a_municipality(), RoleName.EMPLOYEE)
    answers = [
        stranger.get(f"/shop/pictures/{item.picture_id}/{size}").status_code
        for size in ("", "small/")
    ]
    assert answers == [404, 404]
    assert a_client().get(f"/shop/pictures/{item.picture_id}/").status_code == 302


def test_another_picture_takes_the_place_of_the_first_at_another_address(trade, phone):
    first = a_picture(trade.runner, phone).picture_id
    second = a_picture(trade.runner, phone, GREEN).picture_id
    assert first != second
    employee = client_of(trade.buyer, RoleName.EMPLOYEE)
    assert employee.get(f"/shop/pictures/{first}/").status_code == 404
    assert colour_of(employee.get(f"/shop/pictures/{second}/").content) == GREEN
    assert sources_of(trade, phone) == ["uploaded"]


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (b"", {}, "file-empty"),
        (b"<svg onload='alert(1)'/>", {}, "picture-unreadable"),
        (a_picture_file("GIF", mode="P", colour=1), {}, "picture-unreadable"),
        (b"\x89PNG" + b"\0" * (8 * 1024 * 1024), {}, "picture-too-large"),
        (a_picture_file(size=(9, 9)), {"fi": "x" * 161}, "text-too-long"),
    ],
)
def test_what_is_no_fit_picture_is_refused_and_the_one_before_stays(
    trade, phone, content, words, code
):
    before = a_picture(trade.runner, phone).picture_id
    wanted = {"item_id": phone.pk, "content": content, "alternatives": words}
    assert code_of(trade.runner, upload_picture, **wanted) == code
    assert the_phone(trade).picture_id == before


def test_only_who_runs_the_agreement_chooses_pictures(trade, phone):
    wanted = {"item_id": phone.pk, "content": a_picture_file(), "alternatives": {}}
    others = [trade.employee, trade.salesperson, a_runner(a_purchasing_body())]
    codes = [code_of(actor, upload_picture, **wanted) for actor in others]
    assert codes == ["not-allowed", "not-allowed", "not-found"]


def test_the_catalogues_picture_is_shown_until_the_keeper_chooses(trade):
    phone = a_shelf(trade.agreement, PICTURED, runner=trade.runner)["PHONE-1"]
    brought = phone.picture_id
    uploaded = a_picture(trade.runner, phone).picture_id
    assert sources_of(trade, phone) == ["catalogue", "uploaded"]
    newer = replace(PICTURED, picture=a_picture_file(colour=GREEN, size=(50, 50)))
    an_import(trade.agreement, an_offered_catalogue(newer), trade.runner)
    assert the_phone(trade).picture_id == uploaded
    choose = {"item_id": phone.pk, "alternatives": WORDS}
    perform(trade.runner, choose_picture, source="catalogue", **choose)
    shown = the_phone(trade).picture_id
    assert (shown != brought, shown != uploaded) == (True, True)
    newest = replace(PICTURED, picture=a_picture_file(colour=RED, size=(60, 60)))
    an_import(trade.agreement, an_offered_catalogue(newest), trade.runner)
    assert the_phone(trade).picture_id not in {shown, uploaded, None}
    perform(trade.runner, choose_picture, source="", **choose)
    assert (the_phone(trade).picture_id, the_phone(trade).picture_alt_en) == (None, WORDS["en"])


def test_the_same_picture_again_is_not_kept_again(trade):
    first = a_shelf(trade.agreement, PICTURED, runner=trade.runner)["PHONE-1"].picture_id
    again = replace(PICTURED, description="Other words")
    an_import(trade.agreement, an_offered_catalogue(again), trade.runner)
    assert the_phone(trade).picture_id == first


def test_a_chosen_drawing_is_not_covered_by_the_catalogue(trade, phone):
    perform(trade.runner, describe_in_shop, item_id=phone.pk, names={}, texts={}, drawing="watch")
    an_import(trade.agreement, an_offered_catalogue(PICTURED), trade.runner)
    assert (the_phone(trade).picture_id, sources_of(trade, phone)) == (None, ["catalogue"])


def test_a_broken_picture_in_a_catalogue_keeps_no_item_off_the_shelf(trade):
    broken = replace(PHONE, picture=b"\x89PNG\r\n broken")
    phone = a_shelf(trade.agreement, broken, BETTER_PHONE, runner=trade.runner)["PHONE-1"]
    assert (phone.active, phone.picture_id) == (True, None)


def test_a_peppol_catalogue_brings_the_picture_that_is_attached_and_no_address(trade):
    document = a_catalogue_document([PHONE])
    [line] = document.lines
    attached = DocumentReference(
        "picture", attachment=Attachment(PICTURED.picture, "image/jpeg", "phone.jpg")
    )
    manual = DocumentReference("manual", uri="https://supplier.example/phone.jpg")
    described = replace(line, item=replace(line.item, documents=(manual, attached)))
    content = edocs.write(replace(document, lines=(described,)))
    assert [offer.picture for offer in read_peppol(content, "").offers] == [PICTURED.picture]


def test_the_database_lets_no_item_show_anothers_picture(trade):
    items = a_shelf(trade.agreement, PHONE, BETTER_PHONE, runner=trade.runner)
    shown = a_picture(trade.runner, items["PHONE-1"])
    with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE catalogue_catalogueitem SET picture_id = %s WHERE id = %s",
            [shown.picture_id, items["PHONE-2"].pk],
        )


def test_no_picture_is_missing_that_cannot_be(trade, phone):
    wanted = {"item_id": phone.pk, "alternatives": {}}
    codes = [
        code_of(trade.runner, choose_picture, source=source, **wanted)
        for source in ("catalogue", "no-such")
    ]
    assert codes == ["no-such-picture", "no-such-picture"]
    with reading(trade.runner):
        today = trade.agreement.valid_from
        lacking = [item.pk for item in kept_items([trade.agreement], Kept.WITHOUT_PICTURE, today)]
    assert lacking == [phone.pk]


def test_the_keeper_uploads_and_chooses_on_the_page(trade, phone):
    keeper = client_of(trade.body, RoleName.CATEGORY_MANAGER)
    path = f"/shop/keep/{phone.pk}/"
    sent = {"file": SimpleUploadedFile("p.exe", a_picture_file()), "picture_alt_fi": "Puhelin"}
    assert keeper.post(f"{path}picture/", sent).status_code == 303
    item = the_phone(trade)
    assert f"/shop/pictures/{item.picture_id}/" in keeper.get(path).content.decode()
    assert item.picture_alt_fi == "Puhelin"
    wrong = keeper.post(f"{path}picture/", {"file": SimpleUploadedFile("p.png", b"no")})
    assert (wrong.status_code, b"error-summary" in wrong.content) == (422, True)
    assert keeper.post(f"{path}picture/choose/", {"source": ""}).status_code == 303
    assert the_phone(trade).picture_id is None
    assert keeper.post(f"{path}picture/choose/", {"source": "catalogue"}).status_code == 422
    employee = client_of(trade.buyer, RoleName.ICT_MANAGER)
    assert employee.post(f"{path}picture/", sent).status_code in {403, 422}


def test_programs_send_and_choose_a_picture(trade, phone):
    roles = frozenset({RoleName.CATEGORY_MANAGER})
    person = a_person(trade.body, *roles)
    text = new_token_text()
    actor = actors.person(person.pk, person.name, trade.body.pk, roles)
    scopes = ["items:read", "items:write"]
    perform(actor, issue_token, name="test", scopes=scopes, days=1, text=text)
    client, path = a_client(an_account(person)), f"/api/v1/items/{phone.pk}"

    def send(to, body, key):
        headers = {"authorization": f"Bearer {text}", "idempotency-key": key}
        answer = client.post(
            f"{path}{to}", json.dumps(body), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.json()

    content = b64encode(a_picture_file()).decode()
    status, shown = send("/picture", {"content": content, "alternatives": WORDS}, "k1")
    picture = shown["picture"]
    assert (status, picture["source"], picture["width"], picture["height"]) == (
        200, "uploaded", 960, 480,
    )  # fmt: skip
    assert shown["alternatives"] == WORDS
    read = client.get(f"{path}/shop", headers={"authorization": f"Bearer {text}"}).json()
    assert (read["picture"], read["alternatives"]) == (picture, WORDS)
    assert send("/picture", {"content": "§"}, "k2")[1]["code"] == "content-not-base64"
    status, drawn = send("/picture/choice", {"source": None}, "k3")
    assert (status, drawn["picture"]) == (200, None)
