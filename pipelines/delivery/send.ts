import type { DeliveryGroup } from "../../models/delivery.ts";
import type { IssuedVersion } from "../../models/publication.ts";
import { shanghaiMinute } from "../automations/clock.ts";
import type { Home } from "../home.ts";
import { discard, keep, keepReceipt } from "./archive.ts";
import { type DeliveredVersion, howOf } from "./delivered.ts";
import { type Dispatch, type Persistence, persistence, sendPersistently } from "./dispatch.ts";
import { explained, mayHaveGone } from "./explained.ts";
import { diskError } from "./folder.ts";
import { type DeliveryRow, deliveryId, type Item, record } from "./ledger.ts";
import { correctionOf } from "./letter.ts";
import type { Owed } from "./owed.ts";
import { type Parcel, parcelOf } from "./parcel.ts";
import { dispatchTo, type ShipmentOptions, shipmentOf } from "./shipment.ts";

export interface SendOptions extends ShipmentOptions {
  persistence?: Persistence | undefined;
}

/** All issued versions, and all that was delivered before. */
export interface Known {
  versions: readonly IssuedVersion[];
  rows: readonly DeliveryRow[];
}

/** One version on its way to one group. */
export class Sending {
  readonly #home: Home;
  readonly #group: DeliveryGroup;
  readonly #owed: Owed;
  readonly #known: Known;
  readonly #options: SendOptions;
  readonly #item: Item;

  constructor(home: Home, group: DeliveryGroup, owed: Owed, known: Known, options: SendOptions) {
    this.#home = home;
    this.#group = group;
    this.#owed = owed;
    this.#known = known;
    this.#options = options;
    const { document, region, period, version } = owed.issued;
    this.#item = { group: group.name, document, region, period, version };
  }

  /** What would go, every file looked at; nothing is sent or written. */
  async preview(): Promise<DeliveredVersion> {
    try {
      const { parcel, dispatch } = await this.#ready();
      return this.#told("would_send", { to: dispatch.to, ...contents(parcel) });
    } catch (error) {
      return this.#told("failed", explained(error));
    }
  }

  /** Sends: files verified, bytes kept, written down before it goes and after. */
  async send(): Promise<DeliveredVersion> {
    let ready: { parcel: Parcel; dispatch: Dispatch };
    try {
      ready = await this.#ready();
    } catch (error) {
      return this.#failed(explained(error));
    }
    const { parcel, dispatch } = ready;
    const { files } = contents(parcel);
    const row = { to: dispatch.to, files, ...messageIdOf(dispatch) };
    let archive: string;
    try {
      archive = this.#begun(dispatch, row);
    } catch (error) {
      return this.#failed(explained(diskError(error as Error, this.#home.root)), row);
    }
    const told = { to: dispatch.to, ...contents(parcel), archive };
    try {
      const how = this.#options.persistence ?? persistence(this.#home.config.runs);
      const { answer, refused: turnedAway } = await sendPersistently(dispatch, how);
      const refused = turnedAway.map(({ address, answer }) => ({ address, answer }));
      this.#ended({ ...row, archive, state: "sent", receipt: answer, refused });
      return this.#told("sent", { ...told, refused });
    } catch (error) {
      const why = explained(error);
      if (mayHaveGone(error)) {
        this.#noted(() => this.#ended({ ...row, archive, state: "uncertain", error: why.error }));
        return this.#told("uncertain", { ...told, error: doubtful(why.error), remedy: SETTLE });
      }
      discard(this.#home, archive);
      return this.#failed(why, { ...row, missing: told.missing });
    }
  }

  /** The bytes kept, and written down that they go; else neither. */
  #begun(dispatch: Dispatch, row: Partial<DeliveryRow>): string {
    const archive = keep(this.#home, this.#item, dispatch, this.#options.now());
    try {
      this.#record({ ...row, archive, state: "sending" });
    } catch (error) {
      discard(this.#home, archive);
      throw error;
    }
    return archive;
  }

  /** Nothing went: it is owed as before. */
  #failed(
    why: ReturnType<typeof explained>,
    { missing = [], ...row }: Partial<DeliveryRow> & { missing?: string[] } = {},
  ): DeliveredVersion {
    this.#noted(() => this.#record({ ...row, state: "failed", error: why.error }));
    const { to = [], files = [] } = row;
    return this.#told("failed", { to, files, missing, ...why });
  }

  /** Where a full disk takes no line, the last one stands: what was begun is uncertain, the rest owed. */
  #noted(write: () => void): void {
    try {
      write();
    } catch {
      // Told to whoever looks on, and the next group is still served.
    }
  }

  /** Of what nobody knows whether it arrived: says so. */
  doubt(): DeliveredVersion {
    const { at, to, files, archive = null, error } = this.#owed.last!;
    const what = error ?? `${shanghaiMinute(at)} 送到一半，程序被中断。`;
    const more = { to, files, archive, error: doubtful(what), remedy: SETTLE };
    return this.#told("uncertain", more);
  }

  /** The same, once somebody has found out that it did. */
  settle(): DeliveredVersion {
    const { to, files, archive } = this.#owed.last!;
    const { at: _, error: __, ...last } = this.#owed.last!;
    this.#record({ ...last, state: "sent", receipt: "经核实，对方已收到" });
    return this.#told("sent", { to, files, archive: archive ?? null });
  }

  async #ready(): Promise<{ parcel: Parcel; dispatch: Dispatch }> {
    const { issued, before } = this.#owed;
    const parcel = parcelOf(this.#home, issued, this.#group.formats);
    const correction = correctionOf(issued, this.#known.versions, before);
    const shipment = shipmentOf(this.#home, this.#group, parcel, correction, this.#id());
    return { parcel, dispatch: await dispatchTo(this.#home, this.#group, shipment, this.#options) };
  }

  #id = (): string => deliveryId(this.#known.rows, this.#item);

  #record(more: Partial<DeliveryRow> & Pick<DeliveryRow, "state">): void {
    record(this.#home, this.#row(more));
  }

  #ended(more: Partial<DeliveryRow> & Pick<DeliveryRow, "state" | "archive">): void {
    const row = this.#row(more);
    keepReceipt(this.#home, more.archive!, row);
    record(this.#home, row);
  }

  #row = (more: Partial<DeliveryRow> & Pick<DeliveryRow, "state">): DeliveryRow => ({
    at: this.#options.now().toISOString(),
    delivery: this.#id(),
    ...this.#item,
    how: howOf(this.#group),
    to: [],
    files: [],
    ...more,
  });

  #told = (
    state: DeliveredVersion["state"],
    more: Partial<DeliveredVersion>,
  ): DeliveredVersion => ({
    ...this.#item,
    title: this.#owed.issued.title,
    state,
    how: howOf(this.#group),
    to: [],
    files: [],
    refused: [],
    error: null,
    remedy: null,
    missing: [],
    archive: null,
    ...more,
  });
}

const contents = ({ files, missing }: Parcel): Pick<DeliveredVersion, "files" | "missing"> => ({
  files: files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })),
  missing,
});

const messageIdOf = ({ messageId }: Dispatch): Pick<DeliveryRow, "message_id"> =>
  messageId === undefined ? {} : { message_id: messageId };

const doubtful = (what: string): string => `${what}对方是否收到，不确定。`;

const SETTLE =
  "请向对方核实：已收到的，加 --arrived 再执行一次，记为已送；没有收到的，加 --again 再送一次。";
