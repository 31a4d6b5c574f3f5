"""What everyone may know of a demo."""

#: Of all demo people; made in demo mode only, printed at the start and on the sign-in page.
PASSWORD = "caoyuan-2026"  # noqa: S105
