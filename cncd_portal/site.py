from django.conf import settings


def context(request):
    """What every page of ours shows; no query."""
    return {"is_demonstration_site": settings.DEMONSTRATION}
