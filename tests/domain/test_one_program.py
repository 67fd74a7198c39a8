"""Two directors of one program are one person where a request stands open, and two people to thank."""

from dataclasses import replace
from datetime import date

from tests.house import AMARA, met, plan_year, rotation
from worker.domain.narrative import Office, Prospect
from worker.domain.person import Person, Role
from worker.domain.plan import Kept
from worker.domain.touch import Key, State, Touch, Window

CHEN = Person("lchen@quay.example.org", "Lois Chen", "lchen@quay.example.org", "Dr.", Role.PROGRAM_DIRECTOR)
WEBB = Person("twebb@quay.example.org", "Theo Webb", "twebb@quay.example.org", "Dr.", Role.ATTENDING)
LISTING = replace(
    AMARA,
    prospects=(
        Prospect("Quay Hospital", CHEN.name, address=CHEN.email),
        Prospect("Quay Hospital", WEBB.name, Office.ASSOCIATE, WEBB.email),
    ),
)
SENT = date(2026, 11, 23)
DAYS = (date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18))
COLD = Key("cold-outreach", "first-letter", CHEN.key, "prospect-quay")


def thank_you_beside_an_open_letter(to: Person) -> Touch:
    """The thank-you to Dr. Webb after two weeks on service, while a cold letter is open."""
    key = replace(COLD, person=to.key)
    window = Window(SENT, SENT)
    sent = Touch(
        key, to, window, State.SENT, due=SENT, asks=True, outside=True, serves=(key,), why=("listed",)
    )
    service = rotation(
        "Thoracic", date(2026, 11, 16), date(2026, 11, 29), met(WEBB, *DAYS, topic="VATS lobectomy")
    )
    have = (Kept(sent, "prospect:quay", SENT, sent=SENT),)
    year = plan_year(service, today=date(2026, 11, 24), me=LISTING, have=have)
    (touch,) = (one for one in year.touches if one.key.cadence == "rotation" and one.key.step == "thank-you")
    return touch


def test_a_thank_you_goes_without_its_request_where_a_colleague_of_the_program_has_been_asked() -> None:
    touch = thank_you_beside_an_open_letter(CHEN)
    assert (touch.state, touch.asks) == (State.PLANNED, False)
    assert "Lois Chen, of the same program" in touch.why[-1]


def test_a_second_request_to_the_same_person_still_waits() -> None:
    touch = thank_you_beside_an_open_letter(WEBB)
    assert touch.state is State.DROPPED
    assert "the same person" in touch.why[-1]
