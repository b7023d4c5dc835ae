type Doc = PDFKit.PDFDocument;

/** An element of the structure tree: what a reader aloud makes of the page. */
export type Element = PDFKit.PDFStructureElement;

/** A new element below another, or at the top of the tree. */
export function element(
  doc: Doc,
  type: string,
  options: PDFKit.Mixins.StructureElementOptions = {},
  parent?: Element,
): Element {
  const made = doc.struct(type, options);
  if (parent) parent.add(made);
  else doc.addStructure(made);
  return made;
}

/** Draws what belongs to an element. */
export function tagged(doc: Doc, element: Element, tag: string, draw: () => void): void {
  const content = doc.markStructureContent(tag);
  draw();
  doc.endMarkedContent();
  element.add(content);
}

/** Draws what is not read aloud: lines, page numbers. */
export function artifact(doc: Doc, type: "Pagination" | "Layout", draw: () => void): void {
  doc.markContent("Artifact", { type });
  draw();
  doc.endMarkedContent();
}
