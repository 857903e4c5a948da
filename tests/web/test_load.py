"""Many at once, and processes that die: each check is answered or told to wait, none is lost and none is mixed up."""

from __future__ import annotations

import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from served import Served, report, send, serving, wait_for

MOST_MEMORY = 1500 << 20


def numbered(number: int) -> bytes:
    return f"Handläggare: Person Nummer{number:03}\nDatum: 2024-03-01\n\nBeslut\n\nRegionen beviljar {number + 1} 000 kronor.\n".encode()


def family(served: Served) -> list[psutil.Process]:
    process = psutil.Process(served.process.pid)
    return [process, *process.children(recursive=True)]


def held(served: Served) -> int:
    return sum(one.memory_info().rss for one in family(served))


def test_fifty_at_once_each_get_their_own(server: Served):
    def one(number: int) -> tuple[int, str]:
        with server.client() as client:
            sent = send(client, f"utkast{number:03}.txt", numbered(number))
            if sent.status_code == 503:
                assert int(sent.headers["retry-after"]) > 0
                return 503, sent.text
            return 303, report(client, sent, 120).text

    with ThreadPoolExecutor(50) as many:
        answers = list(many.map(one, range(50)))
    taken = 0
    for number, (status, text) in enumerate(answers):
        if status == 503:
            assert "Many drafts are being checked just now" in text
            continue
        taken += 1
        assert f"utkast{number:03}.txt" in text
        assert set(re.findall(r"Nummer(\d{3})", text)) == {f"{number:03}"}
    assert taken >= 20
    assert held(server) < MOST_MEMORY
    assert server.stranger().get("/halsa").json()["waiting"] == 0


def workers(served: Served) -> list[psutil.Process]:
    """The processes that check, not those that multiprocessing keeps for itself."""
    children = psutil.Process(served.process.pid).children()
    return [one for one in children if "spawn_main" in " ".join(one.cmdline())]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_worker_is_a_message_and_the_end_leaves_nothing():
    with serving() as served:
        with served.client() as client:
            report(client, send(client, "forsta.txt", numbered(1)))
            before = workers(served)
            for one in before:
                one.send_signal(signal.SIGSTOP)
            sent = send(client, "hemligt-namn.txt", numbered(3))
            waiting = client.get(sent.headers["location"])
            assert "waiting for its turn" in waiting.text
            assert waiting.headers["refresh"]
            for one in before:
                one.send_signal(signal.SIGKILL)
            got = report(client, sent).text
            assert "The draft could not be checked" in got
            assert "was stopped" in got
            assert "Nummer007" in report(client, send(client, "nasta.txt", numbered(7))).text
            wait_for(lambda: not {one.pid for one in workers(served)} & {one.pid for one in before})
        others = family(served)[1:]
        served.process.send_signal(signal.SIGTERM)
        out, err = served.process.communicate(timeout=30)
        assert served.process.returncode == 0
        assert "hemligt" not in out + err
        assert "Nummer" not in out + err
        assert "Traceback" not in err
        _, alive = psutil.wait_procs(others, timeout=10)
        assert alive == []
