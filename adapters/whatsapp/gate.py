"""The Cloud API's webhook: who may call, and what was said."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from adapters.whatsapp.body_reading import BodyReading
from adapters.whatsapp.envelope import Envelope
from adapters.whatsapp.own_number import OwnNumber
from application.ports.webhook_gate import ProviderEvents, UnreadableBody

_SIGNATURE = "x-hub-signature-256"
_ESCAPE = re.compile(rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<half>\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CloudApiGate:
    """Checks and reads Meta's webhooks; with a secret missing, what it would prove is refused.

    `now` gives the current aware moment, for a body that holds no readable time at all.
    """

    now: Callable[[], datetime]
    app_secret: str | None = field(default=None, repr=False)
    verify_token: str | None = field(default=None, repr=False)
    own_number: OwnNumber = field(default_factory=OwnNumber)

    def answers_challenge(self, query: Mapping[str, str]) -> str | None:
        """Return `hub.challenge` to whoever knows the verify token, else None."""
        if not self.verify_token or query.get("hub.mode") != "subscribe":
            return None
        known = _same(query.get("hub.verify_token", ""), self.verify_token)
        return query.get("hub.challenge") if known else None

    def is_authentic(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Tell, in constant time, whether `X-Hub-Signature-256` is the app secret's over these bytes."""
        if not self.app_secret:
            return False
        given = next((text for name, text in headers.items() if name.lower() == _SIGNATURE), "")
        digest = hmac.new(self.app_secret.encode(), body, hashlib.sha256).hexdigest()
        return _same(given, f"sha256={digest}")

    def read(self, body: bytes) -> ProviderEvents:
        """Return every message and status of every entry and change, in order, and what else was told.

        A message or status without a readable time takes the latest time in the body. What was meant for
        another number of the same account is none of our business.

        Raises:
            UnreadableBody: not JSON, or not an envelope of a WhatsApp business account.
        """
        reading = BodyReading(self.own_number)
        reading.take(_opened(body))
        return reading.events(self.now)


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogatepass"), expected.encode(errors="surrogatepass"))


def _opened(body: bytes) -> Envelope:
    try:
        envelope = _decoded(body)
    # What Python's own reader raises are ValueErrors, UnicodeDecodeError among them.
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise UnreadableBody("o corpo não é um envelope em JSON") from error
    if envelope.object != "whatsapp_business_account":
        raise UnreadableBody("o envelope não é de uma conta do WhatsApp Business")
    return envelope


def _decoded(body: bytes) -> Envelope:
    try:
        return msgspec.json.decode(body, type=Envelope)
    except msgspec.DecodeError:
        # An emoji cut in half leaves half a surrogate pair, which would take its siblings with it.
        whole = _ESCAPE.sub(_whole, body)
    try:
        return msgspec.json.decode(whole, type=Envelope)
    except msgspec.DecodeError:
        return msgspec.json.decode(_mended(whole), type=Envelope)


def _mended(body: bytes) -> bytes:
    """Return as JSON what is nearly JSON: a NaN, a line break within a text, a byte order mark."""
    text = body.decode("utf-8-sig", errors="replace")
    lenient = json.loads(text, strict=False, parse_constant=lambda _: None, parse_float=str)
    return json.dumps(lenient).encode()


def _whole(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["half"] else escape[0]
