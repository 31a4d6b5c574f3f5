"""The ways out. Each is a sealed folder: a ``Gateway`` in ``gateway.py`` and what only it knows. See the recipe in CONTRIBUTING.md."""
