"""A field of choices that knows its labels."""

from functools import partialmethod

from django.db import models
from django.utils.encoding import force_str
from django.utils.functional import Promise, cached_property


class LabelledField(models.CharField):
    """A `CharField` of choices, for rows that pages show by the dozen: Django translates all the
    labels of a field to show the one of a row.
    """

    @cached_property
    def labels(self) -> dict[str, str | Promise]:
        return dict(self.flatchoices)

    def contribute_to_class(self, cls, name, private_only=False):
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, f"get_{name}_display", partialmethod(_label, field=self))

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def _label(row, field):
    value = getattr(row, field.attname)
    return force_str(field.labels.get(value, value), strings_only=True)
