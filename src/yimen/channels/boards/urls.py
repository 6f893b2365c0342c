"""Addresses of this door."""

from django.urls import URLPattern, URLResolver, path

from yimen.channels.boards.data import views as data
from yimen.channels.boards.views import paying, signing, walls, windows

urlpatterns: list[URLPattern | URLResolver] = [
    path("", walls.board, name="board-main"),
    path("panel", walls.panel, name="board-panel"),
    path("stream", walls.stream, name="board-stream"),
    path("area/<slug:code>", walls.board, name="board-area"),
    path("area/<slug:code>/panel", walls.panel, name="board-area-panel"),
    path("voice/<slug:text_id>.wav", walls.voice, name="board-voice"),
    path("data", data.board, name="board-data"),
    path("data/now", data.now, name="board-data-now"),
    path("window/", windows.window, name="window-screen"),
    path("window/confirm", signing.confirm, name="window-confirm"),
    path("window/pay", paying.pay, name="window-pay"),
    path("window/now", windows.now, name="window-now"),
    path("window/stream", windows.stream, name="window-stream"),
    path("window/rate/<str:token>", windows.rate, name="window-rate"),
    path("window/<int:number>", windows.window, name="window-screen-of"),
    path("window/<int:number>/now", windows.now, name="window-now-of"),
    path("window/<int:number>/stream", windows.stream, name="window-stream-of"),
]
