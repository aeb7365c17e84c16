"""A message of ours as the Cloud API's `POST …/messages` wants it."""

from typing import Any

from application.ports.messenger import DocumentContent, OutboundMessage, TemplateContent, TextContent
from domain.messaging.contact import Contact

type Json = dict[str, Any]


def request_body(message: OutboundMessage, media_id: str | None = None) -> Json:
    """Return the JSON to send; a document needs the `media_id` of its upload."""
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_address(message.to),
        **_content(message.content, media_id),
        "biz_opaque_callback_data": message.key,
    }


def _address(contact: Contact) -> Json:
    # A user id in `to` is taken for a phone, answered with an id, and never delivered.
    if contact.phone:
        return {"to": "".join(filter(str.isdigit, contact.phone))}
    return {"recipient": contact.user_id}


def _content(content: TextContent | TemplateContent | DocumentContent, media_id: str | None) -> Json:
    match content:
        case TextContent(body):
            return {"type": "text", "text": {"body": body, "preview_url": False}}
        case TemplateContent():
            return {"type": "template", "template": _template(content)}
        case DocumentContent(filename=filename, caption=caption):
            document = {"id": media_id, "filename": filename}
            return {"type": "document", "document": document | ({"caption": caption} if caption else {})}


def _template(content: TemplateContent) -> Json:
    template: Json = {
        "name": content.name,
        "language": {"policy": "deterministic", "code": content.language},
    }
    if content.parameters:
        parameters = [{"type": "text", "text": text} for text in content.parameters]
        template["components"] = [{"type": "body", "parameters": parameters}]
    return template
