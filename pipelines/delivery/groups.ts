import type { Config } from "../../models/config.ts";
import type { DeliveryGroup } from "../../models/delivery.ts";
import { UserError } from "../../models/errors.ts";

/** The group of a name, or all of them. Throws a UserError where there is none. */
export function groupsNamed(
  { delivery: { groups } }: Pick<Config, "delivery">,
  name: string | undefined,
): readonly DeliveryGroup[] {
  if (name === undefined) return groups;
  const found = groups.filter((group) => group.name === name);
  if (found.length > 0) return found;
  const names = groups.map((group) => group.name).join("、");
  throw new UserError(
    `配置 delivery.groups 里没有“${name}”`,
    names === "" ? "请先在配置里写上送达的对象。" : `可用：${names}。`,
    2,
  );
}
