from django.urls import path

from partnerships.views import absence, assignment

urlpatterns = [
    path("instruction/<uuid:uuid>/confier/", assignment.assign, name="assign"),
    path("instruction/absences/", absence.absences, name="absences"),
    path("instruction/absences/<int:pk>/lever/", absence.absence_end, name="absence_end"),
]
