from django.urls import path

from partnerships.pages.propositions.proposal import ProposalDetail, ProposalList

app_name = "proposals"
urlpatterns = [
    path("", ProposalList.as_view(), name="proposal_list"),
    path("<int:number>/", ProposalDetail.as_view(), name="proposal_detail"),
]
