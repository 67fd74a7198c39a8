// A mail file on standard input goes in; what postal-mime reads in it comes out as JSON.
import { readFileSync } from "node:fs";
import PostalMime from "postal-mime";

const mail = await PostalMime.parse(readFileSync(0));

process.stdout.write(
  JSON.stringify({
    from: mail.from,
    to: mail.to ?? [],
    subject: mail.subject ?? "",
    headers: mail.headers.map(({ key, value }) => [key, value]),
    text: mail.text ?? "",
    html: mail.html ?? "",
    attachments: mail.attachments.length,
  }),
);
