from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
SLOTS = 2**16  # of eight bytes; memory is taken as it is used


def with_room(call: Callable[P, T]) -> Callable[P, T]:
    """Returns `call`, with half a megabyte for the frames of what it calls.

    Python keeps frames in chunks of 16 KB, and asks the system for one at each call that crosses
    the end of one, then gives it back: thousands of times a second where a loop stands there, and
    up to half of what a page costs. A large frame takes one large chunk.
    """

    def called(*args, **kwargs):
        return call(*args, **kwargs)

    called.__code__ = called.__code__.replace(co_stacksize=SLOTS)
    return called
