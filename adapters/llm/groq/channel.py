"""Requests to Groq's chat completions, through pydantic-ai and the groq SDK."""

import asyncio
import math
from decimal import Decimal

import httpx
from groq import AsyncGroq
from pydantic_ai.direct import model_request
from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
    ModelConnectionError,
    ModelContextWindowExceededError,
    ModelHTTPError,
    ModelNotFoundError,
    ModelQuotaExceededError,
    ModelRateLimitError,
    ModelTimeoutError,
    UserError,
)
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    SystemPromptPart,
    TextPart,
    UserPromptPart,
)
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.models.groq import GroqModel, GroqModelSettings
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.providers.groq import GroqProvider

from adapters.llm.groq.asking import Answer, CallFailed, Prompt
from adapters.llm.groq.bounded import PLAIN, OversizedAnswer, bound
from application.ports.model_calls import CallOutcome

_PATH_OF_THE_SDK = "/openai/v1"
_CONNECT_SECONDS = 1.0
_SERVER_ERROR = 500
_LONGEST = 4_000  # characters: no model says more in the tokens that it is given
_MOST_TOKENS = 1_000_000  # of one call: what counts more was not counted
# https://console.groq.com/docs/errors; 498 is Groq's own: the flex tier is full.
_BY_STATUS = {
    401: CallOutcome.UNAUTHORIZED,
    403: CallOutcome.UNAUTHORIZED,
    404: CallOutcome.MODEL_GONE,
    408: CallOutcome.TIMEOUT,
    413: CallOutcome.TOO_LARGE,
    429: CallOutcome.RATE_LIMITED,
    498: CallOutcome.RATE_LIMITED,
}
_BY_CODE = {
    "model_decommissioned": CallOutcome.MODEL_GONE,
    "model_not_found": CallOutcome.MODEL_GONE,
    "model_not_active": CallOutcome.MODEL_GONE,
    "invalid_api_key": CallOutcome.UNAUTHORIZED,
    "json_validate_failed": CallOutcome.MALFORMED,
    "request_too_large": CallOutcome.TOO_LARGE,
}
_BY_KIND: tuple[tuple[type[ModelAPIError], CallOutcome], ...] = (
    (ModelTimeoutError, CallOutcome.TIMEOUT),
    (ModelContextWindowExceededError, CallOutcome.TOO_LARGE),
    (ModelQuotaExceededError, CallOutcome.RATE_LIMITED),
    (ModelRateLimitError, CallOutcome.RATE_LIMITED),
    (ModelNotFoundError, CallOutcome.MODEL_GONE),
    (ModelConnectionError, CallOutcome.UNREACHABLE),
    (ModelHTTPError, CallOutcome.BAD_REQUEST),
)
# The SDK checks no shape: what a strange body lacks is missed only when it is looked for.
_NOT_A_COMPLETION = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class GroqChannel:
    """One pool of connections to Groq; it asks once and never again by itself.

    No error it raises repeats the key or what was asked.
    """

    def __init__(self, api_key: str, url: str = "") -> None:
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(10, connect=_CONNECT_SECONDS),
            headers=PLAIN,
            event_hooks={"response": [bound]},
        )
        client = AsyncGroq(
            api_key=api_key,
            base_url=url.rstrip("/").removesuffix(_PATH_OF_THE_SDK) or None,
            max_retries=0,
            http_client=self._http,
        )
        self._provider = GroqProvider(groq_client=client)
        self._models: dict[str, GroqModel] = {}

    async def aclose(self) -> None:
        """Close the connections; nothing can be asked afterwards."""
        await self._http.aclose()

    async def ask(self, model: str, prompt: Prompt, seconds: float) -> Answer:
        """Return what `model` answers within `seconds`.

        Raises:
            CallFailed: it did not, or it answered that it cannot.
        """
        try:
            async with asyncio.timeout(seconds):
                response = await self._request(model, prompt, seconds)
        except TimeoutError:
            raise CallFailed(CallOutcome.TIMEOUT) from None
        except ModelAPIError as error:
            raise CallFailed(_outcome_of(error), _rest_asked_for(error)) from None
        except (AgentRunError, UserError, *_NOT_A_COMPLETION):
            raise CallFailed(CallOutcome.MALFORMED) from None
        except httpx.HTTPError:
            raise CallFailed(CallOutcome.UNREACHABLE) from None
        return _answer_of(response)

    async def _request(self, model: str, prompt: Prompt, seconds: float) -> ModelResponse:
        settings = GroqModelSettings(
            temperature=prompt.temperature,
            max_tokens=prompt.most_tokens,
            timeout=seconds,
            thinking="low",
            groq_reasoning_format="hidden",
        )
        if "gpt-oss" not in model:
            del settings["groq_reasoning_format"]
        return await model_request(
            self._model(model),
            _messages_of(prompt),
            model_settings=settings,
            model_request_parameters=_parameters_of(prompt),
        )

    def _model(self, name: str) -> GroqModel:
        if name not in self._models:
            self._models[name] = GroqModel(name, provider=self._provider)
        return self._models[name]


def _messages_of(prompt: Prompt) -> list[ModelMessage]:
    messages: list[ModelMessage] = [
        ModelRequest(parts=[SystemPromptPart(prompt.instructions), UserPromptPart(prompt.case)])
    ]
    for correction in prompt.corrections:
        messages.append(ModelResponse(parts=[TextPart(correction.answer)]))
        messages.append(ModelRequest(parts=[UserPromptPart(correction.objection)]))
    return messages


def _parameters_of(prompt: Prompt) -> ModelRequestParameters | None:
    """Ask for the schema and no tools: Groq refuses both at once, and tools fail too often."""
    if prompt.schema is None:
        return None
    return ModelRequestParameters(
        output_mode="native",
        output_object=OutputObjectDefinition(
            json_schema=dict(prompt.schema), name=prompt.version.partition(".")[0], strict=True
        ),
        allow_text_output=False,
    )


def _answer_of(response: ModelResponse) -> Answer:
    used = (response.usage.input_tokens, response.usage.output_tokens)
    text = "".join(part.content for part in response.parts if isinstance(part, TextPart)).strip()
    whole = response.finish_reason not in ("length", "content_filter", "error") and len(text) <= _LONGEST
    if not all(0 <= tokens <= _MOST_TOKENS for tokens in used):
        return Answer(text if whole else "", 0, 0, Decimal(0))
    return Answer(text if whole else "", *used, _cost_of(response))


def _cost_of(response: ModelResponse) -> Decimal:
    try:
        return response.cost().total_price
    except (LookupError, ValueError):  # a model whose price nobody knows
        return Decimal(0)


def _rest_asked_for(error: ModelAPIError) -> float | None:
    """Return for how many seconds to leave a model alone: pydantic-ai reads whole seconds and dates alone."""
    if error.retry_after is not None or not isinstance(error, ModelHTTPError):
        return error.retry_after
    try:
        seconds = float((error.headers or {}).get("retry-after", ""))
    except ValueError:
        return None
    return seconds if seconds >= 0 and math.isfinite(seconds) else None


def _outcome_of(error: ModelAPIError) -> CallOutcome:
    if error.__cause__ is not None and isinstance(error.__cause__.__cause__, OversizedAnswer):
        return CallOutcome.MALFORMED
    if isinstance(error, ModelHTTPError):
        by_code = _BY_CODE.get(error.provider_error_code or "")
        if by_code is not None:
            return by_code
        if error.status_code in _BY_STATUS:
            return _BY_STATUS[error.status_code]
        if error.status_code >= _SERVER_ERROR:
            return CallOutcome.SERVER_ERROR
    by_kind = (outcome for kind, outcome in _BY_KIND if isinstance(error, kind))
    return next(by_kind, CallOutcome.MALFORMED)
