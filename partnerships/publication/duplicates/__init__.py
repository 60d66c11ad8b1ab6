"""Finds probable duplicates by comparing only the records that share a block."""
