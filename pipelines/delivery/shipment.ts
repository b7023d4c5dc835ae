import path from "node:path";
import type { DeliveryGroup } from "../../models/delivery.ts";
import type { IssuedVersion } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import type { Dispatch } from "./dispatch.ts";
import { MAIL_PATIENCE, type MailPatience, mailing } from "./email.ts";
import { placing } from "./folder.ts";
import { type Correction, type Letter, letterOf } from "./letter.ts";
import type { Enclosed, Parcel } from "./parcel.ts";
import { POST_PATIENCE_MS, posting } from "./webhook.ts";

/** A file on its way; without a `source` below `publications/` it is not to be fetched from there. */
type Cargo = Omit<Enclosed, "format" | "source"> & { format: string; source: string | null };

/** What is to go, whichever way. */
export interface Shipment {
  id: string;
  letter: Letter;
  files: readonly Cargo[];
  /** What a webhook is told beside the files. */
  facts: object;
  /** Where in a folder: `2019-07`. */
  below: string;
}

export interface ShipmentOptions {
  now: () => Date;
  /** How long servers may take. */
  patience?: { mail: MailPatience; post: number } | undefined;
}

/** Makes a shipment ready for a group. Throws a UserError or a ChannelError where it cannot go. */
export async function dispatchTo(
  { config, root }: Pick<Home, "config" | "root">,
  group: DeliveryGroup,
  { id, letter, files, facts, below }: Shipment,
  { now, patience }: ShipmentOptions,
): Promise<Dispatch> {
  const { folder, email, webhook } = group;
  const { smtp, mail_megabytes: megabytes } = config.delivery;
  if (folder !== undefined) return placing(path.resolve(root, folder), below, files);
  if (webhook) {
    const listed = files.map((file) => inJson(file, webhook.files_at));
    const body = { delivery: id, bureau: config.bureau, ...facts, files: listed };
    return posting(body, { webhook, id, now, patience: patience?.post ?? POST_PATIENCE_MS });
  }
  return mailing(letter, files, {
    ...email!,
    smtp: smtp!,
    megabytes,
    id,
    date: now(),
    patience: patience?.mail ?? MAIL_PATIENCE,
  });
}

function inJson({ content, source, name, format, sha256, bytes }: Cargo, at: string | null) {
  const file = { name, format, sha256, bytes };
  if (at === null || source === null) return { ...file, content: content.toString("base64") };
  const url = `${at.replace(/\/$/, "")}/${source.split("/").map(encodeURIComponent).join("/")}`;
  return { ...file, url };
}

/** An issued version as a shipment. */
export function shipmentOf(
  { config }: Pick<Home, "config">,
  group: DeliveryGroup,
  parcel: Parcel,
  correction: Correction,
  id: string,
): Shipment {
  const { document, region, period, version, title, issued_on, reason }: IssuedVersion =
    parcel.issued;
  const corrects = correction.from?.version ?? null;
  return {
    id,
    letter: letterOf(parcel, { config, group, correction }),
    files: parcel.files,
    facts: { document, region, period, version, title, issued_on, reason, corrects },
    below: period,
  };
}
