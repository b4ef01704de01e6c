"""Every route of the pages."""

from django.urls import path

from servanda.interfaces.web.pages.hotline_page import hotline_page
from servanda.interfaces.web.pages.node_page import node_page

urlpatterns = [
    path("", node_page, name="node"),
    path("hotline", hotline_page, name="hotline"),
]
