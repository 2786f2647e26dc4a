"""Encrypted columns. Look their values up by a blind index (accounts.platform.keys)."""

import json
from typing import Any

from django.db import models

from accounts.platform.encryption import decrypt, encrypt


class EncryptedTextField(models.BinaryField):
    """Encrypted text. It cannot be filtered; use a blind index beside it."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    @property
    def context(self):
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value):
        return None if value is None else encrypt(self.dump(value), context=self.context)

    def get_db_prep_value(self, value, connection, prepared=False):
        if not prepared:
            value = self.get_prep_value(value)
        return super().get_db_prep_value(value, connection, prepared=True)

    def from_db_value(self, value, expression, connection):
        return None if value is None else self.load(decrypt(bytes(value), context=self.context))

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def to_python(self, value):
        return value

    def value_to_string(self, obj):
        raise TypeError("an encrypted column is not serialised")

    @staticmethod
    def dump(value):
        return value

    @staticmethod
    def load(text):
        return text


class EncryptedJSONField(EncryptedTextField):
    """The same for a JSON value."""

    @staticmethod
    def dump(value):
        return json.dumps(value, separators=(",", ":"), sort_keys=True)

    @staticmethod
    def load(text):
        return json.loads(text)
