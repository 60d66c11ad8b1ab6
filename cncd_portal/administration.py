"""The administration, whose lists answer the filters they offer and no other."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig

# What the filters of a list ask of their field.
LOOKUPS = {"", "exact", "isnull", "id__exact", "gte", "lt", "year", "month", "day"}


class OfferedFilters:
    """A list that may be asked by its own filters alone.

    Django allows any lookup on a field of the model: `?secret__regex=` would tell a secret letter
    by letter to whoever may see the list.
    """

    def lookup_allowed(self, lookup, value, request):
        offered = [each if isinstance(each, str) else each[0] for each in self.list_filter]
        offered += [self.date_hierarchy] if self.date_hierarchy else []
        field, _separator, rest = lookup.partition("__")
        if field not in offered:
            return False
        target = getattr(self.model._meta.get_field(field), "target_field", None)
        return rest in LOOKUPS or (target is not None and rest == f"{target.name}__exact")


class PortalAdminSite(AdminSite):
    """Adds OfferedFilters to every model, those of packages too."""

    def register(self, model_or_iterable, admin_class=None, **options):
        if admin_class and not issubclass(admin_class, OfferedFilters):
            name = admin_class.__name__
            admin_class = type(name, (OfferedFilters, admin_class), {"__module__": __name__})
        super().register(model_or_iterable, admin_class, **options)


class PortalAdminConfig(AdminConfig):
    default_site = "cncd_portal.administration.PortalAdminSite"
