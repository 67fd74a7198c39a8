// An iCalendar file on standard input goes in; what Mozilla's ical.js reads in it comes out as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));

const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
const text = (component, name) => component.getFirstPropertyValue(name) ?? "";

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    title: event.summary,
    description: event.description ?? "",
    location: event.location ?? "",
    start: moment(event.startDate),
    end: moment(event.endDate),
    stamp: moment(component.getFirstPropertyValue("dtstamp")),
    revision: event.sequence,
    status: text(component, "status"),
    categories: component.getFirstProperty("categories")?.getValues() ?? [],
    alarms: component
      .getAllSubcomponents("valarm")
      .map((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds()),
  };
});

process.stdout.write(
  JSON.stringify({
    name: text(calendar, "x-wr-calname"),
    zones: calendar.getAllSubcomponents("vtimezone").map((zone) => text(zone, "tzid")),
    events,
  }),
);
