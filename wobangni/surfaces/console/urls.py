"""The addresses of the desk. Every one that shows requests names the county, or a code that begins with it."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from wobangni.surfaces.console.views import (
    answer_check,
    bulk,
    desk,
    draft,
    grids,
    hot,
    hotline,
    hotline_figures,
    knowledge,
    linkage,
    new,
    notices,
    outreach,
    pool,
    queue,
    region,
    request_page,
    reveal,
    saved_views,
    today,
)
from wobangni.surfaces.shared import converters

app_name = "console"


converters.register()


def _outreach(address: str, view: Callable[..., HttpResponseBase], name: str, **more: object) -> list[URLPattern]:
    """The same page for a county and, without one, for the region."""
    return [
        path(f"<county:county>/outreach/{address}", view, more, name=f"outreach_{name}"),
        path(f"region/outreach/{address}", view, {"county": None, **more}, name=f"region_outreach_{name}"),
    ]


urlpatterns = [
    path("", desk.home, name="home"),
    path("keys/", desk.keys, name="keys"),
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/bell/", notices.bell, name="bell"),
    path("me/notices/read/", notices.read_all, name="read_notices"),
    path("me/notices/settings/", notices.settings, name="notice_settings"),
    path("me/notices/browser/", notices.browser, name="notice_browser"),
    path("me/notices/<uuid:id>/open/", notices.open_notice, name="open_notice"),
    path("region/", region.counties, name="region"),
    path("today/", today.region, name="region_today"),
    path("<county:county>/today/", today.today, name="today"),
    path("<county:county>/supervision/", today.under_supervision, name="supervision"),
    path("region/linkage/", linkage.region, name="region_linkage"),
    path("region/linkage/waves/new/", linkage.wave, {"number": None}, name="new_wave"),
    path("region/linkage/waves/<int:number>/", linkage.wave, name="wave"),
    path("region/linkage/helpers/<slug:league>/", linkage.helper, name="league_helper"),
    path("<county:county>/linkage/", linkage.county, name="linkage"),
    path("<county:county>/linkage/test/", linkage.test, name="linkage_test"),
    *_outreach("", outreach.listing, "list"),
    *_outreach("export.csv", outreach.export, "export"),
    *_outreach("new/", outreach.edit, "new", outreach_id=None),
    *_outreach("<uuid:outreach_id>/", outreach.show, "one"),
    *_outreach("<uuid:outreach_id>/edit/", outreach.edit, "edit"),
    *_outreach("<uuid:outreach_id>/questions/", outreach.ask, "ask"),
    *_outreach("<uuid:outreach_id>/questions/<uuid:question>/answer/", outreach.answer, "answer"),
    path("hot/", hot.everywhere, name="hot_everywhere"),
    path("<county:county>/hot/", hot.issues, name="hot"),
    path("<county:county>/hot/<uuid:issue>/", hot.issue, name="hot_issue"),
    path("<county:county>/hot/<uuid:issue>/supervise/", hot.supervise, name="supervise_issue"),
    path("<county:county>/grids/", grids.grids, name="grids"),
    path("<county:county>/pool/", pool.pool, name="pool"),
    path("<county:county>/pool/rules/", pool.rules, name="pool_rules"),
    path("hotline/figures/", hotline_figures.region_figures, name="hotline_figures_everywhere"),
    path("<county:county>/hotline/", hotline.desk, name="hotline"),
    path("<county:county>/hotline/now/", hotline.ringing, name="hotline_now"),
    path("<county:county>/hotline/articles/", hotline.articles, name="hotline_articles"),
    path("<county:county>/hotline/figures/", hotline_figures.county_figures, name="hotline_figures"),
    path("<county:county>/hotline/calls/<uuid:call>/", hotline.call, name="call"),
    path("<county:county>/hotline/calls/<uuid:call>/take/", hotline.take_back, name="take_call_back"),
    path("<county:county>/hotline/calls/<uuid:call>/called/", hotline.called_back, name="called_back"),
    path("<county:county>/knowledge/", knowledge.knowledge, name="knowledge"),
    path("<county:county>/knowledge/<int:article>/", knowledge.article, name="article"),
    path("<county:county>/queue/", queue.queue, name="queue"),
    path("<county:county>/views/", saved_views.save, name="save_view"),
    path("<county:county>/views/<uuid:view_id>/delete/", saved_views.delete, name="delete_view"),
    path("<county:county>/bulk/", bulk.bulk, name="bulk"),
    path("<county:county>/new/", new.new, name="new"),
    path("<county:county>/new/earlier/", new.earlier, name="earlier"),
    path("<county:county>/new/reading/", new.reading, name="new_reading"),
    path("<county:county>/new/questions/", new.questions, name="questions"),
    path("<county:county>/find/places/", new.find_places, name="find_places"),
    path("<county:county>/find/services/", new.find_services, name="find_services"),
    path("requests/<code:code>/", request_page.show, name="request"),
    path("requests/<code:code>/taken/", new.taken, name="taken"),
    path("requests/<code:code>/similar/", request_page.similar, name="similar"),
    path("requests/<code:code>/contact/", reveal.reveal, name="reveal"),
    path("requests/<code:code>/check-answer/", answer_check.check, name="check_answer"),
    path("requests/<code:code>/draft-reply/", draft.draft_reply, name="draft_reply"),
    path("requests/<code:code>/draft-summary/", draft.draft_summary, name="draft_summary"),
    path("requests/<code:code>/photos/<uuid:photo_id>/", request_page.photo, name="photo"),
    path("requests/<code:code>/photos/<uuid:photo_id>/small/", request_page.photo, {"small": True}, name="photo_small"),
    path("requests/<code:code>/take/", request_page.take, name="take"),
    path("requests/<code:code>/do/<slug:action>/", request_page.act_on, name="act"),
]
