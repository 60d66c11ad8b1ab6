from django.urls import path

from partnerships.views import officer_figures

urlpatterns = [
    path("instruction/chiffres/", officer_figures.officer_figures, name="officer_figures"),
    path(
        "instruction/chiffres/<slug:table>.csv",
        officer_figures.officer_figures_csv,
        name="officer_figures_csv",
    ),
]
