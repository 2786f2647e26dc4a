"""The person who signs in: at an employer, or as plan staff."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.platform.typed import trimmed


class UserQuerySet(models.QuerySet):
    def representatives(self):
        return self.filter(is_staff=True, is_active=True)

    def supervisors(self):
        return self.representatives().filter(is_supervisor=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=trimmed(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email=trimmed(email).lower())


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("email address"))
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(
        _("representative"), default=False, help_text=_("Works the review queue on the admin site.")
    )
    is_supervisor = models.BooleanField(
        _("supervisor"),
        default=False,
        db_default=False,
        help_text=_("Is told of missed goals, and enters the days when the carrier is closed."),
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # Django needs the exact field unique for sign-in; the second constraint ignores case.
            models.UniqueConstraint(fields=["email"], name="user_email_unique"),
            models.UniqueConstraint(Lower("email"), name="user_email_unique_any_case"),
            models.CheckConstraint(
                name="supervisor_is_representative", condition=models.Q(is_supervisor=False) | models.Q(is_staff=True)
            ),
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0] if self.name else self.email
