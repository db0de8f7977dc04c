"""Addresses of prices: from a file, and by hand."""

from __future__ import annotations

from django.urls import path

from samkop.agreements.pages import list_price, price_files

_ONE = "agreements/<int:agreement_id>/"
_FILE = "price-files/<int:price_file_id>/"

pricing = [
    path(f"{_ONE}prices/set/", list_price.list_price, name="list-price"),
    path(f"{_ONE}prices/set/send/", list_price.send, name="send-list-price"),
    path(f"{_ONE}prices/file/", price_files.upload, name="price-upload"),
    path(f"{_ONE}prices/file/send/", price_files.send, name="price-upload-send"),
    path(_FILE, price_files.shown, name="price-file"),
    path(f"{_FILE}columns/", price_files.columns, name="price-file-columns"),
    path(f"{_FILE}faults.csv", price_files.faults, name="price-file-faults"),
    path(f"{_FILE}apply/", price_files.apply, name="price-file-apply"),
]
