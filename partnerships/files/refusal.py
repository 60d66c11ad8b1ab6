class Refused(Exception):
    """A file is not kept. Its text is a French sentence with « %(name)s » where its name goes."""
