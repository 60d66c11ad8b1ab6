from django.urls import path

from partnerships.views import account_erasure

urlpatterns = [
    path("mon-espace/effacer-mon-compte/", account_erasure.account_erasure, name="account_erasure"),
    path(
        "comptes/<int:pk>/effacer/",
        account_erasure.account_erasure_by_administrator,
        name="account_erasure_by_administrator",
    ),
]
