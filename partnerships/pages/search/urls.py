from django.urls import path

from partnerships.pages.search import search

urlpatterns = [
    path("recherche/", search.search_everything, name="search"),
    path("recherche/suggestions/", search.search_suggestions, name="search_suggestions"),
]
