"""`/api/v1/campaigns`: contact a list of debtors, and see and steer how that goes."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid5

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, HeaderParameter, QueryParameter, SkipValidation

from application.follow_campaign import FollowCampaign
from application.plan_campaign import PlanCampaign
from application.ports.unit_of_work import UnitOfWorkFactory
from application.start_campaign import StartCampaign
from application.steer_campaign import Move, SteerCampaign
from domain.identity.campaign import Campaign, ContactState
from domain.shared.ids import CampaignId
from entrypoints.campaign_report import (
    CampaignBody,
    CampaignSummary,
    ContactPage,
    PlanBody,
    bad_rows_of,
    page_of,
    plan_of,
    summary_of,
)
from entrypoints.http import examples
from entrypoints.http.campaign_body import CampaignOperation, read_campaign

LARGEST_LIST_BODY = 16 * 1024 * 1024
_CAMPAIGNS = UUID("5b0f2f1e-6d2c-4d55-9a53-2b8d6d0f7a11")

_PLANNED = ResponseSpec(
    data_container=PlanBody, generate_examples=False, description="O plano, quando se pede dry_run"
)

IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=200)]


@post(
    "/campaigns",
    status_code=201,
    request_max_body_size=LARGEST_LIST_BODY,
    operation_class=CampaignOperation,
    summary="Procura uma lista de devedores, ou só planeja",
    responses={**examples.problems(401, 422, 503), 200: _PLANNED},
)
async def start_campaign(
    request: Request[Any, Any, Any],
    campaigns: NamedDependency[SkipValidation[StartCampaign]],
    plan: NamedDependency[SkipValidation[PlanCampaign]],
    follow: NamedDependency[SkipValidation[FollowCampaign]],
    idempotency_key: IdempotencyKey = None,
) -> Response[CampaignBody | PlanBody]:
    """Put the debtors of `cpfs`, or of a CSV with a column cpf, into the queue.

    201 with the campaign; 200 with the plan when `dry_run` is asked for. The same `Idempotency-Key` makes one
    campaign. A row that cannot be used is named in `bad_rows` and stops no other.
    """
    asked = await read_campaign(request)
    if asked.dry_run:
        return Response(plan_of(await plan(asked.contacts), asked.contacts), status_code=200)
    known = CampaignId(uuid5(_CAMPAIGNS, idempotency_key)) if idempotency_key else None
    campaign = await campaigns(asked.contacts, asked.name, known)
    body = summary_of(await follow(campaign.id), bad_rows_of(asked.contacts))
    return Response(body, status_code=201, headers={"Location": f"/api/v1/campaigns/{campaign.id}"})


@get(
    "/campaigns", summary="Lista as campanhas, as mais novas primeiro", responses=examples.problems(401, 503)
)
async def list_campaigns(
    uow: NamedDependency[UnitOfWorkFactory],
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    before: FromQuery[datetime | None] = None,
) -> tuple[CampaignSummary, ...]:
    """Return campaigns created before `before`."""
    async with uow() as work:
        found = await work.campaigns.latest(limit=limit, before=before)
    return tuple(CampaignSummary(each.id, each.name, each.status.value, each.created_at) for each in found)


@get(
    "/campaigns/{campaign_id:uuid}",
    summary="Uma campanha e até onde ela foi",
    responses=examples.problems(401, 404, 503),
)
async def show_campaign(
    campaign_id: FromPath[UUID], follow: NamedDependency[SkipValidation[FollowCampaign]]
) -> CampaignBody:
    """Return how many contacts are in each state, why some were refused, and when the next one comes."""
    return summary_of(await follow(CampaignId(campaign_id)))


@get(
    "/campaigns/{campaign_id:uuid}/contacts",
    summary="Os contatos de uma campanha, na ordem da lista",
    responses=examples.problems(401, 404, 422, 503),
)
async def list_contacts(
    campaign_id: FromPath[UUID],
    uow: NamedDependency[UnitOfWorkFactory],
    after: Annotated[int, QueryParameter(ge=-1, le=2_000_000_000)] = -1,
    limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 100,
    wanted: Annotated[ContactState | None, QueryParameter(name="state")] = None,
) -> ContactPage:
    """Return contacts with a place after `after`, of one state when it is given."""
    async with uow() as work:
        await work.campaigns.get(CampaignId(campaign_id))
        contacts = await work.campaigns.contacts(
            CampaignId(campaign_id), after=after, limit=limit, state=wanted
        )
    return page_of(contacts, limit)


def _steering(path: str, move: Move, summary: str) -> HTTPRouteHandler:
    """Return the handler that moves a campaign; conversations that are open go on."""

    @post(
        f"/campaigns/{{campaign_id:uuid}}/{path}",
        status_code=200,
        summary=summary,
        responses=examples.problems(401, 404, 409, 503),
    )
    async def steer_campaign(
        campaign_id: FromPath[UUID],
        steer: NamedDependency[SkipValidation[SteerCampaign]],
        follow: NamedDependency[SkipValidation[FollowCampaign]],
    ) -> CampaignBody:
        await steer(CampaignId(campaign_id), move)
        return summary_of(await follow(CampaignId(campaign_id)))

    return steer_campaign


STEERING = (
    _steering("pause", Campaign.paused, "Pausa uma campanha"),
    _steering("resume", Campaign.resumed, "Retoma uma campanha em pausa"),
    _steering("cancel", Campaign.cancelled, "Cancela uma campanha de vez"),
)
