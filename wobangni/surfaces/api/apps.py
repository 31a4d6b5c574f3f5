from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "wobangni.surfaces.api"
    label = "api"
