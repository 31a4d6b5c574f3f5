from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "wobangni.assessment"
    label = "assessment"
