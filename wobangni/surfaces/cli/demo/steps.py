"""What a demo is made of, in order. Each step does nothing when its work is done already."""

from __future__ import annotations

from wobangni.catalogue.commands.load_catalogue import load_catalogue
from wobangni.exchange.commands.sample_app import make_sample_app
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.organisations.commands.load_region import load_region
from wobangni.service_requests.commands.learn_units import learn_units
from wobangni.service_requests.commands.place_in_grid import place_open_requests
from wobangni.surfaces.cli.bars import bar
from wobangni.surfaces.cli.demo.county_data import add_county_data
from wobangni.surfaces.cli.demo.hotline import add_articles, add_calls
from wobangni.surfaces.cli.demo.linkage import add_linkage
from wobangni.surfaces.cli.demo.outbreaks import make_outbreaks
from wobangni.surfaces.cli.demo.people import COUNTY, PEOPLE
from wobangni.surfaces.cli.demo.pictures import app_logo
from wobangni.surfaces.cli.demo.requests import make_requests, requests_made
from wobangni.surfaces.cli.demo.staff import add_people
from wobangni.surfaces.cli.words import _


def prepare() -> None:
    """Region, catalogue, people, what counties have set, requests, what many report, linkage."""
    with bar(_("The region")) as progress:
        load_region(actor=SYSTEM, now=clock.now(), progress=progress)
    load_catalogue(actor=SYSTEM, now=clock.now())
    add_people(clock.now())
    fresh = not requests_made()
    if fresh:
        add_county_data(clock.now())
    with bar(_("Sample requests")) as progress:
        make_requests(clock.now(), progress)
    make_outbreaks(clock.now())
    for county in {person.county for person in PEOPLE if person.grid is not None and person.county}:
        place_open_requests(county=county)
    if fresh:
        add_articles(clock.now())
        add_calls(clock.now())
    make_sample_app(now=clock.now(), county=COUNTY, logo=app_logo())
    learn_units(now=clock.now())
    add_linkage(clock.now())
