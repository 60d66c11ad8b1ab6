from django.urls import path

from partnerships.pages.open_data import coverage, open_data

urlpatterns = [
    path("donnees/", open_data.open_data, name="open_data"),
    path("donnees/couverture/", coverage.coverage, name="coverage"),
]
