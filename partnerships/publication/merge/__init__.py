"""Two records that are the same become one. Nothing is deleted: each merge can be undone."""
