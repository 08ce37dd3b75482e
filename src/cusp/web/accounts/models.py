"""People, the roles they hold, and the log."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from cusp.web.accounts.roles import Role


class People(BaseUserManager["User"]):
    """Creates accounts; email addresses are stored in lower case, so that each has one account."""

    def create_user(self, email: str, *, name: str = "", password: str | None = None) -> User:
        """A new account with no roles; without a password, nobody can sign in with one."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The account with an email address, ignoring capital letters."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with an account."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()

    class Meta:
        ordering = ("email",)

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def roles(self) -> frozenset[Role]:
        """Current roles; none for a closed account."""
        if not self.is_active:
            return frozenset()
        if not hasattr(self, "_roles"):
            self._roles = frozenset(Role(g.role) for g in self.grants.all())
        return self._roles


class RoleGrant(models.Model):
    """A role that a person holds."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "role"), name="one_grant_a_role"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="role_grant_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class EventKind(models.TextChoices):
    """Type of log entry: a change, or a view or sign-in."""

    CHANGE = "change", "change"
    ACCESS = "access", "access"


class Event(models.Model):
    """A log entry: who changed or viewed what, and when. Entries are never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    # Stored as well as the link, so that an entry still says who when the account is deleted.
    who_then = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    action = models.CharField(max_length=60, db_index=True)
    about = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=EventKind.values), name="event_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who_then} {self.action} {self.about}"
