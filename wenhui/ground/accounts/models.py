"""Accounts."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from wenhui.kit.privacy import Privacy


class Account(AbstractBaseUser):
    """Someone who logs in (账号)."""

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "username": Privacy.INSIDE,
        "name": Privacy.INSIDE,
        "password": Privacy.SENSITIVE,
        "last_login": Privacy.INSIDE,
    }

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
