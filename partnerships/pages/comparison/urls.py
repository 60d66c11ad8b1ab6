from django.urls import path

from partnerships.pages.comparison import comparison

urlpatterns = [
    path("comparer/", comparison.comparison, name="comparison"),
    path("comparer/suggestions/", comparison.comparison_suggestions, name="comparison_suggestions"),
]
