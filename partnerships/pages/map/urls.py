from django.urls import path

from partnerships.pages.map import result_map

urlpatterns = [
    path("carte/", result_map.result_map, name="map"),
    path("carte/carte.svg", result_map.result_map_svg, name="map_svg"),
    path("carte/apercu.svg", result_map.result_map_preview, name="map_preview"),
    path("carte/carte.csv", result_map.result_map_csv, name="map_csv"),
    path("carte/carte.json", result_map.result_map_json, name="map_json"),
    path("carte/apercu.png", result_map.result_map_picture, name="map_picture"),
    path("carte/points/", result_map.result_map_points, name="map_points"),
]
