"""The badge of each dossier status."""

from partnerships.models import DossierStatus

# Suffixes of DSFR classes: `fr-badge--new`.
BADGES = {
    DossierStatus.DRAFT: "new",
    DossierStatus.SUBMITTED: "info",
    DossierStatus.UNDER_REVIEW: "info",
    DossierStatus.CHANGES_REQUESTED: "warning",
    DossierStatus.DECIDED: "info",
    DossierStatus.CLOSED: "success",
}
