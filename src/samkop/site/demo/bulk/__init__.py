"""Four years of the region's devices, written down set by set: what they came by and went through.

As the owner, by COPY, with every constraint on. No audit entries: nobody has acted. What is
ordered in the demonstration itself comes in through its documents instead.
"""
