"""Encrypted columns (AES-GCM). accounts.keys finds their values again.

A stored value is: version byte, length of the key's name, the key's name, 12-byte nonce, ciphertext.
The additional data is "table.column", so that a value moved to another column does not decrypt.
The first key of settings.FIELD_KEYS encrypts, every key decrypts. Anything wrong raises.
"""

import base64
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

VERSION = 1
NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """The stored bytes are not what this column wrote with a key of the ring."""


def encrypt(text: str, *, context: str) -> bytes:
    """The stored form of `text` for the column named by `context`."""
    name, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(base64.b64decode(key)).encrypt(nonce, text.encode(), context.encode())
    label = name.encode()
    return bytes([VERSION, len(label)]) + label + nonce + sealed


def decrypt(stored: bytes, *, context: str) -> str:
    """The text that `encrypt` stored; raises CannotDecrypt for anything else."""
    if len(stored) < 2 or stored[0] != VERSION:
        raise CannotDecrypt(f"{context}: unknown version")
    start = 2 + stored[1]
    name = stored[2:start].decode(errors="replace")
    if name not in settings.FIELD_KEYS:
        raise CannotDecrypt(f"{context}: no key named {name}")
    nonce, sealed = stored[start : start + NONCE_BYTES], stored[start + NONCE_BYTES :]
    try:
        return AESGCM(base64.b64decode(settings.FIELD_KEYS[name])).decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag as broken:
        raise CannotDecrypt(f"{context}: the value was changed or belongs elsewhere") from broken


class EncryptedTextField(models.BinaryField):
    """Text that only the application can read. It cannot be filtered by: use a blind index beside it."""

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
