from django.urls import path

from partnerships.views import officer_note, review_file

urlpatterns = [
    path("instruction/<uuid:uuid>/note/", officer_note.officer_note, name="officer_note"),
    path(
        "instruction/<uuid:uuid>/pieces/<uuid:attachment>/",
        review_file.review_file,
        name="review_file",
    ),
]
