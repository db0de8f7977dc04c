"""``samkop import``: one file a kind of thing that comes in by a file."""
