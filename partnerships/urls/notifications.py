from django.urls import path

from partnerships.views import notification

urlpatterns = [
    path("mon-espace/notifications/", notification.notification_list, name="notification_list"),
    path(
        "mon-espace/notifications/lues/",
        notification.notification_read,
        name="notification_read",
    ),
    path(
        "mon-espace/notifications/choix/",
        notification.notification_choices,
        name="notification_choices",
    ),
]
