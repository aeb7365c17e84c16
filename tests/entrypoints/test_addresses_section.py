"""Which addresses are taken, and what is said of one that is not."""

import pytest

from entrypoints.settings import load_settings
from entrypoints.settings_errors import InvalidSetting


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@servidor/banco",
        "postgres://u:p@servidor:5432/banco?sslmode=require",
        "postgresql+asyncpg://u@servidor/banco?target_session_attrs=read-write",
        "postgresql://u@/banco?host=/tmp&port=5433",
    ],
)
def test_a_database_is_named_as_people_name_theirs(url: str) -> None:
    assert load_settings({"CERTOBOT_DATABASE_URL": url}).database.url == url


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://u:p@servidor/banco", "use postgresql://"),
        ("postgresql://u:p@servidor:porta/banco", "use postgresql://"),
        ("postgresql://u:p@servidor/banco?connect_timeout=10", "depois de [?] use só host, port, sslmode"),
        ("postgresql://u:p@servidor/banco?pgbouncer=true", "depois de [?] use só host, port, sslmode"),
        ("postgresql://u:p@servidor/banco?sslmode=verify-ful", "disable a verify-full"),
    ],
)
def test_an_address_that_no_database_is_reached_by_stops_the_start(url: str, says: str) -> None:
    with pytest.raises(InvalidSetting, match=f"CERTOBOT_DATABASE_URL.*{says}"):
        load_settings({"CERTOBOT_DATABASE_URL": url})


@pytest.mark.parametrize("url", ["redis://h:6379/0", "rediss://u:p@h:6380/1", "unix:///tmp/redis.sock"])
def test_redis_is_named_as_people_name_theirs(url: str) -> None:
    assert load_settings({"CERTOBOT_REDIS_URL": url}).redis.url == url


@pytest.mark.parametrize("url", ["h:6379", "http://h", "redis://h:porta/0"])
def test_an_address_that_no_redis_is_reached_by_stops_the_start(url: str) -> None:
    with pytest.raises(InvalidSetting, match=r"CERTOBOT_REDIS_URL.*use redis://"):
        load_settings({"CERTOBOT_REDIS_URL": url})
