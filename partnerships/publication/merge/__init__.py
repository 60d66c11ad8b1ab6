"""Merges duplicate records. Nothing is deleted, so every merge can be undone."""
