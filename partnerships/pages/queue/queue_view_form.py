"""Saved views: the filters, order and columns of the queue under a name."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import Title
from partnerships.models import QueueView
from partnerships.pages.queue.queue_listing import QueueListing


def set_shown(view: QueueView, listing: QueueListing) -> None:
    """Copies the filters, order and columns of `listing` into `view`, without saving it."""
    view.query = listing.filters_query
    view.sort = listing.asked_sort
    view.columns = listing.asked_columns


def is_shown(view: QueueView, listing: QueueListing) -> bool:
    """Whether `listing` shows exactly what `view` holds."""
    shown = QueueView()
    set_shown(shown, listing)
    return all(getattr(shown, name) == getattr(view, name) for name in ("query", "sort", "columns"))


class QueueViewForm(forms.Form):
    name = Title(
        label=gettext_lazy("Nom de la vue"),
        max_length=QueueView._meta.get_field("name").max_length,
    )
    is_shared = forms.BooleanField(
        required=False,
        label=gettext_lazy("Partagée avec tous les instructeurs"),
        help_text=gettext_lazy("Les responsables de l’instruction la tiennent à jour."),
    )

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        if not user.has_perm("partnerships.lead_review"):
            del self.fields["is_shared"]

    def save_view(self, view: QueueView) -> bool:
        """Saves `view` under the typed name. Returns False, with a form error, when the name is
        taken.
        """
        view.name = self.cleaned_data["name"]
        try:
            view.validate_constraints()
            with transaction.atomic():
                view.save()
        except (ValidationError, IntegrityError) as taken:
            errors = getattr(taken, "messages", None) or [_("Une autre vue porte déjà ce nom.")]
            self.add_error("name", errors[0])
            return False
        return True
