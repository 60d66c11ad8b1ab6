from django.urls import path

from partnerships.views import correction

urlpatterns = [
    path("instruction/corriger/<slug:public_id>/", correction.correction, name="correction"),
]
