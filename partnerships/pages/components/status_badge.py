"""How the status of a dossier looks."""

from partnerships.models import DossierStatus

# The end of a class of the DSFR: `fr-badge--new`.
BADGES = {
    DossierStatus.DRAFT: "new",
    DossierStatus.SUBMITTED: "info",
    DossierStatus.UNDER_REVIEW: "info",
    DossierStatus.CHANGES_REQUESTED: "warning",
    DossierStatus.DECIDED: "info",
    DossierStatus.CLOSED: "success",
}
