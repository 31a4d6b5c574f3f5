from django.apps import AppConfig


class ServiceRequestsConfig(AppConfig):
    name = "wobangni.service_requests"
    label = "service_requests"
