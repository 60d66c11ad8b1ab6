from django.urls import path
from django.views.generic import TemplateView

placeholder = TemplateView.as_view(template_name="404.html")

urlpatterns = [
    path("mon-espace/", placeholder, name="workspace"),
    path("mon-espace/rejoindre/", placeholder, name="membership_request"),
    path("mon-espace/membres/", placeholder, name="membership_list"),
]
