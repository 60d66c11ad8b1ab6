"""A filtered and sorted queue, behind a number or a list of the desk."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise

from partnerships.pages.queue.queue_listing import DUE, USUAL_SORT
from partnerships.registry.sorts import SORT


@dataclass(frozen=True)
class Selection:
    """`filters`: {name: values}; without states, of the open dossiers."""

    label: Promise | str
    filters: dict[str, list[str]]
    sort: str = DUE

    @property
    def query(self) -> QueryDict:
        query = QueryDict(mutable=True)
        for name, values in self.filters.items():
            query.setlist(name, values)
        if self.sort != USUAL_SORT:
            query[SORT] = self.sort
        return query

    @property
    def address(self) -> str:
        return f"{reverse('partnerships:queue')}?{self.query.urlencode()}"
