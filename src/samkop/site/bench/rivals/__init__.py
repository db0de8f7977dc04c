"""Programs that are run beside ours, in throw-away environments; never imported by us."""
