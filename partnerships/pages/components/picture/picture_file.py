"""The picture of a shared page: 1,200 × 630 pixels, drawn once for what it shows."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from textwrap import wrap

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from PIL import Image

from cncd_portal.kept_pages.middleware import cache_control
from cncd_portal.kept_pages.store import KeptPage, PageStore
from partnerships.charts.png_file import png_of_svg
from partnerships.maps.drawing import NARROW, WIDE, Drawing
from partnerships.pages.components.picture.card import LAYOUT_VERSION, VERSION, Card
from partnerships.pages.components.throttle import Throttle
from partnerships.papers.paper import printed
from partnerships.svg_file import svg_file

MARGIN, TOP = 64, 150
# Widths of the text: beside a map, or alone. A character of Marianne, in parts of its size.
BESIDE, ALONE, CHARACTER = 450, 1072, 0.56
TITLE, DETAIL, LEADING = 42, 26, 1.25
TITLE_LINES, DETAIL_LINES = 6, 4
COLOURS = 64
# Pictures drawn in a minute: for one reader, and for all.
OWN_MOST, MOST = 20, 60
NO_END = float(2**40)


@dataclass(frozen=True)
class PictureLine:
    y: int
    text: str
    size: int
    is_title: bool


def _wrapped(text: str, size: int, width: int, most: int) -> list[str]:
    lines = wrap(printed(str(text)), int(width / (size * CHARACTER))) or [""]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


@dataclass(frozen=True)
class Picture:
    """What is drawn: `card`, and the map beside it if there is one."""

    card: Card
    drawing: Drawing | None

    @property
    def lines(self) -> list[PictureLine]:
        width, y, lines = BESIDE if self.drawing else ALONE, TOP, []
        for text, size, most in (
            (self.card.title, TITLE, TITLE_LINES),
            (self.card.detail, DETAIL, DETAIL_LINES),
        ):
            for each in _wrapped(text, size, width, most):
                y += int(size * LEADING)
                lines.append(PictureLine(y, each, size, size == TITLE))
            y += DETAIL
        return lines

    @property
    def names(self):
        return self.drawing.narrow_names or self.drawing.names

    @property
    def name_size(self) -> int:
        return NARROW if self.drawing.narrow_names else WIDE

    @property
    def key(self) -> str:
        return hashlib.sha256(repr((LAYOUT_VERSION, self)).encode()).hexdigest()

    def png(self) -> bytes:
        """Returns the picture in COLOURS colours."""
        svg = svg_file("partnerships/components/picture.svg", {"picture": self})
        image = Image.open(io.BytesIO(png_of_svg(svg))).convert("RGB")
        output = io.BytesIO()
        image.quantize(COLOURS).save(output, "PNG", optimize=True)
        return output.getvalue()


def _store() -> PageStore:
    """The pictures are kept beside the pages, which they never drive out."""
    folder = settings.KEPT_PAGES_DIR.with_name("pictures")
    return PageStore(folder, settings.KEPT_PAGES_MAX_BYTES // 2)


def _is_throttled(request) -> bool:
    """Counts a picture that is to be drawn; whether too many are."""
    address = get_adapter(request).get_client_ip(request)
    throttles = (
        Throttle(f"pictures:{address}", most=OWN_MOST, seconds=60),
        Throttle("pictures", most=MOST, seconds=60),
    )
    if any(each.is_reached for each in throttles):
        return True
    for each in throttles:
        each.count()
    return False


def _too_many() -> HttpResponse:
    return HttpResponse(
        "429",
        status=HTTPStatus.TOO_MANY_REQUESTS,
        headers={"Retry-After": "60"},
        content_type="text/plain",
    )


def _kept(request, picture: Picture) -> bytes | None:
    """Returns the picture, drawn if it was not; None where too many are drawn."""
    store, key = _store(), picture.key
    if not store.most_bytes:
        return None if _is_throttled(request) else picture.png()
    if page := store.read(key):
        return page.body
    with store.turn(key):
        if page := store.read(key):
            return page.body
        if _is_throttled(request):
            return None
        content = picture.png()
        store.write(key, KeptPage(content, key, NO_END, {}))
    return content


def shared_picture_response(
    request, card: Card, drawing: Callable[[], Drawing | None]
) -> HttpResponse:
    """Returns the picture of `card` with the map of `drawing`.

    An address of another version leads to that of today, and nothing is drawn for it.
    """
    if request.GET.get(VERSION, "") != card.version:
        query = request.GET.copy()
        query[VERSION] = card.version
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
    picture = Picture(card, drawing())
    content = _kept(request, picture)
    if content is None:
        return _too_many()
    response = HttpResponse(content, content_type="image/png")
    # As for the page: what is suspended leaves proxies within a minute.
    response["Cache-Control"] = cache_control()
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["ETag"] = f'"{picture.key[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
