"""What the region decides and does together: each step by its use case.

The steering group and what it recommends, each member's own decision, the range, security, what it
is worth and how it went. ``data/cooperation.toml`` says what it is about.
"""
