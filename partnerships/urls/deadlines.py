from django.urls import path

from partnerships.views import instruction_rules

urlpatterns = [
    path(
        "instruction/reglages/delais/",
        instruction_rules.instruction_rules,
        name="instruction_rules",
    ),
]
