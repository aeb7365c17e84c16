"""Which WhatsApp is spoken."""

from adapters.whatsapp.attention import CloudApiAttention
from adapters.whatsapp.cloud_api import CloudApiMessenger
from adapters.whatsapp.gate import CloudApiGate
from adapters.whatsapp.graph_api import CloudApiConfig
from adapters.whatsapp.media_ids import MediaIds
from adapters.whatsapp.mock import MockMessenger
from adapters.whatsapp.own_number import OwnNumber
from adapters.whatsapp.pacing import Limits, Pacing
from adapters.whatsapp.received_files import CloudApiFiles
from application.ports.cache import Cache
from application.ports.clock import Clock
from application.ports.rate_bucket import RateBucket
from application.ports.webhook_gate import ProviderEvents, StatusUpdate
from application.receive_events import ReceiveEvents
from entrypoints.settings import Settings


def mock_messenger(receive_events: ReceiveEvents, clock: Clock) -> MockMessenger:
    """Return the phone in the browser: what it shows comes back as statuses."""

    async def report(status: StatusUpdate) -> None:
        await receive_events(ProviderEvents(statuses=(status,)))

    return MockMessenger(on_status=report, now=clock.now)


def cloud_api(settings: Settings, bucket: RateBucket, cache: Cache) -> CloudApiMessenger:
    """Return Meta's Cloud API, at the pace that Meta lets our number have."""
    sender = settings.whatsapp.phone_number_id
    return CloudApiMessenger(
        _config(settings),
        Pacing(bucket, sender, Limits(per_second=settings.contact.messages_per_second)),
        MediaIds(cache, sender),
    )


def attention(settings: Settings) -> CloudApiAttention:
    """Return who shows messages as read and answers as being written."""
    return CloudApiAttention(_config(settings))


def received_files(settings: Settings) -> CloudApiFiles:
    """Return who fetches the files that debtors sent."""
    return CloudApiFiles(_config(settings))


def _config(settings: Settings) -> CloudApiConfig:
    whatsapp = settings.whatsapp
    return CloudApiConfig(
        whatsapp.phone_number_id,
        whatsapp.access_token,
        whatsapp.api_url,
        whatsapp.api_version,
        answer_seconds=10.0,
        upload_seconds=15.0,
    )


def gate(settings: Settings, clock: Clock) -> CloudApiGate:
    """Return who reads webhooks."""
    whatsapp = settings.whatsapp
    return CloudApiGate(
        clock.now, whatsapp.app_secret, whatsapp.verify_token, OwnNumber(whatsapp.phone_number_id)
    )
