"""Security incidents: how far they may be told, until when they are reported."""
