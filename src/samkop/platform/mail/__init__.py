"""Where mail goes: a server that the operator names, or a folder."""
