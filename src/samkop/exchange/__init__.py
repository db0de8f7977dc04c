"""Exchange: documents in and out, each once."""
