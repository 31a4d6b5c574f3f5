from wobangni.triage.models.triage_model import TriageModel

__all__ = ["TriageModel"]
