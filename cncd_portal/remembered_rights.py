from partnerships.models.remembered import remembered_answers


class RememberedRightsMiddleware:
    """While a page is read, asks once what the reader may do: many parts of it ask the same."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with remembered_answers():
            return self.get_response(request)
