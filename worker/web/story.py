"""The narrative, asked once in one short form: what is told goes in, and the year is planned by it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from worker.domain.account import Account
from worker.domain.narrative import Narrative, Pathway, Stage
from worker.flows.plan_year import today_of
from worker.flows.tell_story import tell_story
from worker.web.desk import desk, show
from worker.web.story_form import LABELS, Fault, Told, narrative_told, told_by
from worker.web.visitor import of_account

blueprint = Blueprint("story", __name__)
JULY = 7
STAGES = {
    Stage.PRELIM: "Preliminary surgery resident",
    Stage.GRADUATE: "Graduate of a medical school",
    Stage.STUDENT: "Medical student",
    Stage.RESEARCH_YEAR: "In a research year",
}
PATHWAYS = {
    Pathway.CATEGORICAL_HOME: "A categorical place where I am",
    Pathway.CATEGORICAL_AWAY: "A categorical place elsewhere",
    Pathway.PIVOT: "Another specialty",
    Pathway.RESEARCH: "A research or fellowship year",
    Pathway.CT_APPLICANT: "Integrated cardiothoracic surgery",
}


@blueprint.get("/story")
@of_account
def tell(account: Account) -> str:
    """The form, with what is known in it."""
    me = account.me if account.me.told else _guessed(account)
    return _form(account, told_by(me, account.address), {})


@blueprint.post("/story")
@of_account
def told(account: Account) -> Response | tuple[str, int]:
    """Remember the story, or say at each wrong field what it needs."""
    answers: Told = {name: request.form.get(name, "") for name in LABELS}
    answers["me.pathways"] = request.form.getlist("me.pathways")
    try:
        me = narrative_told(answers, account)
    except Fault as fault:
        return _form(account, answers, fault.sentences), 422
    was_told = account.me.told
    tell_story(desk().tools, account.id, lambda _: me, desk().now())
    flash("Your story is remembered: the year is planned by it within a few minutes.")
    return redirect(url_for("queue.queue" if was_told else "feeds.addresses"), 303)


def _form(account: Account, answers: Told, faults: Mapping[str, str]) -> str:
    return show(
        "story.html",
        account=account,
        labels=LABELS,
        told=answers,
        faults=faults,
        stages=STAGES,
        pathways=PATHWAYS,
    )


def _guessed(account: Account) -> Narrative:
    """An untold story, with the training year that is running."""
    today = today_of(account, desk().now())
    begun = date(today.year - (today.month < JULY), JULY, 1)
    return replace(account.me, year_start=account.me.year_start or begun)
