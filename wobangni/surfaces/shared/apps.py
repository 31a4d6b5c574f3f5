from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "wobangni.surfaces.shared"
    label = "shared"
