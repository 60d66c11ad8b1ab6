from django.urls import path

from partnerships.pages.comparison import comparison

urlpatterns = [
    path("comparer/", comparison.comparison, name="comparison"),
    path(
        "comparer/fichiers/<slug:slug>.<slug:end>",
        comparison.comparison_file,
        name="comparison_file",
    ),
    path("comparer/apercu.png", comparison.comparison_picture, name="comparison_picture"),
    path("comparer/noms/<slug:kind>/", comparison.comparison_names, name="comparison_names"),
    path("comparer/suggestions/", comparison.comparison_suggestions, name="comparison_suggestions"),
]
