"""Who may do what, where: one role of one staff user in one county, unit, or the region."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from wobangni.kernel import clock
from wobangni.kernel.actors import Role


def held_at(now: dt.datetime) -> Q:
    """Memberships in force at ``now``."""
    return Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))


class Membership(models.Model):
    """A role held from ``since`` until ``until`` (None: until further notice). Ended ones are kept: they say who was who."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=[(r.value, r.value) for r in Role])
    county = models.ForeignKey("organisations.Division", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, null=True, related_name="+")
    grid = models.ForeignKey("organisations.LocalPlace", models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    #: A handler who leads the unit, a supervisor who answers for the county: they are told first when time runs out. Gives no further rights.
    leader = models.BooleanField(default=False)

    class Meta:
        db_table = "membership"
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.HANDLER.value, unit__isnull=False)
                | (~Q(role=Role.HANDLER.value) & Q(unit__isnull=True)),
                name="membership_handlers_have_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.GRID_WORKER.value, grid__isnull=False)
                | (~Q(role=Role.GRID_WORKER.value) & Q(grid__isnull=True)),
                name="membership_grid_workers_have_a_grid",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.REGION_OBSERVER.value, county__isnull=True)
                | Q(role=Role.COUNTY_ADMIN.value)  # without a county: administrator of the region
                | (~Q(role=Role.REGION_OBSERVER.value) & Q(county__isnull=False)),
                name="membership_observers_have_the_region",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="membership_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(leader=False) | Q(role__in=[Role.HANDLER.value, Role.SUPERVISOR.value]),
                name="membership_who_may_lead",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "county", "unit", "grid"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="membership_held_once",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "role"], condition=Q(until__isnull=True), name="membership_of_county")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.county_id or '*'}"
