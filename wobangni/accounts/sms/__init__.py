"""Sending text messages. A gateway is one sealed file with a ``send``; see ``gateway.py`` and the recipe in CONTRIBUTING.md."""
