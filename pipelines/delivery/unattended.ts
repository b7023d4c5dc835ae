import type { Handed } from "../automations/act.ts";
import type { Home } from "../home.ts";
import { type DeliverOptions, deliver } from "./deliver.ts";
import type { Delivered, DeliveredVersion } from "./delivered.ts";
import { explained } from "./explained.ts";

/** Gives every group what it is owed, with nobody looking on: what goes wrong is said. */
export async function deliverUnattended(home: Home, options: DeliverOptions): Promise<Handed> {
  try {
    const delivered = await deliver(home, { mode: "new" }, options);
    return summaryOf(delivered.filter(isVersion));
  } catch (error) {
    const { error: what, remedy } = explained(error);
    return { sent: 0, failed: 1, why: `没有送达：${what}${remedy ?? ""}` };
  }
}

const isVersion = (one: Delivered): one is DeliveredVersion => one.state !== "nothing_new";

const SHOWN = 3;

function summaryOf(versions: readonly DeliveredVersion[]): Handed {
  const troubles = versions.flatMap((one) => {
    const who = `${one.group}（${one.title}）`;
    if (one.error !== null) return [`${who}：${one.error}`];
    return one.refused.length > 0
      ? [`${who}：${one.refused.map(({ address }) => address).join("、")} 没有收到`]
      : [];
  });
  const sent = versions.filter(({ state }) => state === "sent").length;
  const why = [
    sent > 0 ? `送达 ${sent} 份` : troubles.length === 0 ? "没有新印发的要送" : "",
    troubles.length > 0
      ? `${troubles.length} 份没有送到：${troubles.slice(0, SHOWN).join("")}`
      : "",
  ];
  return { sent, failed: troubles.length, why: why.filter((text) => text).join("；") };
}
