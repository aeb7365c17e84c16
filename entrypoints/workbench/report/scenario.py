"""One scenario on the page: its lines, its conversation, its offers, its boleto."""

from base64 import b64encode
from decimal import Decimal
from html import escape

from domain.shared.calendar import SAO_PAULO
from domain.shared.money import format_brl
from entrypoints.workbench.case import CaseLine
from entrypoints.workbench.result import Bubble, OfferMade, Played

_WHO = {"pessoa": "", "certobot": "Certobot", "documento": "Certobot", "tempo": "", "aviso": ""}


def scenario_html(anchor: str, played: Played, *, with_providers: bool) -> str:
    """Return one scenario, closed when it passed."""
    case = played.case
    tags = " ".join(f"@{tag}" for tag in sorted(case.tags))
    notes = " ".join(filter(None, [case.rule, tags, played.providers if with_providers else ""]))
    note = f'<span class="tag">{escape(notes)}</span>' if notes else ""
    state, mark = ("passed", "✓ ") if played.passed else ("failed", "✗ ")
    chat, offers = _chat(played), _offers(played)
    return (
        f'<details class="{state}" id="{anchor}"{"" if played.passed else " open"}>'
        f"<summary>{mark}{escape(case.title)}{note}</summary>"
        f'<div class="inside{"" if chat else " wide"}"><div><h4>Cenário</h4>{_lines(played)}{_why(played)}'
        f'{_outcomes(played)}<p class="soft">{escape(case.place)} · {seconds_text(played.seconds)} s</p>'
        "</div>"
        f"{f'<div>{chat}</div>' if chat else ''}{f'<div class="whole">{offers}</div>' if offers else ''}"
        "</div></details>\n"
    )


def seconds_text(seconds: float) -> str:
    """Return `2,1`."""
    return f"{seconds:.1f}".replace(".", ",")


def _lines(played: Played) -> str:
    rows = zip(played.case.lines, played.statuses, strict=True)
    return f'<ol class="steps">{"".join(_line(line, status) for line, status in rows)}</ol>'


def _line(line: CaseLine, status: str) -> str:
    below = ""
    if line.table:
        cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in line.table)
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        below = f'<div class="scroll"><table><tbody>{rows}</tbody></table></div>'
    if line.docstring is not None:
        below += f"<pre>{escape(line.docstring)}</pre>"
    name = status.replace("ã", "a").replace(" ", "-")
    spoken = f"<span hidden>({status})</span>"
    return f'<li class="{name}"><b>{escape(line.keyword)}</b> {escape(line.text)}{spoken}{below}</li>'


def _why(played: Played) -> str:
    failure = played.failure
    if failure is None:
        return ""
    said = "\n".join(failure.said) or "(nada)"
    found = f"<dt>Em vez disso</dt><dd>{escape(failure.found)}</dd>" if failure.found else ""
    return (
        '<h4>Por que falhou</h4><dl class="why"><dt>Na linha '
        f"{failure.line}</dt><dd>{escape(failure.sentence)}</dd>"
        f"<dt>Esperado</dt><dd>{escape(failure.expected)}</dd>{found}"
        f"<dt>O Certobot disse</dt><dd>{escape(said)}</dd></dl>"
    )


def _outcomes(played: Played) -> str:
    if not played.outcomes:
        return ""
    return "<h4>O que o CRM soube</h4>" + "".join(
        f'<p class="outcome">{escape(outcome)}</p>' for outcome in played.outcomes
    )


def _chat(played: Played) -> str:
    if not played.bubbles:
        return ""
    items = "".join(
        _bubble(bubble, played.pictures.get(place, ())) for place, bubble in enumerate(played.bubbles)
    )
    return f'<h4>Conversa</h4><ul class="chat">{items}</ul>'


def _bubble(bubble: Bubble, pages: tuple[bytes, ...]) -> str:
    at = bubble.at.astimezone(SAO_PAULO)
    who = bubble.name if bubble.who == "pessoa" else _WHO[bubble.who]
    name = f'<span class="who">{escape(who)}</span>' if who else ""
    shown = f"{at:%d/%m %H:%M:%S}" if at.second else f"{at:%d/%m %H:%M}"
    when = f'<time datetime="{at.isoformat()}">{shown}</time>' if who else ""
    text = f"📄 {bubble.text}" if bubble.who == "documento" else bubble.text
    pictures = "".join(
        f'<img alt="Página {number} de {escape(bubble.text)}" '
        f'src="data:image/png;base64,{b64encode(page).decode()}">'
        for number, page in enumerate(pages, 1)
    )
    return f'<li class="{bubble.who}">{name}{escape(text)}{pictures}{when}</li>'


def _offers(played: Played) -> str:
    if not played.offers:
        return ""
    most = max(offer.total for offer in played.offers)
    rows = "".join(_offer(offer, most) for offer in played.offers)
    return (
        '<h4>Ofertas e o mínimo permitido</h4><div class="scroll"><table class="offers"><thead><tr><th '
        'scope="col">oferta</th>'
        '<th scope="col">desconto</th><th scope="col">mínimo</th><th scope="col">oferta × mínimo</th>'
        f'<th scope="col">política</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _offer(offer: OfferMade, most: Decimal) -> str:
    scale = float(most) or 1.0
    total, floor = 100 * float(offer.total) / scale, 100 * float(offer.floor) / scale
    how = "à vista" if offer.installments == 1 else f"em {offer.installments}x"
    percent = f"{offer.discount_percent.normalize():f}%".replace(".", ",")
    told = f"oferta de {format_brl(offer.total)}, mínimo de {format_brl(offer.floor)}"
    return (
        f"<tr><td>{format_brl(offer.total)} {how}</td><td>{percent}</td><td>{format_brl(offer.floor)}</td>"
        f'<td><span class="gauge" role="img" aria-label="{told}"><i style="width:{total:.1f}%"></i>'
        f'<u style="left:{floor:.1f}%"></u></span></td><td>{escape(offer.policy_version)}</td></tr>'
    )
