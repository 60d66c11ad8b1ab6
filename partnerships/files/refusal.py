class Refused(Exception):
    """A file is refused. The message is a French sentence with « %(name)s » for its name."""
