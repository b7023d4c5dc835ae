import { UserError } from "../models/errors.ts";
import { type DescribedView, describeViews } from "../pipelines/publish/dictionary.ts";
import { examples } from "../pipelines/publish/examples.ts";
import { openSnapshot } from "../pipelines/publish/snapshot.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

/** Lists the views, or says of one what its columns are. */
export async function describe(session: Session, wanted: string | null): Promise<void> {
  const store = await openSnapshot(session.home());
  let views: DescribedView[];
  try {
    views = await describeViews(store);
  } finally {
    store.close();
  }
  if (wanted === null) return session.answer(views, () => listed(views));
  const name = wanted.includes(".") ? wanted : `analysis.${wanted}`;
  const found = views.find(({ view }) => view === name);
  if (!found)
    throw new UserError(`没有视图 ${name}`, "fundwatch sql --describe 可列出全部视图。", 2);
  session.answer(found, () => inFull(found));
}

const listed = (views: DescribedView[]): string[] => [
  ...table(
    ["视图", "内容"],
    views.map(({ view, about }) => [view, about.split("。")[0]!]),
  ),
  "",
  "看一个视图的各列：fundwatch sql --describe 视图；现成的查询：fundwatch sql --examples",
];

const inFull = ({ view, about, grain, columns }: DescribedView): string[] => [
  view,
  about,
  `一行一个：${grain.join("、")}`,
  "",
  ...table(
    ["列", "类型", "单位", "说明"],
    columns.map(({ name, type, unit, description }) => [
      name,
      type.toLowerCase(),
      unit,
      description,
    ]),
  ),
];

/** Lists the queries to start from. */
export function listExamples(session: Session): void {
  const all = examples();
  session.answer(all, () => [
    ...table(
      ["名称", "问题"],
      all.map(({ name, title }) => [name, title]),
    ),
    "",
    "执行一个：fundwatch sql --example 名称；看它的写法：fundwatch sql --examples --json",
  ]);
}
