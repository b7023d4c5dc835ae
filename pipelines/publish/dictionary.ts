import { UserError } from "../../models/errors.ts";
import type { Store } from "../store.ts";
import { analysisViews, columnWords } from "./analysis.ts";

/** A published view in words, as `fundwatch sql --describe` and docs/data-dictionary.md say it. */
export interface DescribedView {
  view: string;
  about: string;
  grain: string[];
  columns: { name: string; type: string; unit: string; description: string }[];
}

/** The views a snapshot has, in words. Throws a UserError where it has none: it is an older program's. */
export async function describeViews(store: Store): Promise<DescribedView[]> {
  const rows = await store.rows<{ view: string; name: string; type: string }>(`
    select table_name as view, column_name as name, data_type as type from duckdb_columns()
    where database_name = current_database() and schema_name = 'analysis'
    order by table_name, column_index`);
  if (rows.length === 0)
    throw new UserError(
      "已发布的快照里还没有 analysis 视图",
      "请执行一次 fundwatch run，重新发布快照。",
    );
  return analysisViews().flatMap((view) => {
    const columns = rows
      .filter((row) => row.view === view.name)
      .map(({ name, type }) => {
        const { description, unit } = columnWords(view, name) ?? { description: "", unit: "" };
        return { name, type, unit, description };
      });
    const { name, about, grain } = view;
    return columns.length === 0 ? [] : [{ view: `analysis.${name}`, about, grain, columns }];
  });
}

/** docs/data-dictionary.md. */
export function dictionaryPage(views: DescribedView[]): string {
  const list = views.map(
    ({ view, about }) => `| [\`${view}\`](#${anchor(view)}) | ${first(about)} |`,
  );
  const sections = views.map(({ view, about, grain, columns }) => {
    const rows = columns.map(
      ({ name, type, unit, description }) =>
        `| \`${name}\` | ${type.toLowerCase()} | ${unit} | ${description} |`,
    );
    return `## ${view}

${about}

一行一个：${grain.map((column) => `\`${column}\``).join("、")}

| 列 | 类型 | 单位 | 说明 |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
  });
  return `# Data dictionary 数据字典

Written by \`npm run dictionary\` from \`sql/analysis/\` and \`models/dictionary/\`; the same words are comments in
the snapshot (\`duckdb_views()\`, \`duckdb_columns()\`) and the answer of \`fundwatch sql --describe\`.

分析人员用 \`fundwatch sql\` 查询的视图，都在 \`analysis\` 下，只读。列名、含义稳定；\`core\`、\`marts\` 等下面的表是
程序自己用的，会随版本变动，请不要直接引用。金额一律是元，比率是小数（0.5782 即 57.82%），空就是没有。
人员编号是假名，库里没有姓名、证件号码、电话、住址。现成的查询：\`fundwatch sql --examples\`。

| 视图 | 内容 |
| --- | --- |
${list.join("\n")}

${sections.join("\n")}`;
}

const first = (about: string): string => about.split("。")[0]!;

const anchor = (view: string): string => view.replace(".", "");
