"""The work of gil-cpu-bound and gil-io-bound, done by CPython.

gil.py version                   prints the interpreter's version and its path
gil.py cpu THREADS WORK          counts the primes below WORK: one thread, threads, processes;
                                 a line each: primes, wall time and CPU time in nanoseconds
gil.py io WAY PORT REQUESTS      sends requests to 127.0.0.1:PORT: one-thread, threads, asyncio
"""
import asyncio
import multiprocessing
import os
import platform
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

CHUNK = 1_000
POOL = 8
TIMEOUT_SECONDS = 60


def version():
    has_gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(platform.python_implementation(), platform.python_version() + ("" if has_gil else " without GIL"))
    print(sys.executable)


def is_prime(n):
    if n < 4:
        return n > 1
    if n % 2 == 0:
        return False
    divisor = 3
    while divisor * divisor <= n:
        if n % divisor == 0:
            return False
        divisor += 2
    return True


def share(worker, workers, work):
    """The primes in every workers-th chunk below work, beginning with chunk number worker."""
    parent = os.getppid()
    primes = 0
    for chunk in range(worker * CHUNK, work, workers * CHUNK):
        if os.getppid() != parent:
            os._exit(1)  # nobody reads the result any more
        for n in range(chunk, min(chunk + CHUNK, work)):
            primes += is_prime(n)
    return primes


def one_thread(workers, work):
    return share(0, 1, work)


def threads(workers, work):
    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(lambda worker: share(worker, workers, work), range(workers)))


def processes(workers, work):
    start = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    results = start.SimpleQueue()
    children = [start.Process(target=put_share, args=(results, worker, workers, work)) for worker in range(workers)]
    for child in children:
        child.start()
    for child in children:
        child.join()
        if child.exitcode != 0:
            sys.exit("a process failed")
    return sum(results.get() for _ in children)


def put_share(results, worker, workers, work):
    results.put(share(worker, workers, work))


def cpu_seconds():
    """Used by this process and by its children that have ended."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def cpu(workers, work):
    for way in (one_thread, threads, processes):
        wall, used = time.perf_counter(), cpu_seconds()
        primes = way(workers, work)
        wall, used = time.perf_counter() - wall, cpu_seconds() - used
        print(primes, int(wall * 1e9), int(used * 1e9), flush=True)


REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def request(port):
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
        connection.sendall(REQUEST)
        while connection.recv(4096):
            pass


async def request_async(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(REQUEST)
    await reader.read()
    writer.close()


async def gather(port, requests):
    await asyncio.wait_for(asyncio.gather(*(request_async(port) for _ in range(requests))), TIMEOUT_SECONDS)


def io(way, port, requests):
    if way == "asyncio":
        asyncio.run(gather(port, requests))
    else:
        with ThreadPoolExecutor(1 if way == "one-thread" else POOL) as pool:
            list(pool.map(request, [port] * requests))


if __name__ == "__main__":
    command = sys.argv[1]
    if command == "version":
        version()
    elif command == "cpu":
        cpu(int(sys.argv[2]), int(sys.argv[3]))
    else:
        io(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
