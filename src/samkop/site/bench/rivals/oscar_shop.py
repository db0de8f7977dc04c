"""The rival of orders: a shop of django-oscar.

Run by ``samkop bench`` in an environment of its own: ``python oscar_shop.py setup``,
``… serve PORT``, ``… place SECONDS``. ``OSCAR_DATABASE`` holds Django's settings of the
database as JSON, ``OSCAR_MEDIA`` a folder for pictures. Products
with plain stock records; guests may check out; no discounts, no ceiling, no budget, no
audit; nothing is sent.
"""

import json
import os
import sys
import time
from decimal import Decimal
from pathlib import Path

import django

PRODUCTS = 10
STOCK = 100_000_000
LINES = 3


def setup() -> None:
    """Migrate, and put products on the shelf; prints their ids as JSON."""
    from django.conf import settings
    from django.core.management import call_command
    from oscar.core.loading import get_model
    from PIL import Image

    call_command("migrate", verbosity=0, interactive=False)
    # The picture of products without one; without it each page would log its absence.
    picture = Path(settings.MEDIA_ROOT, settings.OSCAR_MISSING_IMAGE_URL)
    Image.new("RGB", (440, 400), "white").save(picture)
    get_model("address", "Country").objects.get_or_create(
        iso_3166_1_a2="FI",
        defaults={"iso_3166_1_a3": "FIN", "printable_name": "Finland", "is_shipping_country": True},
    )
    kind, _new = get_model("catalogue", "ProductClass").objects.get_or_create(name="Device")
    partner, _new = get_model("partner", "Partner").objects.get_or_create(name="Supplier")
    made = []
    for number in range(PRODUCTS):
        product = get_model("catalogue", "Product").objects.create(
            title=f"Device {number}", product_class=kind, upc=f"D-{number}"
        )
        get_model("partner", "StockRecord").objects.create(
            product=product, partner=partner, partner_sku=f"D-{number}",
            price=Decimal(100 + number), num_in_stock=STOCK,
        )  # fmt: skip
        made.append(product.pk)
    print(json.dumps(made))  # noqa: T201 - the caller reads it


def place(seconds: str) -> None:
    """Orders of three lines in this process for so long; prints how many a second, as JSON."""
    from django.contrib.auth.models import AnonymousUser
    from django.db import transaction
    from oscar.core.loading import get_class, get_model

    basket_model, products = get_model("basket", "Basket"), get_model("catalogue", "Product")
    creator, strategy = (
        get_class("order.utils", "OrderCreator")(),
        get_class("partner.strategy", "Selector")().strategy(),
    )
    charge = get_class("checkout.calculators", "OrderTotalCalculator")()
    free = get_class("shipping.methods", "Free")()
    wanted = list(products.objects.order_by("id")[:LINES])
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < float(seconds):
        with transaction.atomic():
            basket = basket_model.objects.create()
            basket.strategy = strategy
            for product in wanted:
                basket.add_product(product, quantity=1)
            shipping = free.calculate(basket)
            creator.place_order(
                basket=basket, total=charge.calculate(basket, shipping), shipping_method=free,
                shipping_charge=shipping, user=AnonymousUser(), guest_email="a@example.org",
                order_number=f"P{os.getpid()}-{count}",
            )  # fmt: skip
            basket.submit()
        count += 1
    print(json.dumps(count / (time.perf_counter() - started)))  # noqa: T201 - the caller reads it


def serve(port: str) -> None:
    """Gunicorn with two processes of one thread, on this module's application."""
    from django.core.wsgi import get_wsgi_application
    from gunicorn.app.base import BaseApplication

    class Shop(BaseApplication):
        def load_config(self) -> None:
            for name, value in (
                ("bind", f"127.0.0.1:{port}"), ("workers", 2), ("keepalive", 5),
                ("worker_class", "gthread"), ("threads", 2), ("loglevel", "warning"),
                ("control_socket_disable", True),
            ):  # fmt: skip
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> object:
            return get_wsgi_application()

    Shop().run()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "oscar_settings"
    django.setup()
    verb, *rest = sys.argv[1:]
    sys.argv = sys.argv[:1]  # gunicorn reads it
    {"setup": setup, "place": place, "serve": serve}[verb](*rest)
