from django.apps import AppConfig


class ResidentConfig(AppConfig):
    name = "wobangni.surfaces.resident"
    label = "resident"
