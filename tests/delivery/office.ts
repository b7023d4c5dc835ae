import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { configSchema } from "../../models/config.ts";
import type { Format, IssuedVersion } from "../../models/publication.ts";
import { type DeliverRequest, deliver } from "../../pipelines/delivery/deliver.ts";
import type { Delivered, DeliveredVersion } from "../../pipelines/delivery/delivered.ts";
import { type DeliveryRow, readDeliveries } from "../../pipelines/delivery/ledger.ts";
import { type Home, openHome } from "../../pipelines/home.ts";
import { appendLog } from "../../pipelines/publication/log.ts";
import { versionFolder } from "../../pipelines/publication/shelf.ts";

const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** A bureau's home with issued documents on its shelf, and a clock that is set by hand. */
export class Office {
  readonly home: Home;
  /** A folder beside the home, that a share could be. */
  readonly share: string;
  /** How long was waited between tries, in milliseconds. */
  readonly waits: number[] = [];
  at = new Date("2019-08-14T02:30:00Z");
  patience = { mail: { silence: 1000, whole: 3000 }, post: 500 };

  constructor(delivery: object | ((share: string) => object)) {
    const root = mkdtempSync(path.join(tmpdir(), "fundwatch-delivery-"));
    this.share = path.join(root, "share");
    const config = {
      bureau: "某市医疗保障局",
      delivery: typeof delivery === "function" ? delivery(this.share) : delivery,
    };
    const folder = path.join(root, "home");
    for (const one of [this.share, folder]) mkdirSync(one);
    writeFileSync(path.join(folder, "fundwatch.config.json"), JSON.stringify(config));
    this.home = openHome(folder);
  }

  /** Puts an issued version on the shelf, as `issue` leaves it. */
  issue(more: Partial<IssuedVersion> = {}, formats: Format[] = ["docx", "pdf"]): IssuedVersion {
    const model = Buffer.from("{}");
    const issued: IssuedVersion = {
      document: "monthly-bulletin",
      region: "620700",
      period: "2019-07",
      version: 1,
      title: "某市2019年1—7月医保基金运行情况通报",
      made_by: "zhang",
      approved_by: "li",
      made_at: "2019-08-12T01:00:00.000Z",
      approved_at: "2019-08-12T02:00:00.000Z",
      issued_on: "2019-08-12",
      reason: null,
      run: "r1",
      program: "0.3.0",
      batches: [],
      metric_versions: {},
      figures: [],
      files: [],
      model_sha256: sha256(model),
      correction: null,
      ...more,
    };
    const folder = versionFolder(this.home, issued);
    mkdirSync(folder, { recursive: true });
    issued.files = formats.map((format) => {
      const name = `医保基金运行情况通报_${issued.region}_${issued.period}.${format}`;
      const content = bytesOf(`${issued.document} ${issued.period} v${issued.version} ${format}`);
      writeFileSync(path.join(folder, name), content);
      return { name, format, sha256: sha256(content), bytes: content.length };
    });
    const manifest = JSON.stringify(issued);
    writeFileSync(path.join(folder, "document.json"), model);
    writeFileSync(path.join(folder, "manifest.json"), manifest);
    this.#log(issued, sha256(Buffer.from(manifest)));
    return issued;
  }

  #log({ document, region, period, version, reason }: IssuedVersion, manifest: string): void {
    const request = `${document}-${region}-${period}-${version}`;
    const which = { request, document, region, period, version, reason };
    const actor = { by: "zhang", os_user: "zhang" };
    const requested = { event: "requested" as const, ...which, takes: [], files: {} };
    appendLog(this.home, requested, actor, this.at);
    appendLog(this.home, { event: "issued", request, manifest }, { ...actor, by: "li" }, this.at);
  }

  /** The config anew, as if somebody had edited it. */
  reconfigured(delivery: object): void {
    const parsed = configSchema.parse({ bureau: "某市医疗保障局", delivery });
    writeFileSync(this.home.configFile, JSON.stringify(parsed));
    this.home.config.delivery = parsed.delivery;
  }

  deliver(request: Partial<DeliverRequest> = {}): Promise<Delivered[]> {
    return deliver(
      this.home,
      { mode: "new", ...request },
      {
        now: () => this.at,
        patience: this.patience,
        persistence: {
          attempts: 3,
          backoff: 1000,
          longest: 60_000,
          wait: async (milliseconds) => this.waits.push(milliseconds),
        },
      },
    );
  }

  /** For a delivery that concerns one version only. */
  async deliverOne(request: Partial<DeliverRequest> = {}): Promise<DeliveredVersion> {
    const [one, ...more] = await this.deliver(request);
    if (!one || more.length > 0 || one.state === "nothing_new") throw new Error("not one version");
    return one;
  }

  get ledger(): DeliveryRow[] {
    return readDeliveries(this.home);
  }

  /** What is kept of a delivery. */
  archived(one: DeliveredVersion, name: string): Buffer {
    return readFileSync(path.join(this.home.root, "delivered", one.archive!, name));
  }

  clear(): void {
    rmSync(path.dirname(this.home.root), { recursive: true, force: true });
  }
}

/** Bytes of a file: any value, more than a connection takes at once, the same for the same words. */
function bytesOf(words: string): Buffer {
  const seed = createHash("sha256").update(words).digest();
  return Buffer.concat(
    Array.from({ length: 6000 }, (_, i) => (i === 0 ? Buffer.from(words) : seed)),
  );
}
