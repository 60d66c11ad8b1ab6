from django.urls import path

from partnerships.pages.figures import figures

urlpatterns = [
    path("chiffres/", figures.figures, name="figures"),
    path("chiffres/<slug:slug>.<slug:end>", figures.figure_file, name="figure_file"),
]
