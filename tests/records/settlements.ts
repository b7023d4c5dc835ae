import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { type Home, initHome } from "../../pipelines/home.ts";
import { liveBatches } from "../../pipelines/ingest/batches.ts";
import { load } from "../../pipelines/ingest/load.ts";
import type { LoadOptions, LoadOutcome } from "../../pipelines/ingest/outcome.ts";
import { pathLiteral } from "../../pipelines/quote.ts";
import { Store } from "../../pipelines/store.ts";

export const now = () => new Date("2025-08-14T01:00:00Z");

/** Rows of made-up settlements under platform names. */
export const HEADER =
  "setl_id,psn_no,insutype,insu_admdvs,setl_time,begndate,enddate,med_type,fixmedins_code,hosp_lv,medfee_sumamt,hifp_pay,fund_pay_sumamt,acct_pay,psn_cash_pay,vali_flag,refd_setl_flag,updt_time".split(
    ",",
  );

export const CHINESE_HEADER =
  "结算ID,人员编号,险种类型,参保统筹区,结算时间,入院日期,出院日期,医疗类别,定点机构编码,医院等级,医疗费总额,统筹基金,基金支付总额,个人账户,现金,有效标志,退费结算标志,数据更新时间".split(
    ",",
  );

export function settlements(count: number, month = "2025-03"): string[][] {
  return Array.from({ length: count }, (_, i) => {
    const day = String((i % 28) + 1).padStart(2, "0");
    const at = `${month}-${day} 10:20:${String(i % 60).padStart(2, "0")}`;
    const id = String(i).padStart(6, "0");
    const fund = (600 + (i % 7)).toFixed(2);
    return [
      ...[
        `S${month.replace("-", "")}${id}`,
        `P${String(i % 97).padStart(8, "0")}`,
        "310",
        "410101",
      ],
      ...[at, `${month}-01`, `${month}-${day}`, "21", "H41010100001", "3", "1000.50", fund, fund],
      ...["100.00", (900.5 - Number(fund)).toFixed(2), "1", "0", at],
    ];
  });
}

export const csvOf = (rows: string[][]): string =>
  `${rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")).join("\n")}\n`;

/** A home of its own, gone after the tests of the file. */
export class Office {
  readonly folder = mkdtempSync(path.join(tmpdir(), "records-"));
  home: Home;

  constructor(config: object = {}) {
    this.home = this.#open("home", config);
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  #open(name: string, config: object): Home {
    const root = path.join(this.folder, name);
    mkdirSync(root, { recursive: true });
    writeFileSync(path.join(root, "fundwatch.config.json"), JSON.stringify(config));
    return initHome(root).home;
  }

  /** Begins anew, with an empty home. */
  anew(config: object = {}): Home {
    this.home = this.#open(`home-${readdirSync(this.folder).length}`, config);
    return this.home;
  }

  file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content);
    return file;
  }

  load(files: string[], options: Partial<LoadOptions> = {}): Promise<LoadOutcome[]> {
    return load(this.home, files, { now, ...options });
  }

  /** Everything that was landed of a source, in the order of the files. */
  async landed(source: string, columns = "*"): Promise<Record<string, unknown>[]> {
    const store = await Store.open(":memory:");
    try {
      const files = liveBatches(this.home, source).map(({ landing }) => pathLiteral(landing));
      return await store.rows(
        `select ${columns} from read_parquet([${files.join(", ")}], union_by_name = true)`,
      );
    } finally {
      store.close();
    }
  }
}
