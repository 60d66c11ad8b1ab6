from django.urls import path

from partnerships.views import campaign, instruction, paper, review

urlpatterns = [
    path("instruction/", instruction.queue, name="queue"),
    path("instruction/campagne/", campaign.campaign, name="campaign"),
    path("instruction/<uuid:uuid>/", review.review_detail, name="review_detail"),
    path("instruction/<uuid:uuid>/depot.pdf", paper.review_pdf, name="review_pdf"),
    path("instruction/<uuid:uuid>/message/", review.review_message, name="review_message"),
    path(
        "instruction/<uuid:uuid>/action/<str:action>/", review.review_action, name="review_action"
    ),
]
