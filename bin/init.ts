import { initHome } from "../pipelines/home.ts";
import type { Session } from "./session.ts";

export async function act(session: Session): Promise<number> {
  const { home, created } = initHome(session.root);
  session.answer({ home: home.root, config: home.configFile, created }, () => [
    created ? `已建立工作目录 ${home.root}` : `工作目录 ${home.root} 已经存在，没有改动`,
    `下一步：把来文放进 ${home.inbox}，执行 fundwatch load；配置见 ${home.configFile}`,
  ]);
  return 0;
}
