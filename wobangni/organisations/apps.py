from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "wobangni.organisations"
    label = "organisations"
