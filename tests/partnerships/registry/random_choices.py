"""Random choices of a reader of the registry, and the queries that ask for them."""

from django.http import QueryDict
from hypothesis import strategies as st

from partnerships.models import NOT_STATED
from tests.partnerships.registry.facets_by_hand import WORDS

CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(WORDS),
        "nature": st.lists(st.sampled_from(["commune", "region", "syndicat"]), unique=True),
        "region": st.lists(st.sampled_from(["32", "94", NOT_STATED]), unique=True),
        "pays": st.lists(st.sampled_from(["MA", "CA"]), unique=True),
        "theme": st.lists(st.sampled_from(["gouvernance", "eau", NOT_STATED]), unique=True),
        "taille": st.lists(st.sampled_from(["0-1999", "2000-9999", NOT_STATED]), unique=True),
        "annee": st.lists(st.sampled_from(["2009", "2012", NOT_STATED]), unique=True),
        "de": st.sampled_from(["2010", "2013"]),
        "a": st.sampled_from(["2011", "2014"]),
        "financement": st.lists(st.sampled_from(["afd", NOT_STATED]), unique=True),
        "confirmation": st.lists(st.sampled_from(["2020", NOT_STATED]), unique=True),
        "collectivite": st.lists(st.sampled_from([0, 1]), unique=True),
        "partenaire": st.lists(st.sampled_from([0, 1]), unique=True),
        "distance": st.lists(st.sampled_from(["500-999", "1500-2499", NOT_STATED]), unique=True),
        "debut": st.lists(st.sampled_from(["2010", "2012", NOT_STATED]), unique=True),
        "resultats": st.lists(st.sampled_from(["oui", "non"]), unique=True),
    },
)


def with_keys(choice, authorities, partners):
    """`choice` with the keys of the authorities and partners that it names by their rank."""
    keys = {
        "collectivite": [each.key for each in authorities],
        "partenaire": [str(each.uuid) for each in partners],
    }
    return {
        name: [keys[name][rank] for rank in values] if name in keys else values
        for name, values in choice.items()
    }


def query_of(choice):
    query = QueryDict(mutable=True)
    for name, values in choice.items():
        query.setlist(name, values if isinstance(values, list) else [values])
    return query


def asked(filterset, choice):
    """`choice` without the values that nothing has: they are left out of the query."""
    chosen = {name: filterset.data.getlist(name) for name in choice}
    return {
        name: values if isinstance(choice[name], list) else values[0]
        for name, values in chosen.items()
    }
