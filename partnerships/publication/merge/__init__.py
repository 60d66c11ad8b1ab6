"""Merge of two duplicate records. Nothing is deleted, so that each merge can be undone."""
