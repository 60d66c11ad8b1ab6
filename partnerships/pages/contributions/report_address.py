"""The link of a mail that confirms the address of a report. The link is the only credential."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partnerships.pages.components.throttle import wrong_links
from partnerships.reports.sending import confirm_address, report_with_link

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def _answer(request, token):
    tries = wrong_links(request, "report")
    if tries.is_reached:
        return render(request, "429.html", status=429)
    report = report_with_link(token)
    if report is None:
        tries.count()
        context = {"report": None}
        template = "partnerships/contributions/report_address.html"
        return render(request, template, context, status=404)
    if request.method == "POST":
        confirm_address(report)
        return redirect("partnerships:report_address", token)
    return render(request, "partnerships/contributions/report_address.html", {"report": report})


# Mails are opened by programs too: the address is confirmed by a button, not by reading the page.
# The link is the secret and no cookie is read, so there is no request to forge.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_address(request, token):
    response = _answer(request, token)
    for name, value in HEADERS.items():
        response[name] = value
    return response
