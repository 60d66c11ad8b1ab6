from django.conf import settings


def context(request):
    """What every page of ours shows, and the section it is in (« /registre/ »); no query."""
    return {
        "is_demonstration_site": settings.DEMONSTRATION,
        "section": f"/{request.path.split('/')[1]}/",
    }
