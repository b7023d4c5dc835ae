import path from "node:path";
import type { DeliveryGroup } from "../../models/delivery.ts";
import { UserError } from "../../models/errors.ts";
import type { IssuedVersion } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import { takeProcessLock } from "../process-lock.ts";
import { issuedVersions } from "../publication/shelf.ts";
import type { Delivered, DeliveredVersion } from "./delivered.ts";
import { groupsNamed } from "./groups.ts";
import { readDeliveries } from "./ledger.ts";
import { type Owed, owedTo, type Wanted } from "./owed.ts";
import { Sending, type SendOptions } from "./send.ts";

/** What is asked of a delivery. */
export interface DeliverRequest extends Wanted {
  group?: string | undefined;
  /**
   * `new`: what a group has not got. `again`: also what it has, and what is uncertain. `arrived`: what
   * is uncertain is taken to have arrived. `preview`: nothing is sent or written.
   */
  mode: "new" | "again" | "arrived" | "preview";
}

export interface DeliverOptions extends SendOptions {
  /** Asks to stop before the next sending. */
  signal?: AbortSignal;
}

/** Gives every group the issued documents it is owed, one after the other; what fails stops nothing else. */
export async function deliver(
  home: Home,
  request: DeliverRequest,
  options: DeliverOptions,
): Promise<Delivered[]> {
  const groups = groupsNamed(home.config, request.group);
  const versions = issuedVersions(home);
  requireIssued(versions, request);
  if (request.mode === "preview") return each(home, groups, versions, request, options);
  const lock = await takeProcessLock(path.join(home.state, "delivery.duckdb"), inUse);
  try {
    return await each(home, groups, versions, request, options);
  } finally {
    lock.release();
  }
}

const inUse = (pid: number | null): UserError =>
  new UserError(
    `另一个 fundwatch deliver 正在送达${pid === null ? "" : `（进程号 ${pid}）`}`,
    "等它结束后再试；送过的不会重送。",
  );

function requireIssued(versions: readonly IssuedVersion[], wanted: Wanted): void {
  const { document, period, region } = wanted;
  if (document === undefined && period === undefined && region === undefined) return;
  const isThere = versions.some(
    (issued) =>
      (document ?? issued.document) === issued.document &&
      (period ?? issued.period) === issued.period &&
      (region ?? issued.region) === issued.region,
  );
  if (isThere) return;
  const asked = [document, period, region].filter((part) => part !== undefined).join("、");
  throw new UserError(
    `没有印发过 ${asked} 的文书`,
    "只送已经印发的：用 fundwatch publications 查看，先 fundwatch issue 印发再送。",
  );
}

async function each(
  home: Home,
  groups: readonly DeliveryGroup[],
  versions: readonly IssuedVersion[],
  { mode, ...wanted }: DeliverRequest,
  options: DeliverOptions,
): Promise<Delivered[]> {
  const rows = readDeliveries(home);
  const delivered: Delivered[] = [];
  for (const group of groups) {
    const owed = owedTo(group, versions, rows, wanted, mode === "again").filter(
      ({ standing }) => mode !== "arrived" || standing === "uncertain",
    );
    if (owed.length === 0) delivered.push({ group: group.name, state: "nothing_new" });
    for (const one of owed) {
      if (options.signal?.aborted) return delivered;
      const sending = new Sending(home, group, one, { versions, rows }, options);
      delivered.push(await outcomeOf(sending, one.standing, mode));
    }
  }
  return delivered;
}

function outcomeOf(
  sending: Sending,
  standing: Owed["standing"],
  mode: DeliverRequest["mode"],
): Promise<DeliveredVersion> | DeliveredVersion {
  if (mode === "arrived") return sending.settle();
  if (standing === "uncertain" && mode !== "again") return sending.doubt();
  return mode === "preview" ? sending.preview() : sending.send();
}
