"""The sorts of a result, on its list and its table."""

from django.utils.translation import gettext_lazy

from partnerships.registry.pagination import Order

# The parameter of a query.
SORT = "tri"
RELEVANT = "pertinence"
NEWEST_FIRST = Order()
# Label and order of each sort; the name of one that goes down by a column of the table begins by
# « - ». Each has an index, so that a page costs as much in a large registry as in a small one.
SORTS = {
    RELEVANT: (gettext_lazy("Les plus proches"), NEWEST_FIRST),
    "recents": (gettext_lazy("Les plus récents"), NEWEST_FIRST),
    "titre": (gettext_lazy("Titre, de A à Z"), Order("sort_key", descending=False)),
    "-titre": (gettext_lazy("Titre, de Z à A"), Order("sort_key")),
    "-debut": (gettext_lazy("Début, du plus récent"), Order("starts_on", has_nulls_last=True)),
    "debut": (
        gettext_lazy("Début, du plus ancien"),
        Order("starts_on", descending=False, has_nulls_last=True),
    ),
    "-publication": (gettext_lazy("Publication, de la plus récente"), Order("published_at")),
    "publication": (
        gettext_lazy("Publication, de la plus ancienne"),
        Order("published_at", descending=False),
    ),
    "-confirmation": (
        gettext_lazy("Confirmation, de la plus récente"),
        Order("confirmed_on", has_nulls_last=True),
    ),
    "confirmation": (
        gettext_lazy("Confirmation, de la plus ancienne"),
        Order("confirmed_on", descending=False, has_nulls_last=True),
    ),
    "-cout": (gettext_lazy("Coût, du plus grand"), Order("total_cost", has_nulls_last=True)),
    "cout": (
        gettext_lazy("Coût, du plus petit"),
        Order("total_cost", descending=False, has_nulls_last=True),
    ),
}
