import { BuilderElement, type IRunOptions, type ParagraphChild, TextRun } from "docx";
import type { Run } from "../document.ts";
import { figureTitle } from "../titles.ts";

/** Longest tag Word accepts on a content control. */
const TAG_LIMIT = 64;

/** The tag a figure's content control bears: its id, or, past 64 characters, its start and a hash. */
export function figureTag(id: string): string {
  if (id.length <= TAG_LIMIT) return id;
  return `${id.slice(0, TAG_LIMIT - 9)}~${hash(id).toString(16).padStart(8, "0")}`;
}

/** 32-bit FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return value;
}

/** Runs for a paragraph; each figure stands in a content control named after it. */
export function inline(
  runs: readonly Run[],
  style: IRunOptions,
  nextId: () => number,
): ParagraphChild[] {
  return runs.map((run) =>
    typeof run === "string"
      ? new TextRun({ ...style, text: run })
      : control(run.figure, new TextRun({ ...style, text: run.text }), nextId()),
  );
}

function control(figure: string, content: TextRun, id: number): ParagraphChild {
  const value = (name: string, val: string | number) =>
    new BuilderElement({ name, attributes: { val: { key: "w:val", value: val } } });
  const properties = new BuilderElement({
    name: "w:sdtPr",
    children: [
      value("w:alias", figureTitle(figure).slice(0, TAG_LIMIT)),
      value("w:tag", figureTag(figure)),
      value("w:id", id),
    ],
  });
  const inside = new BuilderElement({ name: "w:sdtContent", children: [content] });
  return new BuilderElement({
    name: "w:sdt",
    children: [properties, inside],
  }) as unknown as ParagraphChild;
}
