from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "wobangni.kernel"
    label = "kernel"
