from wobangni.exchange.models.draft_record import DraftRecord

__all__ = ["DraftRecord"]
