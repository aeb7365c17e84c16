"""A policy to try out: the `[policy]` section of a certobot.toml, or of a file with nothing else."""

import tomllib
from pathlib import Path

import msgspec

from domain.negotiation.policy import Policy, PolicyContradiction
from entrypoints.settings_errors import InvalidSetting, explained, unknown_policy_key


class _PolicyFile(msgspec.Struct):
    policy: Policy


def read_policy(path: Path) -> Policy:
    """Return the policy that `path` holds.

    Raises:
        InvalidSetting: the file cannot be read, has no `[policy]`, or its policy is wrong.
    """
    values = _section(path)
    unknown_policy_key(values, Policy)
    by_installments = values.get("installment_discounts")
    if isinstance(by_installments, dict):
        values["installment_discounts"] = [[count, percent] for count, percent in by_installments.items()]
    data = {"policy": {"version": path.stem, **values}}
    try:
        return msgspec.convert(data, _PolicyFile, strict=False).policy
    except msgspec.ValidationError as error:
        raise explained(error, data, _PolicyFile) from None
    except PolicyContradiction as wrong:
        raise InvalidSetting(f"policy.{wrong.field}", wrong.value, wrong.allowed) from None


def _section(path: Path) -> dict[str, object]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=str)
    except (OSError, UnicodeDecodeError):
        raise InvalidSetting("--policy", path, "use um arquivo de texto que exista") from None
    except tomllib.TOMLDecodeError as broken:
        raise InvalidSetting("--policy", path, f"o TOML está errado: {broken}") from None
    policy = data.get("policy")
    if not isinstance(policy, dict):
        raise InvalidSetting("--policy", path, "o arquivo precisa de uma seção [policy]")
    return policy
