"""The addresses of every area. The first that matches answers: `dossier`, whose steps match any
word, is last.
"""

from partnerships.pages.cleaning import urls as cleaning
from partnerships.pages.comparison import urls as comparison
from partnerships.pages.contributions import urls as contributions
from partnerships.pages.decisions import urls as decisions
from partnerships.pages.dossier import urls as dossier
from partnerships.pages.embeds import urls as embeds
from partnerships.pages.figures import urls as figures
from partnerships.pages.map import urls as map_urls
from partnerships.pages.members import urls as members
from partnerships.pages.open_data import urls as open_data
from partnerships.pages.opinions import urls as opinions
from partnerships.pages.papers import urls as papers
from partnerships.pages.public import urls as public
from partnerships.pages.queue import urls as queue
from partnerships.pages.review import urls as review
from partnerships.pages.search import urls as search
from partnerships.pages.settings import urls as settings
from partnerships.pages.spreadsheets import urls as spreadsheets

AREAS = [
    public,
    figures,
    search,
    map_urls,
    comparison,
    open_data,
    contributions,
    embeds,
    members,
    spreadsheets,
    queue,
    review,
    opinions,
    decisions,
    cleaning,
    settings,
    papers,
    dossier,
]
app_name = "partnerships"
urlpatterns = [pattern for area in AREAS for pattern in area.urlpatterns]
