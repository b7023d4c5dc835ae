import { UserError } from "../models/errors.ts";
import { limitsOf, sharedHandlers, timesOf } from "../pipelines/executor.ts";
import { homeId } from "../pipelines/home.ts";
import { errorInWords } from "../pipelines/report.ts";
import type { Handler, Handlers } from "../pipelines/runner/runner.ts";
import type { Session } from "./session.ts";

export async function act(session: Session): Promise<number> {
  const url = process.env.REDIS_URL;
  if (!url)
    throw new UserError(
      "没有设定 REDIS_URL，不知道到哪里领任务",
      "如 REDIS_URL=redis://127.0.0.1:6379 fundwatch worker；只有一台机器时不需要 worker，执行 fundwatch serve 即可。",
      2,
    );
  const home = session.home();
  const { bullWorker } = await import("../pipelines/runner/bullmq-worker.ts");
  const worker = await bullWorker({
    url,
    home: homeId(home),
    handlers: told(sharedHandlers(home), session.remark),
    limits: limitsOf(home),
    times: timesOf(home),
    say: session.remark,
  });
  session.remark("worker 已就绪：等待文书任务（数据仓库只由 serve 或 run 所在进程写入）");
  const stop = session.stop();
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener("abort", () => resolve(), { once: true });
  });
  await worker.close(home.config.runs.stop_seconds * 1000);
  session.answer({ stopped: true }, () => ["worker 已停止"]);
  return 0;
}

/** Says of every task what became of it. */
function told(handlers: Handlers, say: (line: string) => void): Handlers {
  const telling =
    (handler: Handler): Handler =>
    async (payload, attempt) => {
      const begun = performance.now();
      const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
      try {
        const result = await handler(payload, attempt);
        say(`做好 ${attempt.task}，用时 ${seconds()} 秒`);
        return result;
      } catch (error) {
        say(`没有做成 ${attempt.task}，用时 ${seconds()} 秒：${errorInWords(error)}`);
        throw error;
      }
    };
  return Object.fromEntries(
    Object.entries(handlers).map(([pool, handler]) => [pool, telling(handler)]),
  );
}
