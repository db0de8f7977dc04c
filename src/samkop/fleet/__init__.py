"""The device's life: from expected to ended, who holds it, what it costs, when it is renewed."""
