from django.urls import path

from partnerships.pages.cleaning import correction, duplicates, merge, suspension

urlpatterns = [
    path("instruction/doublons/", duplicates.duplicate_list, name="duplicate_list"),
    path("instruction/doublons/comparer/", merge.record_comparison, name="record_comparison"),
    path(
        "instruction/doublons/comparer/<slug:kind>/<int:one>/<int:other>/",
        merge.record_pair,
        name="record_pair",
    ),
    path("instruction/doublons/<int:pk>/", merge.duplicate_detail, name="duplicate_detail"),
    path(
        "instruction/doublons/<int:pk>/<slug:answer>/",
        duplicates.duplicate_settle,
        name="duplicate_settle",
    ),
    path("instruction/fusions/", merge.merge_list, name="merge_list"),
    path("instruction/fusions/<uuid:uuid>/", merge.merge_detail, name="merge_detail"),
    path("instruction/suspensions/", suspension.suspension_list, name="suspension_list"),
    path(
        "instruction/suspensions/<slug:public_id>/",
        suspension.suspension_detail,
        name="suspension_detail",
    ),
    path("instruction/corriger/<slug:public_id>/", correction.correction, name="correction"),
]
