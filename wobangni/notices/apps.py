from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "wobangni.notices"
    label = "notices"
