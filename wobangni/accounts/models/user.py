"""Staff who sign in by name and password. Residents have no account: they prove a phone, see ``contact.py``."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wobangni.accounts.rules.usernames import tidy_username
from wobangni.kernel import clock


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, *, name: str, **fields: object) -> User:
        """Make and save a staff user; without a password nobody can sign in as them."""
        user = self.model(username=tidy_username(username), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=tidy_username(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    username = models.CharField(
        _("sign-in name"),
        max_length=64,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This sign-in name is taken.")},
    )
    name = models.CharField(_("name"), max_length=64)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(username=Lower("username")), name="user_username_lower_case"),
            models.CheckConstraint(condition=~models.Q(name=""), name="user_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.username})"

    def clean(self) -> None:
        self.username = tidy_username(self.username)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
