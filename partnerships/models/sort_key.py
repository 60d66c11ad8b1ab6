"""The stored key that rows are listed by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.sort_key import KEY_MAX, sort_key

LABEL = _("clé de tri")


class SortKeyField(models.CharField):
    """The sort key of the first field of `sources` that is not empty, written at each save.

    Bulk writers of plain values and `update()` give it themselves. Compared by code point on
    PostgreSQL too, whatever the collation of the database.
    """

    def __init__(self, verbose_name=LABEL, *, sources: tuple[str, ...] = (), **kwargs):
        self.sources = tuple(sources)
        kwargs |= {"max_length": KEY_MAX, "editable": False, "default": ""}
        super().__init__(verbose_name, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "editable", "default"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "sources": self.sources}

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def value_of(self, row) -> str:
        """Returns the key that `row` should have."""
        names = (getattr(row, name) for name in self.sources)
        return sort_key(next(filter(None, names), ""))

    def pre_save(self, model_instance, add):
        if self.sources:
            setattr(model_instance, self.attname, self.value_of(model_instance))
        return super().pre_save(model_instance, add)
