"""Between aiohttp's requests and the ones that adapters know."""

from aiohttp import web

from bot.ports import HttpRequest, HttpResponse


def neutral(request: web.Request, body: bytes) -> HttpRequest:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return HttpRequest(request.method, request.path, request.query, headers, body)


def answered(response: HttpResponse) -> web.Response:
    headers = {**response.headers, "Content-Type": response.content_type}
    return web.Response(status=response.status, body=response.body, headers=headers)
