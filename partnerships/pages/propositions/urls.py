from django.urls import path

from partnerships.pages.propositions.proposal import ProposalDetail, ProposalList, proposal_picture
from partnerships.pages.propositions.proposal_feeds import proposal_feed, proposal_list_feed
from partnerships.pages.propositions.workshop.text_urls import urlpatterns as text_patterns

app_name = "proposals"
urlpatterns = [
    *text_patterns,
    path("atom/", proposal_list_feed, name="proposal_list_feed"),
    path("<int:number>/apercu.png", proposal_picture, name="proposal_picture"),
    path("<int:number>/atom/", proposal_feed, name="proposal_feed"),
    path("", ProposalList.as_view(), name="proposal_list"),
    path("<int:number>/", ProposalDetail.as_view(), name="proposal_detail"),
]
