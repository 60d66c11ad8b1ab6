from django.urls import include, path

from partnerships.pages.propositions.illustration import proposal_illustration
from partnerships.pages.propositions.proposal import ProposalDetail, ProposalList, proposal_picture
from partnerships.pages.propositions.proposal_feeds import proposal_feed, proposal_list_feed

app_name = "proposals"
urlpatterns = [
    path("atelier/", include("partnerships.pages.propositions.workshop.urls")),
    path("atom/", proposal_list_feed, name="proposal_list_feed"),
    path("<int:number>/apercu.png", proposal_picture, name="proposal_picture"),
    path("<int:number>/atom/", proposal_feed, name="proposal_feed"),
    path(
        "<int:number>/illustration/<uuid:uuid>/<int:width>.<slug:end>",
        proposal_illustration,
        name="proposal_illustration",
    ),
    path("", ProposalList.as_view(), name="proposal_list"),
    path("<int:number>/", ProposalDetail.as_view(), name="proposal_detail"),
]
