import type { DeliveryGroup } from "../../models/delivery.ts";
import { shanghaiMinute } from "../automations/clock.ts";
import type { Home } from "../home.ts";
import { explained } from "./explained.ts";
import { groupsNamed } from "./groups.ts";
import { sha256 } from "./parcel.ts";
import { dispatchTo, type Shipment, type ShipmentOptions } from "./shipment.ts";

/** What came of a test. */
export interface Trial {
  group: string;
  to: string[];
  sent: boolean;
  error: string | null;
  remedy: string | null;
}

/** Sends every group, or one, a plain test with a small file, once; nothing is written down of it. */
export async function tryDelivery(
  home: Home,
  name: string | undefined,
  options: ShipmentOptions,
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const group of groupsNamed(home.config, name))
    trials.push(await trialOf(home, group, options));
  return trials;
}

async function trialOf(home: Home, group: DeliveryGroup, options: ShipmentOptions): Promise<Trial> {
  const trial = { group: group.name, to: [], error: null, remedy: null };
  try {
    const shipment = testShipment(home, group, options.now());
    const dispatch = await dispatchTo(home, group, shipment, options);
    const { refused } = await dispatch.send();
    const error = refused.map(({ address, answer }) => `${address} 没有送到：${answer}。`).join("");
    const sent = refused.length < dispatch.to.length;
    return { ...trial, to: dispatch.to, sent, error: error || null };
  } catch (error) {
    return { ...trial, sent: false, ...explained(error) };
  }
}

function testShipment({ config }: Home, group: DeliveryGroup, now: Date): Shipment {
  const minute = shanghaiMinute(now);
  const sentence = `这是 ${config.bureau} 基金监测于 ${minute} 发给“${group.name}”的测试，不是正式文书，请忽略或删除。`;
  const content = Buffer.from(`${sentence}\n`, "utf8");
  const name = `测试_可删除_${now.toISOString().replace(/\D/g, "").slice(0, 14)}.txt`;
  return {
    id: `test-${sha256(content).slice(0, 12)}-${now.getTime()}`,
    letter: { subject: `【测试】${config.bureau} 基金监测：文书送达测试`, text: `${sentence}\n` },
    files: [
      {
        name,
        format: "txt",
        sha256: sha256(content),
        bytes: content.length,
        content,
        source: null,
      },
    ],
    facts: { test: true, title: sentence },
    below: "",
  };
}
