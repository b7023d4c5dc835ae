import path from "node:path";
import { fileURLToPath } from "node:url";
import { reportDocument } from "../pipelines/documents/report.ts";
import { initHome, openHome, writeAtomically } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { run } from "../pipelines/run.ts";
import { failed, sessionFrom } from "./session.ts";

const SAMPLE = fileURLToPath(new URL("../samples/city-2019-07", import.meta.url));
const PERIOD = "2019-07";

/** The city's own practice, as its printed figures show: balance ÷ (annual budget ÷ 12). */
const CONFIG = {
  bureau: "××市医疗保障局",
  region: "620700",
  regions: [{ code: "620700", name: "××市" }],
  months_payable: [
    {
      from: "2000-01",
      numerator: "pooled",
      denominator: "budget",
      exclude_transfers: true,
      document: null,
    },
  ],
};

/** From sample files to the city's bulletin of July 2019, in a home of its own. */
async function demo(): Promise<void> {
  const session = sessionFrom({ home: "demo-home" });
  initHome(session.root);
  writeAtomically(openHome(session.root).configFile, `${JSON.stringify(CONFIG, null, 2)}\n`);
  const home = openHome(session.root);
  const loaded = await load(home, [SAMPLE], { now: session.now });
  await run(home, { now: session.now, selection: ["tag:sql", "tag:model"] });
  const { files, highlights, figures } = await reportDocument(
    home,
    "document.monthly-bulletin",
    { period: PERIOD, issuedOn: "2019-08-14" },
    { now: session.now },
  );
  const show = (file: string) => path.relative(process.cwd(), file);
  session.answer(null, () => [
    `${loaded.length} 个来文 → ${figures.length} 个可追溯的数字 → 月度通报：`,
    ...files.map((file) => `  ${show(file)}`),
    "",
    ...highlights,
    "",
    `接着试：npx fundwatch figures --home ${show(session.root)} --period ${PERIOD}`,
    `        npx fundwatch trace --home ${show(session.root)} expenditure_completion/620700/employee/${PERIOD}`,
  ]);
}

try {
  await demo();
} catch (error) {
  process.exitCode = failed(sessionFrom({}), error);
}
