"""SAQ's queue on Redis, made to hold nudges: each may be lost, so nothing here fails."""

import asyncio
from collections.abc import Awaitable, Iterable
from typing import Any, cast, override

import msgspec
from saq.job import Job, Status
from saq.queue.redis import RedisQueue
from saq.utils import now, seconds

from adapters.redis_link import GONE, Outage, connect

WORK = "work"

_TRIES = 3
_RETRY_SECONDS = 1.0
_REST_SECONDS = 0.5


class NudgeQueue(RedisQueue):
    """One job a key; a nudge that comes while its job is under way lets another job follow.

    While Redis is away, one warning is logged and every call answers as an empty queue does.
    """

    def __init__(self, url: str, job_seconds: int) -> None:
        super().__init__(
            # A worker's wait for the next job lasts a second, and must not count as Redis being away.
            connect(url, answer_seconds=3.0),
            name="certobot",
            dump=msgspec.json.encode,
            load=msgspec.json.decode,
        )
        self._job_seconds = job_seconds
        self._outage = Outage("the sweep finds what waits", rest_seconds=_REST_SECONDS)

    async def announce(self, key: str) -> None:
        """Queue the job of `key`, or let one follow when it is under way."""
        if not self._outage.resting():
            await self._tried(self._announce(key), None)

    async def _announce(self, key: str) -> None:
        if await self._placed(key):
            return
        # Marked before it is tried again: a job that ends in between either sees the mark or lets us queue.
        await self.redis.set(self._follows(key), 1, ex=2 * self._job_seconds)
        await self._placed(key)

    async def _placed(self, key: str) -> bool:
        job = Job(
            WORK,
            key=key,
            timeout=self._job_seconds,
            retries=_TRIES,
            retry_delay=_RETRY_SECONDS,
            retry_backoff=True,
        )
        return await self.enqueue(job) is not None

    def _follows(self, key: str) -> str:
        return self.namespace(f"follows:{key}")

    @override
    async def dequeue(self, timeout: float = 0.0, poll_interval: float = 0.0) -> Job | None:
        job = await self._tried(super().dequeue(timeout, poll_interval), None)
        if self._outage.resting():
            await asyncio.sleep(_REST_SECONDS)
        return job

    @override
    async def _update(self, job: Job, status: Status | None = None, **kwargs: Any) -> None:
        """Record that the job begins: whoever nudged until now is being seen to."""
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.set(job.id, self.serialize(job))
            pipe.delete(self._follows(job.key))
            await self._tried(pipe.execute(), None)

    @override
    async def _finish(
        self, job: Job, status: Status, *, result: Any = None, error: str | None = None
    ) -> None:
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.lrem(self._active, 1, job.id)
            pipe.zrem(self._incomplete, job.id)
            pipe.delete(job.id)
            pipe.getdel(self._follows(job.key))
            *_, follows = await self._tried(pipe.execute(), [None])
        if follows:
            await self.announce(job.key)

    @override
    async def _retry(self, job: Job, error: str | None) -> None:
        await self._tried(super()._retry(job, error), None)

    @override
    async def notify(self, job: Job) -> None:
        """Tell nobody: no one waits for a nudge's end."""

    @override
    async def jobs(self, job_keys: Iterable[str]) -> list[Job | None]:
        return await self._tried(super().jobs(job_keys), [])

    @override
    async def schedule(self, lock: int = 1) -> list[str]:
        return await self._tried(super().schedule(lock), [])

    @override
    async def write_worker_info(self, worker_id: str, info: Any, ttl: int) -> None:
        await self._tried(super().write_worker_info(worker_id, info, ttl), None)

    @override
    async def sweep(self, lock: int = 60, abort: float = 5.0) -> list[str]:
        """Forget the jobs whose worker is gone, so that their keys can be queued again."""
        return await self._tried(self._forget_the_lost(), [])

    async def _forget_the_lost(self) -> list[str]:
        active = [job_id.decode() for job_id in await self._active_ids()]
        records = await self.redis.mget(active) if active else []
        lost = [
            job_id
            for job_id, record in zip(active, records, strict=True)
            if self._is_lost(self.deserialize(record))
        ]
        async with self.redis.pipeline(transaction=True) as pipe:
            for job_id in lost:
                pipe.lrem(self._active, 0, job_id)
                pipe.zrem(self._incomplete, job_id)
                pipe.delete(job_id)
            await pipe.execute()
        return lost

    async def _active_ids(self) -> list[bytes]:
        # redis-py types one signature for its clients with and without await.
        return await cast("Awaitable[list[bytes]]", self.redis.lrange(self._active, 0, -1))

    def _is_lost(self, job: Job | None) -> bool:
        return job is None or seconds(now() - max(job.started, job.queued)) > job.timeout

    async def _tried[T](self, call: Awaitable[T], otherwise: T) -> T:
        try:
            answer = await call
        except GONE as gone:
            self._outage.began(gone)
            return otherwise
        self._outage.over()
        return answer
