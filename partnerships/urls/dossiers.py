from django.urls import path
from django.views.generic import TemplateView

placeholder = TemplateView.as_view(template_name="404.html")

urlpatterns = [
    path("dossiers/nouveau/", placeholder, name="dossier_create"),
    path("dossiers/<uuid:uuid>/", placeholder, name="dossier_detail"),
    path("dossiers/<uuid:uuid>/action/<str:action>/", placeholder, name="dossier_action"),
    path("dossiers/<uuid:uuid>/pieces/<uuid:attachment>/", placeholder, name="attachment_download"),
    path("dossiers/<uuid:uuid>/<slug:step>/", placeholder, name="dossier_step"),
    path("registre/<str:public_id>/modifier/", placeholder, name="dossier_amend"),
]
