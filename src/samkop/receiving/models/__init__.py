"""Models of receiving, one aggregate a file."""

from samkop.receiving.models.consignment import Consignment, ConsignmentLine
from samkop.receiving.models.despatch_advice import DespatchAdvice, DespatchedSerial, DespatchLine
from samkop.receiving.models.discrepancy import Discrepancy
from samkop.receiving.models.goods_return import (
    GoodsReturn,
    GoodsReturnLine,
    ReturnAcceptance,
    ReturnedSerial,
)
from samkop.receiving.models.receipt import Receipt, ReceiptLine, ReceivedSerial
from samkop.receiving.models.segregation_limit import SegregationLimit

__all__ = [
    "Consignment",
    "ConsignmentLine",
    "DespatchAdvice",
    "DespatchLine",
    "DespatchedSerial",
    "Discrepancy",
    "GoodsReturn",
    "GoodsReturnLine",
    "Receipt",
    "ReceiptLine",
    "ReceivedSerial",
    "ReturnAcceptance",
    "ReturnedSerial",
    "SegregationLimit",
]
