"""What is true of the user goes in; the profile in which they tell it comes out."""

from collections.abc import Iterator, Sequence

from tests.years.truth import Human, Me, Referee

OWNER, HOME = "mrosen@lakeside.example.edu", "lakeside.example.edu"


def profile_text(me: Me, people: Sequence[Human], untold: str = "") -> str:
    """The TOML file; `untold` is a key of [me] that is left out."""
    return "\n".join([*_story(me, untold), *_told(me), *_marks(me, people)]) + "\n"


def is_skipped(human: Human) -> bool:
    """Whether somebody barred is marked "skip" (it did not go well) and not do-not-contact."""
    return human.barred and len(human.name) % 2 == 1


def _story(me: Me, untold: str) -> Iterator[str]:
    table = {
        "name": '"Maya Rosen"',
        "degree": '"MD"',
        "stage": '"prelim"',
        "pathways": _listed(me.pathways),
        "addresses": _listed(me.own),
        "time_zone": f'"{me.zone}"',
        "fields": '["surgery", "CT surgery", "thoracic surgery"]',
    }
    yield "[me]"
    yield from (f"{key} = {value}" for key, value in table.items() if key != untold)
    yield from ("[training]", 'institution = "Lakeside University Hospital"', f"year_start = {me.year_start}")
    yield from (f"mid_year_day = {me.mid_year_day}", f'home_domains = ["{HOME}"]')
    yield from ("[story]", 'goal = "train in categorical general surgery"', 'interest = "acute care surgery"')
    yield from ("[program_director]", 'name = "Vikram Desai"', f'email = "vdesai@{HOME}"', 'title = "Dr."')
    yield from ("[quiet]", f"days = [{', '.join(day.isoformat() for day in sorted(me.quiet_days))}]")
    yield f"pause_until = {me.pause_until}" if me.pause_until else ""
    yield from ("[limits]", f"hold_recipient = {str(me.hold_recipient).lower()}")
    yield from ("[outreach]", f"a_week = {me.a_week}")


def _listed(words: Sequence[str]) -> str:
    return str(list(words)).replace("'", '"')


def _told(me: Me) -> Iterator[str]:
    """What the profile tells beside the story."""
    for human in me.mentors:
        kind = "research" if human in me.research_mentors else "clinical"
        yield from ("[[mentors]]", f'name = "{human.name}"', f'email = "{human.email}"', f'type = "{kind}"')
    for day, text in me.news:
        yield from ("[[news]]", f"day = {day}", f'text = "{text}"')
    for one in me.achievements:
        yield from ("[[achievements]]", f'person = "{one.human.name}"', f"day = {one.day}")
        yield 'what = "promotion to associate professor"'
    for program in me.programs:
        yield from ("[[prospects]]", f'program = "{program.name}"', f'role = "{program.office}"')
        yield from (f'person = "{program.human.name}"', f'address = "{program.human.email}"')
        yield f"confirmed = {str(program.confirmed).lower()}"
        yield f"top_choice = {str(program.first_choice).lower()}"
    for number, referee in enumerate(me.referees):
        yield from _referee(referee, by_address=number % 2 == 0)
    if me.has_cv:
        yield from ("[materials]", 'cv = "cv.pdf"')


def _referee(referee: Referee, *, by_address: bool) -> Iterator[str]:
    human = referee.human
    yield from ("[[letters]]", f'person = "{(by_address and human.email) or human.name}"')
    for key in ("needed", "asked", "promised", "received"):
        if day := getattr(referee, key):
            yield f"{key} = {day}"
    yield f"reacted_well = {str(referee.reacted_well).lower()}"


def _marks(me: Me, people: Sequence[Human]) -> Iterator[str]:
    """To whom nothing is written."""
    for human in people:
        if human.barred:
            mark = "skip" if is_skipped(human) else "do_not_contact"
            yield from ("[[people]]", f'name = "{human.name}"', f'email = "{human.email}"', f"{mark} = true")
    for program in me.programs:
        if program.human.barred:
            yield from ("[[people]]", f'email = "{program.human.email}"', "do_not_contact = true")
