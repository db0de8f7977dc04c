"""Samköp: municipalities source ICT together."""

__version__ = "0.1.0"
