"""Who serves the scenarios: what `certobot.toml` says, or what was asked for on the command line."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import get_args, get_type_hints

from entrypoints.sections.providers import Providers
from entrypoints.settings import Settings, load_settings
from entrypoints.settings_errors import InvalidSetting
from entrypoints.workbench.house import stand_in_environment

# The option of the command, the key of `[providers]`, and the variable that sets it.
OPTIONS = {
    "llm": ("llm", "CERTOBOT_LLM"),
    "crm": ("crm", "CERTOBOT_CRM"),
    "whatsapp": ("whatsapp", "CERTOBOT_WHATSAPP"),
    "renderer": ("boleto", "CERTOBOT_BOLETO_RENDERER"),
}


class UnknownProvider(Exception):
    """There is no such provider; the message is Portuguese and names those that are."""


def choices(option: str) -> tuple[str, ...]:
    """Return the providers that an option may name."""
    return get_args(get_type_hints(Providers)[OPTIONS[option][0]])


def combinations(
    chosen: Mapping[str, Sequence[str]], environ: Mapping[str, str], *, every: bool
) -> tuple[tuple[Settings, ...], tuple[str, ...]]:
    """Return the settings of each run, and what was left out of `every` and why.

    With nothing chosen there is one run, of the config file. Several names of one option run each of them;
    `every` runs, besides the config file's own, each other provider in its place, one at a time.

    Raises:
        InvalidSetting: the config file is wrong, or a provider that was asked for needs what is not set.
        UnknownProvider: there is no provider of that name.
    """
    for option, names in chosen.items():
        for name in names:
            if name not in choices(option):
                raise UnknownProvider(f"--{option} {name}: não existe; use {_or(choices(option))}")
    base = {**environ, **stand_in_environment()}
    runs = [
        load_settings({**base, **{OPTIONS[option][1]: name for option, name in run}})
        for run in _product(chosen)
    ]
    if not every:
        return tuple(runs), ()
    others, left_out = _every(runs[0], base, chosen)
    return _distinct([*runs, *others]), left_out


def _product(chosen: Mapping[str, Sequence[str]]) -> Iterator[tuple[tuple[str, str], ...]]:
    options = [[(option, name) for name in dict.fromkeys(names)] for option, names in chosen.items() if names]
    yield from product(*options)


def _every(
    first: Settings, base: Mapping[str, str], chosen: Mapping[str, Sequence[str]]
) -> tuple[list[Settings], tuple[str, ...]]:
    others, left_out = [], []
    fixed = {OPTIONS[option][1]: names[0] for option, names in chosen.items() if names}
    for option, (section, variable) in OPTIONS.items():
        for name in choices(option):
            if name == getattr(first.providers, section) or chosen.get(option):
                continue
            try:
                others.append(load_settings({**base, **fixed, variable: name}))
            except InvalidSetting as invalid:
                left_out.append(f"{section}={name} ficou de fora: {invalid}")
    return others, tuple(left_out)


def _distinct(runs: list[Settings]) -> tuple[Settings, ...]:
    kept: list[Settings] = []
    for run in runs:
        if run not in kept:
            kept.append(run)
    return tuple(kept)


def _or(names: Sequence[str]) -> str:
    return " ou ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
