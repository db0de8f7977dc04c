"""What the region and the Swedish town plan, tender and publish: each step by its use case.

One tender is concluded and the shop sells of it, one takes bids, one waits for its officers, and
one is in preparation. ``data/sourcing.toml`` says what they are about.
"""
