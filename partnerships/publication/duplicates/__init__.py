"""Records that are probably the same, found by what they share and never by comparing all."""
