import type { DeliveryGroup } from "../../models/delivery.ts";
import type { IssuedFile } from "../../models/publication.ts";
import type { DeliveryRow, Item, Refusal } from "./ledger.ts";

/** What came of one version for one group. */
export interface DeliveredVersion extends Item {
  title: string;
  state: "sent" | "would_send" | "failed" | "uncertain";
  how: DeliveryRow["how"];
  to: string[];
  files: Pick<IssuedFile, "name" | "sha256" | "bytes">[];
  /** Recipients who were not reached while others were. */
  refused: Refusal[];
  /** Why it failed, or what is uncertain. */
  error: string | null;
  remedy: string | null;
  /** Wanted formats that were not issued. */
  missing: string[];
  /** Its folder below `delivered/`. */
  archive: string | null;
}

/** What came of a group: of one version, or that there was none for it. */
export type Delivered = { group: string; state: "nothing_new" } | DeliveredVersion;

export const howOf = ({ folder, email }: DeliveryGroup): DeliveryRow["how"] =>
  folder !== undefined ? "folder" : email ? "email" : "webhook";
