import { examine } from "../pipelines/doctor.ts";
import type { Session } from "./session.ts";

const SIGN = { good: "✓", warn: "!", bad: "✗" };

export async function act(session: Session): Promise<number> {
  const findings = await examine(session.root, session.now());
  session.answer(findings, () =>
    findings.map(
      (f) =>
        `${SIGN[f.state]} ${f.subject}：${f.finding}${f.remedy ? `\n    办法：${f.remedy}` : ""}`,
    ),
  );
  return findings.some((f) => f.state === "bad") ? 1 : 0;
}
