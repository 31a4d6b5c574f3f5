"""``python -m wobangni`` is the command ``wobangni``."""

from wobangni.surfaces.cli.main import main

main()
