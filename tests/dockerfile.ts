import { readFileSync } from "node:fs";

export interface Instruction {
  name: string;
  text: string;
  /** The stage it stands in, 0 for the first. */
  stage: number;
}

/** The instructions of the Dockerfile, with continued lines joined. */
export function dockerfile(): Instruction[] {
  let stage = -1;
  return readFileSync("Dockerfile", "utf8")
    .replace(/\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name, text] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? [];
      if (!name || !text) throw new Error(`not an instruction: ${line}`);
      if (name === "FROM") stage += 1;
      return { name, text, stage };
    });
}

/** What the last stage copies out of the tree. */
export function copied(instructions: Instruction[]): string[] {
  return instructions
    .filter(({ name, text }) => name === "COPY" && !text.startsWith("--from="))
    .flatMap(({ text }) => text.split(/\s+/).slice(0, -1));
}

/** The words of an instruction in exec form. */
export const words = (instruction: Instruction | undefined): string[] =>
  JSON.parse(instruction!.text.slice(instruction!.text.indexOf("["))) as string[];
