"""Who is let in, what is refused, and what every answer carries: attacks tried against a real server."""

from __future__ import annotations

import io
import re
import zipfile

import httpx
import pytest
from served import Served, csrf, report, send

TEXT = b"Beslut\n\nRegionen beviljar 10 000 kronor.\n"


def form(client: httpx.Client, **headers: str) -> httpx.Response:
    files = {"utkast": ("a.txt", TEXT)}
    return client.post("/kontrollera", data={"csrf": csrf(client)}, files=files, headers=headers)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 303, id="own origin"),
        pytest.param({"origin": "https://evil.example"}, 403, id="foreign origin"),
        pytest.param({"origin": "http://127.0.0.1:1"}, 403, id="another port"),
        pytest.param({"origin": "null"}, 403, id="no origin that is told"),
        pytest.param({"origin": "null", "sec-fetch-site": "same-origin"}, 303, id="a form without a referrer"),
        pytest.param({"sec-fetch-site": "cross-site"}, 403, id="another site's form"),
        pytest.param({"sec-fetch-site": "same-site"}, 403, id="another port's form"),
        pytest.param({"sec-fetch-site": "none"}, 403, id="no page's form"),
        pytest.param({"host": "evil.example"}, 400, id="rebound name"),
        pytest.param({"host": "localhost"}, 400, id="name without the port"),
    ],
)
def test_only_the_page_itself_may_send(client, headers, status):
    assert form(client, **headers).status_code == status


@pytest.mark.parametrize("path", ["/", "/regler", "/om", "/rapport/x", "/prova/x", "/rapport/x/spara/json", "/x"])
@pytest.mark.parametrize("token", ["", "?token=", "?token=wrong"])
def test_nobody_comes_in_without_the_token(server: Served, path, token):
    with server.stranger() as stranger:
        got = stranger.get(path + token)
    assert got.status_code == 403
    assert "set-cookie" not in got.headers
    assert "You are not let in" in got.text


@pytest.mark.parametrize(
    ("path", "screen"),
    [("/kontrollera", "/"), ("/rapport/x/uppgifter", "/rapport/x"), ("/rapport/x/kasta", "/rapport/x")],
)
def test_an_address_that_a_form_was_sent_to_opens_the_screen_of_the_form(client, path, screen):
    got = client.get(path)
    assert (got.status_code, got.headers["location"]) == (303, screen)


def test_a_forged_cookie_is_nobodys(server: Served):
    with server.client() as client, server.stranger() as stranger:
        name, value = next(iter(client.cookies.items()))
        for forged in (
            value[:-1] + ("0" if value[-1] != "0" else "1"),
            value.split(".")[0],
            "a." + value.split(".")[1],
        ):
            assert stranger.get("/", headers={"cookie": f"{name}={forged}"}).status_code == 403
        assert stranger.get("/", headers={"cookie": f"{name}={value}"}).status_code == 200


def test_the_cookie_is_for_this_site_alone(server: Served):
    with server.stranger() as stranger:
        cookie = stranger.get(server.address).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("given", ["", "0" * 64, "å"])
def test_a_form_that_no_page_made_is_refused(client, given):
    files = {"utkast": ("a.txt", TEXT)}
    assert client.post("/kontrollera", data={"csrf": given}, files=files).status_code == 403


def test_a_form_of_another_persons_page_is_refused(server: Served, client):
    with server.client() as other:
        files = {"utkast": ("a.txt", TEXT)}
        assert client.post("/kontrollera", data={"csrf": csrf(other)}, files=files).status_code == 403


@pytest.mark.parametrize("path", ["/", "/regler", "/om", "/x", "/static/htmx.min.js", "/halsa"])
def test_every_answer_is_kept_to_itself(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers


def test_a_report_is_its_owners_alone(server: Served, client):
    sent = send(client, "hemligt-namn.txt", TEXT)
    assert "hemligt-namn" in report(client, sent).text
    at = sent.headers["location"]
    with server.client() as other:
        token = csrf(other)
        for path in (at, f"{at}/spara/json", f"{at}/spara/case"):
            got = other.get(path)
            assert got.status_code == 404
            assert "hemligt-namn" not in got.text
        for path in (f"{at}/uppgifter", f"{at}/kasta"):
            assert other.post(path, data={"csrf": token}).status_code == 404
    assert client.get(at).status_code == 200


def test_a_report_that_is_thrown_away_is_gone(client):
    sent = send(client, "a.txt", TEXT)
    report(client, sent)
    at = sent.headers["location"]
    assert client.post(f"{at}/kasta", data={"csrf": csrf(client)}).status_code == 303
    assert client.get(at).status_code == 404


def test_a_file_that_is_too_large_has_a_page(client):
    got = send(client, "a.txt", b"a" * (30 << 20))
    assert got.status_code == 413
    assert "The file is too large" in got.text


def test_what_comes_in_pieces_is_counted_too(client):
    def pieces():
        yield b'--x\r\nContent-Disposition: form-data; name="utkast"; filename="a.txt"\r\n\r\n'
        for _ in range(30):
            yield b"a" * (1 << 20)

    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/kontrollera", content=pieces(), headers=headers).status_code == 413


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"", "multipart/form-data; boundary=x", id="nothing"),
        pytest.param(b"--x\r\nbroken", "multipart/form-data; boundary=x", id="a broken form"),
        pytest.param(b"{}", "application/json", id="no form"),
        pytest.param(b"a", "multipart/form-data", id="no border"),
    ],
)
def test_what_is_no_form_is_refused(client, content, kind):
    got = client.post("/kontrollera", content=content, headers={"content-type": kind})
    assert got.status_code in (400, 403)


def test_two_files_are_refused(client):
    files = [("utkast", ("a.txt", TEXT)), ("utkast", ("b.txt", TEXT))]
    assert client.post("/kontrollera", data={"csrf": csrf(client)}, files=files).status_code == 400


def bomb() -> bytes:
    """A Word file of some kilobytes that unpacks to a gigabyte."""
    into = io.BytesIO()
    with (
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made,
        made.open("word/document.xml", "w") as part,
    ):
        for _ in range(1024):
            part.write(b" " * (1 << 20))
    return into.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.docx", b"PK\x03\x04 no archive", id="broken archive"),
        pytest.param("a.pdf", b"%PDF-1.7\n1 0 obj<</Length 99999999999>>stream\n", id="broken PDF"),
        pytest.param("a.docm", b"PK\x03\x04", id="macros"),
        pytest.param("a.yaml", b"draft: {nothing: 1}\n", id="a case file with a fault"),
        pytest.param("a.yaml", b"a: &a [*a, *a]\n", id="a case file that points to itself"),
        pytest.param("a.txt", b"\x00\x01\x02" * 100, id="no text"),
        pytest.param("~$a.docx", b"x", id="a lock file"),
        pytest.param("a.docx", bomb, id="a zip bomb"),
    ],
)
def test_a_hostile_file_is_a_message(client, name, data):
    got = report(client, send(client, name, data() if callable(data) else data))
    assert got.status_code == 200
    assert "The draft could not be checked" in got.text
    assert "internal" not in got.text
    assert client.get("/halsa").json()["status"] == "ok"


@pytest.mark.parametrize(
    "name", ["h09_zipbomb_6M_paras.docx", "h20_flate_bomb.pdf", "h21_60000_pages.pdf", "h23_form_xobject_recursion.pdf"]
)
def test_a_hostile_file_of_the_corpus_is_an_answer(client, corpus, name):
    got = report(client, send(client, name, (corpus / "corpus" / name).read_bytes()), 100)
    assert got.status_code == 200
    assert "<h1" in got.text
    assert client.get("/halsa").json()["status"] == "ok"


def test_what_stands_in_a_draft_is_text_and_nothing_else(client):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\u202e"
    data = f"Handläggare: {evil}\nDatum: 2024-03-01\n\nBeslut\n\nRegionen beviljar {evil} 10 000 kronor.\n".encode()
    got = report(client, send(client, 'a"><script>.txt', data)).text
    assert "<script>alert" not in got
    assert '"><script>.txt' not in got
    assert "<img src=x" not in got
    assert "&lt;script&gt;alert(1)" in got
    assert "\u202e" not in got
    assert len(re.findall(r"<script", got)) == 2


def test_a_way_out_is_never_another_site(client):
    got = client.get("//evil.example/?lang=sv")
    assert not got.headers.get("location", "").startswith("//")


@pytest.mark.parametrize("before", ["/", "/%09/", "/%0a/", "/%0d%0a/", "/%5c", "/%09%5c"])
def test_the_other_language_is_never_another_site(client, before):
    """A browser drops tabs and line ends from an address, and takes a backslash for a slash."""
    at = client.get(f"{before}/evil.example/", params={"lang": "en"}).headers["location"]
    assert not re.sub(r"[\t\r\n]", "", at).replace("\\", "/").startswith("//")
    link = re.search(r'<p class="site-lang"><a href="([^"]*)"', client.get(f"{before}/evil.example/").text)[1]
    assert not re.sub(r"[\t\r\n]", "", link).replace("\\", "/").startswith("//")


@pytest.mark.parametrize("charset", ["undefined", "unicode_escape"])
def test_a_form_in_letters_that_are_none_is_refused(client, charset):
    content = b'--x\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n\\ud800\r\n--x--\r\n'
    headers = {"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    assert client.post("/kontrollera", content=content, headers=headers).status_code == 400


def test_a_long_name_keeps_its_suffix(client):
    got = send(client, "å" * 240 + ".txt", TEXT)
    assert "å" * 100 + ".txt" in report(client, got).text
    assert "Files of this format are not read" in send(client, "a" * 146 + ".txt." + "x" * 80, TEXT).text
