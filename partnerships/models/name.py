"""Names, as French writes them."""

from django.db import models


def typographic(name: str) -> str:
    """Returns `name` with the apostrophes of French: « L’Haÿ » of « L'Haÿ »."""
    return name.replace("'", "’")


class NameField(models.CharField):
    """The name of a place or body, stored with typographic apostrophes whatever its source has.

    Search and sort keys are blind to apostrophes. Bulk writers of plain values call `typographic`.
    """

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return typographic(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        name = super().pre_save(model_instance, add)
        if isinstance(name, str):
            name = typographic(name)
            setattr(model_instance, self.attname, name)
        return name
