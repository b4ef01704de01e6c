"""The routes below `/api/v1/`, named by `node/urls.py` and loaded with the first call there.

Who calls no operation so pays for none of what they are made with.
"""

from servanda.interfaces.api.service import routes

urlpatterns = routes()
