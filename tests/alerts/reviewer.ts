import { reviewAlerts } from "../../pipelines/alerts/review.ts";
import { openHome } from "../../pipelines/home.ts";
import { alert } from "./receivers.ts";

/** A process of its own: `HOME BEGIN COUNTS`; reviews so many alerts, time after time, from a moment on. */
const [root = "", begin = "0", counts = ""] = process.argv.slice(2);
const home = openHome(root);
const options = {
  now: () => new Date(),
  say: (line: string) => void process.stdout.write(`${line}\n`),
};
await new Promise((done) => setTimeout(done, Number(begin) - Date.now()));
for (const count of counts.split(",")) {
  const alerts = Array.from({ length: Number(count) }, (_, i) => alert(`failed/${i}`));
  await reviewAlerts(home, "failed/", alerts, options);
}
