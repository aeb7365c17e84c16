"""`certobot campaigns`: see the campaigns, and pause, resume or cancel one."""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from uuid import UUID

from application.ports.negotiation_repository import NotFound
from domain.identity.campaign import Campaign
from domain.shared.ids import CampaignId
from entrypoints.commands.campaign_text import campaign_text
from entrypoints.runtime import running
from entrypoints.settings import Settings

_SHOWN = 20
_MOVES = {"pause": Campaign.paused, "resume": Campaign.resumed, "cancel": Campaign.cancelled}


class NoSuchCampaign(Exception):
    """There is no campaign with this id."""

    def __init__(self) -> None:
        super().__init__("não há campanha com este identificador; certobot campaigns mostra as que há")


def add_arguments(add: Callable[..., object]) -> None:
    """Add what `campaigns` takes; without anything it lists."""
    add("--show", type=_campaign, metavar="ID", help="só esta")
    add("--pause", type=_campaign, metavar="ID", help="não procura mais ninguém, até retomar")
    add("--resume", type=_campaign, metavar="ID", help="continua de onde parou")
    add("--cancel", type=_campaign, metavar="ID", help="não procura mais ninguém, de vez")


def _campaign(text: str) -> CampaignId:
    try:
        return CampaignId(UUID(text))
    except ValueError:
        raise ArgumentTypeError(f"{text} não é o identificador de uma campanha") from None


async def campaigns(settings: Settings, arguments: Namespace) -> None:
    """Do what was asked to one campaign and show it, or show the latest.

    Raises:
        NoSuchCampaign, CampaignOver: it cannot be done.
    """
    asked = {move: getattr(arguments, move) for move in _MOVES if getattr(arguments, move)}
    async with running(settings, dispatching=False) as container:
        steer, follow = container.steer_campaign(), container.follow_campaign()
        try:
            for move, campaign_id in asked.items():
                await steer(campaign_id, _MOVES[move])
            shown = list(filter(None, [*asked.values(), arguments.show]))
            if not shown:
                async with container.uow() as uow:
                    shown = [campaign.id for campaign in await uow.campaigns.latest(limit=_SHOWN)]
            texts = [campaign_text(await follow(campaign_id)) for campaign_id in shown]
        except NotFound:
            raise NoSuchCampaign from None
    print("\n\n".join(texts) or "Ainda não há campanhas: comece uma com certobot start --csv ARQUIVO.")
