from partnerships.permissions import remembered_answers


class RememberedRightsMiddleware:
    """A page that is read asks once what its reader may do: its parts ask the same."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with remembered_answers():
            return self.get_response(request)
