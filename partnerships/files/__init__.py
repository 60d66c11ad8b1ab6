"""Files as they come: what may be kept of them, in what form, and what a scanner says of it."""
