from django.contrib.auth.decorators import login_not_required


def answers_without_session(view):
    """A view that answers a request whose session ended, so that nothing typed is lost.

    For who is signed in it is as closed as any other: the second factor is asked there too.
    """
    view = login_not_required(view)
    view.asks_second_factor = True
    return view
