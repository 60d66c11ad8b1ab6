"""The administration: lists accept only the filters they offer, and the pages of accounts ask for a
recent sign-in.
"""

from functools import wraps

from django.contrib.admin import AdminSite, ModelAdmin
from django.shortcuts import redirect

from cncd_portal.accounts.recent_sign_in import recent_sign_in_required

# What the filters of a list ask of their field.
LOOKUPS = {"", "exact", "isnull", "id__exact", "gte", "lt", "year", "month", "day"}
# Who signs in, how, and what they may do.
ACCOUNT_MODELS = {
    "account.EmailAddress",
    "accounts.User",
    "auth.Group",
    "mfa.Authenticator",
    "partnerships.LocalAuthorityMember",
}


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


class AsksRecentSignIn:
    """All views of account models ask for a recent sign-in, except reading their list."""

    def get_urls(self):
        urls = super().get_urls()
        if self.opts.label in ACCOUNT_MODELS:
            for url in urls:
                url.callback = self._guarded(url)
        return urls

    def _guarded(self, url):
        view = url.callback
        guarded = recent_sign_in_required(view)
        is_list = url.name == f"{self.opts.app_label}_{self.opts.model_name}_changelist"

        @wraps(view)
        def answer(request, *args, **kwargs):
            reads_list = is_list and request.method in {"GET", "HEAD"}
            asks = self.admin_site.has_permission(request) and not reads_list
            return (guarded if asks else view)(request, *args, **kwargs)

        return answer


class PortalAdminSite(AdminSite):
    """Adds OfferedFilters and AsksRecentSignIn to every model, those of packages too."""

    def register(self, model_or_iterable, admin_class=None, **options):
        admin_class = admin_class or ModelAdmin
        if not issubclass(admin_class, OfferedFilters):
            name = admin_class.__name__
            bases = (OfferedFilters, AsksRecentSignIn, admin_class)
            admin_class = type(name, bases, {"__module__": __name__})
        super().register(model_or_iterable, admin_class, **options)

    def password_change(self, request, extra_context=None):
        """Sends to the account page: a password is changed in one place only."""
        return redirect("account_change_password")
