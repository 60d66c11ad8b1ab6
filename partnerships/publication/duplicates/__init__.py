"""Detection of probable duplicates among records that share something, not among all pairs."""
