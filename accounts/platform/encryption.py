"""Text that only the application can read (AES-GCM), with the key ring of the settings.

A stored value is: version byte, length of the key's name, the key's name, 12-byte nonce, ciphertext.
The additional data is "table.column", so that a value moved to another column does not decrypt.
The first key of settings.FIELD_KEYS encrypts, every key decrypts. Anything wrong raises.
"""

import base64
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = 1
NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """The stored bytes were not written by this column with a key of the ring."""


@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    return AESGCM(base64.b64decode(key))


def encrypt(text: str, *, context: str) -> bytes:
    """The stored form of `text` for the column named by `context`."""
    name, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = _cipher(key).encrypt(nonce, text.encode(), context.encode())
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
        return _cipher(settings.FIELD_KEYS[name]).decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag as broken:
        raise CannotDecrypt(f"{context}: the value was changed or belongs elsewhere") from broken
