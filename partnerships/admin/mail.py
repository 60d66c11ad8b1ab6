from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _

from partnerships.admin.read_only import ReadOnlyAdmin
from partnerships.models import OutboxMail
from partnerships.notifications.outbox import may_be_requeued, requeue


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    """What leaves, what waits, what failed, and what may have left: « envoi incertain ».

    One that failed or is uncertain is sent again when someone asks, one by one.
    """

    list_display = ["subject", "recipient", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state"]
    search_fields = ["subject", "recipient"]
    show_full_result_count = False

    def get_exclude(self, request, obj=None):
        """The link of an invitation is for its recipient alone."""
        return ["dossier", "body"] if obj and obj.secret else ["dossier"]

    def get_urls(self):
        again = path(
            "<int:pk>/renvoyer/",
            self.admin_site.admin_view(self.requeue),
            name="partnerships_outboxmail_requeue",
        )
        return [again, *super().get_urls()]

    def may_requeue(self, request):
        return request.user.has_perm("partnerships.requeue_outboxmail")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        mail = self.get_object(request, object_id)
        may = bool(mail) and self.may_requeue(request) and may_be_requeued(mail)
        context = {**(extra_context or {}), "may_requeue": may, "mail": mail}
        return super().change_view(request, object_id, form_url, context)

    def requeue(self, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.may_requeue(request):
            raise PermissionDenied
        mail = get_object_or_404(OutboxMail, pk=pk)
        if requeue(mail):
            self.log_change(request, mail, _("Remis en file d’envoi."))
            messages.success(request, _("Ce courriel sera envoyé de nouveau."))
        else:
            messages.error(request, _("Ce courriel ne peut pas être renvoyé\u202f: relisez-le."))
        return redirect("admin:partnerships_outboxmail_change", pk)
