from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cncd_portal.database import one_instant
from cncd_portal.public_page import public_page
from partnerships.maps.views import RECTANGLE, ZOOM, MapView, NotAView
from partnerships.maps.world_map import bare_world
from partnerships.pages.components.metadata.result_metadata import result_card, result_metadata
from partnerships.pages.components.named_file import named_file_response
from partnerships.pages.components.picture.picture_file import shared_picture_response
from partnerships.pages.components.result_page import result_context
from partnerships.pages.map.map_points import map_points
from partnerships.pages.map.result_map_file import map_data, map_table
from partnerships.pages.map.result_map_page import map_page
from partnerships.registry.listing import QUERY, Listing
from partnerships.registry.result_views import MAP
from partnerships.svg_file import svg_file


@public_page(query=QUERY)
@require_safe
def result_map(request):
    """The partnerships found, on a map: circles, or arcs where they are few."""
    with one_instant():
        context = result_context(request.GET, MAP)
        context["map"] = map_page(context["listing"])
        context["metadata"] = result_metadata(context["listing"])
        return render(request, "partnerships/map/result_map.html", context)


@public_page(query=QUERY)
@require_safe
def result_map_svg(request):
    """The main map as a file that stands alone."""
    with one_instant():
        page = map_page(Listing(request.GET, MAP))
        context = {"drawing": page.main or bare_world(), "title": page.sentence}
        text = svg_file("partnerships/map/map.svg", context)
    return named_file_response(text.encode(), "image/svg+xml", "carte.svg")


@public_page(query=QUERY)
@require_safe
def result_map_preview(request):
    """The same without names, in the colours of the device: the picture above a list."""
    with one_instant():
        page = map_page(Listing(request.GET, MAP))
        text = svg_file("partnerships/map/preview.svg", {"drawing": page.main or bare_world()})
    return HttpResponse(text, content_type="image/svg+xml")


@public_page(query=QUERY)
@require_safe
def result_map_csv(request):
    """The table of the map for French spreadsheets."""
    with one_instant():
        content = map_table(map_page(Listing(request.GET, MAP)))
    return named_file_response(content, "text/csv; charset=utf-8", "carte.csv")


@public_page(query=QUERY)
@require_safe
def result_map_json(request):
    """What is on the map, in pixels of the frame of the world, for a map that scripts draw."""
    with one_instant():
        return JsonResponse(map_data(map_page(Listing(request.GET, MAP))))


@login_not_required
@require_safe
def result_map_picture(request):
    """The picture of a shared address of the registry, whatever its view."""
    with one_instant():
        page = map_page(Listing(request.GET, MAP))
        return shared_picture_response(request, result_card(page.listing), lambda: page.main)


@public_page(query=[*QUERY, ZOOM, RECTANGLE])
@require_safe
def result_map_points(request):
    """The circles and arcs of one view of the map, for the script that draws them."""
    try:
        view = MapView.read(request.GET.get(ZOOM, ""), request.GET.get(RECTANGLE, ""))
    except NotAView as fault:
        return JsonResponse({"error": str(fault)}, status=HTTPStatus.BAD_REQUEST)
    with one_instant():
        return JsonResponse(map_points(map_page(Listing(request.GET, MAP)), view))
