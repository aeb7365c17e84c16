"""Which WhatsApp is spoken."""

from adapters.whatsapp.cloud_api import CloudApiConfig, CloudApiMessenger
from adapters.whatsapp.gate import CloudApiGate
from adapters.whatsapp.mock import MockMessenger
from application.ports.clock import Clock
from application.ports.webhook_gate import ProviderEvents, StatusUpdate
from application.receive_events import ReceiveEvents
from entrypoints.settings import Settings


def mock_messenger(receive_events: ReceiveEvents, clock: Clock) -> MockMessenger:
    """Return the phone in the browser: what it shows comes back as statuses."""

    async def report(status: StatusUpdate) -> None:
        await receive_events(ProviderEvents(statuses=(status,)))

    return MockMessenger(on_status=report, now=clock.now)


def cloud_api(settings: Settings) -> CloudApiMessenger:
    """Return Meta's Cloud API."""
    whatsapp = settings.whatsapp
    return CloudApiMessenger(
        CloudApiConfig(
            whatsapp.phone_number_id,
            whatsapp.access_token,
            whatsapp.api_url,
            whatsapp.api_version,
            answer_seconds=10.0,
            upload_seconds=15.0,
        )
    )


def gate(settings: Settings, clock: Clock) -> CloudApiGate:
    """Return who reads webhooks."""
    return CloudApiGate(clock.now, settings.whatsapp.app_secret, settings.whatsapp.verify_token)
