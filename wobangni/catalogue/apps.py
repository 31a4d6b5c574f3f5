from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "wobangni.catalogue"
    label = "catalogue"
