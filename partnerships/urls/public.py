from django.urls import path
from django.views.generic import TemplateView

placeholder = TemplateView.as_view(template_name="404.html")

urlpatterns = [
    path("registre/", placeholder, name="registry"),
    path("registre/<slug:address>/", placeholder, name="partnership_detail"),
    path(
        "registre/<str:public_id>/documents/<uuid:uuid>/", placeholder, name="partnership_document"
    ),
    path("collectivites/", placeholder, name="authority_list"),
    path("collectivites/<str:key>/", placeholder, name="authority_detail"),
    path("partenaires/<uuid:uuid>/", placeholder, name="partner_detail"),
    path("pays/", placeholder, name="country_list"),
    path("pays/<str:iso2>/", placeholder, name="country_detail"),
]
