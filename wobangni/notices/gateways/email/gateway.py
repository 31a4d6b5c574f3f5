"""One e-mail by Django's SMTP backend. SMTP knows no idempotency: the Message-ID is the same at each try, and good mailboxes show it once."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from wobangni.notices.gateways.base import GatewayError, Parcel, Receipt


class EmailGateway:
    def __init__(self) -> None:
        self.config: dict[str, Any] = settings.NOTICES["smtp"]
        if not self.config:
            raise GatewayError("WOBANGNI_SMTP_URL is not set", final=True)

    def send(self, parcel: Parcel) -> Receipt:
        message = self._message(parcel)
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()), (0, b""))
            raise GatewayError(f"SMTP {code}: {_text(words)}", final=500 <= code < 600) from None
        except smtplib.SMTPResponseException as error:
            final = 500 <= error.smtp_code < 600
            raise GatewayError(f"SMTP {error.smtp_code}: {_text(error.smtp_error)}", final=final) from None
        except smtplib.SMTPNotSupportedError as error:
            raise GatewayError(str(error), final=True) from None
        except (smtplib.SMTPException, OSError) as error:
            raise GatewayError(f"{type(error).__name__}: {error}") from None
        return Receipt(answer="accepted")

    def _message(self, parcel: Parcel) -> EmailMessage:
        try:
            validate_email(parcel.to)
        except ValidationError:
            raise GatewayError("no e-mail address", final=True) from None
        body = f"{parcel.text}\n\n{parcel.url}\n" if parcel.url else f"{parcel.text}\n"
        return EmailMessage(
            subject=" ".join(parcel.title.split()),  # a line break would begin another header
            body=body,
            from_email=settings.NOTICES["mail_from"],
            to=[parcel.to],
            headers={"Message-ID": f"<{parcel.id}@wobangni>", "Auto-Submitted": "auto-generated"},
            connection=get_connection(
                "django.core.mail.backends.smtp.EmailBackend",
                host=self.config["EMAIL_HOST"],
                port=self.config["EMAIL_PORT"] or 25,
                username=self.config["EMAIL_HOST_USER"] or "",
                password=self.config["EMAIL_HOST_PASSWORD"] or "",
                use_tls=self.config.get("EMAIL_USE_TLS", False),
                use_ssl=self.config.get("EMAIL_USE_SSL", False),
                timeout=settings.NOTICES["timeout"],
            ),
        )


def _text(words: Any) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
