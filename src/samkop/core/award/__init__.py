"""Awards: bids scored by announced models, models tried out, the best combination proven."""
