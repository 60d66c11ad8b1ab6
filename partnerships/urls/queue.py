from django.urls import path, re_path

from partnerships.views import queue, queue_view

ONE = "instruction/dossiers/vues/<uuid:uuid>/"

urlpatterns = [
    path("instruction/", queue.desk, name="desk"),
    path("instruction/dossiers/", queue.queue, name="queue"),
    re_path(
        r"^instruction/dossiers/export\.(?P<extension>csv|xlsx)$",
        queue.queue_export,
        name="queue_export",
    ),
    path("instruction/dossiers/vues/", queue_view.queue_view_list, name="queue_view_list"),
    path(f"{ONE}nom/", queue_view.queue_view_rename, name="queue_view_rename"),
    path(f"{ONE}contenu/", queue_view.queue_view_update, name="queue_view_update"),
    path(f"{ONE}supprimer/", queue_view.queue_view_delete, name="queue_view_delete"),
]
