from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.step import Step

STEP = Step(
    slug="relire",
    title=_("Relire et déposer"),
    intro=_("Ce qui manque encore, puis la fiche telle qu’elle sera publiée."),
)
