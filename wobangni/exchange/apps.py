from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "wobangni.exchange"
    label = "exchange"
