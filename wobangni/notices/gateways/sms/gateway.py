"""Hands a notice to the text message provider. Providers that keep to the idempotency key send one message for the same id."""

from __future__ import annotations

from wobangni.accounts.rules.phone import BadPhone, is_mobile, normalise_phone
from wobangni.accounts.sms.gateway import gateway_in_use
from wobangni.notices.gateways.base import GatewayError, Parcel, Receipt


class SmsGateway:
    def send(self, parcel: Parcel) -> Receipt:
        try:
            phone = normalise_phone(parcel.to)
        except BadPhone:
            raise GatewayError("no telephone number", final=True) from None
        if not is_mobile(phone):
            raise GatewayError("not a mobile", final=True)
        return gateway_in_use().send(message_id=parcel.id, phone=phone, text=parcel.text)
