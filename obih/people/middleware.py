"""Who acts in this request."""

from obih.people.actors import NOBODY


class ActorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = NOBODY
        return self.get_response(request)
