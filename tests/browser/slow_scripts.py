"""A script that is long to come, as on a slow line."""

from contextlib import contextmanager


@contextmanager
def held_script(page, name):
    """`name` without its ending: it comes only at the end of the block."""
    held = []
    address = f"**/js/{name}*.js"
    page.route(address, lambda route: held.append(route))
    yield
    page.wait_for_function("() => document.readyState === 'interactive'")
    assert held
    for route in held:
        route.continue_()
    page.unroute(address)
