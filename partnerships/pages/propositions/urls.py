from django.urls import include, path

from partnerships.pages.propositions.proposal import (
    evidence_document,
    proposal_detail,
    proposal_illustration,
    proposal_list,
    proposal_picture,
)
from partnerships.pages.propositions.proposal_comparison import (
    proposal_comparison,
    proposal_comparison_file,
)
from partnerships.pages.propositions.proposal_feeds import proposal_feed, proposal_list_feed

app_name = "proposals"
urlpatterns = [
    path("atom/", proposal_list_feed, name="proposal_list_feed"),
    path("atelier/", include("partnerships.pages.propositions.workshop.urls")),
    path("comparer/", proposal_comparison, name="proposal_comparison"),
    path(
        "comparer/propositions.<slug:end>",
        proposal_comparison_file,
        name="proposal_comparison_file",
    ),
    path("<int:number>/apercu.png", proposal_picture, name="proposal_picture"),
    path("<int:number>/atom/", proposal_feed, name="proposal_feed"),
    path("<int:number>/preuves/<uuid:uuid>/", evidence_document, name="evidence_document"),
    path(
        "<int:number>/illustration/<uuid:uuid>/<int:width>.<slug:end>",
        proposal_illustration,
        name="proposal_illustration",
    ),
    path("", proposal_list, name="proposal_list"),
    path("<int:number>/", proposal_detail, name="proposal_detail"),
]
