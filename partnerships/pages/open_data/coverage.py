from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cncd_portal.public_page import public_page
from partnerships.pages.components.metadata.page_metadata import Crumb, Metadata
from partnerships.pages.components.picture.page_card import page_picture_path
from partnerships.pages.open_data.coverage_page import CoveragePage


@public_page()
@require_safe
def coverage(request):
    """What the registry holds, by source, and what is absent."""
    metadata = Metadata(
        title=_("Ce que le registre contient, et ce qui lui manque"),
        description=_("Par source\u202f: combien de partenariats, de quand, et ce qui est absent."),
        path=reverse("partnerships:coverage"),
        trail=[Crumb(_("Données"), reverse("partnerships:open_data"))],
        label=_("Ce que le registre contient"),
        picture=page_picture_path("couverture"),
    )
    context = {"coverage": CoveragePage(), "metadata": metadata}
    return render(request, "partnerships/open_data/coverage.html", context)
