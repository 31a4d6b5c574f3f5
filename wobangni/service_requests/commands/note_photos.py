"""The event of photos that come alone. No photo of a request is without one, so that the chain of hashes guards them too."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from wobangni.kernel.actors import Actor, ActorKind, Scope
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.rules.lifecycle import Action


def note_photos(*, actor: Actor, now: dt.datetime, code: str, digests: Sequence[str], inside: bool = False) -> Acted:
    """Tells that these photos (SHA-256, hex) were added; call it in the transaction that adds them. Again it changes nothing.

    From whoever sent the request it is something added to it (``add_info``), and possible as long as that is; ``inside``: from those who deal with
    it, a note of theirs, which the resident doesn't see. Raises Forbidden, Conflict.
    """
    if actor.kind is ActorKind.PARTNER and not inside:
        # A token that may write may hand in photos of what it wrote: in this it speaks for the resident.
        actor = replace(actor, scopes=actor.scopes | {Scope.ACT})
    with override(settings.LANGUAGE_CODE):  # events are kept in the region's language
        words = _("A photo was added.")
    key = hashlib.sha256("".join(digests).encode()).hexdigest()[:40]
    action = Action.NOTE if inside else Action.ADD_INFO
    return act(actor=actor, now=now, code=code, action=action, data={"text": words}, key=f"photo/{key}", photos=digests)
