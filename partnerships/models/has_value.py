"""Properties that compare a field with its choices, for templates, which name no choice."""


def has_value(field: str, *values) -> property:
    """Returns a read-only property: whether `field` is one of `values`."""
    return property(lambda row: getattr(row, field) in values)
