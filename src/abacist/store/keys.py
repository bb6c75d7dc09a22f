"""Keys of programs that ask over HTTP: `abacist_ID_SECRET`, of which only the id can be read again.

A secret has 256 random bits, so nobody can try them all, and one round of a keyed hash keeps it as well as
a slow hash would keep a password; a slow one would let strangers occupy the server.
"""

from __future__ import annotations

import hmac
import re
import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row, insert, select, update

from abacist.core.errors import Conflict, InputError, NotFound
from abacist.core.language import Message
from abacist.store.database import Database
from abacist.store.tables import keys
from abacist.store.touches import Touches

__all__ = ["Key", "Keys"]

_ID = re.compile(r"[0-9a-f]{12}")
_TOKEN = re.compile(r"abacist_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_SCOPE = re.compile(r"[a-z][a-z0-9_.:-]{0,63}")
_LONGEST_NAME = 200
_KNOWN_FOR = (
    2.0  # seconds that a key is taken as it was last seen: a revocation elsewhere takes as long
)
_KNOWN = 4096
_NOBODY = "0" * 64


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it may be shown; times are seconds since 1970, limits None for those of the settings."""

    id: str
    name: str
    scopes: frozenset[str]
    created_at: float
    expires_at: float | None = None
    revoked_at: float | None = None
    used_at: float | None = None
    requests_per_minute: int | None = None
    concurrent_requests: int | None = None

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and time.time() >= self.expires_at

    @property
    def is_valid(self) -> bool:
        """Whether it opens anything."""
        return self.revoked_at is None and not self.is_expired


class Keys:
    """Makes, lists, checks and revokes keys. Every method raises `StoreUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._touches = Touches(database, keys, "id")
        self._known: dict[str, tuple[float, str, Key]] = {}
        self._lock = threading.Lock()

    def add(
        self,
        name: str,
        scopes: Iterable[str],
        *,
        expires_at: float | None = None,
        requests_per_minute: int | None = None,
        concurrent_requests: int | None = None,
    ) -> tuple[Key, str]:
        """A new key, and the text that opens with it: the only time that it can be read.

        Raises `InputError` for an empty name, a scope that is no word, an end that is past.
        """
        wanted = _scopes(name, scopes)
        now = time.time()
        if expires_at is not None and expires_at <= now:
            raise InputError(
                Message(en="the key would have expired already", zh="该密钥的有效期已过")
            )
        key = Key(
            id=secrets.token_hex(6),
            name=name,
            scopes=wanted,
            created_at=now,
            expires_at=expires_at,
            requests_per_minute=requests_per_minute,
            concurrent_requests=concurrent_requests,
        )
        secret = secrets.token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute(
                insert(keys).values(
                    id=key.id,
                    digest=_digest(key.id, secret),
                    name=name,
                    scopes=" ".join(sorted(wanted)),
                    created_at=now,
                    expires_at=expires_at,
                    requests_per_minute=requests_per_minute,
                    concurrent_requests=concurrent_requests,
                    used_at=0.0,
                )
            )
        return key, f"abacist_{key.id}_{secret}"

    def list(self) -> list[Key]:
        """Every key, newest first, revoked and expired ones too."""
        with self._database.read() as connection:
            rows = connection.execute(select(keys).order_by(keys.c.created_at.desc(), keys.c.id))
            return [_key(row) for row in rows]

    def revoke(self, id: str) -> Key:
        """Makes a key useless for ever. Raises `NotFound`, and `Conflict` where it is revoked already."""
        if not _ID.fullmatch(id):
            raise _no_key(id)
        now = time.time()
        change = update(keys).where(keys.c.id == id, keys.c.revoked_at.is_(None))
        with self._database.write() as connection:
            done = connection.execute(change.values(revoked_at=now)).rowcount
            row = connection.execute(select(keys).where(keys.c.id == id)).first()
        with self._lock:
            self._known.pop(id, None)
        if row is None:
            raise _no_key(id)
        if not done:
            raise Conflict(Message(en=f"key {id} is revoked already", zh=f"密钥 {id} 已被撤销"))
        return _key(row)

    def check(self, token: str) -> Key | None:
        """The key that a text opens with, which may be revoked or expired; None where it is none of ours."""
        parts = _TOKEN.fullmatch(token)
        if parts is None:
            return None
        id, secret = parts.groups()
        digest, key = self._entry(id)
        # Compared also where there is no such key: how long it takes shall tell nothing.
        if not hmac.compare_digest(digest, _digest(id, secret)) or key is None:
            return None
        if key.is_valid:
            self._touches.touch(id)
        return key

    def close(self) -> None:
        """Writes down which keys were used."""
        self._touches.flush()

    def _entry(self, id: str) -> tuple[str, Key | None]:
        with self._lock:
            seen = self._known.get(id)
        if seen is not None and time.monotonic() < seen[0]:
            return seen[1], seen[2]
        with self._database.read() as connection:
            row = connection.execute(select(keys).where(keys.c.id == id)).first()
        if row is None:
            return _NOBODY, None
        key = _key(row)
        with self._lock:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[id] = (time.monotonic() + _KNOWN_FOR, row.digest, key)
        return row.digest, key


def _no_key(id: str) -> NotFound:
    return NotFound(
        Message(en=f"there is no key {id!r}", zh=f"没有密钥 {id!r}"),
        Message(en="`abacist keys list` shows them", zh="`abacist keys list` 列出全部密钥"),
    )


def _digest(id: str, secret: str) -> str:
    """The hash that is kept: keyed with the id, so that equal secrets would not look equal."""
    return blake2b(secret.encode(), key=id.encode(), digest_size=32).hexdigest()


def _scopes(name: str, scopes: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(scopes)
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError(
            Message(
                en=f"a key needs a name of at most {_LONGEST_NAME} characters",
                zh=f"密钥需要名称，最多 {_LONGEST_NAME} 个字符",
            )
        )
    wrong = sorted(each for each in wanted if not _SCOPE.fullmatch(each))
    if wrong:
        names = ", ".join(wrong)
        raise InputError(Message(en=f"no scope: {names}", zh=f"不是权限范围：{names}"))
    return wanted


def _key(row: Row[Any]) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        scopes=frozenset(row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at or None,
        requests_per_minute=row.requests_per_minute,
        concurrent_requests=row.concurrent_requests,
    )
