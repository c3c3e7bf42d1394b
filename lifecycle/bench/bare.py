"""What the same bytes cost when nothing but asyncio sends them: the measure for fan-out."""

import asyncio
import socket
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import process_time


def microseconds_per_message(clients: int, frame_bytes: int, rounds: int) -> float:
    """Processor time for each message, in a process of its own."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, clients, frame_bytes, rounds))
    process.start()
    port = ours.recv()
    asyncio.run(_drain(port, clients, frame_bytes * rounds))
    cost = ours.recv()
    process.join()
    return cost


def _serve(told: Connection, clients: int, frame_bytes: int, rounds: int) -> None:
    told.send(asyncio.run(_send(told, clients, frame_bytes, rounds)))


async def _send(told: Connection, clients: int, frame_bytes: int, rounds: int) -> float:
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
    payload, began = b"x" * frame_bytes, process_time()
    for _ in range(rounds):
        for transport in transports:
            transport.write(payload)
        await asyncio.sleep(0)
    while any(transport.get_write_buffer_size() for transport in transports):
        await asyncio.sleep(0.01)
    spent = process_time() - began
    for transport in transports:
        transport.close()
    return round(spent * 1e6 / (clients * rounds), 1)


async def _drain(port: int, clients: int, expected: int) -> None:
    async def read() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, family=socket.AF_INET)
        await reader.readexactly(expected)
        writer.close()

    await asyncio.gather(*(read() for _ in range(clients)))
