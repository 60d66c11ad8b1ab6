from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.pages.components.metadata.page_metadata import Metadata
from partnerships.pages.components.picture.page_card import page_picture_path
from partnerships.publication.counts import key_figures
from partnerships.registry.answer import provenance_texts


@public_page()
@require_safe
def open_data(request):
    """What may be downloaded of the registry, and what may not yet."""
    metadata = Metadata(
        title=_("Les données du registre"),
        description=_(
            "Ce que l’on peut télécharger du registre aujourd’hui, sous quelle licence, et ce que "
            "l’on ne peut pas encore."
        ),
        path=reverse("partnerships:open_data"),
        label=_("Données"),
        picture=page_picture_path("donnees"),
    )
    sources = provenance_texts(key_figures().by_provenance)
    context = {"sources": sources, "metadata": metadata}
    return render(request, "partnerships/open_data/open_data.html", context)
