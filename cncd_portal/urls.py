from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("partnerships.urls")),
    path("propositions/", include("proposals.urls")),
    path("compte/", include("allauth.urls")),
    path("administration/", admin.site.urls),
]
