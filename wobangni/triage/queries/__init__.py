"""What triage knows about a text. Everything returned is frozen."""

from wobangni.triage.queries.classification import Classification, Likely, Source, classify
from wobangni.triage.queries.places import Candidate, Location, locate
from wobangni.triage.queries.versions import ModelRow, model_versions

__all__ = [
    "Candidate",
    "Classification",
    "Likely",
    "Location",
    "ModelRow",
    "Source",
    "classify",
    "locate",
    "model_versions",
]
