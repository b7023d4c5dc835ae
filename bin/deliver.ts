import { versionInWords } from "../models/delivery.ts";
import { type DocumentName, documentNamed, documentWords } from "../models/document-names.ts";
import { UserError } from "../models/errors.ts";
import { type DeliverRequest, deliver } from "../pipelines/delivery/deliver.ts";
import type { Delivered, DeliveredVersion } from "../pipelines/delivery/delivered.ts";
import { type Trial, tryDelivery } from "../pipelines/delivery/trial.ts";
import { requirePeriod } from "./figures.ts";
import type { Session } from "./session.ts";

const HOW_TO = [
  "没有配置送达的对象。在 fundwatch.config.json 的 delivery.groups 里加上，例如：",
  '  "delivery": { "groups": [',
  '    { "name": "财务", "documents": ["monthly-bulletin"], "formats": ["docx", "pdf"], "folder": "/mnt/finance" }',
  "  ] }",
  "邮件用 email，其他系统用 webhook，写法见 fundwatch init 生成的配置里的说明。",
];

export async function act(
  session: Session,
  _: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const mode = modeOf(options);
  const request = requestOf(options);
  const home = session.home();
  if (home.config.delivery.groups.length === 0 && request.group === undefined) {
    session.answer([], () => HOW_TO);
    return 0;
  }
  if (mode === "test") {
    const trials = await tryDelivery(home, request.group, { now: session.now });
    session.answer(trials, () => trials.flatMap(trialLines));
    return trials.every(({ error }) => error === null) ? 0 : 1;
  }
  const signal = session.stop();
  const delivered = await deliver(home, { ...request, mode }, { now: session.now, signal });
  session.answer(delivered, () => delivered.flatMap(linesOf));
  return delivered.every(isWell) && !signal.aborted ? 0 : 1;
}

const MODES = { dryRun: "preview", again: "again", arrived: "arrived", test: "test" } as const;
type Mode = DeliverRequest["mode"] | "test";

function modeOf(options: Record<string, unknown>): Mode {
  const asked = Object.entries(MODES).filter(([option]) => options[option] === true);
  if (asked.length > 1)
    throw new UserError(
      "--dry-run、--again、--arrived、--test 只能用一个",
      "请去掉其余的，再执行一次。",
      2,
    );
  const mode = asked[0]?.[1] ?? "new";
  const narrowed = ["group", "document", "period", "region"].some((name) => options[name]);
  if ((mode === "again" || mode === "arrived") && !narrowed)
    throw new UserError(
      `--${mode} 要说明是哪一份、给谁`,
      "请加上 --group、--document、--period、--region 中的一个或几个。",
      2,
    );
  if (mode === "test" && ["document", "period", "region"].some((name) => options[name]))
    throw new UserError("--test 不送文书", "只能和 --group 一起用。", 2);
  return mode;
}

function requestOf(options: Record<string, unknown>): Omit<DeliverRequest, "mode"> {
  const text = (name: string) => (options[name] === undefined ? undefined : String(options[name]));
  const period = text("period");
  if (period !== undefined) requirePeriod(period);
  return {
    group: text("group"),
    document: documentFrom(text("document")),
    period,
    region: text("region"),
  };
}

function documentFrom(word: string | undefined): DocumentName | undefined {
  const name = word === undefined ? undefined : documentNamed(word);
  if (word === undefined || name !== undefined) return name;
  throw new UserError(`没有“${word}”这种文书`, `可用：${documentWords()}。`, 2);
}

const isWell = (one: Delivered): boolean =>
  one.state === "nothing_new" ||
  one.state === "would_send" ||
  (one.state === "sent" && one.refused.length === 0);

const WAYS = { folder: "放到", email: "用邮件发给", webhook: "发给" };

function linesOf(one: Delivered): string[] {
  if (one.state === "nothing_new") return [`— ${one.group}：没有新的`];
  const { group, title, state, error, remedy, archive } = one;
  const correction = one.version > 1 ? `（${versionInWords(one)}）` : "";
  const head = `${group}：${title}${correction}`;
  const more = [
    ...one.missing.map((format) => `没有印发 ${format} 格式，未送`),
    ...(error === null ? [] : [error]),
    ...(remedy === null ? [] : [`办法：${remedy}`]),
    ...(archive === null ? [] : [`存档 delivered/${archive}`]),
  ].map((line) => `    ${line}`);
  switch (state) {
    case "sent":
      return [`✓ ${head} 已${wayOf(one)}`, ...one.refused.map(refusalLine), ...more];
    case "would_send":
      return [`· ${head} 将${wayOf(one)}`, ...fileLines(one), ...more];
    case "uncertain":
      return [`? ${head} 不确定`, ...more];
    case "failed":
      return [`✗ ${head} 没有送到`, ...more];
  }
}

const refusalLine = ({ address, answer }: DeliveredVersion["refused"][number]): string =>
  `  ✗ ${address} 没有收到：${answer}`;

function wayOf({ how, to, refused, files }: DeliveredVersion): string {
  const missed = new Set(refused.map(({ address }) => address));
  const reached = to.filter((address) => !missed.has(address));
  return `${WAYS[how]} ${reached.join("、")}（${files.length} 个文件）`;
}

const fileLines = ({ files }: DeliveredVersion): string[] =>
  files.map(({ name, bytes }) => `    ${name}（${bytes.toLocaleString("en-US")} 字节）`);

function trialLines({ group, to, sent, error, remedy }: Trial): string[] {
  return [
    sent ? `✓ ${group}：测试已发到 ${to.join("、")}` : `✗ ${group}：测试没有发出`,
    ...(error === null ? [] : [`    ${error}`]),
    ...(remedy === null ? [] : [`    办法：${remedy}`]),
  ];
}
