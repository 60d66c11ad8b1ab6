from django.urls import path

from partnerships.pages.propositions.workshop.note import workshop_note, workshop_note_withdraw

urlpatterns = [
    path("<int:number>/avancement/", workshop_note, name="workshop_note"),
    path(
        "<int:number>/avancement/<uuid:uuid>/retirer/",
        workshop_note_withdraw,
        name="workshop_note_withdraw",
    ),
]
