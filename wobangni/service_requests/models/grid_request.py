"""Which open or past requests lie in which grid (网格)."""

from __future__ import annotations

from django.db import models


class GridRequest(models.Model):
    """The grid in which one request lies. ``commands/place_in_grid.py`` alone writes it, from the request's place and the county's grids."""

    pk = models.CompositePrimaryKey("county", "service_request_id")
    county = models.CharField(max_length=6)
    service_request_id = models.UUIDField()
    said = models.BooleanField(default=False)  # by the grid worker who reported it, where its place alone does not tell
    grid = models.ForeignKey("organisations.LocalPlace", models.PROTECT, db_index=False, related_name="+")

    class Meta:
        db_table = "grid_request"
        indexes = [models.Index(fields=["county", "grid", "service_request_id"], name="grid_request_of_grid")]

    def __str__(self) -> str:
        return f"{self.grid_id} {self.service_request_id}"
