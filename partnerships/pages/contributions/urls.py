from django.urls import path

from partnerships.pages.contributions import (
    claim_invitation,
    report,
    report_address,
    report_answer,
    report_list,
)

urlpatterns = [
    path("signaler/", report.report_create, name="report_site"),
    path("signaler/adresse/<str:token>/", report_address.report_address, name="report_address"),
    path("signaler/<slug:kind>/<slug:key>/", report.report_create, name="report_create"),
    path(
        "registre/<slug:public_id>/reprendre/",
        claim_invitation.claim_invitation,
        name="claim_invitation",
    ),
    path("signalements/<uuid:uuid>/", report_answer.report_detail, name="report_detail"),
    path("mon-espace/signalements/", report_list.report_list, name="report_list"),
    path("instruction/signalements/", report_list.report_desk, name="report_desk"),
]
