from django.apps import AppConfig


class GridConfig(AppConfig):
    name = "wobangni.surfaces.grid"
    label = "grid"
