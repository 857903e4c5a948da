"""What every screen has at hand: the rules, the workers, the reports kept, the templates and who asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from regelkoll import __version__
from regelkoll.language import LANGUAGES, Words
from regelkoll.language import words as words_of
from regelkoll.model import RuleSet
from regelkoll.reports import pages
from regelkoll.reports.pages import environment
from regelkoll.web.guard import Door
from regelkoll.web.kept import Reports
from regelkoll.web.packed import Packing
from regelkoll.web.theme import Theme
from regelkoll.web.uploads import Sent
from regelkoll.web.workers import Workers

LANGUAGE = "regelkoll-lang"
PAGES = Path(__file__).parent / "pages"
STATIC = Path(__file__).parent / "static"


@cache
def templates(words: Words) -> jinja2.Environment:
    """The templates of the screens and those that they share with reports, in a language."""
    return environment(words, [PAGES])


@cache
def style() -> str:
    """The style of the screens: the report's, form fields, and the page's own."""
    own = [pages.FOLDER / "designsystem-forms.css", STATIC / "site.css"]
    return pages.style() + "".join(path.read_text(encoding="utf-8") for path in own)


@dataclass(frozen=True, slots=True)
class Site:
    """`contents` are the rule files by their path in the pack; `lang` is the language of who has not chosen one;
    `today` gives the day of a check, `outdated` whether the rules' files are others than those read."""

    ruleset: RuleSet
    contents: Mapping[str, bytes]
    workers: Workers
    reports: Reports
    packing: Packing
    door: Door
    theme: Theme
    lang: str = "sv"
    today: Callable[[], date] = date.today
    outdated: Callable[[], bool] = lambda: False

    def words(self, request: Request) -> Words:
        chosen = request.cookies.get(LANGUAGE, self.lang)
        return words_of(chosen if chosen in LANGUAGES else self.lang)

    def owner(self, request: Request) -> str:
        """Who asks. The guard has let nobody in without."""
        owner: str = request.scope["owner"]
        return owner

    def page(
        self,
        request: Request,
        template: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **what: object,
    ) -> Response:
        """A screen as HTML."""
        owner = request.scope.get("owner", "")
        form_token = self.door.form_token(owner) if owner else ""
        outdated = bool(owner) and self.outdated()
        frame = Frame(request.url.path, _elsewhere(request), form_token, bool(self.door.header), outdated)
        text = page_text(template, self.words(request), self.theme, frame, **what)
        return Response(text, status, headers, media_type="text/html")

    def own_form(self, request: Request, form: Sent) -> None:
        """Raises HTTPException 403 for a form that was not made by a page of this person's."""
        if not self.door.is_form_of(self.owner(request), form.fields.get("csrf", "")):
            raise HTTPException(403)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around a screen: its path, where it is shown in the other language, the token of its forms (none for who
    is not let in), whether the server is behind a proxy, and whether the rules have changed since it was started."""

    path: str = ""
    language: str = ""
    form_token: str = ""
    proxied: bool = False
    outdated: bool = False


def own_path(path: str) -> str:
    """A decoded path as an address of this site: `//name` would be another site's, also where a browser drops the tab
    that stands between."""
    return "/" + quote(path).lstrip("/")


def screen_path(path: str) -> str:
    """Where the screen stands whose form is sent to a path: an address that a form is sent to cannot be opened."""
    own = own_path(path)
    return "/" if own == "/kontrollera" else own.removesuffix("/uppgifter").removesuffix("/kasta")


def _elsewhere(request: Request) -> str:
    """The address of the same screen in the other language, without what was sent to it."""
    path = screen_path(request.scope["path"])
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return f"{path}?{urlencode([*asked, ('lang', '')])}"


def page_text(template: str, words: Words, theme: Theme, frame: Frame, **what: object) -> str:
    """A template filled. `other` is the language that can be chosen instead."""
    other = next(lang for lang in LANGUAGES if lang != words.lang)
    return (
        templates(words)
        .get_template(template)
        .render(
            lang=words.lang,
            other=other,
            theme=theme,
            path=frame.path,
            language=frame.language and frame.language + other,
            csrf=frame.form_token,
            proxied=frame.proxied,
            outdated=frame.outdated,
            version=__version__,
            **what,
        )
    )
