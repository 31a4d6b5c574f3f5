"""Sealing everything that the notices keep with the newest key; ``accounts`` does the rest."""

from __future__ import annotations

from wobangni.accounts.commands.reseal import Progress, Resealed
from wobangni.accounts.commands.reseal import reseal as reseal_accounts
from wobangni.notices.models import NoticeChannel, StaffAddress
from wobangni.notices.models.address import address_place
from wobangni.notices.models.channel import settings_place, token_place


def reseal(*, progress: Progress = lambda done, total: None) -> Resealed:
    """Goes through contacts, messages, secrets of the second step, addresses of staff and channels' settings. May be stopped and run again."""
    more = (
        (StaffAddress.objects.all(), lambda key: {"address_sealed": address_place(key)}),
        (
            NoticeChannel.objects.all(),
            lambda key: {"settings_sealed": settings_place(key), "token_sealed": token_place(key)},
        ),
    )
    return reseal_accounts(progress=progress, more=more)
