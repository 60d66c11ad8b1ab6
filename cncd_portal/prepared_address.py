"""Addresses written many times in a page, looked up once per process."""

from functools import cache, cached_property

from django.urls import reverse


@cache
def address_of(name: str) -> str:
    """Returns the address of the page `name`, which takes no value."""
    return reverse(name)


class PreparedAddress:
    """The address of the page `name`. `stand_ins`: values that its pattern takes, which stand once
    in the address; those that it is asked with stand in their place as they are, so that they are
    letters, figures and hyphens.
    """

    def __init__(self, name: str, *stand_ins: str):
        self.name, self.stand_ins = name, stand_ins

    @cached_property
    def _form(self) -> str:
        form = reverse(self.name, args=self.stand_ins).replace("%", "%%")
        for each in self.stand_ins:
            form = form.replace(each, "%s", 1)
        return form

    def of(self, *values: object) -> str:
        return self._form % values
