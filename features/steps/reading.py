"""What a person reads of a message that left."""

from application.ports.messenger import DocumentContent, OutboundMessage, TemplateContent, TextContent


def text_of(message: OutboundMessage) -> str:
    """Return the words of a text, the preview of a template, or the name of a file."""
    match message.content:
        case TextContent(body):
            return body
        case TemplateContent(preview=preview):
            return preview
        case DocumentContent(filename=filename):
            return filename
