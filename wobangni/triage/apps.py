from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "wobangni.triage"
    label = "triage"
