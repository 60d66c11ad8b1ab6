from django.urls import path
from django.views.generic import TemplateView

placeholder = TemplateView.as_view(template_name="404.html")

urlpatterns = [
    path("instruction/", placeholder, name="queue"),
    path("instruction/<uuid:uuid>/", placeholder, name="review_detail"),
    path("instruction/<uuid:uuid>/action/<str:action>/", placeholder, name="review_action"),
]
