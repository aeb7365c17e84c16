"""A message of ours as the Cloud API's `POST …/messages` wants it."""

from typing import Any

from adapters.whatsapp.interactive import choice_of, order_of
from application.ports.messenger import (
    ChoiceContent,
    Content,
    DocumentContent,
    OrderContent,
    OutboundMessage,
    TemplateButton,
    TemplateContent,
    TextContent,
)
from domain.messaging.contact import Contact

type Json = dict[str, Any]

# What a button of each kind calls its parameter.
_BUTTON_PARAMETER = {"quick_reply": "payload", "url": "text", "copy_code": "coupon_code"}


def document_of(content: Content) -> DocumentContent | None:
    """Return the file that must be uploaded before `content` can be sent, if any."""
    match content:
        case DocumentContent():
            return content
        case TemplateContent(document=document):
            return document
        case _:
            return None


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


def _content(content: Content, media_id: str | None) -> Json:
    match content:
        case TextContent(body):
            return _text(body)
        case TemplateContent():
            return {"type": "template", "template": _template(content, media_id)}
        case DocumentContent(filename=filename, caption=caption):
            document = {"id": media_id, "filename": filename}
            return {"type": "document", "document": document | ({"caption": caption} if caption else {})}
        case ChoiceContent(body):
            return _interactive(choice_of(content)) or _text(body)
        case OrderContent(body):
            return _interactive(order_of(content)) or _text(body)


def _text(body: str) -> Json:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _interactive(interactive: Json | None) -> Json | None:
    return {"type": "interactive", "interactive": interactive} if interactive else None


def _template(content: TemplateContent, media_id: str | None) -> Json:
    template: Json = {
        "name": content.name,
        "language": {"policy": "deterministic", "code": content.language},
    }
    header = _header(content, media_id)
    components: list[Json] = [{"type": "header", "parameters": [header]}] if header else []
    if content.parameters:
        # Meta refuses line breaks, tabs and runs of spaces in a parameter (error 132018).
        parameters = [{"type": "text", "text": " ".join(text.split())} for text in content.parameters]
        components.append({"type": "body", "parameters": parameters})
    components += [_button(button) for button in content.buttons]
    return template | ({"components": components} if components else {})


def _header(content: TemplateContent, media_id: str | None) -> Json | None:
    if content.document is not None:
        return {"type": "document", "document": {"id": media_id, "filename": content.document.filename}}
    return {"type": "text", "text": content.header} if content.header else None


def _button(button: TemplateButton) -> Json:
    name = _BUTTON_PARAMETER[button.kind]
    return {
        "type": "button",
        "sub_type": button.kind,
        "index": str(button.index),
        "parameters": [{"type": name, name: button.parameter}],
    }
