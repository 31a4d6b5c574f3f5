from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wobangni.accounts"
    label = "accounts"
