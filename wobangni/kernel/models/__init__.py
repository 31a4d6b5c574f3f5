from wobangni.kernel.models.outbox import OutboxDelivery, OutboxEvent

__all__ = ["OutboxDelivery", "OutboxEvent"]
