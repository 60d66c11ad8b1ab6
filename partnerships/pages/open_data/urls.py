from django.urls import path

from partnerships.pages.open_data import coverage

urlpatterns = [path("donnees/couverture/", coverage.coverage, name="coverage")]
