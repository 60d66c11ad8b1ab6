"""Uploaded files: which are accepted, in what form they are stored, and their malware scan."""
