"""The audit trail: entries in the transaction, sealed into each party's chain after it."""
