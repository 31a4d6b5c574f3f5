from wobangni.kernel.models.attempt import Attempt
from wobangni.kernel.models.outbox import OutboxDelivery, OutboxEvent

__all__ = ["Attempt", "OutboxDelivery", "OutboxEvent"]
