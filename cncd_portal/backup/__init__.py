"""Backup and restoration of the database and the private store together, in one file."""
