"""What `POST /api/v1/campaigns` takes: JSON with CPFs or a CSV, the CSV itself, or a form with the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.spec import (
    Example,
    OpenAPIMediaType,
    OpenAPIType,
    Operation,
    Reference,
    RequestBody,
    Schema,
)

from application.contact_list import Listed, listed, read_contact_list
from domain.shared.errors import RuleBroken

_TEXT_TYPES = frozenset({"text/csv", "text/plain", "application/csv", "application/vnd.ms-excel"})
_YES = frozenset({"1", "true", "sim", "yes", "on"})
# What msgspec says of a field: it stands at its place, or is missing or unknown.
_FIELD = re.compile(r"(?:at `\$\.|field `)([a-z_]+)")
_FILE_FIELDS = ("file", "csv", "arquivo")

Name = Annotated[str, msgspec.Meta(max_length=120)]


class CpfsOrCsv(RuleBroken):
    """The list comes as `cpfs` or as `csv`, one of the two."""

    def __init__(self) -> None:
        super().__init__("envie cpfs ou csv: um dos dois, e não os dois")


class CampaignRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to contact: `cpfs`, or `csv` with a column cpf; with `dry_run` it is only planned."""

    cpfs: list[str | int | None] | None = None
    csv: str | None = None
    name: Name = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class AskedCampaign:
    """A campaign that was asked for, in whatever form."""

    contacts: tuple[Listed, ...]
    name: str
    dry_run: bool


async def read_campaign(request: Request[Any, Any, Any]) -> AskedCampaign:
    """Read the list and what is asked of it; `name` and `dry_run` may stand in the address too.

    Raises:
        CpfsOrCsv, UnreadableList: there is no list in it.
        ValidationException: the JSON is broken, or a field is.
        HTTPException: another content type (415).
    """
    kind = request.content_type[0]
    query = request.query_params
    if kind == "application/json":
        asked = _from_json(await request.body())
    elif kind in _TEXT_TYPES:
        asked = AskedCampaign(read_contact_list(await request.body()), "", dry_run=False)
    elif kind == "multipart/form-data":
        asked = await _from_form(await request.form())
    else:
        raise HTTPException(status_code=415)
    return AskedCampaign(
        asked.contacts,
        asked.name or str(query.get("name", ""))[:120],
        asked.dry_run or _is_yes(query.get("dry_run")),
    )


def _from_json(body: bytes) -> AskedCampaign:
    try:
        asked = msgspec.json.decode(body, type=CampaignRequest)
    except msgspec.ValidationError as invalid:
        fields = _FIELD.findall(str(invalid)) or ["corpo"]
        raise ValidationException(extra=[{"key": field} for field in fields]) from None
    except msgspec.DecodeError:
        raise ValidationException from None
    if (asked.cpfs is None) == (asked.csv is None):
        raise CpfsOrCsv
    if asked.csv is not None:
        contacts = read_contact_list(asked.csv.encode())
    else:
        contacts = listed((line, str(cpf or "")) for line, cpf in enumerate(asked.cpfs or (), start=1))
    return AskedCampaign(contacts, asked.name, asked.dry_run)


async def _from_form(form: FormMultiDict) -> AskedCampaign:
    fields: Mapping[str, Any] = {name: form.get(name) for name in (*_FILE_FIELDS, "name", "dry_run")}
    given = next((fields[name] for name in _FILE_FIELDS if fields[name] is not None), None)
    if given is None:
        raise CpfsOrCsv
    content = await given.read() if isinstance(given, UploadFile) else str(given).encode()
    return AskedCampaign(
        read_contact_list(content), str(fields["name"] or "")[:120], dry_run=_is_yes(fields["dry_run"])
    )


def _is_yes(value: object) -> bool:
    return str(value or "").strip().lower() in _YES


_CPFS = ["529.982.247-25", "111.444.777-35"]
_CSV = "cpf;nome\n529.982.247-25;Maria\n111.444.777-35;João\n"


_TEXT = Schema(type=OpenAPIType.STRING)
_JSON = Schema(
    type=OpenAPIType.OBJECT,
    properties={
        "cpfs": Schema(type=OpenAPIType.ARRAY, items=_TEXT),
        "csv": _TEXT,
        "name": Schema(type=OpenAPIType.STRING, max_length=120),
        "dry_run": Schema(type=OpenAPIType.BOOLEAN, default=False),
    },
    additional_properties=False,
)
_EXAMPLES: dict[str, Example | Reference] = {
    "cpfs": Example(summary="Duas pessoas", value={"cpfs": _CPFS, "name": "Novembro"}),
    "csv": Example(summary="Uma planilha", value={"csv": _CSV}),
    "plano": Example(summary="Só o plano, sem procurar ninguém", value={"cpfs": _CPFS, "dry_run": True}),
}


@dataclass
class CampaignOperation(Operation):
    """Says in the OpenAPI page what the body may be: a handler that reads it itself cannot."""

    def __post_init__(self) -> None:
        """Describe the JSON and the CSV."""
        csv = {"csv": Example(summary="Uma planilha", value=_CSV)}
        self.request_body = RequestBody(
            content={
                "application/json": OpenAPIMediaType(schema=_JSON, examples=_EXAMPLES),
                "text/csv": OpenAPIMediaType(schema=_TEXT, examples={**csv}),
            },
            required=True,
        )
