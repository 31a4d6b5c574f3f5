from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "wobangni.surfaces.console"
    label = "console"
