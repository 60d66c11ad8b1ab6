from django.urls import path

from partnerships.views import suspension

urlpatterns = [
    path("instruction/suspensions/", suspension.suspension_list, name="suspension_list"),
    path(
        "instruction/suspensions/<slug:public_id>/",
        suspension.suspension_detail,
        name="suspension_detail",
    ),
]
