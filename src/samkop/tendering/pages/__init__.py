"""The pages of tenders."""
