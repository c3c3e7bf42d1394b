"""What the same bytes cost when nothing but asyncio sends them: the measure for fan-out."""

import asyncio
import socket
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import process_time

PAUSE_S = 0.1
"""Between two rounds: whoever sends and whoever receives has fallen asleep, as in a lesson."""


def microseconds_per_message(clients: int, sizes: list[int]) -> float:
    """Processor time for each message of these sizes in turn, in a process of its own."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, clients, sizes))
    process.start()
    port = ours.recv()
    asyncio.run(_drain(port, clients, sum(sizes)))
    cost = ours.recv()
    process.join()
    return cost


def _serve(told: Connection, clients: int, sizes: list[int]) -> None:
    told.send(asyncio.run(_send(told, clients, sizes)))


async def _send(told: Connection, clients: int, sizes: list[int]) -> float:
    transports: list[asyncio.BaseTransport] = []
    everybody = asyncio.Event()

    class Protocol(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            transports.append(transport)
            if len(transports) == clients:
                everybody.set()

    loop = asyncio.get_running_loop()
    server = await loop.create_server(Protocol, "127.0.0.1", 0)
    told.send(server.sockets[0].getsockname()[1])
    await everybody.wait()
    began = process_time()
    for size in sizes:
        payload = b"x" * size
        for transport in transports:
            transport.write(payload)
        await asyncio.sleep(PAUSE_S)
    while any(transport.get_write_buffer_size() for transport in transports):
        await asyncio.sleep(0.01)
    spent = process_time() - began
    for transport in transports:
        transport.close()
    return round(spent * 1e6 / (clients * len(sizes)), 1)


async def _drain(port: int, clients: int, expected: int) -> None:
    async def read() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, family=socket.AF_INET)
        await reader.readexactly(expected)
        writer.close()

    await asyncio.gather(*(read() for _ in range(clients)))
