"""The page of all the names that the things compared share, or that one of them has alone."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partnerships.pages.comparison.in_common_section import NamesInCommon, SharedLine
from partnerships.registry.comparison.subjects import Subject, comparison_address


@dataclass(frozen=True)
class NamesPage:
    """`alone`: whose names are shown that no other has; None for what is shared."""

    names: NamesInCommon
    alone: Subject | None

    @property
    def subjects(self) -> list[Subject]:
        return self.names.compared.subjects

    @property
    def comparison_address(self) -> str:
        return comparison_address(self.subjects)

    @cached_property
    def lines(self) -> list[SharedLine]:
        if self.alone is None:
            return self.names.shared
        return [SharedLine(each, "", "") for each in self.names.alone(self.alone)]

    @property
    def title(self) -> str:
        """« Lyon, et aucun autre ici : 545 partenaires »."""
        if self.alone is None:
            return self.names.shared_title
        name, count = self.alone.name, len(self.lines)
        if not count:
            return _("%(name)s n’a rien que les autres n’aient aussi") % {"name": name}
        number = number_format(count, force_grouping=True)
        values = {"what": self.names.kind.of_one % {"count": count, "number": number}, "name": name}
        return _("%(name)s, et aucun autre ici\u202f: %(what)s") % values
